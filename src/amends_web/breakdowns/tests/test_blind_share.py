from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from amends_web.breakdowns.actions import begin_breakdown
from amends_web.breakdowns.models import Share
from amends_web.breakdowns.tests.conftest import Story, again
from amends_web.pauses.actions import take_pause
from amends_web.spaces.actions import add_member, create_space
from amends_web.spaces.models import Member


def main(response):
    return response.content.decode().split("<main")[1].split("</main")[0]


def test_nothing_is_ticked_beforehand(ana, told):
    page = told.get(ana, "choose").content.decode()
    assert page.count('type="checkbox"') == 4
    assert "checked" not in page


def test_choosing_nothing_is_asked_again(ana, told):
    response = told.preview(ana)
    assert response.status_code == 422
    assert "Pick at least one part" in response.content.decode()


def test_the_preview_shows_what_ben_will_see_word_for_word_and_nothing_else(ana, ben, told):
    preview = main(told.preview(ana, "meant"))
    assert "ANA-MEANT an hour with you" in preview
    assert "ANA-THOUGHT" not in preview
    assert "Shared with Ben" in preview
    told.share(ana, "meant")
    told.share(ben, "thought")
    seen = main(told.get(ben, "map"))
    assert "“ANA-MEANT an hour with you”" in preview
    assert "“ANA-MEANT an hour with you”" in seen
    assert "ANA-THOUGHT" not in seen


def test_words_that_changed_after_the_preview_are_not_shared(ana, told):
    page = told.preview(ana, "meant").content.decode()
    told.answer(ana, "meant", text="something else")
    response = told.send(ana, page)
    assert response.status_code == 409
    assert "nothing was shared" in response.content.decode()
    assert not Share.objects.exists()


def test_the_story_can_leave_only_as_the_question_one_wrote(ana, ben, told):
    told.answer(ana, "story", you="STORY-YOU he is tired of me", us="STORY-US we are done", question="ASK are you?")
    choose = main(told.get(ana, "choose"))
    assert "ASK are you?" in choose
    assert "STORY-" not in choose
    told.share(ana, "question")
    told.share(ben, "meant")
    assert "ASK are you?" in main(told.get(ben, "map"))
    assert "STORY-" not in main(told.get(ben, "map"))
    assert told.preview(ana, "story").status_code == 302 or "STORY-" not in main(told.preview(ana, "story"))


def test_the_reveal_happens_only_when_both_have_shared(ana, ben, told):
    assert told.share(ana, "meant", "expected").url == told.url("waiting")
    assert told.now().revealed_at is None
    assert told.get(ana, "map").url == told.url("breakdown")
    told.share(ben, "meant")
    assert told.now().revealed_at is not None
    for who in (ana, ben):
        assert told.get(who, "waiting").url == told.url("map")
        assert told.get(who, "map").status_code == 200


def test_either_phone_polled_during_the_wait_learns_nothing(ana, ben, told):
    told.share(ana, "meant", "thought", "impact", "expected")
    for who in (ana, ben):
        answer = told.get(who, "wait")
        assert (answer.status_code, answer.content) == (204, b"")
        assert "HX-Redirect" not in answer.headers


def test_the_moment_both_have_shared_both_polls_lead_to_the_map(ana, ben, told):
    told.share(ana, "meant")
    told.share(ben, "meant")
    for who in (ana, ben):
        assert told.get(who, "wait").headers["HX-Redirect"] == told.url("map")


def test_the_wait_says_waiting_and_names_nobody(ana, told):
    told.share(ana, "meant")
    page = main(told.get(ana, "waiting"))
    assert "Waiting" in page
    assert "Ben" not in page


def test_before_the_reveal_a_share_can_be_taken_back_and_written_anew(ana, ben, told):
    told.share(ana, "meant")
    assert told.post(ana, "take_back").url == told.url("choose")
    assert not Share.objects.exists()
    told.share(ben, "meant")
    assert told.now().revealed_at is None
    told.answer(ana, "meant", text="said better")
    told.share(ana, "meant")
    assert "said better" in main(told.get(ben, "map"))


def test_after_the_reveal_nothing_is_taken_back(ana, ben, told):
    told.share(ana, "meant")
    told.share(ben, "meant")
    response = told.post(ana, "take_back")
    assert response.status_code == 409
    assert "ANA-MEANT" in main(told.get(ben, "map"))


def test_after_the_reveal_nothing_is_added(ana, ben, told):
    previewed = told.preview(ana, "thought").content.decode().split('name="previewed" value="')[1].split('"')[0]
    told.share(ana, "meant")
    told.share(ben, "meant")
    told.post(ana, "share", parts=["thought"], previewed=previewed, submission=uuid.uuid4())
    assert "ANA-THOUGHT" not in main(told.get(ben, "map"))


def test_a_share_that_is_sent_twice_is_one_share(ana, told):
    key = uuid.uuid4()
    assert told.share(ana, "meant", submission=key).url == told.share(ana, "meant", submission=key).url
    assert Share.objects.count() == 1


def test_during_a_break_nothing_is_shared_and_the_choice_can_be_sent_after(ana, ben, told, space):
    now = timezone.now()
    pause = take_pause(keyring=again(ben), person=ben.person, space=space, back_at=now + timedelta(hours=1), now=now)
    assert "is taking a break" in main(told.preview(ana, "meant"))
    response = told.share(ana, "meant")
    assert response.status_code == 409
    assert "Nothing was sent" in response.content.decode()
    assert not Share.objects.exists()
    pause.delete()
    assert told.share(ana, "meant").status_code == 302


def test_alone_the_choice_is_kept_and_nothing_is_shared(actor, told):
    cleo = actor("Cleo")
    space = create_space(keyring=again(cleo), person=cleo.person, relation="family", name="Us")
    alone = Story(begin_breakdown(keyring=again(cleo), person=cleo.person, space=space, name="The call", day=None))
    alone.answer(cleo, "meant", text="to help")
    assert "Keep this choice" in main(alone.preview(cleo, "meant"))
    alone.post(cleo, "keep_choice", parts=["meant"])
    assert alone.side(cleo)["chosen"] == ["meant"]
    assert "checked" in main(alone.get(cleo, "choose"))
    assert not Share.objects.filter(breakdown=alone.breakdown).exists()


@pytest.fixture
def cleo(actor):
    return actor("Cleo")


def test_whoever_joins_later_was_not_shared_with(ana, ben, cleo, told, space):
    told.share(ana, "meant")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    told.answer(cleo, "meant", text="CLEO-MEANT")
    told.share(ben, "meant")
    told.share(cleo, "meant")
    assert told.now().revealed_at is None
    assert "Somebody has come since you shared" in main(told.get(ana, "breakdown"))
    told.share(ana, "meant")
    assert told.now().revealed_at is not None


def test_nothing_is_shared_with_somebody_whom_the_preview_did_not_name(ana, cleo, told, space):
    page = told.preview(ana, "meant").content.decode()
    add_member(keyring=again(ana), space=space, person=cleo.person)
    response = told.send(ana, page)
    assert response.status_code == 409
    assert "nothing was shared" in response.content.decode()
    assert not Share.objects.exists()
    assert "Cleo" in main(told.preview(ana, "meant"))
    assert told.share(ana, "meant").status_code == 302


def test_whoever_joins_after_the_reveal_does_not_see_the_map(ana, ben, cleo, told, space):
    told.share(ana, "meant")
    told.share(ben, "meant")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    assert told.get(cleo, "map").status_code == 404
    page = main(told.get(cleo, "breakdown"))
    assert "stays between them" in page
    assert "ANA-" not in page


def test_whoever_left_without_telling_is_still_waited_for(ana, ben, cleo, told, space):
    add_member(keyring=again(ana), space=space, person=cleo.person)
    Member.objects.filter(person=cleo.person).update(left_at="2026-01-01T00:00Z")
    told.share(ana, "meant")
    told.share(ben, "meant")
    assert told.get(ana, "wait").status_code == 204


def test_whoever_left_and_told_is_waited_for_no_longer_and_theirs_is_not_shown(ana, ben, cleo, told, space):
    add_member(keyring=again(ana), space=space, person=cleo.person)
    told.answer(cleo, "meant", text="CLEO-MEANT")
    told.share(cleo, "meant")
    told.share(ana, "meant")
    Member.objects.filter(person=cleo.person).update(left_at="2026-01-01T00:00Z", is_told=True)
    told.share(ben, "meant")
    page = main(told.get(ana, "map"))
    assert "BEN-MEANT" in page
    assert "CLEO-MEANT" not in page


@pytest.mark.parametrize("ticked", [True, False])
def test_ben_sees_hurt_strong_and_what_ana_needed_only_after_her_tick(ana, ben, told, ticked):
    told.answer(ana, "felt", **{"feelings": ["hurt"], "strength-hurt": "strong"})
    told.answer(ana, "needs", needs=["matter", "told"])
    told.share(ana, *(["felt", "needs"] if ticked else ["meant"]))
    told.share(ben, "meant")
    page = main(told.get(ben, "map"))
    assert ("very hurt" in page) is ticked
    assert ("to be told" in page) is ticked

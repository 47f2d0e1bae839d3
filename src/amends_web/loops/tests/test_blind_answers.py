"""Four answers each, for oneself; shared blind, and opened all at once."""

from __future__ import annotations

import uuid

import pytest
from conftest import take_a_break
from django.urls import reverse

from amends.content.loops import loop_words
from amends_web.breakdowns.actions import begin_breakdown
from amends_web.breakdowns.tests.conftest import again
from amends_web.loops.models import Answers, Loop, Share
from amends_web.loops.queries import answer_words
from amends_web.loops.tests.conftest import main_of, without_keys
from amends_web.spaces.actions import add_member, create_space, leave_space


def kept(who, below):
    return answer_words(again(who), who.person, below.loop)


@pytest.mark.parametrize("name", ["\u200b", "\u200c\u200d", "\u3164"])
def test_a_name_of_which_nothing_shows_is_asked_for(ana, space, name):
    sent = {"name": name, "submission": uuid.uuid4()}
    answer = ana.client.post(reverse("loops:create", args=[space.pk]), sent)
    assert answer.status_code == 422
    assert "Give it a name in a few words." in answer.content.decode()
    assert not Loop.objects.exists()


def test_nothing_shows_until_both_have_shared(ana, ben, below):
    below.answer(ana, "under", "outside", under="ANA-UNDER afraid", outside="ANA-OUTSIDE nights at work")
    below.share(ana)
    assert "ANA-" not in below.page(ben)
    assert below.get(ben, "put_in").status_code == 405
    assert below.put_in(ben, "go quiet").status_code == 404
    below.answer(ben, "round", round="BEN-ROUND I ask louder")
    below.share(ben)
    for who in (ana, ben):
        page = main_of(below.page(who))
        assert [words in page for words in ("ANA-UNDER afraid", "ANA-OUTSIDE nights", "BEN-ROUND I ask louder")] == [
            True,
            True,
            True,
        ]


def test_what_came_from_outside_can_be_the_whole_answer(ana, ben, below):
    assert below.answer(ana, "outside", outside="Two weeks of nights at work.", is_whole="on").status_code == 302
    assert loop_words().whole_shared in main_of(below.page(ana, "preview"))
    below.share(ana)
    below.open(ben)
    page = main_of(below.page(ben))
    assert "“Two weeks of nights at work.” This is the whole answer." in page
    # Of the three that Ana left empty, nothing is said to be missing.
    assert "Not shared" not in page


def test_only_their_own_word_makes_an_answer_the_whole_one(ana, ben, below):
    below.answer(ana, "outside", "under", outside="work", under="afraid", is_whole="on")
    below.share(ana)
    below.answer(ben, "outside", outside="the house")
    below.share(ben)
    assert loop_words().whole_shared not in below.page(ana)


@pytest.mark.parametrize("name", loop_words().names())
def test_every_one_of_the_four_may_be_skipped_and_each_alone_is_enough(ana, ben, below, name):
    below.answer(ana, name, **{name: "ONLY this"})
    below.share(ana)
    below.open(ben)
    assert "ONLY this" in below.page(ben)


def test_nothing_is_ticked_beforehand_and_without_a_tick_nothing_is_lost(ana, below):
    assert " checked" not in below.page(ana, "answers")
    response = below.answer(ana, under="afraid of Sunday")
    assert response.status_code == 422
    page = response.content.decode()
    assert "Tick at least one answer that has words" in page
    assert "afraid of Sunday" in page
    assert kept(ana, below)["under"] == "afraid of Sunday"


def test_an_answer_that_is_too_long_is_asked_to_be_shorter_and_stays(ana, below):
    response = below.answer(ana, "under", under="long " * 1200)
    assert response.status_code == 422
    assert "long long" in response.content.decode()
    draft = below.post(ana, "keep", under="long " * 1200, page="p").content.decode()
    assert "Not kept" in draft


def test_a_draft_is_kept_at_a_rest_and_a_late_one_changes_nothing(ana, below):
    assert "Kept. Only you can see it." in below.post(ana, "keep", under="afr", page="p").content.decode()
    assert kept(ana, below)["under"] == "afr"
    below.answer(ana, "under", under="afraid", page="p")
    below.post(ana, "keep", under="afr", page="p")
    assert kept(ana, below)["under"] == "afraid"


def test_later_keeps_everything_and_goes_back(ana, below):
    response = below.post(ana, "later", under="afraid", share_under="on")
    assert response.headers["Location"] == below.url("loop")
    page = below.page(ana, "answers")
    assert "afraid" in page
    assert page.count(" checked") == 1


def test_the_preview_is_word_for_word_what_opens_and_nothing_else(ana, ben, below):
    below.answer(ana, "under", under="“afraid” & <alone>", apart="KEPT to myself")
    preview = main_of(below.page(ana, "preview"))
    assert "KEPT" not in preview
    below.share(ana)
    below.open(ben)
    seen = main_of(below.page(ben))
    assert "KEPT" not in seen
    assert "What lay underneath ““afraid” &amp; &lt;alone&gt;”" in preview
    assert "What lay underneath ““afraid” &amp; &lt;alone&gt;”" in seen


def test_words_that_changed_after_the_preview_are_not_shared(ana, below):
    below.answer(ana, "under", under="afraid")
    preview = below.page(ana, "preview")
    below.answer(ana, "under", under="something else")
    response = below.send(ana, preview)
    assert response.status_code == 409
    assert "nothing was shared" in response.content.decode()
    assert not Share.objects.exists()


def test_a_share_can_be_taken_back_until_it_opens_and_not_after(ana, ben, below):
    below.answer(ana, "under", under="afraid")
    below.share(ana)
    assert "“afraid”" in below.page(ana)
    below.post(ana, "take_back")
    assert not Share.objects.exists()
    below.open(ana, ben)
    response = below.post(ana, "take_back")
    assert response.status_code == 409
    assert Share.objects.count() == 2


def test_a_share_that_is_sent_twice_is_one(ana, below):
    below.answer(ana, "under", under="afraid")
    key = uuid.uuid4()
    assert below.share(ana, submission=key).headers["Location"] == below.share(ana, submission=key).headers["Location"]
    assert Share.objects.count() == 1


def test_whoever_waits_learns_nothing_and_comes_to_the_loop_once_it_opens(ana, ben, below):
    below.answer(ana, "under", under="afraid")
    below.share(ana)
    before = without_keys(below.page(ana))
    below.answer(ben, "under", under="ashamed")
    assert without_keys(below.page(ana)) == before
    assert below.get(ana, "wait").status_code == 204
    below.share(ben)
    assert below.get(ana, "wait").headers["HX-Redirect"] == below.url("loop")


def test_whoever_comes_before_it_opens_is_waited_for_and_the_others_share_again(ana, ben, actor, below, space):
    below.answer(ana, "under", under="afraid")
    below.share(ana)
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    assert "Somebody has come since you shared" in below.page(ana)
    below.open(ben, cleo)
    assert below.now().revealed_at is None
    below.share(ana)
    assert below.now().revealed_at is not None


def test_nothing_is_shared_with_somebody_whom_the_preview_did_not_name(ana, actor, below, space):
    below.answer(ana, "under", under="afraid")
    preview = below.page(ana, "preview")
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    response = below.send(ana, preview)
    assert response.status_code == 409
    assert "nothing was shared" in response.content.decode()
    assert not Share.objects.exists()
    assert "Cleo" in main_of(below.page(ana, "preview"))
    assert below.share(ana).status_code == 302


def test_whoever_comes_after_it_opened_sees_nothing_of_it(ana, actor, drawn, space):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    page = drawn.page(cleo)
    assert "stays between them" in page
    assert "go quiet" not in page
    assert "what lay under it" not in page
    assert drawn.put_in(cleo, "shout").status_code == 404
    arrow = drawn.arrows(ana)[0]
    for page in (drawn.page(ana), drawn.page(ana, "arrow", arrow)):
        assert "Shared with Ben" in page
        assert "Cleo" not in main_of(page)
    assert drawn.get(cleo, "arrow", arrow).status_code == 404


def test_whoever_left_and_told_it_is_waited_for_no_longer(ana, ben, actor, below, space):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    below.open(ana, ben)
    assert below.now().revealed_at is None
    leave_space(keyring=again(cleo), person=cleo.person, space=space, is_told=True, now=below.loop.begun_at)
    assert "What goes round between you" in below.page(ana)


def test_alone_answers_are_kept_and_nothing_can_be_shared(ana):
    space = create_space(keyring=again(ana), person=ana.person, relation="couple", name="Us")
    url = reverse("loops:create", args=[space.pk])
    ana.client.post(url, {"name": "Sundays", "submission": uuid.uuid4()})
    loop = Loop.objects.get()
    data = {"under": "afraid", "share_under": "on"}
    ana.client.post(reverse("loops:next", args=[loop.pk]), data)
    page = ana.client.get(reverse("loops:preview", args=[loop.pk])).content.decode()
    assert "Nobody else is here yet" in page
    assert "Share when" not in page


def test_during_a_break_nothing_is_shared_and_everything_is_kept(ana, ben, below, space):
    below.answer(ana, "under", under="afraid")
    take_a_break(ben, space)
    assert below.share(ana).status_code == 409
    assert not Share.objects.exists()
    assert kept(ana, below)["under"] == "afraid"


def test_during_a_break_no_name_goes_to_the_others_and_it_stays_typed(ana, ben, space):
    take_a_break(ben, space)
    data = {"name": "You always KEEP at it", "submission": uuid.uuid4()}
    response = ana.client.post(reverse("loops:create", args=[space.pk]), data)
    assert response.status_code == 409
    assert "You always KEEP at it" in response.content.decode()
    assert "on a break" in response.content.decode()
    assert not Loop.objects.exists()


def test_during_a_break_one_can_still_begin_for_oneself_below_what_has_a_name(ana, ben, space):
    breakdown = begin_breakdown(keyring=again(ana), person=ana.person, space=space, name="The late dinner", day=None)
    take_a_break(ben, space)
    data = {"breakdown": breakdown.pk, "submission": uuid.uuid4()}
    assert ana.client.post(reverse("loops:create", args=[space.pk]), data).status_code == 302


def test_whoever_came_after_it_opened_is_not_told_that_it_is_open_to_them(ana, actor, drawn, space):
    dan = actor("Dan")
    add_member(keyring=again(ana), space=space, person=dan.person)
    page = main_of(dan.client.get(reverse("loops:loops", args=[space.pk])).content.decode())
    assert "Open to all of you" not in page
    assert "Open to those who shared" in page


def test_what_one_kept_to_oneself_can_be_read_after_it_opened_and_by_nobody_else(ana, ben, below):
    below.answer(ana, "under", under="afraid", apart="KEPT to myself")
    below.share(ana)
    below.open(ben)
    assert "KEPT to myself" in main_of(below.page(ana))
    assert "KEPT to myself" not in main_of(below.page(ben))
    below.post(ana, "delete")
    assert "KEPT to myself" not in main_of(below.page(ana))


def test_deleting_ones_answers_takes_back_what_had_not_opened(ana, ben, below):
    below.answer(ana, "under", under="afraid")
    below.share(ana)
    below.post(ana, "delete")
    assert not Share.objects.exists()
    assert not Answers.objects.exists()
    below.open(ana, ben)
    assert "What you shared stays with those who have seen it." in below.page(ana)
    below.post(ana, "delete")
    assert [row.person for row in Answers.objects.all()] == [ben.person]
    assert Share.objects.count() == 2
    assert "Delete your answers" not in below.page(ana)


def test_the_second_look_without_scripts_keeps_a_draft_and_shows_the_page_again(ana, below):
    response = below.post(ana, "next", under="You never listen.", share_under="on", second_look="yes")
    page = response.content.decode()
    assert response.status_code == 200
    assert '<span class="mark">never</span>' in page
    assert kept(ana, below)["under"] == "You never listen."


def test_a_breakdown_leads_to_one_loop_however_often_it_is_begun(ana, ben, space):
    breakdown = begin_breakdown(keyring=again(ana), person=ana.person, space=space, name="The late dinner", day=None)
    begin = reverse("loops:begin", args=[space.pk]) + f"?breakdown={breakdown.pk}"
    assert begin in ana.client.get(reverse("breakdowns:breakdown", args=[breakdown.pk])).content.decode()
    assert "The late dinner" in ana.client.get(begin).content.decode()
    create = reverse("loops:create", args=[space.pk])
    for who in (ana, ben):
        data = {"breakdown": breakdown.pk, "submission": uuid.uuid4()}
        assert who.client.post(create, data).status_code == 302
    loop = Loop.objects.get()
    assert loop.words(again(ben))["name"] == "The late dinner"
    assert ben.client.get(begin).headers["Location"] == reverse("loops:loop", args=[loop.pk])


def test_it_can_be_begun_with_anything_that_has_a_name(ana, space):
    create = reverse("loops:create", args=[space.pk])
    response = ana.client.post(create, {"name": " ", "submission": uuid.uuid4()})
    assert response.status_code == 422
    assert "Give it a name in a few words." in response.content.decode()
    ana.client.post(create, {"name": "Sundays", "submission": uuid.uuid4()})
    assert "Sundays" in ana.client.get(reverse("loops:loops", args=[space.pk])).content.decode()


def test_a_breakdown_of_another_space_is_not_there(ana, space):
    elsewhere = create_space(keyring=again(ana), person=ana.person, relation="couple", name="Us")
    breakdown = begin_breakdown(keyring=again(ana), person=ana.person, space=elsewhere, name="A trip", day=None)
    for name in (breakdown.pk, uuid.uuid4(), "x"):
        assert ana.client.get(reverse("loops:begin", args=[space.pk]), {"breakdown": name}).status_code == 404


def test_home_asks_for_answers_until_one_has_shared_and_then_for_the_first_arrow(ana, ben, below):
    answers = below.url("answers")
    for who in (ana, ben):
        assert answers in who.client.get("/").content.decode()
    below.answer(ana, "under", under="afraid")
    below.share(ana)
    assert answers not in ana.client.get("/").content.decode()
    assert answers in ben.client.get("/").content.decode()
    below.open(ben)
    assert f'href="{below.url("loop")}"' in ana.client.get("/").content.decode()
    below.put_in(ana, "go quiet")
    assert f'href="{below.url("loop")}"' not in ana.client.get("/").content.decode()


def test_home_leads_whoever_has_to_share_again_to_the_loop(ana, ben, actor, below, space):
    below.answer(ana, "under", under="afraid")
    below.share(ana)
    link = f'href="{below.url("loop")}"'
    assert link not in ana.client.get("/").content.decode()
    add_member(keyring=again(ana), space=space, person=actor("Cleo").person)
    assert link in ana.client.get("/").content.decode()
    below.share(ana)
    assert link not in ana.client.get("/").content.decode()

"""A live round on two phones, from the asking to both being heard (PRODUCT 4.3, active listening)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from conftest import unlock
from django.utils import timezone

from amends.path.floor import Step, Verdict
from amends_web.listening.models import Draft, Round, Said
from amends_web.listening.tests.conftest import HTMX, again, ask, asked, main
from amends_web.listening.views import asking
from amends_web.pauses.actions import take_pause
from amends_web.spaces.actions import add_member, create_space, leave_space


def test_asking_shows_who_will_see_it_and_has_an_equal_no(ana, space):
    page = main(ana.client.get(f"/rounds/new/{space.pk}/"))
    assert "Shared with Ben" in page
    assert "a no is fine" in page
    assert "Not now" in page


def test_a_round_begins_only_when_ben_has_said_yes(ana, ben, space):
    talk = asked(ana, space)
    assert talk.floor(ana).step == Step.ASKED
    assert talk.say(ana, "first").status_code == 409
    assert "Would now be all right?" in talk.page(ben)
    assert "Nothing new yet. You can leave this here." in talk.page(ana)
    talk.post(ben, "yes")
    assert talk.floor(ana).step == Step.SPEAKING
    assert "You have the floor" in talk.page(ana)
    assert "Ana has the floor" in talk.page(ben)


def test_ben_can_speak_first(ana, ben, space):
    talk = asked(ana, space, first="other")
    talk.post(ben, "yes")
    assert "You have the floor" in talk.page(ben)


def test_not_now_closes_it_without_a_reason_and_anas_next_ask_waits_a_day(ana, ben, space):
    talk = asked(ana, space)
    talk.post(ben, "not_now")
    assert "Not this time No reason is asked." in talk.page(ana)
    response = ask(ana, space)
    assert response.status_code == 409
    assert "for a day after a “not now”" in main(response)
    asked(ben, space)


def test_one_round_is_asked_for_at_a_time_and_what_was_asked_can_be_taken_back(ana, space):
    talk = asked(ana, space)
    assert ask(ana, space).status_code == 409
    talk.post(ana, "withdraw")
    assert not Round.objects.exists()
    asked(ana, space)


def test_a_yes_to_a_round_that_is_taken_back_at_that_moment_finds_nothing(ana, ben, space, monkeypatch):
    talk, found = asked(ana, space), asking.round_for

    def found_and_then_taken_back(person, round_id):
        of = found(person, round_id)
        Round.objects.filter(pk=round_id).delete()
        return of

    with monkeypatch.context() as patched:
        patched.setattr(asking, "round_for", found_and_then_taken_back)
        assert talk.post(ben, "yes").status_code == 404


def test_what_it_is_about_is_asked_for_where_it_is_missing(ana, space):
    response = ask(ana, space, topic=" ")
    assert response.status_code == 422
    assert "Say in a few words what it is about." in main(response)


def test_alone_a_round_is_refused_with_what_to_do(actor):
    cleo = actor("Cleo")
    space = create_space(keyring=again(cleo), person=cleo.person, relation="family", name="Us")
    response = ask(cleo, space)
    assert response.status_code == 422
    assert "A round needs somebody else." in main(response)


def test_a_whole_round_ends_with_both_heard(ana, ben, talk):
    talk.say(ana, "I sat there alone.", is_last=False)
    talk.say(ana, "I thought work comes first.")
    assert "I sat there alone." in talk.page(ben)
    talk.back(ben, "You sat there for an hour.")
    assert "Is that it?" in talk.page(ana)
    talk.answer(ana, "not_yet", "Not the hour. That nobody rang.")
    page = talk.page(ben)
    assert "Ana: not yet. Not the hour. That nobody rang." in page
    assert "Not the hour. That nobody rang." in page
    talk.back(ben, "Nobody rang, and you thought work comes first.")
    talk.answer(ana, "got_it")
    assert "Is there more?" in talk.page(ana)
    talk.post(ana, "more")
    talk.say(ana, "And I was sad.")
    talk.back(ben, "You were sad.")
    talk.answer(ana, "got_it")
    talk.post(ana, "no_more")
    assert "Say all of it back, once" in talk.page(ben)
    assert "Nobody rang, and you thought work comes first.\n\nYou were sad.</textarea>" in talk.get(
        ben
    ).content.decode().replace("\r\n", "\n")
    talk.back(ben, "Nobody rang, and you were sad.")
    talk.answer(ana, "got_it")
    assert "You have the floor" in talk.page(ben)
    talk.turn(ben, ana, "I was ashamed.", "You were ashamed.")
    for who in (ana, ben):
        assert "Each of you was heard" in talk.page(who)


def test_a_turn_can_be_left_at_not_yet_and_the_round_says_so_without_blame(ana, ben, talk):
    talk.say(ana, "I sat there alone.")
    talk.back(ben, "You were bored.")
    talk.post(ana, "leave_it")
    talk.turn(ben, ana, "I was ashamed.", "You were ashamed.")
    assert talk.floor(ana).ended == (Verdict.NOT_YET, Verdict.GOT_IT)
    assert "Not everything was got, and that is all right." in talk.page(ben)


def test_solving_is_closed_until_both_were_heard(ana, ben, talk):
    response = talk.post(ana, "propose", words="A rota", submission="0" * 32)
    assert response.status_code == 409
    talk.turn(ana, ben, "one", "two")
    assert "Looking for solutions opens once both of you were heard." in talk.page(ana)
    assert talk.post(ben, "propose", words="A rota", submission="1" * 32).status_code == 409
    talk.turn(ben, ana, "three", "four")
    assert talk.post(ben, "propose", words="I ring when it gets late.", submission="2" * 32).status_code == 302
    assert "I ring when it gets late." in talk.page(ana)


def test_more_than_280_letters_can_be_said_and_nothing_is_cut(ana, ben, talk):
    talk.say(ana, "a" * 281)
    assert "a" * 281 in talk.page(ben)


def test_words_are_asked_for_and_the_page_keeps_the_floor(ana, ben, talk):
    talk.say(ana, "one")
    response = talk.back(ben, "  ")
    assert response.status_code == 422
    assert "There are no words here yet." in main(response)
    assert talk.floor(ana).step == Step.REFLECTING


def test_either_can_stop_at_any_moment_and_it_does_not_count_as_heard(ana, ben, talk):
    talk.say(ana, "one")
    talk.post(ben, "stop")
    assert talk.floor(ana).step == Step.STOPPED
    assert "No reason is asked." in talk.page(ana)
    assert talk.back(ben, "two").status_code == 409
    assert talk.post(ben, "propose", words="A rota", submission="3" * 32).status_code == 409


def test_four_people_each_speak_once_and_say_back_once(ana, ben, actor, space):
    others = [actor("Cleo"), actor("Dan")]
    for other in others:
        add_member(keyring=again(ana), space=space, person=other.person)
    people = [ben, *others]
    talk = asked(ana, space, people=[str(who.person.pk) for who in people])
    for who in people:
        talk.post(who, "yes")
    order = [ana, *people]
    for turn, speaker in enumerate(order):
        listener = order[(turn + 1) % 4]
        for other in order:
            if other is not speaker:
                assert talk.say(other, "not mine").status_code == 409
        talk.turn(speaker, listener, f"words of {turn}", f"heard {turn}")
    for who in order:
        assert "Each of you was heard" in talk.page(who)


def test_with_several_nobody_is_ticked_beforehand_and_only_those_who_are_asked_see_it(ana, ben, actor, space):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    assert 'name="people" value="' in ana.client.get(f"/rounds/new/{space.pk}/").content.decode()
    assert "checked" not in ana.client.get(f"/rounds/new/{space.pk}/").content.decode().split('name="pace"')[0]
    assert ask(ana, space).status_code == 422
    talk = asked(ana, space, people=[str(ben.person.pk)])
    assert talk.get(cleo).status_code == 404


def test_a_poll_says_nothing_until_something_changed_and_then_how_it_stands(ana, ben, talk):
    seen = talk.now().number
    assert talk.get(ben, "look", seen=seen).status_code == 204
    talk.say(ana, "I sat there alone.")
    answer = ben.client.get(talk.url("look"), {"seen": seen}, **HTMX)
    assert "I sat there alone." in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_a_step_over_htmx_answers_with_the_part_that_changes(ana, talk):
    data = {"number": talk.now().number, "words": "one", "is_last": "on"}
    page = ana.client.post(talk.url("say"), data, **HTMX)
    assert page.status_code == 200
    assert '<div id="round"' in page.content.decode()
    assert "<html" not in page.content.decode()


def test_while_ana_is_on_a_break_nothing_is_sent_and_nothing_is_lost(ana, ben, talk):
    now = timezone.now()
    take_pause(
        keyring=again(ana), person=ana.person, space=talk.now().space, back_at=now + timedelta(minutes=30), now=now
    )
    response = talk.say(ana, "words of the break")
    assert response.status_code == 409
    assert "Somebody is on a break, so nothing was sent." in main(response)
    assert "words of the break" in main(response)
    assert not Said.objects.exists()
    assert "Ana is taking a break" in talk.page(ben)


@pytest.mark.parametrize("step", ["speaking", "answering"])
def test_a_draft_is_kept_for_its_writer_alone_and_gone_once_it_is_sent(ana, ben, talk, step):
    if step == "answering":
        talk.say(ana, "one")
        talk.back(ben, "two")
    talk.post(ana, "keep", step=step, words="half a thou")
    assert "half a thou" in talk.page(ana)
    assert "half a thou" not in talk.page(ben)
    if step == "speaking":
        talk.say(ana, "half a thought")
    else:
        talk.answer(ana, "mostly", "half a thought")
    draft = Draft.objects.get(person=ana.person).words(again(ana))
    assert step not in draft


def test_the_listener_can_begin_while_the_other_speaks_and_finds_it_again(ana, ben, talk):
    page = talk.get(ben).content.decode()
    assert "<textarea" in page
    assert "When Ana has handed over" in page
    talk.post(ben, "keep", step="reflecting", words="so far I hear")
    talk.say(ana, "one")
    assert "so far I hear" in talk.page(ben)


def test_a_draft_that_arrives_after_its_words_were_sent_is_dropped(ana, ben, talk):
    number = talk.now().number
    talk.say(ana, "whole", is_last=False)
    talk.post(ana, "keep", step="speaking", words="who", number=number)
    assert "who</textarea>" not in talk.get(ana).content.decode()


def test_a_lock_in_the_middle_of_a_round_loses_nothing(ana, talk):
    talk.post(ana, "keep", step="speaking", words="half a thought")
    ana.client.post("/lock/")
    locked = ana.client.post(talk.url("say"), {"number": "1", "words": "half a thought"}, **HTMX)
    assert locked.headers["HX-Refresh"] == "true"
    assert talk.get(ana).status_code == 302
    unlock(ana.client, ana.person, ana.keyring)
    assert "half a thought</textarea>" in talk.get(ana).content.decode()


def test_whoever_stays_can_stop_a_round_that_the_other_has_left(ana, ben, talk):
    leave_space(keyring=again(ana), person=ana.person, space=talk.now().space, is_told=True, now=timezone.now())
    assert "a former member has the floor" in talk.page(ben)
    assert talk.get(ana).status_code == 404
    talk.post(ben, "stop")
    assert "This round was stopped" in talk.page(ben)

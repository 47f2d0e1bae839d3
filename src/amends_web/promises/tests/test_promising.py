"""Offering, answering, changing: its maker alone makes a promise, and whoever it is for speaks for themselves."""

from __future__ import annotations

import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from amends.path.promise import coming, waits_for
from amends_web.breakdowns.tests.conftest import again
from amends_web.promises.models import Promise, Step
from amends_web.promises.tests.conftest import ACT, CUE, FRIDAY, MONDAY, TERMS, main_of
from amends_web.reminders.models import Reminder
from amends_web.spaces.actions import add_member, leave_space
from amends_web.spaces.models import Member


def test_a_promise_is_seen_first_exactly_as_it_would_go(ana, ben, room):
    response = room.post(ana, "look", to=[str(ben.person.pk)], **TERMS)
    page = response.content.decode()
    assert response.status_code == 200
    assert f"When {CUE}, I will {ACT}." in page
    assert "Friday 4 December, 18:00" in page
    assert "Shared with Ben" in page
    assert not Promise.objects.exists()
    fields = dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', page.split("<main")[1]))
    back = room.post(ana, "look", again="yes", **fields)
    assert all(words in back.content.decode() for words in (CUE, ACT, FRIDAY))
    sent = ana.client.post(room.url("offer"), fields)
    assert sent.status_code == 302
    assert f"When {CUE}, I will {ACT}." in main_of(ben.client.get(sent.headers["Location"]).content.decode())


def test_ana_cannot_create_a_promise_for_ben(ana, ben, room):
    page = room.page(ana, "make")
    assert set(re.findall(r'name="([a-z_]+)"', page.split("<main")[1].split("</main>")[0])) == {
        "csrfmiddlewaretoken", "to", "cue", "act", "day", "at", "repeat", "times", "deed",
    }  # fmt: skip
    crafted = {**TERMS, "maker": str(ben.person.pk), "by": str(ben.person.pk), "person": str(ben.person.pk)}
    assert room.post(ana, "offer", to=[str(ana.person.pk)], **crafted).status_code == 422
    assert not Promise.objects.exists()
    row = room.offer(ana, ben, **crafted)
    assert row.maker == ana.person
    assert room.state(ben, row).maker == ana.person.pk


def test_what_ben_proposes_is_a_promise_only_once_ana_takes_it(ana, ben, room, offered):
    other = {**TERMS, "act": "write to you before seven", "at": "19:00"}
    assert room.post(ben, "send_proposal", offered.pk, **other).status_code == 302
    assert room.state(ben, offered).now.terms.act == ACT
    assert room.post(ben, "take", offered.pk, of=ben.person.pk, number="x").status_code == 404
    page = room.page(ana, "promise", offered.pk)
    assert "write to you before seven" in page
    number = re.search(r'name="number" value="([0-9a-f]+)"', page)[1]
    assert room.post(ana, "take", offered.pk, of=ben.person.pk, number=number).status_code == 302
    state = room.state(ben, offered)
    assert state.now.terms.act == "write to you before seven"
    assert coming(state, now=MONDAY) is not None


def test_ana_takes_only_the_proposal_that_she_saw(ana, ben, room, offered):
    room.post(ben, "send_proposal", offered.pk, **{**TERMS, "act": "write to you"})
    number = re.search(r'name="number" value="([0-9a-f]+)"', room.page(ana, "promise", offered.pk))[1]
    room.post(ben, "send_proposal", offered.pk, **{**TERMS, "act": "cook for a month"})
    response = room.post(ana, "take", offered.pk, of=ben.person.pk, number=number)
    assert response.status_code == 409
    assert "cook for a month" in response.content.decode()
    assert room.state(ana, offered).now.terms.act == ACT


def test_ana_may_leave_a_proposal_and_the_promise_waits_as_it_was(ana, ben, room, offered):
    room.post(ben, "send_proposal", offered.pk, **{**TERMS, "act": "write to you"})
    assert room.post(ana, "leave", offered.pk, of=ben.person.pk).status_code == 302
    room.accept(ben, offered)
    assert room.state(ana, offered).now.terms.act == ACT


def test_the_three_answers_are_of_equal_size_and_a_no_needs_no_reason(ana, ben, room, offered):
    page = room.page(ben, "promise", offered.pk)
    answers = re.search(r'<div class="choice three">(.*?)</div>', page, re.DOTALL)[1]
    assert re.findall(r'class="(button[^"]*)"', answers) == ["button plain"] * 3
    assert room.post(ben, "decline", offered.pk, offer=1).status_code == 302
    assert "The answer was: not this one." in room.page(ana, "promise", offered.pk)
    room.accept(ben, offered)
    assert "Agreed. Next: Friday 4 December, 18:00." in room.page(ana, "promise", offered.pk)


def test_ill_be_better_is_asked_for_when_and_what_and_nothing_is_lost(ana, ben, room):
    response = room.post(ana, "look", to=[str(ben.person.pk)], act="be better")
    page = response.content.decode()
    assert response.status_code == 422
    assert "When? Pick a day." in page
    assert "What would somebody see or hear you do?" in page
    assert "be better" in page
    assert room.post(ana, "offer", to=[str(ben.person.pk)], act="be better", day=FRIDAY).status_code == 422
    assert not Promise.objects.exists()


def test_words_without_a_deed_can_go_as_they_are_once_they_were_asked_about(ana, ben, room):
    asked = room.post(ana, "look", to=[str(ben.person.pk)], act="be better", day=FRIDAY)
    assert 'name="as_it_is"' in asked.content.decode()
    assert room.offer(ana, ben, act="be better", as_it_is="yes").maker == ana.person


def test_a_day_that_is_named_in_the_words_is_filled_in_to_be_looked_at(ana, ben, room):
    response = room.post(ana, "look", to=[str(ben.person.pk)], act="pay the rent by Friday")
    page = response.content.decode()
    assert response.status_code == 422
    assert "Is that Friday 4 December?" in page
    assert f'value="{FRIDAY}"' in page


@pytest.mark.parametrize("act", ["share my location with you", "give you my passwords"])
def test_watching_is_declined_with_a_reason_and_alternatives(ana, ben, room, act):
    for name in ("look", "offer"):
        response = room.post(ana, name, to=[str(ben.person.pk)], **{**TERMS, "act": act, "as_it_is": "yes"})
        page = response.content.decode()
        assert response.status_code == 422
        assert "A promise here can’t" in page
        assert "What some people promise in its place:" in page
        assert act in page
    assert not Promise.objects.exists()


def test_watching_is_declined_in_a_proposal_too(ben, room, offered):
    words = {**TERMS, "act": "show me your phone every evening"}
    assert room.post(ben, "send_proposal", offered.pk, **words).status_code == 422
    assert room.state(ben, offered).proposals == {}


def test_what_could_cut_somebody_off_is_asked_about_once(ana, ben, room):
    words = {**TERMS, "act": "stop seeing my friends"}
    response = room.post(ana, "look", to=[str(ben.person.pk)], **words)
    assert "cut somebody off" in response.content.decode()
    assert room.post(ana, "look", to=[str(ben.person.pk)], as_it_is="yes", **words).status_code == 200


def test_changed_before_the_day_it_is_asked_again_and_never_counts_as_missed(ana, ben, room, clock, agreed):
    later = {**TERMS, "day": "2026-12-06"}
    clock.go(days=1)
    assert room.post(ana, "send_change", agreed.pk, **later).status_code == 302
    assert "Ana offers you a promise" in ben.client.get("/").content.decode()
    clock.go(days=4)
    for who in (ana, ben):
        page = room.page(who, "promise", agreed.pk)
        assert "How was it" not in page
        assert room.say(who, agreed, "not").status_code == 409
    assert "changed it before the day" in room.page(ben, "history", agreed.pk)


def test_whoever_agreed_to_other_words_has_not_agreed_to_these(ana, ben, room, agreed):
    room.post(ana, "send_change", agreed.pk, **{**TERMS, "act": "write to you"})
    assert room.post(ben, "accept", agreed.pk, offer=1).status_code == 409
    room.accept(ben, agreed, offer=2)


def test_once_the_day_has_come_it_is_not_changed_any_more(ana, room, due):
    response = room.post(ana, "send_change", due.pk, **{**TERMS, "day": "2026-12-20"})
    assert response.status_code == 409
    assert "You can still say how it went." in response.content.decode()


def test_a_heads_up_reaches_ben_before_the_day(ana, ben, room, agreed):
    assert room.post(ana, "send_warning", agreed.pk, text="It may get later on Friday.").status_code == 302
    assert "A word from Ana about a promise" in ben.client.get("/").content.decode()
    assert "It may get later on Friday." in room.page(ben, "promise", agreed.pk)
    assert room.post(ana, "send_warning", agreed.pk, text=" ").status_code == 422


def test_let_go_is_one_tap_and_is_not_asked_about(ana, ben, room, clock, agreed):
    assert room.post(ana, "let_go", agreed.pk).status_code == 302
    clock.go(days=5)
    for who in (ana, ben):
        page = room.page(who, "promise", agreed.pk)
        assert "Let go." in page
        assert "How was it" not in page


def test_with_three_each_answers_for_themselves(ana, ben, actor, room):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=room.space, person=cleo.person)
    row = room.offer(ana, ben, cleo)
    room.accept(ben, row)
    room.post(cleo, "decline", row.pk, offer=1)
    page = main_of(room.page(ana, "promise", row.pk))
    assert "Ben: agreed" in page
    assert "Cleo: not this one" in page
    assert "You: not this one" in main_of(room.page(cleo, "promise", row.pk))
    for name in ("promise", "propose"):
        assert "Shared with Ana and Ben" in room.page(cleo, name, row.pk)
    only_ben = room.offer(ana, ben)
    assert room.get(cleo, "promise", only_ben.pk).status_code == 404


def test_a_promise_that_is_sent_twice_is_one(ana, ben, room):
    key = uuid.uuid4()
    answers = [room.post(ana, "offer", to=[str(ben.person.pk)], submission=key, **TERMS) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Promise.objects.count() == 1
    assert Step.objects.count() == 1


def test_during_a_break_nothing_is_sent_and_the_words_stay(ana, ben, room, offered):
    room.take_a_break(ben)
    response = room.post(ana, "send_change", offered.pk, **{**TERMS, "act": "write to you"})
    assert response.status_code == 409
    assert "write to you" in response.content.decode()
    response = room.post(ana, "offer", to=[str(ben.person.pk)], **TERMS)
    assert response.status_code == 409
    assert ACT in response.content.decode()
    assert Promise.objects.count() == 1
    assert room.post(ana, "let_go", offered.pk).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day": "2026-11-29"}, "That time is over already."),
        ({"day": "2028-01-01"}, "more than a year off"),
        ({"day": "Friday"}, "Pick a day, such as"),
        ({"at": "25:00"}, "Pick a time, such as"),
        ({"repeat": "FREQ=WEEKLY", "times": ""}, "How many times?"),
        ({"repeat": "FREQ=HOURLY", "times": "3"}, "Select a valid choice"),
        ({"repeat": "FREQ=MONTHLY", "times": "3", "day": "2026-12-31"}, "Not every month has this day."),
        ({"repeat": "FREQ=MONTHLY", "times": "90"}, "more than a year off"),
        ({"act": ""}, "What will you do?"),
    ],
)
def test_a_day_and_a_deed_that_can_not_be_are_said_in_one_sentence_and_nothing_is_lost(ana, ben, room, wrong, sentence):
    response = room.post(ana, "offer", to=[str(ben.person.pk)], **{**TERMS, **wrong})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert CUE in response.content.decode()
    assert not Promise.objects.exists()


def test_home_shows_ben_what_is_offered_and_ana_what_is_proposed(ana, ben, room, offered):
    where = reverse("promises:promise", args=[offered.pk])
    assert where in ben.client.get("/").content.decode()
    assert where not in ana.client.get("/").content.decode()
    room.post(ben, "send_proposal", offered.pk, **{**TERMS, "act": "write to you"})
    assert where not in ben.client.get("/").content.decode()
    assert where in ana.client.get("/").content.decode()


def test_nobody_is_asked_to_take_a_proposal_whose_day_is_over(ana, ben, room, offered, clock):
    room.post(ben, "send_proposal", offered.pk, **{**TERMS, "act": "write to you"})
    clock.go(days=14)
    where = reverse("promises:promise", args=[offered.pk])
    assert where not in ana.client.get("/").content.decode()
    page = room.page(ana, "promise", offered.pk)
    assert "I promise this" not in page
    assert "The day is over, and nobody had said yes." in page
    assert "Something else" not in room.page(ben, "promise", offered.pk)


def test_of_somebody_who_left_and_told_it_the_page_names_a_former_member(ana, ben, room, agreed):
    Member.objects.filter(person=ben.person).update(left_at=MONDAY, is_told=True)
    page = main_of(room.page(ana, "promise", agreed.pk))
    assert "You promise a former member" in page
    assert "Ben" not in page
    assert room.post(ana, "let_go", agreed.pk).status_code == 302


@pytest.mark.parametrize("is_told", [True, False])
def test_home_names_nobody_who_left_and_told_it(ana, ben, room, offered, is_told):
    Member.objects.filter(person=ana.person).update(left_at=MONDAY, is_told=is_told)
    home = main_of(ben.client.get("/").content.decode())
    assert ("Ana offers you a promise" in home) is not is_told
    assert ("a former member, to you" in main_of(room.page(ben, "promises"))) is is_told


def test_whoever_said_yes_on_another_page_is_told_how_it_stands_and_not_that_the_day_has_come(ana, ben, room, offered):
    number = re.search(r'name="number" value="([0-9a-f]+)"', room.page(ben, "promise", offered.pk))[1]
    room.accept(ben, offered)
    for name in ("accept", "decline"):
        response = room.post(ben, name, offered.pk, offer=1, number=number)
        page = main_of(response.content.decode())
        assert response.status_code == 409
        assert "Here it is as it stands now." in page
        assert "The day has come" not in page


def leave_and_come_back(who, by, room, clock):
    clock.go(hours=1)
    leave_space(keyring=again(who), person=who.person, space=room.space, is_told=True, now=timezone.now())
    clock.go(hours=1)
    add_member(keyring=again(by), space=room.space, person=who.person)


def test_what_somebody_was_promised_ends_where_they_leave_also_if_they_come_back(ana, ben, room, agreed, clock):
    leave_and_come_back(ben, ana, room, clock)
    for who in (ana, ben):
        state = room.state(who, agreed)
        assert state.is_let_go
        assert coming(state, now=timezone.now()) is None
    again_offered = room.offer(ana, ben)
    room.accept(ben, again_offered)
    assert room.state(ana, again_offered).now.holders == {ben.person.pk}


@pytest.mark.parametrize("is_accepted", [True, False])
def test_what_somebody_promised_ends_where_they_leave_also_if_they_come_back(
    ana, ben, room, offered, clock, is_accepted
):
    if is_accepted:
        room.accept(ben, offered)
    leave_and_come_back(ana, ben, room, clock)
    state = room.state(ben, offered)
    assert state.is_let_go
    assert not waits_for(state, ben.person.pk, now=timezone.now())
    assert not Reminder.objects.filter(about__startswith=f"promise:{offered.pk}").exists()


def test_of_several_only_whoever_left_has_let_it_go_and_it_goes_on_with_the_others(ana, ben, actor, room, clock):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=room.space, person=cleo.person)
    row = room.offer(ana, ben, cleo)
    for who in (ben, cleo):
        room.accept(who, row)
    leave_and_come_back(ben, ana, room, clock)
    assert room.state(ana, row).now.holders == {cleo.person.pk}
    clock.go(days=5)
    assert room.say(cleo, row, "kept").status_code == 302
    assert {who for _offer, _on, who in room.state(ana, row).views} == {cleo.person.pk}

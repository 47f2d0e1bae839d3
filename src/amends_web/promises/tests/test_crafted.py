"""What no page sends: days at the ends of the calendar, forms sent twice, words that somebody signed past the pages."""

from __future__ import annotations

import re
import uuid

import pytest

from amends_web.breakdowns.tests.conftest import again
from amends_web.promises.models import Promise, Step
from amends_web.promises.shown import number_of
from amends_web.promises.tests.conftest import FRIDAY, TERMS
from amends_web.promises.tests.test_following_through import PLAN
from amends_web.spaces.actions import add_member, create_space
from amends_web.spaces.blind import canonical


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
@pytest.mark.parametrize("repeat", ["", "FREQ=DAILY"])
@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("0001-01-01", "That time is over already."),
        ("1969-12-31", "That time is over already."),
        ("2031-01-01", "more than a year off"),
        ("9999-12-31", "more than a year off"),
    ],
)
def test_a_day_at_either_end_of_the_calendar_is_said_to_be_over_or_too_far(ana, ben, room, zone, repeat, day, sentence):
    ana.person.time_zone = zone
    ana.person.save(update_fields=["time_zone"])
    words = {**TERMS, "day": day, "at": "", "repeat": repeat, "times": "3"}
    response = room.post(ana, "look", to=[str(ben.person.pk)], **words)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_what_is_sent_twice_is_one_step(ana, ben, room, clock):
    tomorrow = "2026-12-01"
    offered = room.offer(ana, ben, day=tomorrow)
    keys = {name: uuid.uuid4() for name in ("accept", "say", "decline")}
    other = room.offer(ana, ben)
    yes = {"offer": 1, "number": shown_number(room, ben, offered), "submission": keys["accept"]}
    for _ in range(2):
        assert room.post(ben, "decline", other.pk, offer=1, submission=keys["decline"]).status_code == 302
        assert room.post(ben, "accept", offered.pk, **yes).status_code == 302
    clock.go(days=1, hours=10)
    said = {"offer": 1, "on": tomorrow, "seen": "not", "text": "It was half past seven."}
    for _ in range(2):
        assert room.post(ben, "say", offered.pk, submission=keys["say"], **said).status_code == 302
    assert Step.objects.filter(promise=other).count() == 2
    assert Step.objects.filter(promise=offered).count() == 3


def test_every_form_of_the_page_has_a_key(ana, ben, room, due):
    other = room.offer(ana, ben, day="2026-12-20")
    room.post(ben, "send_proposal", other.pk, **{**TERMS, "act": "write to you", "day": "2026-12-21"})
    for who, row in ((ben, due), (ana, due), (ben, other), (ana, other)):
        forms = re.findall(r"<form.*?</form>", room.page(who, "promise", row.pk).split("<main")[1], re.DOTALL)
        assert forms
        assert all('name="submission"' in form for form in forms)


def shown_number(room, who, row):
    """What ties the yes on somebody's page to the words above it."""
    return re.search(r'name="number" value="([0-9a-f]+)"', room.page(who, "promise", row.pk))[1]


def test_a_yes_is_to_the_words_that_were_shown_whatever_was_put_in_their_place(ana, ben, room, offered):
    change = {**TERMS, "act": "write to you"}
    room.post(ana, "send_change", offered.pk, **change)
    seen = shown_number(room, ben, offered)
    newest(ana, offered).delete()
    room.post(ana, "send_change", offered.pk, **{**change, "act": "cook for a month"})
    for number in (seen, "", "x"):
        response = room.post(ben, "accept", offered.pk, offer=2, number=number)
        assert response.status_code == 409
        assert "cook for a month" in response.content.decode()
    assert room.state(ana, offered).now.agreed == {}


def test_the_number_of_words_is_long_enough_that_nobody_finds_two_of_one(ana, room, offered):
    assert len(number_of(room.state(ana, offered).now.terms)) == 64


def test_a_proposal_is_taken_or_left_by_buttons_of_one_kind(ana, ben, room, offered):
    room.post(ben, "send_proposal", offered.pk, **{**TERMS, "act": "write to you"})
    card = room.page(ana, "promise", offered.pk).split('aria-label="A proposal"')[1].split("</section>")[0]
    assert re.findall(r'<button[^>]*class="([^"]*)"', card) == ["button plain", "button plain"]


def test_the_three_lines_stay_where_the_other_sees_it_as_kept_meanwhile(ana, ben, room, due):
    room.say(ben, due, "not")
    assert room.get(ana, "mend", due.pk, 1, FRIDAY).status_code == 200
    room.say(ben, due, "kept")
    response = room.post(ana, "send_mending", due.pk, 1, FRIDAY, **PLAN)
    assert response.status_code == 409
    assert all(line in response.content.decode() for line in PLAN.values())
    assert room.get(ana, "mend", due.pk, 1, FRIDAY).status_code == 404


def test_the_kind_of_break_that_goes_is_the_one_that_was_shown(ana, ben, room, heard):
    shows = {"breakdown": str(heard.breakdown.pk), "to": [str(ben.person.pk)], **TERMS}
    room.post(ana, "note_break", heard.breakdown.pk, fit="skill")
    page = room.page(ana, "make", breakdown=heard.breakdown.pk)
    name, value = re.search(r'<input[^>]*name="(shows_break)" value="([^"]*)"', page).groups()
    seen = room.post(ana, "look", **shows, **{name: value}).content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', seen.split("<main")[1]))
    room.post(ana, "note_break", heard.breakdown.pk, fit="openness")
    assert ana.client.post(room.url("offer"), fields).status_code == 422
    assert not Promise.objects.exists()
    room.post(ana, "note_break", heard.breakdown.pk, fit="skill")
    assert ana.client.post(room.url("offer"), fields).status_code == 302
    (row,) = Promise.objects.all()
    assert "I couldn’t, or I didn’t know how" in room.page(ben, "promise", row.pk)


def test_words_from_another_space_begin_no_promise_in_this_one(ana, ben, actor, room, heard, due):
    elsewhere = create_space(keyring=again(ana), person=ana.person, relation="team", name="Work")
    add_member(keyring=again(ana), space=elsewhere, person=actor("Cleo").person)
    room.say(ana, due, "not")
    room.post(ana, "send_mending", due.pk, 1, FRIDAY, **PLAN)
    room.post(ana, "note_break", heard.breakdown.pk, fit="openness")
    assert room.get(ana, "make", room.space.pk, plan=due.pk).status_code == 200
    assert room.get(ana, "make", elsewhere.pk, plan=due.pk).status_code == 404
    assert "I wasn’t straight" in room.page(ana, "make", room.space.pk, breakdown=heard.breakdown.pk)
    for breakdown in (heard.breakdown.pk, "x"):
        assert "I wasn’t straight" not in room.page(ana, "make", elsewhere.pk, breakdown=breakdown)


def sign_past_the_pages(maker, to, row, change):
    """Put other words into the newest step as its maker can, who writes to the database."""
    keyring, step = again(maker), newest(maker, row)
    words = step.words(keyring) | change
    place = ("promise", step.pk, row.pk, row.space_id, maker.person.pk, str(to.person.pk), maker.person.pk)
    step.signature = keyring.sign(*place, canonical(words))
    step.put(keyring, words)
    step.save()


def newest(who, row):
    keyring = again(who)
    return max(Step.objects.filter(promise=row), key=lambda step: step.words(keyring)["place"])


@pytest.mark.parametrize(
    "change",
    [
        {"terms": {"act": "call"}},
        {"terms": {"act": 1, "cue": "", "day": FRIDAY, "at": "", "zone": "UTC", "rule": ""}},
        {"terms": {"act": "call", "cue": "", "day": FRIDAY, "at": "", "zone": "Nowhere/At all", "rule": ""}},
        {"terms": {"act": "call", "cue": "", "day": "9999-12-31", "at": "", "zone": "Asia/Tokyo", "rule": ""}},
        {"kind": "shamed"},
        {"at": "2026-11-30T09:00:00"},
        {"place": "1"},
        {"terms": {"act": "call", "cue": 1, "day": FRIDAY, "at": "", "zone": "UTC", "rule": ""}},
        {"words": {"text": 1}},
        {"words": "text"},
    ],
    ids=str,
)
def test_what_its_maker_signed_past_the_pages_stops_that_promise_and_no_other_page(ana, ben, room, offered, change):
    row = room.offer(ana, ben, day="2026-12-20")
    sign_past_the_pages(ana, ben, row, change)
    for who in (ana, ben):
        assert room.get(who, "promise", row.pk).status_code == 409
        for address in ("/", room.url("promises"), f"/spaces/{room.space.pk}/"):
            assert who.client.get(address).status_code == 200, address


def test_words_that_no_page_sends_and_a_kind_of_break_that_there_is_not_show_nothing(ana, ben, room, agreed):
    sign_past_the_pages(ana, ben, row := room.offer(ana, ben), {"words": {"break": "toxic"}})
    room.post(ana, "send_warning", agreed.pk, text="It may get later.")
    sign_past_the_pages(ana, ben, agreed, {"words": {}})
    for one in (row, agreed):
        for name in ("promise", "history"):
            assert "toxic" not in room.page(ben, name, one.pk)
    assert ben.client.get(room.url("promises")).status_code == 200

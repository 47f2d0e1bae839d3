"""Two people and a stranger, for every address; and two worlds: nothing of what one keeps reaches the other."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from amends_web.breakdowns.tests.conftest import again
from amends_web.promises import exports
from amends_web.promises.models import OwnNotes, Promise, Receiver, Step
from amends_web.promises.tests.conftest import ACT, CUE, FRIDAY, TERMS, without_keys
from amends_web.promises.urls import urlpatterns
from amends_web.reminders.models import Reminder
from amends_web.shell.exports import all_sections
from amends_web.spaces.models import Member
from amends_web.vault.models import Box

# One's own, whoever one is.
OWN = {"deeds"}
NAMES = [pattern.name for pattern in urlpatterns if pattern.name not in OWN]


@pytest.fixture
def addresses(ana, ben, room, due, heard):
    room.say(ana, due, "not")
    ids = {
        "space_id": room.space.pk,
        "promise_id": due.pk,
        "breakdown_id": heard.breakdown.pk,
        "offer": 1,
        "on": FRIDAY,
    }
    return {
        pattern.name: reverse(f"promises:{pattern.name}", kwargs={key: ids[key] for key in pattern.pattern.converters})
        for pattern in urlpatterns
    }


def rows():
    return [list(model.objects.order_by("pk").values()) for model in (Promise, Receiver, Step, OwnNotes, Reminder)]


def test_the_stranger_gets_404_for_every_address_and_changes_nothing(stranger, addresses):
    before = rows()
    for name in NAMES:
        sent = {"offer": "1", "on": FRIDAY, "seen": "kept", "fit": "care", **TERMS}
        answers = {
            stranger.client.get(addresses[name]).status_code,
            stranger.client.post(addresses[name], sent).status_code,
        }
        assert answers <= {404, 405}, name
        assert 404 in answers, name
        assert rows() == before, name


def test_whoever_left_is_a_stranger(ben, addresses):
    Member.objects.filter(person=ben.person).update(left_at="2026-01-01T00:00Z")
    for name in NAMES:
        answers = {ben.client.get(addresses[name]).status_code, ben.client.post(addresses[name]).status_code}
        assert answers <= {404, 405}, name


def test_whoever_is_not_signed_in_gets_the_same_redirect_for_every_address(addresses):
    client = Client()
    for name in (*NAMES, *OWN):
        for response in (client.get(addresses[name]), client.post(addresses[name])):
            assert (response.status_code, response.headers["Location"]) == (302, reverse("accounts:sign_in")), name


OF_THE_MAKER = [
    "take",
    "leave",
    "change",
    "look_at_change",
    "send_change",
    "warn",
    "send_warning",
    "mend",
    "send_mending",
]
OF_THE_OTHER = ["accept", "decline", "propose", "look_at_proposal", "send_proposal"]


def test_what_is_its_makers_is_no_address_for_the_other_and_the_other_way_round(ana, ben, addresses):
    for who, names in ((ben, OF_THE_MAKER), (ana, OF_THE_OTHER)):
        for name in names:
            answers = {who.client.get(addresses[name]).status_code, who.client.post(addresses[name]).status_code}
            assert answers <= {404, 405}, name


def seen_by(who, room, addresses):
    """Every answer that somebody gets for every address that shows something, and their own export."""
    answers = {}
    for address in ["/", reverse("spaces:space", args=[room.space.pk]), *addresses.values()]:
        response = who.client.get(address)
        answers[address] = (response.status_code, without_keys(response.content.decode()))
    own = [section for section in all_sections(who.person, again(who)) if section.name != "submissions"]
    return answers | {"export": own}


def test_ben_gets_the_same_bytes_whatever_ana_notes_tries_and_looks_at(ana, ben, room, heard, addresses):
    before = seen_by(ben, room, addresses)
    for fit in ("openness", "care", ""):
        assert room.post(ana, "note_break", heard.breakdown.pk, fit=fit).status_code == 302
    for name in ("promises", "make", "found"):
        room.get(ana, name)
    ana.client.get(addresses["deeds"])
    to = [str(ben.person.pk)]
    room.post(ana, "look", to=to, **{**TERMS, "day": "2026-12-20"})
    room.post(ana, "offer", to=to, **{**TERMS, "act": "share my location with you", "day": "2026-12-20"})
    room.post(ana, "send_mending", addresses_pk(addresses), 1, FRIDAY, own="x", impact="y", plan="z", second_look="yes")
    assert seen_by(ben, room, addresses) == before


def addresses_pk(addresses):
    return addresses["promise"].rstrip("/").split("/")[-1]


def test_no_typed_word_no_day_and_no_answer_lies_in_the_database(ana, ben, room, heard, due):
    room.say(ben, due, "not", text="IT WAS HALF PAST SEVEN")
    room.post(ana, "note_break", heard.breakdown.pk, fit="openness")
    row = room.offer(ana, ben, day="2026-12-24", deed="care")
    room.accept(ben, row)
    proposed = room.post(ben, "send_proposal", row.pk, **{**TERMS, "act": "WRITE TO YOU", "day": "2026-12-25"})
    assert proposed.status_code == 302
    connection.ensure_connection()
    stored = connection.connection.serialize()
    for words in (CUE, ACT, "IT WAS HALF PAST", "WRITE TO YOU", "breaks", "is_kept", "2026-12-25"):
        assert words.encode() not in stored, words


def test_deleting_takes_out_what_one_promised_and_was_promised_and_its_boxes(ana, ben, room, heard, due):
    room.post(ben, "note_break", heard.breakdown.pk, fit="care")
    room.offer(ben, ana, day="2026-12-20")
    exports.erase(ben.person, again(ben))
    assert [len(some) for some in rows()] == [0, 0, 0, 0, 0]
    assert not Box.objects.filter(kind=Box.Kind.PAIR).exists()

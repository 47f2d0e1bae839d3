"""Two people and a stranger, for every address; and two worlds: nothing of what one keeps reaches the other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amends_web.breakdowns.tests.conftest import again
from amends_web.openness import exports
from amends_web.openness.models import Agreement, Entry, Note, Plan, SharedThings, Things
from amends_web.openness.tests.conftest import ITEMS, THINGS, main_of, without_keys
from amends_web.openness.urls import urlpatterns
from amends_web.reminders.models import Reminder
from amends_web.shell.exports import all_sections
from amends_web.spaces.models import Member
from amends_web.vault.models import Box

MODELS = (Agreement, Entry, Note, Things, SharedThings, Plan)
# What the hosting page says of each column that lies open, save keys and what is sealed.
OPEN = {
    "space": "with whom you share a space",
    "number": "who in it saved something for whom and when",
    "to": "who in it saved something for whom and when",
    "maker": "who in it saved something for whom and when",
    "author": "who in it saved something for whom and when",
    "by": "who in it saved something for whom and when",
    "person": "who in it saved something for whom and when",
    "sent_on": "who in it saved something for whom and when",
    "shared_on": "who in it saved something for whom and when",
    "due_at": "when a reminder of yours is due",
}


@pytest.fixture
def addresses(ana, ben, room):
    """Ana's list, her note, what lands with her, and a reminder of hers: by every address there is."""
    agreement = room.offer(ana, ben)
    room.answer(ben, agreement)
    room.post(ben, "suggest", agreement.pk, item="when the rent goes up")
    ids = {
        "space_id": room.space.pk,
        "agreement_id": agreement.pk,
        "number": Entry.objects.latest("number").number,
        "note_id": room.write(ana, ben).pk,
        "things_id": room.show(ana, ben).pk,
        "plan_id": room.remind(ana, at=timezone.now() + timedelta(hours=1)).pk,
        "kind": "heads_up",
    }
    return {
        pattern.name: reverse(f"openness:{pattern.name}", kwargs={key: ids[key] for key in pattern.pattern.converters})
        for pattern in urlpatterns
    }


def rows():
    return [list(model.objects.order_by("pk").values()) for model in MODELS]


def test_the_stranger_gets_404_for_every_address_and_changes_nothing(stranger, addresses):
    before = rows()
    fields = {"answer": "accept", "number": "1", "items": "x", "item": "x", "text": "x", "act": "x", "cue": "x"}
    for name, address in addresses.items():
        answers = {stranger.client.get(address).status_code, stranger.client.post(address, fields).status_code}
        assert answers <= {404, 405}, name
        assert 404 in answers, name
    assert rows() == before


def test_whoever_left_is_a_stranger(ben, addresses):
    Member.objects.filter(person=ben.person).update(left_at="2026-01-01T00:00Z")
    for name, address in addresses.items():
        answers = {ben.client.get(address).status_code, ben.client.post(address).status_code}
        assert answers <= {404, 405}, name


def test_whoever_is_not_signed_in_gets_the_same_redirect_for_every_address(addresses):
    client = Client()
    for address in addresses.values():
        for response in (client.get(address), client.post(address)):
            assert (response.status_code, response.headers["Location"]) == (302, reverse("accounts:sign_in"))


def test_nobody_reaches_the_reminder_of_somebody_else(ben, addresses):
    for name in ("plan", "change_plan", "put_plan_away"):
        answers = {ben.client.get(addresses[name]).status_code, ben.client.post(addresses[name]).status_code}
        assert answers <= {404, 405}, name
    assert Plan.objects.count() == 1


def test_every_page_is_never_stored(ana, addresses):
    for address in addresses.values():
        assert "no-store" in ana.client.get(address).headers["Cache-Control"]


def test_a_row_in_a_box_of_somebody_else_is_not_there(ana, ben, room, addresses):
    Box.objects.filter(kind=Box.Kind.PAIR).update(owner=None)
    for name in ("list", "note", "things"):
        assert ben.client.get(addresses[name]).status_code == 404
    assert ITEMS[0] not in room.page(ben, "openness")


def seen_by(who, room, addresses):
    """Every answer that somebody gets for every address that shows something, and their own export."""
    pages = ["/", reverse("spaces:space", args=[room.space.pk]), reverse("reminders:due"), *addresses.values()]
    answers = {}
    for address in pages:
        response = who.client.get(address)
        answers[address] = (response.status_code, without_keys(response.content.decode()))
    own = [section for section in all_sections(who.person, again(who)) if section.name != "submissions"]
    return answers | {"export": own}


def test_ana_gets_the_same_bytes_whatever_ben_keeps_reminds_himself_of_and_looks_at(ana, ben, room, addresses):
    before = seen_by(ana, room, addresses)
    room.post(ben, "keep_things", items="a walk on Sunday")
    room.post(ben, "preview_things", to=[ana.person.pk])
    room.post(ben, "preview_list", to=[ana.person.pk], items="when I am sad")
    room.remind(ben, act=THINGS[0], cue="when I make my own", at=timezone.now() + timedelta(minutes=5))
    Reminder.objects.filter(person=ben.person).update(due_at=timezone.now())
    for name in ("openness", "list", "note", "things", "own_things", "new_plan"):
        ben.client.get(addresses[name])
    room.post(ben, "send_note", room.space.pk, "noticed", to=[ana.person.pk], text="never", second_look="yes")
    assert seen_by(ana, room, addresses) == before


def test_no_typed_word_lies_in_the_database(ana, ben, room, addresses):
    room.post(ben, "end_list", Agreement.objects.get().pk)
    connection.ensure_connection()
    stored = connection.connection.serialize()
    kinds = ('"accepted"', '"suggested"', '"heads_up"', '"signature":')
    for words in (*ITEMS, *THINGS, "when the rent", "late on Thursday", *kinds):
        assert words.encode() not in stored, words


def test_the_host_page_names_every_column_that_lies_open(ana, addresses):
    page = " ".join(main_of(ana.client.get(reverse("support:hosting")).content.decode()).split())
    fields = [field for model in MODELS for field in (*model._meta.fields, *model._meta.many_to_many)]
    names = {field.name for field in fields} - {"id", "box", "key_version", "sealed", "agreement"}
    assert names == set(OPEN)
    assert [said for said in OPEN.values() if said not in page] == []


def test_the_export_holds_who_wrote_what_and_what_is_ones_own(ana, ben, room, addresses):
    mine = exports.collect(ben.person, again(ben)).rows
    assert [(row["by"], row["what"].split(": ")[1], row["items"]) for row in mine if "list" in row] == [
        ("Ana", "offered", list(ITEMS)),
        ("Ben", "accepted", list(ITEMS)),
        ("Ben", "suggested", ["when the rent goes up"]),
    ]
    assert [row["words"] for row in mine if row["what"] == "a note: heads_up"] == ["I will be home late on Thursday."]
    assert [row for row in mine if "reminder" in row["what"]] == []
    assert "a reminder for yourself" in str(exports.collect(ana.person, again(ana)))


def test_deleting_takes_out_what_was_between_the_two_and_its_boxes(ana, ben, addresses):
    exports.erase(ben.person, again(ben))
    assert [len(some) for some in rows()] == [0, 0, 0, 1, 0, 1]
    exports.erase(ana.person, again(ana))
    assert [len(some) for some in rows()] == [0] * 6
    assert not Box.objects.filter(kind=Box.Kind.PAIR).exists()


def test_what_was_for_others_too_stays_with_them(ana, ben, cleo, room):
    agreement, note, things = room.offer(ana, ben, cleo), room.write(ana, ben, cleo), room.show(ana, ben, cleo)
    room.answer(ben, agreement)
    room.post(ben, "suggest", agreement.pk, item="when the rent goes up")
    room.post(ana, "suggestion", agreement.pk, 3, answer="leave")
    exports.erase(ben.person, again(ben))
    for name, row in (("list", agreement), ("note", note), ("things", things)):
        assert "Ben" not in room.page(cleo, name, row.pk)
    assert room.answer(cleo, agreement, number=1).status_code == 302

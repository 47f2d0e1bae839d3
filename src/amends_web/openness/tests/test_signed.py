"""Everybody whom words are for can seal other words into their box; only their author's own are shown as theirs."""

from __future__ import annotations

import uuid

import pytest

from amends_web.breakdowns.tests.conftest import again
from amends_web.openness.models import Entry, Note, Plan, SharedThings, Things
from amends_web.spaces.actions import add_member, create_space
from amends_web.vault.actions import create_box, share_box
from amends_web.vault.models import Box


def put_in(who, row, **said):
    """Seal other words into a row, as whoever opens its box and writes to the database can."""
    words = row.words(again(who))
    words["said"].update(said)
    row.put(again(who), words)
    row.save()


def is_stopped(room, ana, ben, name, row):
    for who in (ana, ben):
        page = room.get(who, name, row.pk)
        assert page.status_code == 409
        assert "Something here was changed" in page.content.decode()
        assert who.client.get("/").status_code == 200
        assert str(row.pk) not in room.page(who, "openness")


def test_an_item_that_ben_put_into_anas_list_is_shown_to_nobody(ana, ben, room):
    agreement = room.offer(ana, ben)
    put_in(ben, Entry.objects.get(), items=["where I am"])
    is_stopped(room, ana, ben, "list", agreement)


def test_a_yes_that_ana_wrote_for_ben_is_shown_to_nobody(ana, ben, room):
    agreement = room.offer(ana, ben)
    room.answer(ben, agreement, "decline")
    entry = Entry.objects.latest("number")
    put_in(ana, entry, kind="accepted", items=list(entry.agreement.entries.first().words(again(ana))["said"]["items"]))
    is_stopped(room, ana, ben, "list", agreement)


def test_a_yes_can_not_be_moved_behind_a_no(ana, ben, room):
    agreement = room.offer(ana, ben)
    room.answer(ben, agreement)
    room.post(ben, "end_list", agreement.pk)
    yes = Entry.objects.get(number=2)
    yes.number = 9
    yes.save()
    is_stopped(room, ana, ben, "list", agreement)


def test_somebody_whom_its_maker_did_not_name_is_found(ana, ben, cleo, room):
    agreement, note = room.offer(ana, ben), room.write(ana, ben)
    agreement.to.add(cleo.person)
    note.to.add(cleo.person)
    assert room.get(ana, "list", agreement.pk).status_code == 409
    assert room.get(ben, "note", note.pk).status_code == 409
    # Without a grant the words stay closed to them, and their own pages go on.
    for name, row in (("list", agreement), ("note", note)):
        assert room.get(cleo, name, row.pk).status_code == 409
    assert cleo.client.get("/").status_code == 200
    assert room.get(cleo, "openness").status_code == 200


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_other_words_in_a_note_are_found(ana, ben, room, who):
    note = room.write(ana, ben)
    put_in({"ana": ana, "ben": ben}[who], Note.objects.get(), text="It was your fault.")
    is_stopped(room, ana, ben, "note", note)


def test_other_things_under_anas_name_are_found(ana, ben, room):
    row = room.show(ana, ben)
    put_in(ben, SharedThings.objects.get(), things=["doing the dishes for Ben"])
    assert room.get(ben, "things", row.pk).status_code == 409
    assert "dishes" not in room.page(ben, "openness")
    assert room.get(ana, "own_things").status_code == 409


def test_a_change_of_a_list_that_was_changed_by_others_is_refused(ana, ben, room):
    agreement = room.offer(ana, ben)
    put_in(ben, Entry.objects.get(), items=["where I am"])
    assert room.change(ana, agreement, "when I am late").status_code == 409
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("name", ["list", "note", "things"])
def test_what_was_moved_to_another_space_of_the_same_people_is_found(ana, ben, room, name):
    row = {"list": room.offer, "note": room.write, "things": room.show}[name](ana, ben)
    other = create_space(keyring=again(ana), person=ana.person, relation="colleagues", name="The shop")
    add_member(keyring=again(ana), space=other, person=ben.person)
    type(row).objects.update(space=other)
    assert room.get(ben, name, row.pk).status_code == 409


@pytest.mark.parametrize(("name", "day"), [("note", "sent_on"), ("things", "shared_on")])
def test_another_day_under_what_was_sent_is_found(ana, ben, room, name, day):
    row = {"note": room.write, "things": room.show}[name](ana, ben)
    type(row).objects.update(**{day: "2020-01-01"})
    assert room.get(ben, name, row.pk).status_code == 409


def test_what_ana_puts_among_bens_own_is_not_his(ana, ben, room):
    """In a box that both open: what Ben wrote over it would be hers to read."""
    box = create_box(again(ben), kind=Box.Kind.PAIR, owner=ben.person)
    share_box(again(ben), box=box, person=ana.person)
    plan = Plan(box=box, space=room.space, person=ben.person)
    plan.put(again(ana), {"act": "call her mother", "cue": "at six"})
    plan.save(force_insert=True)
    things = Things(box=box, space=room.space, person=ben.person)
    things.put(again(ana), {"things": ["that she is right"]})
    things.save(force_insert=True)
    assert room.get(ben, "plan", plan.pk).status_code == 404
    assert room.post(ben, "change_plan", plan.pk, act="x", cue="y", at="").status_code == 404
    assert "call her mother" not in room.page(ben, "openness")
    assert "that she is right" not in room.page(ben, "own_things")


@pytest.mark.parametrize("change", [{"signature": "no hex"}, {"signature": None}, {"said": None}, {"said": ["x"]}])
def test_what_is_no_signed_word_at_all_is_found_too(ana, ben, room, change):
    note = room.write(ana, ben)
    row = Note.objects.get()
    row.put(again(ben), row.words(again(ben)) | change)
    row.save()
    is_stopped(room, ana, ben, "note", note)
    row.put(again(ben), {})
    row.save()
    is_stopped(room, ana, ben, "note", note)


def test_a_member_for_whom_it_is_not_gets_the_same_as_for_what_is_not_there(ana, ben, cleo, room):
    agreement, note, things = room.offer(ana, ben), room.write(ana, ben), room.show(ana, ben)
    for name, pk in (("list", agreement.pk), ("note", note.pk), ("things", things.pk)):
        there, gone = (room.get(cleo, name, one) for one in (pk, uuid.uuid4()))
        assert (
            (there.status_code, len(there.content)) == (gone.status_code, len(gone.content)) == (404, len(gone.content))
        )
    for name in ("change_list", "answer_list", "suggest", "end_list", "offer_change", "preview_change"):
        answers = {room.get(cleo, name, agreement.pk).status_code, room.post(cleo, name, agreement.pk).status_code}
        assert answers <= {404, 405}, name


def test_a_yes_to_one_list_is_worth_nothing_in_another(ana, ben, room):
    agreement = room.offer(ana, ben)
    room.answer(ben, agreement)
    second = room.offer(ana, ben)
    yes = Entry.objects.get(agreement=agreement, number=2)
    moved = Entry(agreement=second, box=second.box, by=ben.person, number=2)
    moved.put(again(ana), yes.words(again(ana)))
    moved.save()
    is_stopped(room, ana, ben, "list", second)

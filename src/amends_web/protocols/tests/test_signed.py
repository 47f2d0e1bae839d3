"""Everybody in a space can seal words into its box; only what each of them signed counts as their yes."""

from __future__ import annotations

import pytest

from amends_web.breakdowns.tests.conftest import again
from amends_web.protocols.models import Acceptance, Note, Protocol, Version
from amends_web.protocols.tests.conftest import WORDS, main_of
from amends_web.spaces.actions import add_member, create_space
from amends_web.vault.queries import private_box


def put_in(who, row, **change):
    """Seal other words into a row, as whoever opens its box and writes to the database can."""
    row.put(again(who), row.words(again(who)) | change)
    row.save()


def test_other_words_under_a_yes_that_was_given_count_as_agreed_by_nobody(ana, ben, room):
    protocol = room.agree(ana, ben)
    put_in(ana, Version.objects.get(), what="Ben cooks.")
    for who in (ana, ben):
        page = room.get(who, "protocol", protocol.pk)
        assert page.status_code == 409
        assert "Something here was changed" in page.content.decode()
        assert "Ben cooks." not in page.content.decode()
        assert "Phones at supper" not in main_of(room.page(who, "protocols"))
        assert who.client.get("/").status_code == 200


def test_a_yes_that_ana_wrote_for_ben_is_found(ana, ben, room):
    protocol = room.propose(ana)
    of_ana = Acceptance.objects.get()
    forged = Acceptance(box=of_ana.box, version=of_ana.version, person=ben.person)
    forged.put(again(ana), of_ana.words(again(ana)))
    forged.save(force_insert=True)
    assert room.get(ben, "protocol", protocol.pk).status_code == 409


def test_a_proposal_in_the_name_of_somebody_who_did_not_sign_it_is_found(ana, ben, room):
    protocol = room.propose(ana)
    Version.objects.update(proposed_by=ben.person)
    assert room.get(ben, "protocol", protocol.pk).status_code == 409
    assert ben.client.get("/").status_code == 200


def test_a_yes_of_another_version_does_not_count_for_this_one(ana, ben, room):
    protocol = room.agree(ana, ben)
    room.change(ana, protocol, what="Ben cooks.")
    old = Acceptance.objects.get(person=ben.person)
    moved = Acceptance(box=old.box, version=Version.objects.get(number=2), person=ben.person)
    moved.put(again(ana), old.words(again(ana)))
    moved.save(force_insert=True)
    assert room.get(ben, "protocol", protocol.pk).status_code == 409


def test_words_that_were_swapped_between_reading_and_the_yes_are_not_signed(ana, ben, room):
    protocol = room.propose(ana)
    seen = room.shown(ben, protocol).newest
    Acceptance.objects.all().delete()
    put_in(ana, Version.objects.get(), what="Ben cooks.")
    Version.objects.update(proposed_by=None)
    assert room.post(ben, "accept", protocol.pk, 1, shown=seen.shown).status_code == 409
    assert not Acceptance.objects.exists()


@pytest.mark.parametrize("field", ["words", "ask", "title"])
def test_a_note_that_was_changed_is_not_shown_as_its_writers(ana, ben, room, field):
    room.note(ana)
    put_in(ben, Note.objects.get(), **{field: "I owe you everything"})
    for who in (ana, ben):
        assert "I owe you everything" not in room.page(who, "protocols")


def seal_anew(who, row, words, *, box=None):
    """Seal a row in another box, or with nothing of what it held; as above."""
    row.box = box or row.box
    row.put(again(who), words)
    row.save()


@pytest.mark.parametrize("is_resealed", [False, True])
def test_what_was_agreed_in_one_space_does_not_hold_in_another_of_the_same_people(ana, ben, room, is_resealed):
    protocol = room.agree(ana, ben)
    other = create_space(keyring=again(ana), person=ana.person, relation="colleagues", name="Work")
    add_member(keyring=again(ana), space=other, person=ben.person)
    Protocol.objects.update(space=other)
    if is_resealed:
        for row in (*Version.objects.all(), *Acceptance.objects.all()):
            seal_anew(ana, row, row.words(again(ana)), box=other.box)
    assert room.get(ben, "protocol", protocol.pk).status_code == 409
    assert WORDS["title"] not in room.page(ben, "protocols", other.pk)


@pytest.mark.parametrize("model", [Version, Acceptance])
def test_a_row_that_was_put_where_ben_has_no_grant_is_found_and_his_own_pages_go_on(ana, ben, room, model):
    protocol = room.propose(ana)
    row = model.objects.get()
    seal_anew(ana, row, row.words(again(ana)), box=private_box(ana.person))
    assert room.get(ben, "protocol", protocol.pk).status_code == 409
    assert room.get(ben, "protocols").status_code == 200
    assert ben.client.get("/").status_code == 200


@pytest.mark.parametrize("words", [{"signature": "no hex"}, {"signature": None}, {}])
def test_a_signature_that_is_none_is_found_and_the_other_pages_go_on(ana, ben, room, words):
    protocol = room.propose(ana)
    seal_anew(ana, Acceptance.objects.get(), words)
    assert room.get(ben, "protocol", protocol.pk).status_code == 409
    assert room.get(ben, "protocols").status_code == 200
    assert ben.client.get("/").status_code == 200

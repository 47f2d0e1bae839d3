"""Everybody in a space can seal words into its box; only what each of them signed counts as their yes."""

from __future__ import annotations

import pytest

from amends_web.breakdowns.tests.conftest import again
from amends_web.protocols.models import Acceptance, Note, Version
from amends_web.protocols.tests.conftest import main_of


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

"""Rows that do not open: damaged on the disk, or planted by whoever writes to the database. Pages stand beside them."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import transaction
from tests import test_canary as rooms
from tests.journeys import first_session as steps
from tests.journeys.every_room import use_every_room
from tests.journeys.people import people_in

from amends.errors import Tampered
from amends.sealing import seal_value
from amends_web.breakdowns.actions import begin_breakdown
from amends_web.breakdowns.models import Breakdown
from amends_web.spaces.actions import create_space
from amends_web.vault.models import SealedRow

SAID = "One thing here does not open"


def all_rooms():
    """Two people who used every room; returns them and the address of their space."""
    (ana, ben), _, space = people_in("friends", ["Ana", "Ben"])
    of_ana = use_every_room(ana, ben, space)
    rooms.take_a_break(ana, space, of_ana)
    return ana, ben, space


def damaged():
    """Yield, for each kind of sealed row there is, its name, while none of its rows opens."""
    for model in apps.get_models():
        if issubclass(model, SealedRow) and model.objects.exists():
            with transaction.atomic():
                model.objects.update(sealed=b"\x01not what anybody sealed")
                yield model._meta.label
                transaction.set_rollback(True)


@pytest.mark.slow
def test_home_stands_whatever_row_does_not_open_and_the_page_of_the_space_is_calm(db):
    ana, ben, space = all_rooms()
    looked_at = []
    for label in damaged():
        for person in (ana, ben):
            home = person.client.get("/")
            assert (home.status_code, b"Would now be all right?" in home.content) == (200, True), label
            assert person.client.get(space).status_code in {200, 409}, label
        looked_at.append(label)
    assert len(looked_at) > 30


def test_one_row_that_does_not_open_costs_no_other_and_the_page_says_that_it_is_left_out(db):
    (ana, _), _, space = people_in("friends", ["Ana", "Ben"])
    steps.name_the_breakdown(ana, space, name="The late dinner")
    steps.name_the_breakdown(ana, space, name="The keys")
    assert SAID not in ana.go("/").text
    Breakdown.objects.filter(pk=Breakdown.objects.latest("begun_at").pk).update(sealed=b"\x01planted")

    assert SAID in ana.go("/").text
    assert ana.text.count("Write your side of") == 1
    assert SAID in ana.go(space).text
    assert "The late dinner" in ana.text
    assert "The keys" not in ana.text


def test_a_page_that_needs_what_does_not_open_says_so_in_one_sentence(db, caplog):
    (ana, _), _, space = people_in("friends", ["Ana", "Ben"])
    breakdown = steps.name_the_breakdown(ana, space)
    Breakdown.objects.update(sealed=b"\x01planted")

    answer = ana.client.get(breakdown)
    assert answer.status_code == 409
    assert b"nothing was deleted now" in answer.content
    (record,) = [record for record in caplog.records if record.name == "amends_web.vault.middleware"]
    assert record.exc_text.startswith("Tampered\n")


@pytest.mark.parametrize("words", [{}, {"name": "The keys"}, {"name": ["x"], "day": "yesterday"}])
def test_a_row_of_another_shape_that_a_member_sealed_costs_no_other(ana, words):
    space = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="Us")
    here = {"keyring": ana.keyring, "person": ana.person, "space": space, "day": None}
    begin_breakdown(name="The late dinner", **here)
    row = begin_breakdown(name="The keys", **here)
    row.put(ana.keyring, words)
    row.save()

    for page in ("/", f"/spaces/{space.pk}/"):
        shown = ana.client.get(page).content.decode()
        assert SAID in shown
        assert "Write your side of" in shown or "The late dinner" in shown


@pytest.mark.parametrize("words", [b"no JSON", b"\xff", b"", b"[]"])
def test_a_row_that_a_member_sealed_with_something_else_in_it_does_not_open(ana, words):
    space = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="Us")
    key = ana.keyring.box_key(space.box_id, space.key_version)
    space.sealed = seal_value(key, words, *space._place())
    with pytest.raises(Tampered):
        space.words(ana.keyring)

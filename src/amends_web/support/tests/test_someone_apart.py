"""Somebody in the room, as one who wants in, or to see what another keeps to themselves, would try it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from amends_web.accounts.models import Person
from amends_web.breakdowns.actions import begin_breakdown
from amends_web.breakdowns.models import Breakdown
from amends_web.listening.tests.conftest import again
from amends_web.spaces.actions import add_member, create_space
from amends_web.spaces.models import Member
from amends_web.support import exports, signs
from amends_web.support.models import PutAway
from amends_web.vault.queries import private_box


@pytest.fixture
def space(ana, ben):
    space = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="The flat")
    add_member(keyring=again(ana), space=space, person=ben.person)
    for _ in range(3):
        begin_breakdown(keyring=again(ana), person=ana.person, space=space, name="The dishes", day=None)
    return space


def here(space, name="someone_here"):
    return reverse(f"support:{name}", args=[space.pk])


def is_suggested(who, space):
    return here(space) in who.client.get(reverse("spaces:space", args=[space.pk])).content.decode()


def plant(who, person, box, days):
    """Lay a row in somebody's name into a box that `who` opens, as whoever writes to the database can."""
    row = PutAway(person=person, box=box)
    row.put(again(who), days)
    row.save(force_insert=True)


def test_what_ana_puts_away_goes_into_her_own_box_whatever_lies_there_in_her_name(ana, ben, space):
    plant(ben, ana.person, space.box, {str(space.pk): timezone.localdate().isoformat()})
    assert is_suggested(ana, space)
    ana.client.post(here(space, "put_away"))
    assert PutAway.objects.get().box == private_box(ana.person)
    assert not is_suggested(ana, space)


def test_a_row_in_her_name_that_ana_can_not_open_closes_no_page_of_hers(ana, ben, space):
    plant(ben, ana.person, private_box(ben.person), {})
    for url in (reverse("spaces:space", args=[space.pk]), here(space)):
        assert ana.client.get(url).status_code == 200
    assert exports.collect(ana.person, again(ana)).rows == []
    assert ana.client.post(here(space, "put_away")).status_code == 302


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Auckland"])
def test_what_was_noted_this_evening_counts_wherever_one_lives(ana, ben, space, zone):
    late = datetime(2026, 3, 4, 3, 0, tzinfo=UTC)
    Person.objects.filter(pk=ana.person.pk).update(time_zone=zone)
    Breakdown.objects.update(begun_at=late)
    with timezone.override(zone):
        today = timezone.localdate(late)
        assert signs.signs_for(ana.person, space, again(ana), today=today).names


def test_a_post_with_nothing_or_wrong_things_never_breaks(ana, space):
    wrong = ({}, {"things": ["x", "breakdown:1", "\0"]}, {"wish": "a\0"}, {"wish": ["a", "b"]}, {"things": "x" * 90000})
    for data in wrong:
        assert ana.client.post(here(space, "sheet"), data).status_code in (200, 422)
    for method in ("put", "delete", "get"):
        assert getattr(ana.client, method)(here(space, "put_away")).status_code == 405
    assert not PutAway.objects.exists()


def test_whoever_left_finds_no_way_in(ana, ben, space):
    Member.objects.filter(person=ben.person).update(left_at=timezone.now())
    for name in ("someone_here", "sheet", "put_away"):
        for method in (ben.client.get, ben.client.post):
            assert method(here(space, name)).status_code in (404, 405)
    assert "The flat" not in ben.client.get(reverse("support:someone")).content.decode()


def test_a_sheet_on_which_nothing_was_ticked_or_written_is_a_sheet(ana, space):
    answer = ana.client.post(here(space, "sheet"), {"wish": ""})
    assert answer.status_code == 200
    assert "What we bring" in answer.content.decode()
    assert "Show the page" not in answer.content.decode()

"""“Keep going” on the way: reached once all the people here agreed on a time, or were in a check-in that was held."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.urls import reverse

from amends.path.places import Place
from amends_web.breakdowns.tests.conftest import again
from amends_web.rhythm.panels import reached
from amends_web.spaces.actions import add_member
from amends_web.spaces.models import Space


@pytest.fixture
def stands_at(room):
    def stands_at(who):
        return set(reached(SimpleNamespace(user=who.person, keyring=again(who)), room.space))

    return stands_at


def test_a_time_is_a_place_on_the_way_only_once_all_said_yes_to_it(ana, ben, room, stands_at):
    plan = room.propose(ana)
    assert stands_at(ana) == stands_at(ben) == set()
    room.post(ben, "yes", plan.pk)
    assert stands_at(ana) == stands_at(ben) == {Place.KEEP_GOING}


def test_so_is_a_check_in_that_was_held_and_not_one_that_has_only_begun(ana, ben, room, apart, stands_at):
    room.fill_in(ana, apart, thanks="Thank you for the soup")
    room.share(ana, apart)
    assert stands_at(ana) == stands_at(ben) == set()
    room.fill_in(ben, apart, thanks="Thank you for waiting")
    room.share(ben, apart)
    assert stands_at(ana) == stands_at(ben) == {Place.KEEP_GOING}


def test_a_check_in_without_one_of_them_is_not_for_all(ana, ben, actor, room, held, stands_at):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=Space.objects.get(), person=cleo.person)
    assert stands_at(ana) == stands_at(cleo) == set()


def test_the_page_of_the_space_says_so(ana, ben, room):
    page = reverse("spaces:space", args=[room.space.pk])
    room.agree(ana, ben)
    way = ana.client.get(page).content.decode()
    assert "You are here" in way.split("Keep going")[1]

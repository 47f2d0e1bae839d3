"""Two people and a stranger, for every address."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from amends_web.breakdowns.tests.conftest import again
from amends_web.rhythm import models
from amends_web.rhythm.urls import urlpatterns
from amends_web.spaces.actions import add_member
from amends_web.spaces.models import Member

NAMES = [pattern.name for pattern in urlpatterns]
# These are one's own, whoever one is: they show or change nothing of anybody else.
OWN = {"mine", "keep_word"}


@pytest.fixture
def addresses(ana, ben, room, held):
    ids = {
        "space_id": room.space.pk,
        "plan_id": room.propose(ana).pk,
        "check_in_id": held.pk,
        "part": "thanks",
        "kind": "check-in",
        "about_id": held.pk,
        "entry_id": uuid4(),
    }
    return {
        pattern.name: reverse(f"rhythm:{pattern.name}", kwargs={key: ids[key] for key in pattern.pattern.converters})
        for pattern in urlpatterns
    }


def rows():
    kept = (models.Plan, models.CheckIn, models.Share, models.SharedAnswer, models.Tempo)
    return [list(model.objects.order_by("pk").values()) for model in kept]


def test_the_stranger_gets_404_for_every_address_and_changes_nothing(stranger, addresses):
    before = rows()
    for name in sorted(set(NAMES) - OWN):
        data = {"words": "x", "how": "live", "hope": "fully", "heard": "yes", "submission": uuid4()}
        answers = {
            stranger.client.get(addresses[name]).status_code,
            stranger.client.post(addresses[name], data).status_code,
        }
        assert answers <= {404, 405}, name
        assert 404 in answers, name
        assert rows() == before, name


def test_whoever_left_is_a_stranger(ben, addresses):
    Member.objects.filter(person=ben.person).update(left_at="2026-01-01T00:00Z")
    for name in sorted(set(NAMES) - OWN):
        answers = {ben.client.get(addresses[name]).status_code, ben.client.post(addresses[name]).status_code}
        assert answers <= {404, 405}, name


def test_whoever_is_not_signed_in_gets_the_same_redirect_for_every_address(addresses):
    client = Client()
    for name in NAMES:
        for response in (client.get(addresses[name]), client.post(addresses[name])):
            assert (response.status_code, response.headers["Location"]) == (302, reverse("accounts:sign_in")), name


def test_whoever_came_after_a_check_in_does_not_find_it(ana, actor, room, held):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=room.space, person=cleo.person)
    assert room.get(cleo, "check_in", held.pk).status_code == 404
    assert room.get(cleo, "answer", "check-in", held.pk).status_code == 404
    assert "Earlier ones" not in room.page(cleo)


def test_a_step_of_another_kind_is_not_there(ana, room, held):
    assert room.get(ana, "answer", "round", held.pk).status_code == 404
    assert room.get(ana, "answer", "nothing", held.pk).status_code == 404

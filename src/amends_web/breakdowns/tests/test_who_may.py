"""The stranger, whoever left, and whoever is not signed in."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from amends_web.breakdowns.models import Breakdown, Share, Side, Surprise
from amends_web.breakdowns.urls import urlpatterns
from amends_web.spaces.models import Member

NAMES = [pattern.name for pattern in urlpatterns]


@pytest.fixture
def addresses(told, space, ana, ben):
    told.share(ana, "meant")
    told.share(ben, "meant")
    ids = {
        "space_id": space.pk,
        "breakdown_id": told.breakdown.pk,
        "name": "meant",
        "share_id": Share.objects.get(person=ana.person).pk,
        "part": "meant",
    }
    found = {}
    for pattern in urlpatterns:
        wanted = pattern.pattern.converters
        found[pattern.name] = reverse(f"breakdowns:{pattern.name}", kwargs={key: ids[key] for key in wanted})
    return found


def rows():
    return [list(model.objects.order_by("pk").values()) for model in (Breakdown, Side, Share, Surprise)]


def test_the_stranger_gets_404_for_every_address_and_changes_nothing(stranger, addresses):
    before = rows()
    for name in NAMES:
        answers = {
            stranger.client.get(addresses[name]).status_code,
            stranger.client.post(addresses[name], {"parts": ["meant"], "text": "x"}).status_code,
        }
        assert answers <= {404, 405}, name
        assert 404 in answers, name
        assert rows() == before, name


def test_whoever_left_is_a_stranger(ana, addresses):
    Member.objects.filter(person=ana.person).update(left_at="2026-01-01T00:00Z")
    for name in NAMES:
        answers = {ana.client.get(addresses[name]).status_code, ana.client.post(addresses[name]).status_code}
        assert answers <= {404, 405}, name


def test_whoever_is_not_signed_in_gets_the_same_redirect_for_every_address(addresses):
    client = Client()
    for name in NAMES:
        for response in (client.get(addresses[name]), client.post(addresses[name])):
            assert (response.status_code, response.headers["Location"]) == (302, reverse("accounts:sign_in")), name


def test_a_page_that_acts_does_not_answer_a_get(ana, addresses):
    for name in ("create", "keep_kinds", "next", "later", "share", "take_back", "news", "known", "move", "leave"):
        assert ana.client.get(addresses[name]).status_code == 405

"""Two people and a stranger, for every address that names an object."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amends_web.practice.models import Answer, OwnPractice, Together
from amends_web.practice.tests.conftest import url
from amends_web.practice.urls import urlpatterns
from amends_web.spaces.models import Member

OF_OBJECTS = [pattern for pattern in urlpatterns if any(name.endswith("_id") for name in pattern.pattern.converters)]
PUBLIC = {"papers", "paper"}
IN_ADDRESSES = {"skill": "soft-start", "card": "the-tickets", "relation": "friends"}


@pytest.fixture
def addresses(ana, ben, room):
    ids = {"space_id": room.space.pk, "together_id": room.begin(ana).pk, **IN_ADDRESSES}
    return {
        pattern.name: reverse(f"practice:{pattern.name}", kwargs={key: ids[key] for key in pattern.pattern.converters})
        for pattern in urlpatterns
    }


def rows():
    return [list(model.objects.order_by("pk").values()) for model in (OwnPractice, Together, Answer)]


def test_the_stranger_gets_404_for_every_address_and_changes_nothing(stranger, addresses):
    before = rows()
    for name in [pattern.name for pattern in OF_OBJECTS]:
        sent = {"words": "mine", "card": "the-tickets", "submission": "0c6f8b2e-0b0f-4c39-9d55-0e7f0d0c1a11"}
        answers = {
            stranger.client.get(addresses[name]).status_code,
            stranger.client.post(addresses[name], sent).status_code,
        }
        assert answers <= {404, 405}, name
        assert 404 in answers, name
        assert rows() == before, name


def test_whoever_left_is_a_stranger(ben, addresses):
    Member.objects.filter(person=ben.person).update(left_at="2026-01-01T00:00Z")
    for name in [pattern.name for pattern in OF_OBJECTS]:
        answers = {ben.client.get(addresses[name]).status_code, ben.client.post(addresses[name]).status_code}
        assert answers <= {404, 405}, name


def test_whoever_is_not_signed_in_gets_the_same_redirect_for_every_address(addresses):
    client = Client()
    for name in [pattern.name for pattern in urlpatterns if pattern.name not in PUBLIC]:
        for response in (client.get(addresses[name]), client.post(addresses[name])):
            assert (response.status_code, response.headers["Location"]) == (302, reverse("accounts:sign_in")), name


@pytest.mark.parametrize("name", ["deck", "skill", "card", "choose", "together"])
def test_no_page_is_kept_by_a_browser(ana, addresses, name):
    assert "no-store" in ana.client.get(addresses[name])["Cache-Control"]


def test_more_cards_together_cost_no_more_queries(ana, ben, room):
    def reads(address):
        with CaptureQueriesContext(connection) as seen:
            assert ben.client.get(address).status_code == 200
        return sum(query["sql"].startswith("SELECT") for query in seen)

    card = room.begin(ana)
    places = ["/", url("choose", room.space.pk), url("together", card.pk), url("deck")]
    for place in places:
        reads(place)
    few = [reads(place) for place in places]
    for _ in range(3):
        room.write(ana, room.begin(ana, "who-else"), "mine")
    assert [reads(place) for place in places] == few

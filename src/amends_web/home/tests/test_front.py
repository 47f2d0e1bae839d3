from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    return client.get("/").content.decode()


def test_the_front_page_offers_the_ways_in_in_their_order(page):
    ways = ["Choose a first step", "Begin</a>", "Sign in"]

    assert [page.index(way) for way in ways] == sorted(page.index(way) for way in ways)


def test_the_demo_stands_first_where_there_is_one(page):
    try:
        address = reverse("home:demo_start")
    except NoReverseMatch:
        assert "Try the demo" not in page
    else:
        assert f'action="{address}"' in page
        assert page.index("Try the demo") < page.index("Choose a first step")


def test_what_to_expect_is_one_tap_away(page, client):
    assert f'href="{reverse("home:expectations")}"' in page
    limits = client.get(reverse("home:expectations")).content.decode()

    for words in ("not therapy", "deception", "afraid of the other person", "something should end", "half an hour"):
        assert words in limits


def test_who_runs_this_copy_is_said_at_once(client, settings):
    settings.RUN_BY = "Ben Example"

    assert "This copy is run by Ben Example." in client.get("/").content.decode()


def test_the_front_page_asks_for_nothing_to_be_sent_elsewhere(page):
    assert 'src="http' not in page

from __future__ import annotations

import html

import pytest
from django.urls import reverse

from amends.content.sources import source_guides


def test_the_page_of_bringing_leads_to_a_guide_for_every_source(ana):
    assert reverse("imports:sources") in ana.client.get(reverse("imports:new")).content.decode()

    listed = ana.client.get(reverse("imports:sources")).content.decode()
    for guide in source_guides().values():
        assert reverse("imports:source", args=[guide.id]) in listed


@pytest.mark.parametrize("guide", source_guides().values(), ids=lambda guide: guide.id)
def test_a_guide_says_each_step_in_order_and_what_is_lost(ana, guide):
    page = html.unescape(ana.client.get(reverse("imports:source", args=[guide.id])).content.decode())

    said = [step for way in guide.ways for step in way.steps] + [guide.give] + list(guide.lost)
    places = [page.find(sentence) for sentence in said]
    assert -1 not in places
    assert places == sorted(places)


def test_there_is_no_guide_for_an_app_that_is_not_known(ana):
    assert ana.client.get(reverse("imports:source", args=["myspace"])).status_code == 404

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from amends.content.first_steps import first_steps

pytestmark = pytest.mark.django_db

SLUGS = [step.slug for step in first_steps()]


def shown(client, slug):
    return client.get(reverse("home:first_step", args=[slug])).content.decode()


def test_the_list_offers_all_eight_with_their_minutes(client):
    page = client.get(reverse("home:first_steps")).content.decode()

    for step in first_steps():
        assert reverse("home:first_step", args=[step.slug]) in page
        assert f"about {step.minutes} min" in page


@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_typed_can_be_sent_by_no_form_and_is_filled_in_by_no_browser(client, slug):
    page = shown(client, slug)
    fields = re.findall(r"<(?:textarea|input type=\"text\")[^>]*>", page)

    assert len(fields) >= 3
    for field in fields:
        assert " name=" not in field
        assert 'autocomplete="off"' in field
        assert " value=" not in field


@pytest.mark.parametrize("slug", SLUGS)
def test_each_ends_with_when_and_then(client, slug):
    page = shown(client, slug)

    assert 'id="if"' in page
    assert 'id="then"' in page
    assert "Gollwitzer" in page


def test_nothing_is_kept_when_a_first_step_is_sent_anyway(client):
    assert client.post(reverse("home:first_step", args=["thank-you"]), {"words": "typed"}).status_code == 405


def test_there_is_no_ninth(client):
    assert client.get(reverse("home:first_step", args=["ninth"])).status_code == 404


def test_getting_help_brings_the_numbers_along(client):
    assert 'href="tel:' in shown(client, "get-help")
    assert 'href="tel:' not in shown(client, "thank-you")


def test_who_is_signed_in_is_not_asked_to_make_an_account(ana):
    assert 'name="first_step"' not in shown(ana.client, "thank-you")

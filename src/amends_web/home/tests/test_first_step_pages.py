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


def test_who_is_signed_out_may_take_it_along_into_an_account(client):
    page = shown(client, "thank-you")

    assert f'action="{reverse("accounts:sign_up")}"' in page
    assert reverse("accounts:keep_first_step") not in page


def test_who_is_signed_in_may_keep_it_in_their_account(ana):
    page = shown(ana.client, "thank-you")

    assert f'action="{reverse("accounts:keep_first_step")}"' in page
    assert reverse("accounts:sign_up") not in page


def test_what_is_taken_along_is_waiting_in_the_new_accounts_form(client):
    page = client.post(reverse("accounts:sign_up"), {"first_step": "You waited for me."})

    assert page.status_code == 200
    assert "You waited for me." in page.content.decode()

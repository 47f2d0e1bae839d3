from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_leaving_goes_to_a_neutral_page_and_forgets_what_the_browser_holds(ana, settings):
    settings.EXIT_URL = "https://weather.example/"
    answer = ana.client.get(reverse("shell:exit"))

    assert answer.status_code == 303
    assert answer.headers["Location"] == "https://weather.example/"
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0
    assert answer.cookies[settings.UNLOCK_COOKIE_NAME]["max-age"] == 0


def test_who_comes_back_after_leaving_meets_the_front_page(ana):
    kept = {name: morsel.value for name, morsel in ana.client.cookies.items()}
    ana.client.get(reverse("shell:exit"))

    # Even somebody who copied the cookies before finds nothing open.
    other = Client()
    for name, value in kept.items():
        other.cookies[name] = value
    assert b"Choose a first step" in other.get("/").content


def test_leaving_works_for_somebody_who_is_not_signed_in(client):
    assert client.get(reverse("shell:exit")).status_code == 303


def test_another_sites_page_signs_nobody_out(ana):
    answer = ana.client.get(reverse("shell:exit"), headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 200
    assert "Clear-Site-Data" not in answer.headers
    assert b"Would now be all right?" in ana.client.get("/").content


def test_the_page_about_leaving_says_what_it_cannot_do(client):
    page = client.get(reverse("shell:about_exit")).content.decode()

    assert "does not erase your browser’s history" in page


def test_every_page_offers_the_way_out_as_a_plain_link(client):
    for address in ("/", "/check/", "/help/", "/first-step/", "/nothing-here/"):
        assert f'href="{reverse("shell:exit")}"' in client.get(address).content.decode()


def test_leaving_locks_what_was_open(ana):
    ana.client.get(reverse("shell:exit"))

    assert not ana.person.unlocked_sessions.exists()

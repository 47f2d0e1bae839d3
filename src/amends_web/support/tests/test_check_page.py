"""The private check takes nothing, keeps nothing, and is the same for everybody."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from amends.content.private_check import private_check

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    return client.get(reverse("support:check")).content.decode()


def test_it_asks_each_question_with_four_answers(page):
    for question in private_check().questions:
        assert page.count(f'name="{question.id}"') == 4


def test_there_is_no_form_that_could_send_an_answer(page):
    assert "<form" not in page
    assert "hx-post" not in page
    assert "hx-get" not in page


def test_the_address_takes_no_answer(client):
    assert client.post(reverse("support:check"), {"fear": "yes"}).status_code == 405


def test_there_is_no_other_address_for_it():
    addresses = [str(pattern.pattern) for pattern in get_resolver("amends_web.support.urls").url_patterns]

    assert [address for address in addresses if "check" in address] == ["check/"]


def test_whoever_asks_gets_the_same_page_to_the_byte():
    first, second = Client(), Client()
    first.get(reverse("support:check"), {"fear": "yes", "harm": "yes"})

    assert first.get(reverse("support:check")).content == second.get(reverse("support:check")).content
    assert first.get(reverse("support:check"), {"fear": "yes"}).content == second.get(reverse("support:check")).content


def test_reading_it_writes_nothing(ana):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        ana.client.get(reverse("support:check"))

    assert not [query for query in queries if re.match(r"INSERT|DELETE", query["sql"])]


def test_without_scripts_all_that_may_help_is_listed(page):
    for guidance in private_check().guidance:
        assert guidance.title in page
        assert guidance.paragraphs[0] in page
    assert "<noscript>" in page


def test_no_answer_is_offered_beforehand_and_none_is_filled_in_again(page):
    radios = re.findall(r"<input type=\"radio\"[^>]*>", page)

    assert radios
    assert not any("checked" in radio for radio in radios)
    assert all('autocomplete="off"' in radio for radio in radios)


def test_the_title_tells_nothing(page):
    assert "<title>Before you begin</title>" in page


def test_numbers_stand_on_the_same_page_so_that_no_other_is_asked_for(page):
    assert 'href="tel:' in page

"""The demo on a phone: one press fills it, the other seat is one press away, and it ends at the front page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_the_front_page_to_the_map_from_both_seats_and_out_again(page_on_phone, axe):
    page = page_on_phone
    page.goto("/")
    page.get_by_role("button", name="Try the demo").click()
    for name, other in (("Ana", "Ben"), ("Ben", "Ana")):
        expect(page.get_by_text(f"You are looking as {name}.")).to_be_visible()
        axe(page)
        page.get_by_role("link", name="Ana and Ben").click()
        page.get_by_role("link", name="The late dinner").click()
        page.get_by_role("link", name="What was meant, and what arrived").click()
        expect(page.get_by_text("“I wanted an hour with you before the week starts.”")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        axe(page)
        page.get_by_role("button", name=f"Look as {other}").click()
    page.get_by_role("button", name="End the demo").click()
    expect(page.get_by_role("button", name="Try the demo")).to_be_visible()

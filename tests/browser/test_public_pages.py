"""The pages that everybody may read: whole on a phone, usable by keyboard, quiet in the console."""

from __future__ import annotations

import pytest
from tests.browser.conftest import DESKTOP, PHONE

PAGES = [
    "/",
    "/expectations/",
    "/first-step/",
    "/first-step/which-way/",
    "/first-step/invite/",
    "/first-step/get-help/",
    "/check/",
    "/help/",
    "/hosting/",
    "/exit/about/",
    "/practice/paper/",
    "/practice/paper/colleagues/",
    "/look/",
]


@pytest.fixture(autouse=True)
def look_is_shown(settings):
    settings.LOOK = True


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_page_has_a_serious_fault_for_who_cannot_see_or_point(open_browser, axe, viewport):
    page = open_browser(viewport)
    for address in PAGES:
        page.goto(address)
        axe(page)


def test_no_page_breaks_the_content_policy_or_asks_another_site(open_browser, site):
    page = open_browser(PHONE)
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: request.url.startswith(site) or complaints.append(request.url))
    for address in PAGES:
        page.goto(address, wait_until="networkidle")

    assert complaints == []


@pytest.mark.parametrize("width", [320, 360, 390])
def test_no_page_is_wider_than_a_phone(open_browser, width):
    page = open_browser({"width": width, "height": 800})
    for address in PAGES:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_what_is_pressed_is_large_enough_for_a_thumb(open_browser):
    page = open_browser(PHONE)
    for address in PAGES:
        page.goto(address)
        small = page.evaluate(
            """() => [...document.querySelectorAll(".button, button, .links a, summary, .options label, .number")]
                .filter((one) => one.offsetParent !== null && one.getBoundingClientRect().height < 44)
                .map((one) => one.textContent.trim())"""
        )
        assert small == [], address


def test_the_keyboard_meets_the_main_part_and_the_way_out_first(open_browser):
    page = open_browser(DESKTOP)
    page.goto("/")
    met = []
    for _ in range(3):
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.textContent.trim()"))

    assert met == ["Skip to the main part", "Amends", "Leave this page"]


def test_nothing_is_left_in_the_browsers_stores(open_browser):
    page = open_browser(PHONE)
    for address in PAGES:
        page.goto(address)

    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]

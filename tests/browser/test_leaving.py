"""Leave this page: the button, Shift three times, and the link where no script runs."""

from __future__ import annotations

import pytest
from tests.browser.conftest import DESKTOP, wait_until

from amends_web.vault.models import UnlockedSession

WEATHER = "https://weather.example/"


@pytest.fixture(autouse=True)
def neutral_page(settings):
    settings.EXIT_URL = WEATHER


def sunny(route):
    route.fulfill(body="<title>Weather</title>Sunny", content_type="text/html")


@pytest.fixture
def page(open_browser):
    """Ana's browser, at home."""
    page = open_browser(DESKTOP, as_="Ana")
    page.context.route(
        WEATHER, lambda route: route.fulfill(body="<title>Weather</title>Sunny", content_type="text/html")
    )
    page.goto("/")
    return page


def test_the_button_takes_this_page_away_and_locks(page):
    page.get_by_role("link", name="Leave this page", exact=True).first.click()
    page.wait_for_url(WEATHER)

    wait_until(page, lambda: not UnlockedSession.objects.exists())


def test_the_back_button_brings_nothing_back(page):
    page.goto("/expectations/")
    page.goto("/")
    page.get_by_role("link", name="Leave this page", exact=True).first.click()
    page.wait_for_url(WEATHER)
    wait_until(page, lambda: not UnlockedSession.objects.exists())
    page.go_back()
    page.wait_for_load_state()

    page.goto("/")
    assert page.get_by_text("Would now be all right?").count() == 0


def test_the_page_is_hidden_at_once(page):
    # The next page never comes, as on a bad line.
    page.context.unroute(WEATHER)
    page.context.route(WEATHER, lambda route: None)
    displays = []
    page.expose_function("displayed", lambda display: displays.append(display))
    # On the window, where the press arrives after whatever the page does about it.
    page.evaluate("addEventListener('keyup', () => { displayed(getComputedStyle(document.body).display); })")
    for _ in range(3):
        page.keyboard.press("Shift")

    wait_until(page, lambda: len(displays) == 3)
    assert [display == "none" for display in displays] == [False, False, True]


def test_shift_three_times_leaves_and_is_announced_on_the_way(page):
    said = page.locator("[data-exit-status]")
    page.keyboard.press("Shift")
    assert "two more times" in said.text_content()
    page.keyboard.press("Shift")
    assert "once more" in said.text_content()
    page.keyboard.press("Shift")
    page.wait_for_url(WEATHER)


def test_typing_capitals_does_not_leave(page):
    page.goto("/first-step/private-note/")
    page.locator("#prompt-1").focus()
    for letter in "ABCD":
        page.keyboard.press(f"Shift+{letter}")

    assert page.locator("#prompt-1").input_value() == "ABCD"


def test_another_key_between_begins_anew(page):
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.keyboard.press("a")
    page.keyboard.press("Shift")

    assert "two more times" in page.locator("[data-exit-status]").text_content()


def test_after_five_seconds_it_begins_anew(page):
    page.clock.install()
    page.goto("/")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.clock.run_for(5100)
    assert "off again" in page.locator("[data-exit-status]").text_content()
    page.keyboard.press("Shift")

    assert "two more times" in page.locator("[data-exit-status]").text_content()


def test_escape_does_nothing(page):
    for _ in range(3):
        page.keyboard.press("Escape")

    assert page.get_by_text("Would now be all right?").is_visible()


def test_without_scripts_the_link_does_it(open_browser):
    page = open_browser(DESKTOP, as_="Ana", java_script_enabled=False)
    page.context.route(
        WEATHER, lambda route: route.fulfill(body="<title>Weather</title>Sunny", content_type="text/html")
    )
    page.goto("/")
    page.get_by_role("link", name="Leave this page", exact=True).first.click()
    page.wait_for_url(WEATHER)

    assert not UnlockedSession.objects.exists()
    assert page.context.cookies() == []

"""Signing up, the recovery key and one's own pages, as people meet them."""

from __future__ import annotations

import pytest
from tests.browser.conftest import DESKTOP, PHONE

DOORS = ["/sign-up/", "/sign-in/", "/recover/"]
OWN = [
    "/account/",
    "/account/passphrase/",
    "/account/recovery-key/new/",
    "/account/recovery-key/check/",
    "/account/sessions/",
    "/account/events/",
    "/account/first-steps/",
    "/account/export/",
    "/account/delete/",
]


def sign_up(page, name="Ana"):
    page.goto("/sign-up/")
    page.fill("#id_name", name)
    passphrase = page.input_value("#id_passphrase")
    page.check("#id_noted")
    page.check("input[name=runs_it][value=me]")
    page.click("main button:has-text('Begin')")
    return passphrase


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_page_of_an_account_has_a_serious_fault(open_browser, axe, viewport):
    visitor = open_browser(viewport)
    for address in DOORS:
        visitor.goto(address)
        axe(visitor)
    sign_up(visitor)
    axe(visitor)
    for address in OWN:
        visitor.goto(address)
        axe(visitor)
        assert visitor.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_from_nothing_to_a_checked_recovery_key_and_back_in_after_locking(page_on_either):
    page = page_on_either
    passphrase = sign_up(page)
    key = page.inner_text(".code")
    page.click("text=I have it on paper")
    page.fill("#id_recovery_key", key[:-1])
    page.click("text=Check it")
    assert "36 letters and digits" in page.inner_text("[role=alert]")
    page.fill("#id_recovery_key", key.lower())
    page.click("text=Check it")
    page.goto("/account/")
    page.click("header >> text=Lock")
    page.wait_for_url("**/unlock/**")
    page.fill("#id_passphrase", passphrase)
    page.click("main button:has-text('Unlock')")
    page.goto("/account/events/")
    assert "The account was made" in page.inner_text("main")


def test_the_time_zone_of_the_device_is_chosen(open_browser):
    page = open_browser(PHONE, timezone_id="Europe/Vienna")
    page.goto("/sign-up/")
    assert page.input_value("select[name=time_zone]") == "Europe/Vienna"


def test_everything_works_without_scripts(open_browser):
    page = open_browser(PHONE, java_script_enabled=False)
    page.goto("/sign-up/")
    before = page.locator("#id_passphrase").input_value()
    page.click("text=Give me five others")
    assert page.locator("#id_passphrase").input_value() != before
    sign_up(page)
    page.click("text=Later")
    page.goto("/account/")
    assert page.locator("h1").inner_text() == "Your account"


def test_no_page_of_an_account_breaks_the_content_policy_or_asks_another_site(open_browser, site):
    page = open_browser(DESKTOP)
    complaints = []
    page.on("console", lambda message: "Security" in message.text and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: request.url.startswith(site) or complaints.append(request.url))
    sign_up(page)
    for address in OWN:
        page.goto(address)
    assert complaints == []

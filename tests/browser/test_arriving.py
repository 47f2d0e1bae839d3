"""The share menu of a phone, as far as a Chromium on a computer shows it: no Android phone takes part here."""

from __future__ import annotations

import json

import pytest
from tests.browser.conftest import picture

from amends_web.imports.models import Import

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
CHAT = "14/03/2025, 18:05 - Ana: Are you coming to dinner?\n14/03/2025, 18:40 - Ben: Running late, sorry\n"
FORM = """
address => {
  const form = document.createElement("form");
  form.method = "post";
  form.enctype = "multipart/form-data";
  form.action = address;
  form.innerHTML = '<input type="file" name="file" id="shared"><input name="text">';
  document.body.append(form);
}
"""


def share(page, address, text=CHAT):
    """Post a form as the browser does for a share: a navigation of its own, to the address of the manifest."""
    page.evaluate(FORM, address)
    chat = {"name": "WhatsApp Chat with Ben.txt", "mimeType": "text/plain", "buffer": text.encode()}
    page.set_input_files("#shared", chat)
    with page.expect_navigation():
        page.evaluate("document.querySelector('#shared').form.submit()")


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_what_was_shared_is_taken_in(open_browser, site, axe, viewport):
    page = open_browser(viewport, as_="Ana")
    page.goto("/")
    share(page, f"{site}/conversations/arrive/")
    assert page.url == f"{site}/conversations/arrived/"
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    take, throw = (page.get_by_role("button", name=name).bounding_box() for name in ("Take it in", "Throw it away"))
    assert (take["width"], take["height"]) == (throw["width"], throw["height"])
    page.get_by_role("button", name="Take it in").click()
    page.wait_for_url("**/me/")
    page.goto("/conversations/arrived/")
    assert page.get_by_text("taken in or thrown away already").is_visible()


def test_before_the_door_only_that_it_arrived_is_told(open_browser, site, axe):
    page = open_browser(PHONE)
    page.goto("/")
    share(page, f"{site}/conversations/arrive/")
    assert page.get_by_role("heading", name="It arrived, and is sealed").is_visible()
    assert "Ben" not in page.content()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture(page, "arrived-at-the-door")
    page.get_by_role("link", name="Sign in").click()
    assert page.url == f"{site}/sign-in/?next=/conversations/arrived/"


def test_throwing_it_away_leads_home_and_works_without_scripts(open_browser, site):
    page = open_browser(PHONE, as_="Ana")
    page.goto("/")
    share(page, f"{site}/conversations/arrive/")
    plain = open_browser(PHONE, java_script_enabled=False)
    plain.context.add_cookies(page.context.cookies())
    plain.goto("/")
    plain.get_by_text("A conversation arrived").click()
    plain.get_by_role("button", name="Throw it away").click()
    assert plain.url == f"{site}/"
    assert not plain.get_by_text("A conversation arrived").is_visible()


def test_a_page_elsewhere_can_put_nothing_before_ana(open_browser, site):
    page = open_browser(PHONE, as_="Ana")
    elsewhere = "<!doctype html><title>Cats</title><body>Cats"
    page.route("http://cats.example/", lambda route: route.fulfill(body=elsewhere, content_type="text/html"))
    page.goto("http://cats.example/")
    share(page, f"{site}/conversations/arrive/")
    assert page.get_by_text("can only come from the share menu").is_visible()
    page.goto(f"{site}/")
    assert not page.get_by_text("A conversation arrived").is_visible()
    assert not Import.objects.exists()


def test_chromium_finds_nothing_wrong_with_the_manifest_and_would_install_it(open_browser, site):
    page = open_browser(PHONE, as_="Ana")
    page.goto("/")
    browser = page.context.new_cdp_session(page)
    told = browser.send("Page.getAppManifest")
    assert told["errors"] == []
    assert json.loads(told["data"])["share_target"]["action"] == "/conversations/arrive/"
    problems = {error["errorId"] for error in browser.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    # A window for tests keeps nothing, so nothing can be installed in it.
    assert problems <= {"in-incognito"}


def test_what_can_not_be_read_says_why_and_still_waits(open_browser, site):
    page = open_browser(PHONE, as_="Ana")
    page.goto("/")
    share(page, f"{site}/conversations/arrive/", "It rained all day.\n")
    for _ in range(2):
        page.get_by_role("button", name="Take it in").click()
        page.get_by_text("No conversation was found in this.").wait_for()
        assert page.locator(".summary a").count() == 0, "there is no field here to go to"
        page.reload()
    page.get_by_role("button", name="Throw it away").click()
    page.wait_for_url(f"{site}/")

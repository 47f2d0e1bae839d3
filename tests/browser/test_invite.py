"""An invite in two real browsers: the link's token leaves the address, pages move on by themselves."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import DESKTOP, PHONE

from amends_web.spaces.doors import new_secrets
from amends_web.spaces.models import Invite

pytestmark = pytest.mark.django_db(transaction=True)


def make_space(page):
    page.goto("/spaces/new/")
    page.get_by_label("We work together").check()
    page.get_by_label("A name for the space").fill("Release planning")
    page.get_by_role("button", name="Make the space").click()


def make_invite(page):
    """Make an invite through the pages; returns its link and its six words."""
    page.get_by_role("link", name="Ask somebody in").click()
    page.get_by_role("button", name="Make the invite").click()
    codes = page.locator(".code").all_inner_texts()
    return codes[0].strip(), codes[1].strip()


def test_two_people_meet_in_a_space(open_browser, axe):
    ana, ben = open_browser(DESKTOP, as_="Ana"), open_browser(PHONE, as_="Ben")
    make_space(ana)
    axe(ana)
    link, _ = make_invite(ana)
    axe(ana)
    ben.goto(link)
    expect(ben.get_by_role("heading", name="Ana asks you in")).to_be_visible()
    axe(ben)
    heights = {ben.get_by_role("button", name=name, exact=True).bounding_box()["height"] for name in ("Join", "No")}
    assert len(heights) == 1
    ben.get_by_role("button", name="Join", exact=True).click()
    expect(ben.get_by_role("heading", name="Compare five words with Ana")).to_be_visible()
    axe(ben)
    # Nobody touches Ana's page: it asks by itself, and moves on.
    expect(ana.get_by_role("heading", name="Ben would like to come in")).to_be_visible()
    axe(ana)
    assert ana.locator(".code").inner_text() == ben.locator(".code").inner_text()
    ana.get_by_role("button", name="They match: let Ben in").click()
    expect(ben.get_by_role("button", name="They match: go in")).to_be_visible()
    ben.get_by_role("button", name="They match: go in").click()
    expect(ben.get_by_role("heading", name="Release planning")).to_be_visible()
    axe(ben)
    expect(ana.get_by_text("You and Ben")).to_be_visible()


def test_the_token_leaves_the_address_and_stays_out_of_history_and_storage(open_browser):
    ana, guest = open_browser(DESKTOP, as_="Ana"), open_browser(PHONE)
    make_space(ana)
    link, _ = make_invite(ana)
    token = link.rpartition("#")[2]
    asked_for = []
    guest.on("request", lambda request: asked_for.append(request.url))
    guest.goto(link)
    expect(guest.get_by_role("heading", name="Ana asks you in")).to_be_visible()
    assert token not in guest.url
    assert not [url for url in asked_for if token in url.partition("#")[0]]
    assert token not in guest.evaluate("JSON.stringify([document.cookie, {...localStorage}, {...sessionStorage}])")
    guest.go_back()
    assert token not in guest.url


def test_a_second_link_opens_though_another_invite_is_open_in_the_browser(open_browser):
    ana, cleo, guest = (open_browser(DESKTOP, as_="Ana"), open_browser(DESKTOP, as_="Cleo"), open_browser(PHONE))
    links = []
    for page in (ana, cleo):
        make_space(page)
        links.append(make_invite(page)[0])
    guest.goto(links[0])
    expect(guest.get_by_role("heading", name="Ana asks you in")).to_be_visible()
    guest.goto(links[1])
    expect(guest.get_by_role("heading", name="Cleo asks you in")).to_be_visible()
    guest.goto(links[0].rpartition("#")[0] + "#" + new_secrets().token)
    expect(guest.get_by_role("heading", name="This does not open an invite")).to_be_visible()


def test_without_javascript_six_words_open_the_invite(open_browser):
    ana, guest = open_browser(DESKTOP, as_="Ana"), open_browser(PHONE, java_script_enabled=False)
    make_space(ana)
    _, typed = make_invite(ana)
    guest.goto("/join/")
    guest.get_by_label("The six words").fill(typed)
    guest.get_by_role("button", name="Open the invite").click()
    expect(guest.get_by_role("heading", name="Ana asks you in")).to_be_visible()
    guest.get_by_role("button", name="No", exact=True).click()
    expect(guest.get_by_text("No is fine")).to_be_visible()
    assert Invite.objects.count() == 1

"""A break in real browsers: the other's composer is held within seconds, and the pad keeps nothing anywhere."""

from __future__ import annotations

import pytest
from django.db import connection
from playwright.sync_api import expect
from tests.browser.conftest import DESKTOP, PHONE, picture, sign_in

from amends_web.spaces.actions import add_member, create_space

pytestmark = pytest.mark.django_db(transaction=True)

CANARY = "zanzibarmongoose"


@pytest.fixture
def two(open_browser, site):
    """Ana on a phone and Ben on a desktop, in one space; returns their pages and its address."""
    ana_page = open_browser(PHONE, is_mobile=True, has_touch=True)
    ben_page = open_browser(DESKTOP)
    ana, ben = sign_in(ana_page.context, "Ana", site), sign_in(ben_page.context, "Ben", site)
    space = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="The flat")
    add_member(keyring=ana.keyring, space=space, person=ben.person)
    return ana_page, ben_page, f"/spaces/{space.pk}/"


def test_a_tap_a_return_and_ben_reads_it(two, axe):
    ana, ben, address = two
    ana.goto(address)
    ana.get_by_role("link", name="Pause", exact=True).click()
    expect(ana.get_by_role("heading", name="When do you mean to be back?")).to_be_visible()
    axe(ana)
    assert ana.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture(ana, "pause-choose")
    ana.get_by_role("button", name="In 20 minutes").click()
    expect(ana.get_by_role("heading", name="You are on a break until")).to_be_visible()
    expect(ana.get_by_text("about 20 min")).to_be_visible()
    axe(ana)
    assert ana.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture(ana, "pause-mine")
    ben.goto(address)
    ben.get_by_text("Ana is taking a break and means to be back").click()
    expect(ben.get_by_role("heading", name="Ana is taking a break until")).to_be_visible()
    axe(ben)
    picture(ben, "pause-theirs")
    ana.get_by_label("I’m back. I’d like to listen first.").check()
    ana.get_by_role("button", name="I’m back").click()
    expect(ben.get_by_text("I’m back. I’d like to listen first.")).to_be_visible()


def test_the_circle_stands_still_for_whoever_wants_no_motion(open_browser):
    page = open_browser(PHONE, as_="Ana", reduced_motion="reduce")
    page.goto("/pauses/")
    assert page.locator(".breath circle").evaluate("circle => getComputedStyle(circle).animationName") == "none"


def test_what_is_put_on_the_pad_reaches_no_disk_no_log_and_no_network(open_browser, axe, caplog):
    page = open_browser(PHONE, as_="Ana")
    page.goto("/pauses/vent/")
    axe(page)
    sent = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''} {request.headers}"))
    pad = page.get_by_role("textbox", name="The pad")
    pad.focus()
    page.keyboard.type(f"{CANARY} and more of it")
    expect(pad).to_have_text(f"{CANARY} and more of it")
    picture(page, "pause-pad")
    # Longer than any rest in typing that another page waits for.
    page.wait_for_timeout(2500)
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state])")
    page.get_by_role("link", name="Leave it").click()
    page.go_back()
    expect(page.get_by_role("textbox", name="The pad")).to_have_text("")
    connection.ensure_connection()
    for where in ("".join(sent), stored, caplog.text, str(page.context.storage_state())):
        assert CANARY not in where
    assert CANARY.encode() not in connection.connection.serialize()


def test_clearing_the_pad_leaves_the_keyboard_on_it(open_browser):
    page = open_browser(DESKTOP, as_="Ana")
    page.goto("/pauses/vent/")
    pad = page.get_by_role("textbox", name="The pad")
    pad.fill("never again")
    page.get_by_role("button", name="Clear it").click()
    expect(pad).to_have_text("")
    expect(pad).to_be_focused()

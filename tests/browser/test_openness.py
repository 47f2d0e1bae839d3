"""What is told unasked, and small things: two people in real browsers, and without scripts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import DESKTOP, PHONE, sign_in

from amends_web.spaces.actions import add_member, create_space

pytestmark = pytest.mark.django_db(transaction=True)


def looked_at(page, axe, name):
    """Check a page, and keep a picture of it where one is asked for."""
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    if "AMENDS_PICTURES" in os.environ:
        page.screenshot(path=Path(os.environ["AMENDS_PICTURES"]) / f"openness-{name}.png", full_page=True)


def two_people(open_browser, site, **phone):
    """Ana on a phone and Ben on a desktop, in one space: their pages, and where they are open with each other."""
    ana_page, ben_page = open_browser(PHONE, **phone), open_browser(DESKTOP, color_scheme="dark")
    ana, ben = sign_in(ana_page.context, "Ana", site), sign_in(ben_page.context, "Ben", site)
    space = create_space(keyring=ana.keyring, person=ana.person, relation="couple", name="Us")
    add_member(keyring=ana.keyring, space=space, person=ben.person)
    return ana_page, ben_page, f"/openness/{space.pk}/"


def test_a_list_is_declined_mended_accepted_and_told_from(open_browser, site, axe):
    ana, ben, address = two_people(open_browser, site, is_mobile=True, has_touch=True)
    ana.goto(address)
    looked_at(ana, axe, "hub")
    ana.get_by_role("link", name="What I tell you unasked").click()
    ana.get_by_label("I will tell you unasked about …").fill("when I will be later than I said\nmy passwords")
    ana.get_by_role("button", name="See what they would get").click()
    expect(ana.get_by_text("Some people put something like this there instead:")).to_be_visible()
    looked_at(ana, axe, "declined")
    ana.get_by_label("I will tell you unasked about …").fill("when I will be later than I said\nwhat the bank says")
    ana.get_by_role("button", name="See what they would get").click()
    looked_at(ana, axe, "preview")
    ana.get_by_role("button", name="Offer", exact=True).click()
    expect(ana.get_by_text("Ben: nothing yet")).to_be_visible()
    ben.goto("/")
    ben.get_by_text("Ana offers to tell you something unasked").click()
    looked_at(ben, axe, "asked")
    ben.get_by_role("button", name="Accept it").click()
    expect(ben.get_by_text("Ben: accepted on")).to_be_visible()
    ben.get_by_text("Suggest an item").click()
    ben.get_by_label("An item that you would like to see there").fill("when plans for the weekend change")
    ben.get_by_role("button", name="Ask", exact=True).click()
    ana.reload()
    looked_at(ana, axe, "suggested")
    ana.get_by_role("button", name="Take it up").click()
    ben.reload()
    expect(ben.get_by_text("when plans for the weekend change (new)")).to_be_visible()
    looked_at(ben, axe, "newer")
    ana.get_by_role("link", name="what the bank says").click()
    ana.get_by_label("Your words", exact=True).fill("They called today: the loan runs until March.")
    looked_at(ana, axe, "note-written")
    ana.get_by_role("button", name="Send", exact=True).click()
    ben.goto("/")
    ben.get_by_text("A note from Ana").click()
    expect(ben.get_by_text("the loan runs until March")).to_be_visible()
    looked_at(ben, axe, "note")
    ana.goto(f"{address}things/")
    ana.get_by_label("Small things that land with me").fill("a coffee brought to bed")
    ana.get_by_role("button", name="Keep it").click()
    looked_at(ana, axe, "own-things")
    ben.goto(address)
    looked_at(ben, axe, "hub-used")


def test_what_lands_with_ana_becomes_bens_own_reminder_without_scripts(open_browser, site, axe):
    ana, ben, address = two_people(open_browser, site, java_script_enabled=False)
    ana.goto(f"{address}things/")
    ana.get_by_label("Small things that land with me").fill("a coffee brought to bed\nasking how the meeting went")
    ana.get_by_role("button", name="Keep it").click()
    ana.get_by_role("button", name="See what Ben would see").click()
    ana.get_by_role("button", name="Show it", exact=True).click()
    expect(ana.get_by_role("button", name="Show it to nobody")).to_be_visible()
    ben.goto(address)
    ben.get_by_role("link", name="With Ana").click()
    looked_at(ben, axe, "things")
    ben.get_by_role("link", name="a coffee brought to bed").click()
    ben.get_by_label("When …").fill("I have made my own")
    looked_at(ben, axe, "reminder-written")
    ben.get_by_role("button", name="Keep it").click()
    expect(ben.get_by_role("heading", name="Ben, a small thing you chose: a coffee brought to bed")).to_be_visible()
    looked_at(ben, axe, "reminder")
    ana.goto(f"{address}notes/noticed/")
    ana.get_by_label("Your words", exact=True).fill("You brought me coffee before your own. I started the day warm.")
    ana.get_by_role("button", name="Send", exact=True).click()
    ben.goto("/")
    ben.get_by_text("A note from Ana").click()
    expect(ben.get_by_text("You brought me coffee before your own.")).to_be_visible()

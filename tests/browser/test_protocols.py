"""How we talk: proposing from a protocol, saying yes, changing, walking through; in browsers and without scripts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import DESKTOP, PHONE, picture, sign_in

from amends_web.spaces.actions import add_member, create_space

pytestmark = pytest.mark.django_db(transaction=True)


def looked_at(page, axe, name):
    """Check a page, and keep a picture of it where one is asked for."""
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    picture(page, f"protocols-{name}")


def test_two_agree_on_how_they_talk_and_change_it(open_browser, site, axe):
    ana = open_browser(PHONE, is_mobile=True, has_touch=True)
    ben = open_browser(DESKTOP)
    of_ana, of_ben = sign_in(ana.context, "Ana", site), sign_in(ben.context, "Ben", site)
    space = create_space(keyring=of_ana.keyring, person=of_ana.person, relation="friends", name="The flat")
    add_member(keyring=of_ana.keyring, space=space, person=of_ben.person)
    ana.goto(f"/spaces/{space.pk}/")
    ana.get_by_role("link", name="How we talk").click()
    looked_at(ana, axe, "hub")
    ana.get_by_role("link", name="Begin softly").click()
    looked_at(ana, axe, "template")
    ana.get_by_role("link", name="Agree on it").click()
    looked_at(ana, axe, "propose")
    ana.get_by_role("button", name="Propose it").click()
    expect(ana.get_by_text("Waits for Ben.")).to_be_visible()
    looked_at(ana, axe, "waits")

    ben.goto("/")
    ben.get_by_text("Ana proposes how you could talk").click()
    looked_at(ben, axe, "asked")
    yes, no = ben.get_by_role("button", name="Yes, this"), ben.get_by_role("link", name="Not now")
    assert yes.bounding_box()["width"] == no.bounding_box()["width"]
    yes.click()
    expect(ben.get_by_role("heading", name="What holds")).to_be_visible()
    looked_at(ben, axe, "holds")
    ben.get_by_role("link", name="Change it").click()
    ben.get_by_label("When").fill("Something small has come up twice.")
    ben.get_by_role("button", name="Propose it").click()
    expect(ben.locator("ins").first).to_be_visible()
    ana.reload()
    looked_at(ana, axe, "change")
    ana.get_by_role("button", name="Yes, this").click()
    expect(ana.get_by_text("Earlier versions")).to_be_visible()
    ana.get_by_text("Earlier versions").click()
    ana.get_by_text("End it", exact=True).click()
    looked_at(ana, axe, "versions")
    ana.get_by_role("button", name="End it now").click()
    expect(ana.get_by_text("Nothing of it holds.")).to_be_visible()
    looked_at(ana, axe, "ended")
    ben.goto(f"/protocols/{space.pk}/")
    looked_at(ben, axe, "hub-after")


def test_a_protocol_is_walked_through_by_keyboard_and_without_scripts(open_browser, site, axe):
    page = open_browser(PHONE, java_script_enabled=False)
    ana = sign_in(page.context, "Ana", site)
    space = create_space(keyring=ana.keyring, person=ana.person, relation="family", name="Home")
    page.goto(f"/protocols/{space.pk}/library/weekly-check-in/")
    for number in range(1, 6):
        page.get_by_role("link", name="Walk through it" if number == 1 else "Go on").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"step {number} of 5")).to_be_visible()
        if number == 1 and "AMENDS_PICTURES" in os.environ:
            page.screenshot(path=Path(os.environ["AMENDS_PICTURES"]) / "protocols-step.png", full_page=True)
    page.get_by_label("What each of us would like next week").fill("A walk on Sunday")
    if "AMENDS_PICTURES" in os.environ:
        page.screenshot(path=Path(os.environ["AMENDS_PICTURES"]) / "protocols-step-keep.png", full_page=True)
    page.get_by_role("button", name="Keep it and go on").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="That was the last step")).to_be_visible()
    page.get_by_role("link", name="Leave it at that").click()
    expect(page.get_by_text("A walk on Sunday")).to_be_visible()
    page.goto(f"/protocols/{space.pk}/bring/")
    page.get_by_label("The text of the file").fill("format: 1\ntitel: Tea")
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("the format has no such name").first).to_be_visible()
    if "AMENDS_PICTURES" in os.environ:
        page.screenshot(path=Path(os.environ["AMENDS_PICTURES"]) / "protocols-bring.png", full_page=True)

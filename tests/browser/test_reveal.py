"""My side and the reveal in two real browsers: typing is kept, nothing is told, and both maps open at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import DESKTOP, PHONE, sign_in

from amends_web.breakdowns.actions import begin_breakdown
from amends_web.spaces.actions import add_member, create_space
from amends_web.vault.keyring import Keyring

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two(open_browser, site):
    """Ana on a desktop and Ben on a phone, in one space with one breakdown; returns their pages and its address."""
    ana_page, ben_page = open_browser(DESKTOP), open_browser(PHONE, is_mobile=True, has_touch=True)
    ana, ben = sign_in(ana_page.context, "Ana", site), sign_in(ben_page.context, "Ben", site)
    space = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="The flat")
    add_member(keyring=ana.keyring, space=space, person=ben.person)
    keyring = Keyring(person_id=ana.person.pk, seed=ana.keyring.seed)
    breakdown = begin_breakdown(keyring=keyring, person=ana.person, space=space, name="The late dinner", day=None)
    return ana_page, ben_page, f"/breakdowns/{breakdown.pk}/"


def write(page, address, name, text):
    page.goto(f"{address}side/{name}/")
    page.locator("textarea").first.fill(text)
    page.get_by_role("button", name="Next").click()


def share_all(page, address):
    page.goto(f"{address}choose/")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="See the preview").click()
    page.get_by_role("button", name="Share when we both have").click()


def test_both_maps_open_at_the_same_moment(two, axe):
    ana, ben, address = two
    write(ana, address, "meant", "I wanted an hour with you before the week starts.")
    write(ben, address, "thought", "Another thing I got wrong.")
    for page, step in ((ana, "choose/"), (ben, "side/felt/"), (ben, "side/needs/"), (ben, "")):
        page.goto(address + step)
        axe(page)
    share_all(ana, address)
    expect(ana.get_by_role("heading", name="Waiting")).to_be_visible()
    axe(ana)
    share_all(ben, address)
    # Nobody touches Ana's page: it asks by itself, and moves on.
    for page in (ana, ben):
        expect(page.get_by_role("heading", name="What was meant, and what arrived")).to_be_visible()
        expect(page.get_by_text("“I wanted an hour with you before the week starts.”")).to_be_visible()
        axe(page)
    ben.get_by_role("button", name="This was news to me").click()
    expect(ben.get_by_text("News to you. Ana can see that.")).to_be_visible()
    ana.reload()
    expect(ana.get_by_text("This was news to Ben.")).to_be_visible()


def test_what_is_typed_is_kept_without_a_press_and_a_mark_comes_while_typing(two, axe):
    _, ben, address = two
    ben.goto(f"{address}side/facts/")
    ben.locator("textarea").fill("I came in at nine. You always ignore me.")
    expect(ben.locator("#kept .mark")).to_have_text("always")
    expect(ben.get_by_text("Kept. Only you can see it.")).to_be_visible()
    axe(ben)
    ben.get_by_role("button", name="Move it to the story").click()
    expect(ben.locator("textarea")).to_have_value("I came in at nine.")
    expect(ben.locator("#kept .mark")).to_have_count(0)
    ben.goto(f"{address}side/story/")
    expect(ben.locator("textarea").first).to_have_value("You always ignore me.")


def test_the_feelings_picker_works_by_keyboard_alone(two):
    ana, _, address = two
    ana.goto(f"{address}side/felt/")
    ana.locator("summary", has_text=re.compile("^Hurt$")).focus()
    ana.keyboard.press("Enter")
    ana.keyboard.press("Tab")
    ana.keyboard.press("Space")
    ana.keyboard.press("Tab")
    ana.keyboard.press("ArrowRight")
    ana.keyboard.press("ArrowRight")
    expect(ana.get_by_role("radio", name="strong").first).to_be_checked()
    ana.get_by_role("button", name="Next").focus()
    ana.keyboard.press("Enter")
    ana.wait_for_url("**/side/needs/")
    ana.goto(f"{address}choose/")
    expect(ana.get_by_text("very hurt")).to_be_visible()


def test_no_page_is_wider_than_a_phone(two):
    _, ben, address = two
    write(ben, address, "meant", "W" * 80)
    for step in ("", "kinds/", "honesty/", "ask/", "side/felt/", "side/needs/", "side/story/", "choose/"):
        ben.goto(address + step)
        assert ben.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], step

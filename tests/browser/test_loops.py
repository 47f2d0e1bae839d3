"""What was this really about: two people answer alone, share blind, and draw one loop, in real browsers."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import DESKTOP, PHONE, picture, sign_in

from amends_web.breakdowns.actions import begin_breakdown
from amends_web.breakdowns.tests.conftest import again
from amends_web.spaces.actions import add_member, create_space

pytestmark = pytest.mark.django_db(transaction=True)


def looked_at(page, axe, name):
    """Check a page, and keep a picture of it where one is asked for."""
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    picture(page, f"loops-{name}")


def test_two_people_come_from_a_breakdown_to_one_loop_that_both_change(open_browser, site, axe):
    on_phone = open_browser(PHONE, is_mobile=True, has_touch=True)
    on_desktop = open_browser(DESKTOP)
    ana, ben = sign_in(on_phone.context, "Ana", site), sign_in(on_desktop.context, "Ben", site)
    space = create_space(keyring=ana.keyring, person=ana.person, relation="couple", name="Us")
    add_member(keyring=again(ana), space=space, person=ben.person)
    breakdown = begin_breakdown(keyring=again(ana), person=ana.person, space=space, name="The late dinner", day=None)

    on_phone.goto(f"/breakdowns/{breakdown.pk}/")
    on_phone.get_by_text("What was this really about?").click()
    looked_at(on_phone, axe, "begin")
    on_phone.get_by_role("button", name="Begin", exact=True).click()
    on_phone.get_by_label("What was pressing on you from outside?").fill("Two weeks of nights at work.")
    on_phone.get_by_label("That is my whole answer").check()
    on_phone.get_by_label("Ben may read this").nth(2).check()
    expect(on_phone.get_by_text("Kept. Only you can see it.")).to_be_visible()
    looked_at(on_phone, axe, "answers")
    on_phone.get_by_role("button", name="See the preview").click()
    looked_at(on_phone, axe, "preview")
    on_phone.get_by_role("button", name="Share when we both have").click()
    expect(on_phone.get_by_text("Nothing new yet.")).to_be_visible()
    looked_at(on_phone, axe, "waiting")

    on_desktop.goto("/")
    on_desktop.get_by_text("What was it really about? The late dinner").click()
    on_desktop.get_by_label("What went on in you").fill("I was ashamed, and afraid to say so.")
    on_desktop.get_by_label("Ana may read this").nth(1).check()
    looked_at(on_desktop, axe, "answers-desktop")
    on_desktop.get_by_role("button", name="See the preview").click()
    on_desktop.get_by_role("button", name="Share when we both have").click()
    expect(on_phone.get_by_role("heading", name="What goes round between you")).to_be_visible()
    expect(on_phone.get_by_text("I was ashamed")).to_be_visible()
    looked_at(on_phone, axe, "open")

    for whose, does in (
        ("Ana (you)", "go quiet and look at the phone"),
        ("Ben", "ask again, and then once more from the door"),
        ("Ana (you)", "leave the room"),
    ):
        on_phone.get_by_label(whose, exact=True).check()
        on_phone.get_by_label("What do they do?").fill(does)
        on_phone.get_by_role("button", name="Put it in").click()
        expect(on_phone.locator(".arrows")).to_contain_text(does)
    looked_at(on_phone, axe, "ring")
    on_desktop.reload()
    expect(on_desktop.locator(".arrows li").nth(0)).to_contain_text("When you go quiet and look at the phone")
    looked_at(on_desktop, axe, "ring-desktop")

    on_desktop.get_by_role("link", name="Change “When you go quiet").click()
    on_desktop.get_by_label("What do they do?").fill("say nothing, you are a coward")
    expect(on_desktop.locator(".mark")).to_have_text("you are a coward")
    looked_at(on_desktop, axe, "arrow")
    on_desktop.get_by_label("What do they do?").fill("say nothing more")
    on_phone.get_by_role("link", name="Change “When I go quiet").click()
    on_phone.get_by_label("What do they do?").fill("shut down")
    on_phone.get_by_role("button", name="Change it").click()
    expect(on_phone.locator(".arrows")).to_contain_text("When I shut down")
    on_desktop.get_by_role("button", name="Change it").click()
    expect(on_desktop.get_by_role("heading", name="This changed meanwhile")).to_be_visible()
    expect(on_desktop.get_by_text("shut down").first).to_be_visible()
    expect(on_desktop.get_by_label("What do they do?")).to_have_value("say nothing more")
    looked_at(on_desktop, axe, "changed")
    on_desktop.get_by_role("button", name="Put mine there").click()
    expect(on_desktop.locator(".arrows")).to_contain_text("version 3, changed by Ben")
    expect(on_phone.get_by_text("Somebody changed the loop.")).to_be_visible()
    looked_at(on_phone, axe, "somebody-changed")

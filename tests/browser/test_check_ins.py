"""Agreeing on a time, a live check-in on two screens, one apart without scripts, the pulse: in real browsers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.conftest import DESKTOP, PHONE, picture, sign_in

from amends.path.checkin import PARTS
from amends_web.spaces.actions import add_member, create_space

pytestmark = pytest.mark.django_db(transaction=True)


def looked_at(page, axe, name):
    """Check a page, and keep a picture of it where one is asked for."""
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    picture(page, f"check-ins-{name}")


@pytest.fixture
def two(open_browser, site):
    """Ana on a phone and Ben on a desktop, in one space."""
    phone = open_browser(PHONE, is_mobile=True, has_touch=True)
    desktop = open_browser(DESKTOP)
    space = shared_space(sign_in(phone.context, "Ana", site), sign_in(desktop.context, "Ben", site))
    return phone, desktop, f"/check-ins/{space.pk}/"


def shared_space(ana, ben):
    space = create_space(keyring=ana.keyring, person=ana.person, relation="family", name="The flat")
    add_member(keyring=ana.keyring, space=space, person=ben.person)
    return space


def test_whoever_comes_later_may_say_no_to_the_time_on_a_phone_as_easily_as_yes(open_browser, site, axe):
    ana, ben, cleo = (open_browser(PHONE, is_mobile=True, has_touch=True) for _ in range(3))
    owner = sign_in(ana.context, "Ana", site)
    space = shared_space(owner, sign_in(ben.context, "Ben", site))
    ana.goto(f"/check-ins/{space.pk}/time/")
    ana.get_by_label("The first one").fill(f"{timezone.localtime() + timedelta(days=2):%Y-%m-%dT%H:%M}")
    ana.get_by_role("button", name="Propose it").click()
    ben.goto(f"/check-ins/{space.pk}/")
    ben.get_by_role("button", name="Yes, it suits me").click()
    add_member(keyring=owner.keyring, space=space, person=sign_in(cleo.context, "Cleo", site).person)
    cleo.goto("/")
    cleo.get_by_text("A time for check-ins").click()
    looked_at(cleo, axe, "later")
    yes, no = (cleo.get_by_role("button", name=name) for name in ("Yes, it suits me", "No, without me"))
    assert yes.bounding_box()["height"] == no.bounding_box()["height"]
    no.click()
    expect(cleo.get_by_text("it goes without you")).to_be_visible()
    looked_at(cleo, axe, "later-no")
    cleo.goto("/")
    expect(cleo.get_by_text("A time for check-ins")).to_have_count(0)


def test_they_agree_on_a_time_and_check_in_live_on_two_screens(two, axe):
    ana, ben, address = two
    ana.goto(address)
    looked_at(ana, axe, "none")
    ana.get_by_role("link", name="Propose a time").click()
    ana.get_by_label("The first one").fill(f"{timezone.localtime() + timedelta(hours=2):%Y-%m-%dT%H:%M}")
    ana.get_by_label("About 30 minutes").check()
    looked_at(ana, axe, "time")
    ana.get_by_role("button", name="Propose it").click()
    ben.goto("/")
    ben.get_by_text("A time for check-ins").click()
    looked_at(ben, axe, "proposed")
    ben.get_by_role("button", name="Yes, it suits me").click()
    looked_at(ben, axe, "agreed")
    ana.goto("/")
    ana.get_by_text("Check-in: ").click()
    ana.get_by_role("link", name="Begin", exact=True).click()
    ana.get_by_label("Together now, each on a device of their own").check()
    looked_at(ana, axe, "begin")
    ana.get_by_role("button", name="Begin", exact=True).click()
    ben.goto("/")
    ben.get_by_text("A check-in has begun").click()
    ana.locator("#id_words").fill("For the soup on Tuesday, when I came home late.")
    looked_at(ana, axe, "live")
    ana.get_by_role("button", name="Give it").click()
    expect(ana.get_by_text("Yours is in.")).to_be_visible()
    looked_at(ana, axe, "live-waits")
    ben.locator("#id_words").fill("For waiting with the call.")
    ben.get_by_role("button", name="Give it").click()
    expect(ana.get_by_text("For waiting with the call.")).to_be_visible()
    expect(ana.locator("#check-in-said")).to_have_text("Thanks: open for all of you.")
    looked_at(ana, axe, "live-open")
    for _ in PARTS[1:]:
        ben.get_by_role("button", name="Go on").click()
        expect(ben.get_by_role("button", name="I’ll say it, or nothing")).to_be_visible()
        ben.get_by_role("button", name="I’ll say it, or nothing").click()
        ana.reload()
        ana.get_by_role("button", name="I’ll say it, or nothing").click()
        expect(ben.get_by_role("button", name="Go on")).to_be_visible()
    ben.get_by_role("button", name="Go on").click()
    expect(ben.get_by_role("heading", name="Your check-in")).to_be_visible()
    looked_at(ben, axe, "over")
    ben.get_by_text("How was that for you?").click()
    ben.get_by_label("It was too long").check()
    looked_at(ben, axe, "how-it-was")
    ben.get_by_role("button", name="Keep it").click()
    expect(ben.get_by_text("It was too long")).to_be_visible()
    looked_at(ben, axe, "mine")


def test_a_pulse_is_kept_by_keyboard_and_drawn_as_a_band(two, axe):
    ana, _ben, address = two
    ana.goto(address.replace("check-ins", "pulse"))
    for answer in ("partly", "a little", "mostly"):
        first = ana.get_by_role("group", name="I know what to expect.").get_by_label(answer)
        first.focus()
        ana.keyboard.press("Space")
        ana.get_by_role("group", name="I have hope for us.").get_by_label("mostly").check()
        ana.get_by_role("button", name="Keep it").focus()
        ana.keyboard.press("Enter")
        expect(ana.get_by_text("What you answered before")).to_be_visible()
    expect(ana.locator(".pulses polygon")).to_be_visible()
    looked_at(ana, axe, "pulse")


def test_a_check_in_apart_goes_without_scripts(open_browser, site):
    ana, ben = (open_browser(PHONE, java_script_enabled=False) for _ in range(2))
    space = shared_space(sign_in(ana.context, "Ana", site), sign_in(ben.context, "Ben", site))
    ana.goto(f"/check-ins/{space.pk}/begin/")
    ana.get_by_label("Each when it suits them; it opens for all at once").check()
    ana.get_by_role("button", name="Begin", exact=True).click()
    ben.goto(ana.url)
    for page, words in ((ana, "For the soup."), (ben, "For waiting.")):
        page.get_by_role("link", name="Begin", exact=True).click()
        page.locator("#id_words").fill(words)
        for _ in PARTS[1:]:
            page.get_by_role("button", name="Next").click()
        page.get_by_role("button", name="See it all").click()
        page.get_by_role("button", name="Share", exact=True).click()
    expect(ben.get_by_text("For the soup.")).to_be_visible()
    ana.reload()
    expect(ana.get_by_text("For waiting.")).to_be_visible()

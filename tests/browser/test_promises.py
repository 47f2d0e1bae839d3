"""A promise between two, from the first word to how each saw it: in real browsers, on a phone and a desktop."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.conftest import DESKTOP, PHONE, picture, sign_in

from amends_web.spaces.actions import add_member, create_space
from amends_web.vault.models import UnlockedSession

pytestmark = pytest.mark.django_db(transaction=True)


def looked_at(page, axe, name):
    """Check a page, and keep a picture of it where one is asked for."""
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    picture(page, f"promises-{name}")


def test_ana_promises_ben_proposes_and_each_says_how_they_saw_it(open_browser, site, axe, monkeypatch):
    on_phone = open_browser(PHONE, is_mobile=True, has_touch=True)
    on_desktop = open_browser(DESKTOP)
    ana, ben = sign_in(on_phone.context, "Ana", site), sign_in(on_desktop.context, "Ben", site)
    space = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="The flat")
    add_member(keyring=ana.keyring, space=space, person=ben.person)
    soon = timezone.localtime() + timedelta(hours=2)

    on_phone.goto(f"/promises/{space.pk}/")
    on_phone.get_by_text("Promise something").click()
    on_phone.get_by_label("I will …").fill("share my location with you")
    on_phone.get_by_role("button", name="See it first").click()
    looked_at(on_phone, axe, "nothing-yet")
    on_phone.get_by_label("For which day, or by when?").fill(soon.date().isoformat())
    on_phone.get_by_role("button", name="See it first").click()
    expect(on_phone.get_by_role("heading", name="This can’t be promised here")).to_be_visible()
    looked_at(on_phone, axe, "declined")
    on_phone.get_by_label("When or if").fill("I leave the office late")
    on_phone.get_by_label("I will …").fill("call you from the station")
    on_phone.get_by_label("At what time?").fill(soon.strftime("%H:%M"))
    looked_at(on_phone, axe, "make")
    on_phone.get_by_role("button", name="See it first").click()
    expect(on_phone.get_by_text("When I leave the office late, I will call you from the station.")).to_be_visible()
    looked_at(on_phone, axe, "look")
    on_phone.get_by_role("button", name="Offer it").click()
    expect(on_phone.get_by_text("Offered. Nothing is agreed yet.")).to_be_visible()

    on_desktop.goto("/")
    on_desktop.get_by_text("Ana offers you a promise").click()
    looked_at(on_desktop, axe, "offered")
    on_desktop.get_by_role("link", name="Something else").click()
    on_desktop.get_by_label("I will …").fill("write to you from the station")
    looked_at(on_desktop, axe, "other")
    on_desktop.get_by_role("button", name="See it first").click()
    on_desktop.get_by_role("button", name="Propose it").click()
    on_phone.reload()
    looked_at(on_phone, axe, "proposed")
    on_phone.get_by_role("button", name="I promise this").click()
    expect(on_phone.get_by_text("Agreed. Next:")).to_be_visible()
    looked_at(on_phone, axe, "agreed")

    later = timezone.now() + timedelta(hours=3)
    UnlockedSession.objects.update(touched_at=later)
    monkeypatch.setattr(timezone, "now", lambda: later)
    on_phone.reload()
    on_phone.get_by_role("button", name="Kept").click()
    on_desktop.goto(on_phone.url)
    on_desktop.get_by_label("In your own words, if you like").fill("It was half past seven.")
    looked_at(on_desktop, axe, "say")
    on_desktop.get_by_role("button", name="Not for me").click()
    on_phone.reload()
    expect(on_phone.get_by_text("You: kept")).to_be_visible()
    expect(on_phone.get_by_text("Ben: not for me")).to_be_visible()
    looked_at(on_phone, axe, "both-views")
    on_phone.get_by_role("link", name="Three lines about it").click()
    looked_at(on_phone, axe, "mend")
    on_phone.get_by_label("What was mine").fill("I stayed on for one more call.")
    on_phone.get_by_label("What it may have meant for you").fill("You stood there alone.")
    on_phone.get_by_label("What I will do now").fill("I set an alarm at five.")
    on_phone.get_by_role("button", name="Send them").click()
    expect(on_phone.get_by_text("I set an alarm at five.")).to_be_visible()
    looked_at(on_phone, axe, "mended")
    on_desktop.get_by_text("What happened, step by step").click()
    on_desktop.reload()
    expect(on_desktop.get_by_text("I set an alarm at five.")).to_be_visible()
    looked_at(on_desktop, axe, "history")
    on_phone.goto(f"/promises/{space.pk}/")
    looked_at(on_phone, axe, "list")


def test_a_promise_is_made_and_answered_without_scripts(open_browser, site):
    ana_page, ben_page = (open_browser(PHONE, java_script_enabled=False) for _ in range(2))
    ana, ben = sign_in(ana_page.context, "Ana", site), sign_in(ben_page.context, "Ben", site)
    space = create_space(keyring=ana.keyring, person=ana.person, relation="coparents", name="The children")
    add_member(keyring=ana.keyring, space=space, person=ben.person)
    ana_page.goto(f"/promises/{space.pk}/make/")
    ana_page.get_by_label("I will …").fill("bring the school bag on Friday")
    ana_page.get_by_role("button", name="See it first").click()
    expect(ana_page.get_by_text("It is filled in below.").first).to_be_visible()
    ana_page.get_by_role("button", name="See it first").click()
    ana_page.get_by_role("button", name="Offer it").click()
    ben_page.goto(ana_page.url)
    ben_page.get_by_role("button", name="Yes").click()
    expect(ben_page.get_by_text("Agreed. Next:")).to_be_visible()

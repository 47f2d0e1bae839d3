"""A round in two real browsers, phone-sized: it moves on by itself, and takes nothing from under one’s hands."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.conftest import PHONE, sign_in

from amends.path.floor import Pace
from amends_web.listening.actions import ask_round
from amends_web.spaces.actions import add_member, create_space
from amends_web.vault.keyring import Keyring

pytestmark = pytest.mark.django_db(transaction=True)


AT_ONCE = """words => new MutationObserver((_, observer) => {
    const area = document.querySelector("#round textarea");
    observer.disconnect();
    area.value = words;
    area.dispatchEvent(new Event("input", { bubbles: true }));
}).observe(document.querySelector("#round").parentElement, { childList: true })"""
TRIGGERS = "all => all.map((one) => one.getAttribute('hx-trigger'))"


def picture(page, name):
    if "AMENDS_PICTURES" in os.environ:
        page.screenshot(path=Path(os.environ["AMENDS_PICTURES"]) / f"{name}.png", full_page=True)


@pytest.fixture
def two(open_browser, site):
    """Ana and Ben on their phones, Ben's dark, in one space; returns their pages and who they are."""
    pages = [
        open_browser(PHONE, is_mobile=True, has_touch=True),
        open_browser(PHONE, is_mobile=True, has_touch=True, color_scheme="dark"),
    ]
    ana, ben = (sign_in(page.context, name, site) for page, name in zip(pages, ("Ana", "Ben"), strict=True))
    space = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="The flat")
    add_member(keyring=ana.keyring, space=space, person=ben.person)
    return *pages, ana, ben, space


def fresh(actor):
    return Keyring(person_id=actor.person.pk, seed=actor.keyring.seed)


def open_round(two, pace=Pace.LIVE):
    """Ana has asked, and both look at it."""
    ana_page, ben_page, ana, ben, space = two
    of = ask_round(
        keyring=fresh(ana),
        person=ana.person,
        space=space,
        topic="Sunday evening",
        pace=pace,
        people=[ana.person, ben.person],
        breakdown=None,
        now=timezone.now(),
    )
    address = f"/rounds/{of.pk}/"
    for page in (ana_page, ben_page):
        page.goto(address)
    return address


def heading(page, words):
    return expect(page.get_by_role("heading", level=1, name=words)).to_be_visible()


def send(page, words, button):
    page.get_by_role("textbox").fill(words)
    page.get_by_role("button", name=button).click()


def test_what_is_typed_as_news_come_in_gets_its_second_look(two):
    ana, ben, *_ = two
    open_round(two)
    ben.get_by_role("button", name="Yes").click()
    heading(ana, "You have the floor")
    heading(ben, "Ana has the floor")
    # The very moment in which the page has its new part.
    ben.evaluate(AT_ONCE, "But I rang you twice.")
    send(ana, "I thought: they have given up on me.", "Send, and say more")
    expect(ben.locator(".mark")).to_have_text("But")


def test_a_round_on_two_phones_moves_on_by_itself_until_both_were_heard(two, axe):
    ana, ben, *_ = two
    ana.goto(f"/rounds/new/{two[-1].pk}/")
    axe(ana)
    picture(ana, "ask")
    open_round(two)
    for page in (ana, ben):
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    picture(ana, "waiting")
    picture(ben, "asked")
    ben.get_by_role("button", name="Yes").click()
    heading(ben, "Ana has the floor")
    # Nobody touches Ana's page: it looks by itself.
    heading(ana, "You have the floor")
    for page, name in ((ana, "speaking"), (ben, "listening-dark")):
        axe(page)
        picture(page, name)
    ana.get_by_role("textbox").fill("W" * 80)
    assert ana.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    send(ana, "When I came in and nobody was there, I thought: they have given up on me.", "Send, and say more")
    expect(ben.get_by_text("they have given up on me")).to_be_visible()
    # Ben begins while Ana still speaks; her next words come in and his stay.
    ben.get_by_role("textbox").fill("But I rang you twice.")
    expect(ben.locator(".mark")).to_have_text("But")
    send(ana, "I had the worst review of my life at four.", "Let Ben say it back")
    heading(ben, "What did you hear?")
    expect(ben.get_by_role("textbox")).to_have_value("But I rang you twice.")
    axe(ben)
    picture(ben, "reflecting-dark")
    ben.get_by_role("radio", name="I think I got it").check()
    send(ben, "You had a bad day.", "Is that it?")
    heading(ana, "Is that it?")
    assert ana.locator(".mark").count() == 0
    axe(ana)
    picture(ana, "answering")
    send(ana, "The empty room, not the day.", "Not yet")
    heading(ben, "What did you hear?")
    expect(ben.get_by_text("Ana: not yet. The empty room, not the day.")).to_be_visible()
    send(ben, "You came in, the room was empty, and you thought I had given up.", "Is that it?")
    heading(ana, "Is that it?")
    ana.get_by_role("button", name="Got it").click()
    heading(ana, "Is there more?")
    axe(ana)
    picture(ana, "more")
    ana.get_by_role("button", name="That was it").click()
    heading(ben, "You have the floor")
    send(ben, "I was ashamed, so I stayed away.", "Let Ana say it back")
    heading(ana, "What did you hear?")
    send(ana, "You were ashamed.", "Is that it?")
    heading(ben, "Is that it?")
    ben.get_by_role("button", name="Got it").click()
    heading(ben, "Is there more?")
    ben.get_by_role("button", name="That was it").click()
    for page in (ana, ben):
        heading(page, "Each of you was heard")
        axe(page)
    send(ben, "I say on Sunday when it gets late.", "Put it here")
    expect(ana.get_by_text("I say on Sunday when it gets late.")).to_be_visible()
    picture(ana, "heard")
    ana.get_by_role("link", name="The receipt").click()
    heading(ana, "What each said of being heard")
    axe(ana)
    picture(ana, "receipt")
    ben.get_by_role("link", name="How I listen").click()
    heading(ben, "How I listen")
    expect(ben.get_by_text("What was missing: “The empty room, not the day.”")).to_be_visible()
    axe(ben)
    picture(ben, "mine-dark")
    assert ben.evaluate("JSON.stringify({...localStorage, ...sessionStorage})") == "{}"


def test_at_a_table_the_device_is_covered_between_turns_and_the_keyboard_is_enough(two, axe):
    ana, *_ = two
    address = open_round(two, Pace.ONE_PHONE)
    for name in ("Ana", "Ben"):
        expect(ana.get_by_text(f"{name}, this is for you")).to_be_visible()
        ana.get_by_role("button", name="Yes").focus()
        ana.keyboard.press("Enter")
    heading(ana, "Pass it to Ana")
    axe(ana)
    picture(ana, "cover")
    ana.get_by_role("link", name="I am Ana, show it").focus()
    ana.keyboard.press("Enter")
    heading(ana, "Ana has the floor")
    picture(ana, "table")
    send(ana, "I sat there alone.", "Let Ben say it back")
    heading(ana, "Pass it to Ben")
    expect(ana.get_by_text("I sat there alone.")).to_have_count(0)
    ana.get_by_role("link", name="I am Ben, show it").click()
    expect(ana.get_by_text("I sat there alone.")).to_be_visible()
    ana.goto(address)
    heading(ana, "Pass it to Ben")


def test_while_ana_takes_a_break_in_her_turn_bens_composer_is_held_within_five_seconds_with_what_he_typed(two, axe):
    ana, ben, *_ = two
    address = open_round(two)
    ben.get_by_role("button", name="Yes").click()
    heading(ana, "You have the floor")
    heading(ben, "Ana has the floor")
    ben.get_by_role("textbox").fill("So far I hear")
    # Ben's page asks more often than every five seconds; how fast this machine answers is no matter of it.
    assert set(ben.locator("[hx-trigger^=every]").evaluate_all(TRIGGERS)) == {"every 2s"}
    ana.get_by_role("link", name="Pause", exact=True).click()
    ana.get_by_role("button", name="In 20 minutes").click()
    expect(ben.get_by_text("Ana is taking a break and means to be back")).to_be_visible()
    expect(ben.get_by_role("textbox")).to_be_disabled()
    expect(ben.get_by_role("textbox")).to_have_value("So far I hear")
    axe(ben)
    picture(ben, "held-dark")
    ana.get_by_role("button", name="I’m back").click()
    expect(ben.get_by_role("textbox")).to_be_enabled()
    expect(ben.get_by_role("textbox")).to_have_value("So far I hear")
    # As if the break had come before the last words were kept: they are kept now, and news come in.
    ben.evaluate("document.querySelector('#round textarea').dataset.unkept = ''")
    ana.goto(address)
    send(ana, "One more thing.", "Let Ben say it back")
    heading(ben, "What did you hear?")
    expect(ben.get_by_role("textbox")).to_have_value("So far I hear")

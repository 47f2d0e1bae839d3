"""Asking which way, guessing and checking, answering a feeling: in real browsers, by keyboard, and without scripts."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from conftest import Actor
from playwright.sync_api import Page, expect
from tests.browser.conftest import DESKTOP, PHONE, picture, sign_in

from amends_web.breakdowns.actions import begin_breakdown
from amends_web.breakdowns.tests.conftest import Story, again
from amends_web.spaces.actions import add_member, create_space
from amends_web.spaces.models import Space

pytestmark = pytest.mark.django_db(transaction=True)

LINE = "Fine. Do what you like."


def looked_at(page, axe, name):
    """Check a page, and keep a picture of it where one is asked for."""
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    picture(page, f"clarifying-{name}")


@dataclass
class Two:
    """Ana on a phone and Ben on a desktop, in one space; and where they ask each other."""

    ana: Actor
    ben: Actor
    on_phone: Page
    on_desktop: Page
    space: Space

    @property
    def address(self):
        return f"/clarifying/{self.space.pk}/"


@pytest.fixture
def two(open_browser, site):
    phone = open_browser(PHONE, is_mobile=True, has_touch=True)
    desktop = open_browser(DESKTOP)
    ana, ben = sign_in(phone.context, "Ana", site), sign_in(desktop.context, "Ben", site)
    space = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="The flat")
    add_member(keyring=ana.keyring, space=space, person=ben.person)
    return Two(ana=ana, ben=ben, on_phone=phone, on_desktop=desktop, space=space)


def test_ana_asks_which_way_and_ben_answers_with_one_tap(two, axe):
    ana, ben, address = two.on_phone, two.on_desktop, two.address
    ana.goto(address)
    looked_at(ana, axe, "hub")
    ana.get_by_role("link", name="Which way did you mean this?").click()
    ana.get_by_label("The line").fill(LINE)
    ana.get_by_label("One way to read it").fill("You were tired and wanted to stop.")
    ana.get_by_label("Another way to read it").fill("You always want me to go away.")
    expect(ana.locator(".mark")).to_have_text("always")
    looked_at(ana, axe, "ask")
    ana.get_by_role("button", name="Ask", exact=True).click()
    expect(ana.get_by_text("Nothing new yet.")).to_be_visible()
    ben.goto("/")
    ben.get_by_text("Ana asks which way you meant a line").click()
    looked_at(ben, axe, "asked")
    ben.get_by_role("button", name="You were tired and wanted to stop.").click()
    expect(ben.get_by_role("heading", name="What you said")).to_be_visible()
    ana.reload()
    expect(ana.locator("s")).to_have_text("You always want me to go away.")
    looked_at(ana, axe, "answered")


def test_a_guess_is_kept_by_keyboard_and_stands_beside_anas_word(two, axe):
    ana, ben, address = two.on_phone, two.on_desktop, two.address
    ana.goto(f"{address}tell/feeling/")
    ana.get_by_label("The moment").fill("when you came home on Sunday")
    ana.get_by_text("Sad", exact=True).click()
    ana.get_by_label("lonely").check()
    ana.get_by_label("quite").check()
    looked_at(ana, axe, "tell")
    ana.get_by_role("button", name="Let them guess").click()
    expect(ana.get_by_text("quite lonely")).to_be_visible()
    ben.goto("/")
    ben.get_by_text("Guess what Ana felt").click()
    looked_at(ben, axe, "guess")
    summary = ben.locator("summary", has_text="Angry")
    summary.focus()
    ben.keyboard.press("Enter")
    ben.keyboard.press("Tab")
    ben.keyboard.press("Space")
    ben.get_by_label("strong").focus()
    ben.keyboard.press("Space")
    ben.get_by_role("button", name="Keep my guess").focus()
    ben.keyboard.press("Enter")
    expect(ben.get_by_text("quite lonely")).to_be_visible()
    expect(ben.get_by_text("What was that like for you?")).to_be_visible()
    looked_at(ben, axe, "checked")


def test_a_tone_is_guessed_without_scripts(open_browser, site):
    ana_page, ben_page = (open_browser(PHONE, java_script_enabled=False) for _ in range(2))
    ana, ben = sign_in(ana_page.context, "Ana", site), sign_in(ben_page.context, "Ben", site)
    space = create_space(keyring=ana.keyring, person=ana.person, relation="couple", name="Us")
    add_member(keyring=ana.keyring, space=space, person=ben.person)
    ana_page.goto(f"/clarifying/{space.pk}/tell/tone/")
    ana_page.get_by_label("The line").fill("Fine.")
    ana_page.get_by_label("tired").check()
    ana_page.get_by_role("button", name="Let them guess").click()
    ben_page.goto("/")
    ben_page.get_by_text("Guess how Ana meant a line").click()
    ben_page.get_by_label("annoyed").check()
    ben_page.get_by_role("button", name="Keep my guess").click()
    expect(ben_page.get_by_text("tired", exact=True)).to_be_visible()
    ben_page.get_by_role("button", name="Show Ana my guess").click()
    ana_page.reload()
    expect(ana_page.get_by_text("Ben had guessed, and shows you")).to_be_visible()


@pytest.fixture
def shared(two):
    """A breakdown whose map is open: Ana shared that she was hurt."""
    story = Story(
        begin_breakdown(
            keyring=again(two.ana), person=two.ana.person, space=two.space, name="The late dinner", day=None
        )
    )
    story.answer(two.ana, "felt", **{"feelings": ["hurt"], "strength-hurt": "strong"})
    story.answer(two.ana, "impact", text="I sat there alone for an hour.")
    story.answer(two.ben, "meant", text="I was ashamed.")
    story.share(two.ana, "felt", "impact")
    story.share(two.ben, "meant")
    return story


def test_a_start_is_one_tap_and_at_least_is_marked_and_only_the_start_is_asked_given_what(two, shared, axe):
    two.on_desktop.goto(shared.url("breakdown"))
    two.on_desktop.get_by_text("Answer what Ana shared").click()
    two.on_desktop.get_by_role("button", name="I can see why you’d feel hurt").click()
    answer = two.on_desktop.get_by_label("Your answer", exact=True).last
    expect(answer).to_have_value("I can see why you’d feel hurt, given ")
    two.on_desktop.get_by_role("button", name="Send", exact=True).click()
    expect(two.on_desktop.get_by_text("Given what?").first).to_be_visible()
    looked_at(two.on_desktop, axe, "given-what")
    answer.fill("I can see why you’d feel hurt, given that you sat there for an hour. At least you had the cat.")
    expect(two.on_desktop.locator(".mark")).to_have_text("At least")
    looked_at(two.on_desktop, axe, "coach")
    two.on_desktop.get_by_role("button", name="Send", exact=True).click()
    expect(two.on_desktop.get_by_role("heading", name="Your answer to Ana")).to_be_visible()
    two.on_phone.goto("/")
    two.on_phone.get_by_text("Ben answered what you shared").click()
    looked_at(two.on_phone, axe, "got")
    two.on_phone.get_by_role("button", name="That landed").click()
    expect(two.on_phone.get_by_text("You told Ben that it landed.")).to_be_visible()

"""The cards in real browsers: a try with its second look, a reading and asking, and the same card for two."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import DESKTOP, PHONE, sign_in

from amends_web.spaces.actions import add_member, create_space

pytestmark = pytest.mark.django_db(transaction=True)

HARD = "You never pay anything back."
SOFT = "I felt uneasy when you asked about October. Could you send me the other two first?"


def picture(page, name):
    if "AMENDS_PICTURES" in os.environ:
        page.screenshot(path=Path(os.environ["AMENDS_PICTURES"]) / f"practice-{name}.png", full_page=True)


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture(params=["phone, light", "desktop, dark"])
def two(request, open_browser, site):
    """Ana and Ben in one space of friends: their pages, its address, what a picture is called."""
    window, scheme = request.param.split(", ")
    size = {"viewport": PHONE, "is_mobile": True, "has_touch": True} if window == "phone" else {"viewport": DESKTOP}
    ana_page, ben_page = (open_browser(**size, color_scheme=scheme) for _ in range(2))
    ana, ben = sign_in(ana_page.context, "Ana", site), sign_in(ben_page.context, "Ben", site)
    space = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="The flat")
    add_member(keyring=ana.keyring, space=space, person=ben.person)
    return ana_page, ben_page, f"/spaces/{space.pk}/", f"{window}-{scheme}"


def test_a_try_is_looked_at_as_one_types_and_ends_in_a_plan(two, axe, site):
    ana, _, _, called = two
    asked_elsewhere = []
    ana.on("request", lambda request: request.url.startswith(site) or asked_elsewhere.append(request.url))
    ana.goto("/practice/")
    axe(ana)
    assert fits(ana)
    picture(ana, f"deck-{called}")
    ana.get_by_role("link", name="Begin softly").click()
    axe(ana)
    picture(ana, f"skill-{called}")
    ana.get_by_role("link", name="Try this one").click()
    answer = ana.get_by_label("How you would begin")
    answer.fill(HARD)
    expect(ana.locator(".mark")).to_have_text(["never"])
    answer.fill(SOFT)
    expect(ana.get_by_text("a wish that can be answered", exact=True)).to_be_visible()
    expect(ana.locator(".mark")).to_have_count(0)
    axe(ana)
    assert fits(ana)
    picture(ana, f"card-{called}")
    ana.get_by_role("button", name="Done").click()
    axe(ana)
    assert fits(ana)
    picture(ana, f"after-{called}")
    ana.get_by_label("If …", exact=True).fill("he asks about October")
    ana.get_by_label("… then …").fill("I say how it is for me first")
    ana.get_by_role("button", name="Keep it for me").click()
    expect(ana.get_by_text("If he asks about October, then I say how it is for me first.")).to_be_visible()
    expect(ana.get_by_text("You have tried this.")).to_have_count(1)
    picture(ana, f"tried-{called}")
    assert asked_elsewhere == []


def test_a_reading_leads_on_to_asking_and_only_asking_brings_the_answer(two, axe):
    ana, _, _, called = two
    ana.goto("/practice/ask/who-else/")
    axe(ana)
    assert fits(ana)
    picture(ana, f"cue-{called}")
    sizes = [ana.get_by_role("button", name=words).bounding_box() for words in ("whom she", "what to bring", "I’d ask")]
    assert len({round(size["width"]) for size in sizes}) == 1
    ana.get_by_role("button", name="She would rather see you alone.").focus()
    ana.keyboard.press("Enter")
    expect(ana.get_by_text("From the line alone nobody can tell")).to_be_visible()
    axe(ana)
    picture(ana, f"reading-{called}")
    ana.get_by_role("button", name="I’d ask").click()
    ana.get_by_label("What you would ask").fill("When you asked, did you mean how many, or that somebody is coming?")
    ana.get_by_role("button", name="Done").click()
    expect(ana.get_by_text("I’m shy with many people at the moment.")).to_be_visible()
    axe(ana)
    picture(ana, f"told-{called}")


def test_two_write_to_one_card_and_see_both_at_the_same_moment(two, axe):
    ana, ben, space, called = two
    ana.goto(space)
    ana.get_by_role("link", name="Practise one together").click()
    axe(ana)
    assert fits(ana)
    picture(ana, f"choose-{called}")
    ana.get_by_label("Begin softly: “You never pay").check()
    ana.get_by_role("button", name="Lay it open").click()
    ana.get_by_label("How you would begin").fill(SOFT)
    expect(ana.get_by_text("a wish that can be answered", exact=True)).to_be_visible()
    axe(ana)
    assert fits(ana)
    picture(ana, f"write-{called}")
    ana.get_by_role("button", name="Open it when we all have").click()
    expect(ana.get_by_role("heading", name="Waiting")).to_be_visible()
    axe(ana)
    picture(ana, f"waiting-{called}")

    ben.goto("/")
    ben.get_by_role("link", name="A card to practise together").click()
    ben.get_by_label("How you would begin").fill("Before October, can we look at the last two?")
    ben.get_by_role("button", name="Open it when we all have").click()
    expect(ben.get_by_text(SOFT)).to_be_visible()
    expect(ana.get_by_text("Before October, can we look at the last two?")).to_be_visible()
    axe(ana)
    assert fits(ana)
    picture(ana, f"opened-{called}")


def test_the_cards_on_paper_are_whole_on_a_phone_and_need_no_script(open_browser, axe):
    page = open_browser(PHONE, java_script_enabled=False)
    page.goto("/practice/paper/coparents/")
    expect(page.get_by_role("heading", name="Begin softly")).to_be_visible()
    picture(page, "paper")
    lively = open_browser(PHONE)
    lively.goto("/practice/paper/coparents/")
    axe(lively)
    assert fits(lively)


def test_a_printed_card_has_lines_to_write_on_and_a_screen_has_none(open_browser):
    page = open_browser(DESKTOP)
    page.goto("/practice/paper/couple/")
    lines = page.locator(".card .to-write-on").first
    expect(lines).to_be_hidden()
    page.emulate_media(media="print")
    expect(lines).to_be_visible()
    assert lines.bounding_box()["height"] > 90
    picture(page, "paper-printed")

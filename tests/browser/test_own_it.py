"""Own it in two real browsers: written, held back, opened, sent, held during a break, answered."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import DESKTOP, PHONE, sign_in

from amends_web.breakdowns.actions import begin_breakdown
from amends_web.spaces.actions import add_member, create_space
from amends_web.vault.keyring import Keyring

pytestmark = pytest.mark.django_db(transaction=True)

PLAIN = "On Sunday I went upstairs without a word. That was unkind of me."


def picture(page, name):
    if "AMENDS_PICTURES" in os.environ:
        page.screenshot(path=Path(os.environ["AMENDS_PICTURES"]) / f"{name}.png", full_page=True)


@pytest.fixture(params=["phone, light", "desktop, dark"])
def two(request, open_browser, site):
    """Ana and Ben in one space with one breakdown; their pages, the addresses of each, what a picture is called."""
    window, scheme = request.param.split(", ")
    size = {"viewport": PHONE, "is_mobile": True, "has_touch": True} if window == "phone" else {"viewport": DESKTOP}
    ana_page, ben_page = (open_browser(**size, color_scheme=scheme) for _ in range(2))
    ana, ben = sign_in(ana_page.context, "Ana", site), sign_in(ben_page.context, "Ben", site)
    space = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="The flat")
    add_member(keyring=ana.keyring, space=space, person=ben.person)
    keyring = Keyring(person_id=ana.person.pk, seed=ana.keyring.seed)
    breakdown = begin_breakdown(keyring=keyring, person=ana.person, space=space, name="The late dinner", day=None)
    own = f"/own/{breakdown.pk}/"
    return (
        ana_page,
        ben_page,
        {"own": own, "to": f"{own}to/{ben.person.pk}/", "from": f"{own}from/{ana.person.pk}/"},
        (f"{window}-{scheme}"),
    )


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_typed_on_ones_own_page_is_kept_and_looked_at(two, axe):
    ana, _, at, called = two
    ana.goto(at["own"])
    axe(ana)
    picture(ana, f"own-{called}")
    ana.get_by_role("link", name="One thing you did, or left undone").click()
    ana.get_by_label("One thing I did or left undone").fill("I'm a terrible person.")
    expect(ana.get_by_text("That is about you. One thing you did is easier to answer.")).to_be_visible()
    expect(ana.get_by_text("Kept. Only you can see it.")).to_be_visible()
    axe(ana)
    assert fits(ana)
    picture(ana, f"own-act-{called}")
    ana.reload()
    expect(ana.get_by_label("One thing I did or left undone")).to_have_value("I'm a terrible person.")


def test_from_the_workshop_to_an_answer_with_a_break_between(two, axe):
    ana, ben, at, called = two
    ana.goto(f"{at['to']}words/")
    ana.get_by_label("Your own words to Ben").fill("I'm sorry if you were upset but you never listen.")
    expect(ana.locator(".mark")).to_have_count(3)
    ana.get_by_label("Your own words to Ben").fill(PLAIN)
    expect(ana.locator(".mark")).to_have_count(0)
    expect(ana.get_by_text("your own part", exact=True)).to_be_visible()
    axe(ana)
    assert fits(ana)
    picture(ana, f"own-words-{called}")
    ana.get_by_role("button", name="See what Ben would get").click()
    expect(ana.get_by_text("Ben has not said yet that they feel heard")).to_be_visible()
    expect(ana.get_by_role("button", name="Send it to Ben")).to_have_count(0)
    axe(ana)

    ben.goto(at["from"])
    axe(ben)
    ben.get_by_role("button", name="I’d rather hear it now").click()

    ana.reload()
    send = ana.get_by_role("button", name="Send it to Ben")
    expect(send).to_be_enabled()
    # A break of Ben's holds the open page of Ana within five seconds, by itself, and tells when he means to be back.
    ben.goto("/pauses/")
    ben.get_by_role("button", name="In 20 minutes").click()
    expect(send).to_be_disabled()
    expect(ana.get_by_text("Ben is taking a break and means to be back")).to_be_visible()
    axe(ana)
    picture(ana, f"own-held-{called}")
    ben.get_by_role("button", name="I’m back").click()
    expect(send).to_be_enabled()

    send.click()
    expect(ana.get_by_role("heading", name="Ben is taking time")).to_be_visible()
    axe(ana)
    picture(ana, f"own-sent-{called}")
    ben.goto("/")
    ben.get_by_role("link", name="There is something from Ana").click()
    expect(ben.get_by_text(PLAIN)).to_be_visible()
    axe(ben)
    assert fits(ben)
    picture(ben, f"own-from-{called}")
    ben.get_by_text("Something is missing").click()
    ben.get_by_label("what will change").check()
    ben.get_by_role("button", name="Say that this is missing").click()
    ana.reload()
    expect(ana.get_by_role("heading", name="Ben says that something is missing: what will change.")).to_be_visible()


def test_the_answers_are_given_by_keyboard_alone_and_all_are_the_same_size(two):
    ana, ben, at, _ = two
    ben.goto(at["from"])
    ben.get_by_role("button", name="I feel heard").click()
    ana.goto(f"{at['to']}words/")
    ana.get_by_label("Your own words to Ben").fill(PLAIN)
    ana.get_by_role("button", name="See what Ben would get").click()
    ana.get_by_role("button", name="Send it to Ben").click()
    ben.goto(at["from"])
    names = ("Thank you", "I need time", "Not now")
    sizes = [ben.get_by_role("button", name=name, exact=True).bounding_box() for name in names]
    sizes.append(ben.locator("details", has_text="Something is missing").bounding_box())
    assert len({(round(size["width"]), round(size["height"])) for size in sizes}) == 1
    ben.get_by_role("button", name="I need time", exact=True).focus()
    ben.keyboard.press("Enter")
    expect(ben.get_by_role("button", name="I need time", pressed=True)).to_be_visible()


def test_without_scripts_it_goes_all_the_way(open_browser, site):
    ana_page = open_browser(PHONE, java_script_enabled=False)
    ana, ben = sign_in(ana_page.context, "Ana", site), sign_in(open_browser(PHONE).context, "Ben", site)
    space = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="The flat")
    add_member(keyring=ana.keyring, space=space, person=ben.person)
    keyring = Keyring(person_id=ana.person.pk, seed=ana.keyring.seed)
    breakdown = begin_breakdown(keyring=keyring, person=ana.person, space=space, name="The late dinner", day=None)
    ana_page.goto(f"/own/{breakdown.pk}/to/{ben.person.pk}/words/")
    ana_page.get_by_role("textbox").fill("I'm sorry if you were upset.")
    ana_page.get_by_role("button", name="Take a second look").click()
    expect(ana_page.locator(".mark")).to_have_count(1)
    ana_page.get_by_role("button", name="Read it aloud in person").click()
    expect(ana_page.get_by_text("I'm sorry if you were upset.")).to_be_visible()

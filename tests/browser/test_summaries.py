"""Ana and Ben write down what they understood: in real browsers, on a phone and a desktop, and without scripts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import make_actor
from playwright.sync_api import expect
from tests.browser.conftest import DESKTOP, PHONE, picture, sign_in

from amends_web.breakdowns.tests.conftest import again
from amends_web.spaces.actions import add_member, create_space
from amends_web.summaries.models import Summary
from amends_web.summaries.tests.conftest import Desk
from amends_web.summaries.tests.test_beginning import BACK, heard_each_other

pytestmark = pytest.mark.django_db(transaction=True)


def looked_at(page, axe, name):
    """Check a page, and keep a picture of it where one is asked for."""
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    picture(page, f"summaries-{name}")


def test_ana_begins_ben_differs_and_both_approve_what_they_saw_change(open_browser, site, axe):
    phone = open_browser(PHONE, is_mobile=True, has_touch=True)
    desktop = open_browser(DESKTOP)
    ana, ben = sign_in(phone.context, "Ana", site), sign_in(desktop.context, "Ben", site)
    space = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="The flat")
    add_member(keyring=again(ana), space=space, person=ben.person)
    heard_each_other(space, ana, ben)

    phone.goto(f"/summaries/{space.pk}/")
    looked_at(phone, axe, "hub")
    phone.get_by_role("link", name="Begin a summary").click()
    phone.get_by_text(BACK).click()
    looked_at(phone, axe, "new")
    phone.get_by_role("button", name="Write it").click()
    looked_at(phone, axe, "begin")
    phone.get_by_role("button", name="Share it with Ben").click()
    expect(phone.get_by_role("heading", name="A draft")).to_be_visible()
    phone.get_by_role("button", name="Approve these words").click()
    looked_at(phone, axe, "approved")

    desktop.goto("/")
    desktop.get_by_text("A summary: “Sunday evening”").click()
    looked_at(desktop, axe, "asked")
    desktop.get_by_role("link", name="Say where I differ").click()
    desktop.get_by_label("Where I still differ", exact=True).last.fill("I had called twice before eight.")
    looked_at(desktop, axe, "differ")
    desktop.get_by_role("button", name="Put it there").click()
    desktop.get_by_role("button", name="Approve these words").click()

    phone.goto("/")
    phone.get_by_text("was changed since you approved it").click()
    expect(phone.locator("ins")).to_contain_text("I had called twice before eight.")
    looked_at(phone, axe, "changed")
    phone.get_by_role("button", name="Approve these words").click()
    expect(phone.get_by_role("heading", name="Agreed by all of you")).to_be_visible()
    looked_at(phone, axe, "agreed")
    with phone.expect_download() as download:
        phone.get_by_role("link", name="As a PDF").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    phone.get_by_role("link", name="A page to print").click()
    phone.emulate_media(media="print")
    expect(phone.get_by_role("heading", name="A page to print")).to_be_hidden()
    expect(phone.get_by_text("I had called twice before eight.")).to_be_visible()
    looked_at(phone, axe, "print")

    desktop.goto(f"/summaries/{space.pk}/keeping/")
    looked_at(desktop, axe, "keeping")


def test_without_scripts_two_edits_at_once_come_back_side_by_side(open_browser, site, axe):
    pages = [open_browser(PHONE, java_script_enabled=False) for _ in range(2)]
    ana, ben = sign_in(pages[0].context, "Ana", site), sign_in(pages[1].context, "Ben", site)
    space = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="The flat")
    add_member(keyring=again(ana), space=space, person=ben.person)
    pages[0].goto(f"/summaries/{space.pk}/new/")
    pages[0].get_by_role("button", name="Write it").click()
    pages[0].get_by_label("What it is about").fill("Sunday")
    pages[0].get_by_label("The summary", exact=True).fill("We talked about Sunday.\n\nNext time we call.")
    pages[0].get_by_role("button", name="Share it with Ben").click()
    edit = f"/summaries/of/{Summary.objects.get().pk}/edit/"
    for page in pages:
        page.goto(edit)
    pages[0].get_by_label("The summary", exact=True).fill("We talked about Sunday.\n\nNext time we write.")
    pages[0].get_by_role("button", name="Save it").click()
    pages[1].get_by_label("The summary", exact=True).fill("We talked about Sunday evening.\n\nNext time we call.")
    pages[1].get_by_role("button", name="Save it").click()
    expect(pages[1].get_by_role("heading", name="It has changed meanwhile")).to_be_visible()
    expect(pages[1].get_by_text("Next time we write.").first).to_be_visible()
    expect(pages[1].get_by_label("The summary", exact=True)).to_have_value(
        "We talked about Sunday evening.\n\nNext time we call."
    )
    if "AMENDS_PICTURES" in os.environ:
        pages[1].screenshot(path=Path(os.environ["AMENDS_PICTURES"]) / "summaries-meanwhile.png", full_page=True)
    pages[1].get_by_label("The summary", exact=True).fill("We talked about Sunday evening.\n\nNext time we write.")
    pages[1].get_by_role("button", name="Save it").click()
    expect(pages[1].get_by_role("heading", name="A draft")).to_be_visible()


# On which side of their paragraph some words stand.
SIDE = """words => {
  const all = document.createRange()
  all.selectNodeContents(words)
  const [line, box] = [all.getBoundingClientRect(), words.closest("p").getBoundingClientRect()]
  return line.left - box.left > box.right - line.right ? "right" : "left"
}"""


def test_words_run_in_their_own_direction_on_the_page_in_what_changed_and_in_a_field(open_browser, site):
    page = open_browser(PHONE)
    ana, ben = sign_in(page.context, "Ana", site), make_actor("Ben")
    space = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="The flat")
    add_member(keyring=again(ana), space=space, person=ben.person)
    desk = Desk(space).begin(ana, text="שלום (20).").agree(ana, seen=1)
    desk.edit(ben, "שלום (30).", seen=1)
    page.goto(desk.url("summary"))
    assert page.locator(".paper .quoted").evaluate(SIDE) == "right"
    assert page.locator(".changes ins").evaluate(SIDE) == "right"
    page.goto(desk.url("edit"))
    direction = page.get_by_label("The summary", exact=True).evaluate("field => getComputedStyle(field).unicodeBidi")
    assert direction == "plaintext"

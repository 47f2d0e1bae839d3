"""Two browsers, from a long history to lines that both agreed to keep: choose, mask, share, ask, a yes and its end."""

from __future__ import annotations

import os
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import DESKTOP, PHONE, sign_in

from amends_web.spaces.actions import add_member, create_space

pytestmark = pytest.mark.django_db(transaction=True)

START = datetime(2025, 3, 14, 18)  # noqa: DTZ001  (the wall clock of a phone, as in an export)
READING = re.compile(r"/conversations/[0-9a-f-]{36}/$")
CALM = ("Are you coming at six?", "Yes, see you then", "I bring the bread", "Lovely, thank you")
TALK = (
    ("Ana", "Cleo says you knew all week. You never think of me."),
    ("Honeybear", "That is not fair, you are the selfish one"),
    ("Ana", "You are pathetic. Will you ever listen?"),
    ("Honeybear", "Whatever. You never listen either, you liar"),
    ("Cleo", "please leave me out of this"),
    ("Ana", "I hate how you treat me"),
    ("Honeybear", "I am going to bed. I am sorry about dinner."),
)


def history():
    """Eighty calm evenings, and one that was not."""
    lines = []
    for day in range(80):
        said = TALK if day == 70 else [("Honeybear" if n % 2 else "Ana", text) for n, text in enumerate(CALM)]
        at = START + timedelta(days=day)
        lines += [
            f"{at + timedelta(minutes=n):%d/%m/%Y, %H:%M} - {who}: {text}\n" for n, (who, text) in enumerate(said)
        ]
    return "".join(lines)


@pytest.fixture
def two(open_browser, site):
    """Ana on a desktop and Ben on a phone, in one space; returns their pages and its id."""
    ana_page, ben_page = open_browser(DESKTOP), open_browser(PHONE, is_mobile=True, has_touch=True)
    ana, ben = sign_in(ana_page.context, "Ana", site), sign_in(ben_page.context, "Ben", site)
    space = create_space(keyring=ana.keyring, person=ana.person, relation="couple", name="The two of us")
    add_member(keyring=ana.keyring, space=space, person=ben.person)
    return ana_page, ben_page, space.pk


@pytest.fixture
def look(axe):
    """Says that a page is good: no serious violation, nothing wider than the window. Keeps a picture where asked."""
    folder = os.environ.get("AMENDS_PICTURES")

    def looked(page, name):
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    return looked


def press(page, name):
    page.get_by_role("button", name=name).first.click()


def bring(page):
    page.goto("/conversations/new/")
    file = {"name": "Chat.txt", "mimeType": "text/plain", "buffer": history().encode()}
    page.set_input_files("input[type=file]", file)
    press(page, "Read it")
    page.wait_for_url("**/me/")
    page.get_by_label("Ana").first.check()
    press(page, "Go on")
    page.wait_for_url("**/talk/")


def test_from_a_long_history_to_lines_that_both_let_be_kept(two, look):
    ana, ben, space = two
    bring(ana)
    look(ana, "talk")
    expect(ana.get_by_role("heading", name="23 May 2025, 18:00 to 18:06")).to_be_visible()
    press(ana, "This one")
    ana.wait_for_url(READING)
    expect(ana.get_by_role("heading", name="The talk that you chose")).to_be_visible()
    look(ana, "reading")
    reading = ana.url
    ana.get_by_role("link", name="See it in its place").first.click()
    look(ana, "messages")
    ana.get_by_label("Go to a day").fill("2025-05-23")
    press(ana, "Go there")
    expect(ana.locator("li:target")).to_contain_text("Cleo says you knew all week")

    ana.goto(f"{reading}lines/?from=278")
    for text in ("Cleo says", "That is not fair", "You are pathetic", "Whatever.", "please leave", "I am going to bed"):
        ana.get_by_label(text).check()
    press(ana, "Keep these")
    ana.get_by_role("link", name="The two of us").click()
    look(ana, "share")
    expect(ana.get_by_text("[someone] says you knew all week.")).to_be_visible()
    ana.get_by_label("Instead of “Cleo”").select_option("a friend")
    press(ana, "Look again")
    expect(ana.get_by_text("[a friend] says you knew all week.")).to_be_visible()
    look(ana, "share-again")
    press(ana, "Share these lines")
    ana.get_by_role("link", name="Ask for the lines that are left out").click()
    look(ana, "ask")
    ana.get_by_label("Honeybear").check()
    press(ana, "Ask them")
    expect(ana.get_by_text("You asked Ben for their lines.")).to_be_visible()
    look(ana, "shared-asked")

    ben.goto(f"/conversations/shared/{space}/")
    look(ben, "shared-by-ana")
    ben.get_by_role("link", name="Look at them").click()
    look(ben, "asked")
    ben.get_by_label("That is not fair").check()
    ben.get_by_label("I am going to bed").check()
    look(ben, "asked-ticked")
    press(ben, "Yes, keep the ticked ones")
    expect(ben.get_by_role("button", name="Take your lines out")).to_be_visible()
    look(ben, "shared-kept")

    ana.reload()
    for text in ("That is not fair, you are the selfish one", "I am going to bed. I am sorry about dinner."):
        expect(ana.get_by_text(text)).to_be_visible()
    assert "Whatever" not in ana.content()
    look(ana, "shared-with-yes")

    press(ben, "Take your lines out")
    expect(ben.get_by_role("link", name="Look at them")).to_be_visible()
    ana.reload()
    assert "That is not fair" not in ana.content()
    ana.goto(f"{reading}delete/")
    look(ana, "delete")


def test_every_step_works_on_a_phone_without_scripts(open_browser, site, look):
    page = open_browser(PHONE, java_script_enabled=False)
    ana = sign_in(page.context, "Ana", site)
    create_space(keyring=ana.keyring, person=ana.person, relation="couple", name="The two of us")
    bring(page)
    press(page, "This one")
    reading = page.url
    assert READING.search(reading)
    page.goto(f"{reading}talk/")
    page.get_by_label("From").fill("2025-05-20")
    page.get_by_label("To", exact=True).fill("2025-05-23")
    press(page, "These days")
    expect(page.get_by_text("20 May 2025, 18:00 to 23 May 2025, 18:06")).to_be_visible()
    page.goto(f"{reading}lines/?from=278")
    page.get_by_label("Cleo says").check()
    press(page, "Keep these")
    page.get_by_role("link", name="The two of us").click()
    page.get_by_label("show “Cleo”").check()
    press(page, "Look again")
    expect(page.locator(".said").first).to_have_text("Cleo says you knew all week. You never think of me.")
    press(page, "Share these lines")
    expect(page.get_by_role("heading", name="Lines from a conversation")).to_be_visible()

"""Bringing a conversation in a real browser: every page on both windows, progress, cancelling, and without scripts."""

from __future__ import annotations

import re
import threading

import pytest

from amends_web.imports import sources
from amends_web.imports.models import Import, ImportProgress

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 800}
DESKTOP = {"width": 1280, "height": 900}
READING = re.compile(r"/conversations/[0-9a-f-]{36}/$")
CHAT = """\
04/03/2025, 18:05 - Ana: Are you coming to dinner?
04/03/2025, 18:40 - Ben: Running late, sorry
04/03/2025, 18:41 - Ana: You always do this. You never think of me.
04/03/2025, 18:42 - Ben: That is not fair, I had to work
04/03/2025, 18:43 - Ana: Whatever. You are pathetic.
04/03/2025, 18:44 - Ben: You never listen anyway.
05/03/2025, 19:30 - Ben: I will call you tomorrow, I promise
05/03/2025, 19:31 - Ana: I am sorry, that was mean of me
"""


def choose(page, text=CHAT):
    page.set_input_files("input[type=file]", {"name": "Chat.txt", "mimeType": "text/plain", "buffer": text.encode()})


def press(page, name):
    page.get_by_role("button", name=name).first.click()


def assert_good(page, axe):
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_whole_way_from_the_file_to_the_picked_lines(open_browser, axe, viewport):
    page = open_browser(viewport, as_="Ana")
    page.goto("/conversations/new/")
    assert_good(page, axe)
    choose(page)
    press(page, "Read it")
    page.wait_for_url("**/questions/")
    assert_good(page, axe)
    page.get_by_label("4 March 2025 (day first)").check()
    press(page, "Go on")
    page.wait_for_url("**/me/")
    assert_good(page, axe)
    page.get_by_label("Ana").check()
    press(page, "Go on")
    page.wait_for_url(READING)
    reading = page.url
    assert_good(page, axe)
    page.get_by_role("link", name="Read it again").first.click()
    page.get_by_label("Find words").fill("sorry")
    press(page, "Find")
    page.get_by_text("2 lines").wait_for()
    assert_good(page, axe)
    page.goto(f"{reading}lines/")
    page.get_by_label("Are you coming to dinner?").check()
    press(page, "Keep these")
    page.get_by_text("Kept: 1 line.").wait_for()
    assert_good(page, axe)


def test_every_step_works_without_scripts(open_browser):
    page = open_browser(PHONE, as_="Ana", java_script_enabled=False)
    page.goto("/conversations/new/")
    choose(page)
    press(page, "Read it")
    page.get_by_label("3 April 2025 (month first)").check()
    press(page, "Go on")
    page.get_by_label("Ben").check()
    press(page, "Go on")
    assert READING.search(page.url)
    press(page, "Doesn’t fit")
    assert READING.search(page.url.partition("#")[0])


def test_a_refusal_leaves_the_form_as_it_was(open_browser):
    page = open_browser(PHONE, as_="Ana")
    page.goto("/conversations/new/")
    page.get_by_label("Or paste the lines").fill("It rained all day.")
    press(page, "Read it")
    page.get_by_text("No conversation was found in this.").wait_for()
    assert page.get_by_label("Or paste the lines").input_value() == "It rained all day."
    assert page.evaluate("document.activeElement.className") == "summary"
    page.get_by_label("Or paste the lines").fill("Ana: You are late\nBen: I know\nAna: Again\n")
    press(page, "Read it")
    page.wait_for_url("**/me/")


def test_too_much_text_says_so_and_keeps_it_in_the_form(open_browser):
    page = open_browser(PHONE, as_="Ana")
    page.goto("/conversations/new/")
    text = "Ana: hello\n" * 250_000
    page.evaluate("text => { document.querySelector('textarea').value = text }", text)
    press(page, "Read it")
    page.get_by_text("That was too much at once.").wait_for()
    assert len(page.get_by_label("Or paste the lines").input_value()) == len(text)


@pytest.fixture
def slow_reading(monkeypatch):
    """Reading stops after 15,000 messages until `go_on` is set; `ended` is set when it has ended either way."""
    go_on, ended = threading.Event(), threading.Event()
    read_apart = sources.read_apart

    def slowly(said, *, progress, **given):
        try:
            progress(15_000)
            go_on.wait(20)
            monkeypatch.setattr("amends_web.imports.progress.EVERY", 0)
            progress(20_000)
            return read_apart(said, progress=progress, **given)
        finally:
            ended.set()

    monkeypatch.setattr(sources, "read_apart", slowly)
    yield go_on, ended
    go_on.set()
    ended.wait(20)


def test_the_page_counts_the_messages_while_they_are_read(open_browser, slow_reading):
    go_on, _ = slow_reading
    page = open_browser(PHONE, as_="Ana")
    page.goto("/conversations/new/")
    choose(page, CHAT.replace("04/03", "14/03"))
    press(page, "Read it")
    page.get_by_text("Reading: 15,000 messages so far").wait_for()
    go_on.set()
    page.wait_for_url("**/me/")


def test_cancelling_stops_the_reading_and_keeps_nothing_but_what_was_given(open_browser, slow_reading):
    go_on, ended = slow_reading
    page = open_browser(PHONE, as_="Ana")
    page.goto("/conversations/new/")
    choose(page, CHAT.replace("04/03", "14/03"))
    page.get_by_label("Or paste the lines").fill("Ana: Good morning\nBen: Good morning\n")
    press(page, "Read it")
    page.get_by_text("Reading: 15,000 messages so far").wait_for()
    press(page, "Cancel")
    page.get_by_text("Stopped. What you chose or typed is still here.").wait_for()
    assert page.evaluate("document.activeElement.className") == "done"
    assert ImportProgress.objects.get().is_cancelled
    go_on.set()
    assert ended.wait(20)
    assert not Import.objects.exists()
    press(page, "Read it")
    page.wait_for_url("**/me/")
    assert Import.objects.get().message_count == 10


def test_a_folder_that_is_dropped_is_named_before_anything_is_sent(open_browser, tmp_path):
    (tmp_path / "My export").mkdir()
    page = open_browser(DESKTOP, as_="Ana")
    page.goto("/conversations/new/")
    mouse = page.context.new_cdp_session(page)
    carried = {"items": [], "files": [str(tmp_path / "My export")], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        mouse.send("Input.dispatchDragEvent", {"type": kind, "x": 300, "y": 200, "data": carried})
    press(page, "Read it")
    page.get_by_text("“My export” can’t be read: it is a folder").wait_for()
    assert page.get_by_role("button", name="Read it").is_visible()
    choose(page, CHAT.replace("04/03", "14/03"))
    press(page, "Read it")
    page.wait_for_url("**/me/")

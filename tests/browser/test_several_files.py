"""Several files in a real browser: chosen and dropped, asked about on one page, one that can't be read, who is who."""

from __future__ import annotations

import base64
import os
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
READING = re.compile(r"/conversations/[0-9a-f-]{36}/$")
CHAT = """\
04/03/2025, 18:05 - Ana: Are you coming to dinner?
04/03/2025, 18:40 - Ben: Running late, sorry
04/03/2025, 18:41 - Ana: You always do this. You never think of me.
04/03/2025, 18:42 - Ben: That is not fair, I had to work
05/03/2025, 19:31 - Ana: I am sorry, that was mean of me
"""
MORE = """\
05/03/2025, 19:31 - Ana: I am sorry, that was mean of me
05/03/2025, 19:40 - Ben: Thank you
"""
TABLE = """\
A;B;C
2025-03-06 09:00;ana;Coffee on Saturday?
2025-03-06 09:05;Ben M.;Yes, I would like that
2025-03-06 09:06;ana;Good
"""
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8


def a_file(name, content):
    return {
        "name": name,
        "mimeType": "application/octet-stream",
        "buffer": content.encode() if isinstance(content, str) else content,
    }


def drop(page, *files):
    """Drop files on the page as a person's mouse would."""
    carried = [(file["name"], base64.b64encode(file["buffer"]).decode()) for file in files]
    page.evaluate(
        """(files) => {
          const dataTransfer = new DataTransfer();
          for (const [name, content] of files) {
            const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
            dataTransfer.items.add(new File([bytes], name));
          }
          for (const kind of ["dragover", "drop"])
            document.querySelector("h1").dispatchEvent(
              new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
        }""",
        carried,
    )


def press(page, name):
    page.get_by_role("button", name=name).first.click()


def assert_good(page, axe, name):
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    if "AMENDS_PICTURES" in os.environ:
        page.screenshot(path=Path(os.environ["AMENDS_PICTURES"]) / f"{name}.png", full_page=True)


@pytest.mark.parametrize(
    ("viewport", "color_scheme"), [(PHONE, "light"), (DESKTOP, "dark")], ids=["phone-light", "desktop-dark"]
)
def test_from_several_files_to_one_reading(open_browser, axe, viewport, color_scheme):
    page = open_browser(viewport, as_="Ana", color_scheme=color_scheme)
    shot = f"{viewport['width']}"
    page.goto("/conversations/new/")
    page.set_input_files("input[type=file]", [a_file("Chat with Ben.txt", CHAT), a_file("table.csv", TABLE)])
    drop(page, a_file("photo.png", PICTURE))
    page.get_by_text("photo.png").wait_for()
    assert page.evaluate("document.querySelector('input[type=file]').files.length") == 3
    assert_good(page, axe, f"{shot}-1-new")
    press(page, "Read it")

    page.wait_for_url("**/questions/")
    assert page.get_by_role("heading", level=1).inner_text() == "A few questions"
    page.get_by_label("4 March 2025 (day first)").check()
    page.get_by_label("Who said it").select_option("B")
    page.get_by_label("The words").select_option("C")
    page.get_by_label("When it was said").select_option("A")
    assert_good(page, axe, f"{shot}-2-questions")
    press(page, "Go on")

    page.wait_for_url("**/me/")
    page.get_by_label("Ana, ana").check()
    page.get_by_label("Ben M. (Table, 1 message) is").select_option(label="Ben (WhatsApp)")
    assert_good(page, axe, f"{shot}-3-me")
    press(page, "Go on")

    page.wait_for_url(READING)
    assert page.get_by_role("heading", level=1).inner_text() == "The conversation with Ben"
    page.get_by_text("What each of the 2 files told").click()
    assert_good(page, axe, f"{shot}-4-reading")

    page.get_by_role("link", name="Bring more of this conversation").click()
    assert_good(page, axe, f"{shot}-5-more")
    page.set_input_files("input[type=file]", [a_file("Chat with Ben (2).txt", MORE.replace("05/03", "25/03"))])
    press(page, "Read it")
    page.get_by_text("2 messages were brought, 2 of them new.").wait_for()
    assert_good(page, axe, f"{shot}-6-added")


def test_the_whole_way_works_without_scripts(open_browser):
    page = open_browser(PHONE, as_="Ana", java_script_enabled=False)
    page.goto("/conversations/new/")
    page.set_input_files("input[type=file]", [a_file("chat.txt", CHAT), a_file("photo.png", PICTURE)])
    press(page, "Read it")
    page.get_by_label("4 March 2025 (day first)").check()
    page.set_input_files("input[type=file]", [a_file("more.txt", MORE.replace("05/03", "25/03"))])
    press(page, "Go on")
    page.get_by_role("radio", name="Ana").check()
    press(page, "Go on")
    assert READING.search(page.url)
    assert page.get_by_text("7 messages").is_visible()

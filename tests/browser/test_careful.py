"""A model reads a talk in a real browser: what is said first, the tick, the no, its questions, and the way back."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.amends.outside.scripted import completion, scripted
from tests.browser.conftest import DESKTOP, PHONE

from amends.outside.model import Ticket
from amends.outside.model.ticket import GATE, MOST, TELLINGS
from amends_web.imports.careful import keep_ticket

pytestmark = pytest.mark.django_db(transaction=True)

READING = re.compile(r"/conversations/[0-9a-f-]{36}/$")
CHAT = """\
04/03/2025, 18:05 - Ana: Are you coming to dinner?
04/03/2025, 18:40 - Ben: Running late, sorry
04/03/2025, 18:41 - Ana: You always do this. You never think of me.
04/03/2025, 18:42 - Ben: That is not fair, I had to work
04/03/2025, 18:50 - Ben: I should have told you at noon
05/03/2025, 19:31 - Ana: I am sorry, that was mean of me
"""
QUESTIONS = ["What did each of you hope the evening would be?", "Is there something that was not said?"]


def reading_model(asked):
    if "questions" in asked["messages"][0]["content"]:
        return completion(json.dumps({"questions": QUESTIONS}))
    numbers = re.findall(r"^(\d+) ", asked["messages"][1]["content"], re.MULTILINE)
    return completion(json.dumps({"marks": [{"n": int(n), "moves": [], "feeling": "hurt"} for n in numbers]}))


@pytest.fixture
def local(settings, tmp_path):
    """A model on this machine that passed the gate; yields what it was asked."""
    settings.DATA_DIR = tmp_path
    settings.MODEL_NAME = "a-small-model"
    settings.RUN_BY = "Ben Example"
    keep_ticket(Ticket(model="a-small-model", gate=GATE, tellings=TELLINGS, found=(0,) * len(MOST)).written())
    with scripted(reading_model) as (settings.MODEL_URL, asked):
        yield asked


@pytest.mark.parametrize(
    ("viewport", "color_scheme"), [(PHONE, "light"), (DESKTOP, "dark")], ids=["phone-light", "desktop-dark"]
)
def test_a_model_reads_once_the_tick_is_set_and_one_can_go_back(open_browser, axe, local, viewport, color_scheme):
    page = open_browser(viewport, as_="Ana", color_scheme=color_scheme)

    def look(name):
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
        if "AMENDS_PICTURES" in os.environ:
            picture = f"model-{viewport['width']}-{color_scheme}-{name}.png"
            page.screenshot(path=Path(os.environ["AMENDS_PICTURES"]) / picture, full_page=True)

    page.goto("/conversations/new/")
    page.set_input_files("input[type=file]", [{"name": "chat.txt", "mimeType": "text/plain", "buffer": CHAT.encode()}])
    page.get_by_role("button", name="Read it").first.click()
    page.wait_for_url(re.compile(r"/(questions|me)/$"))
    if page.url.endswith("/questions/"):
        page.get_by_label("4 March 2025 (day first)").check()
        page.get_by_role("button", name="Go on").first.click()
        page.wait_for_url("**/me/")
    page.get_by_label("Ana").check()
    page.get_by_role("button", name="Go on").first.click()
    page.wait_for_url(READING)
    page.get_by_role("link", name="Let a language model read it too").click()
    expect(page.get_by_text("Whoever runs this copy could see them.")).to_be_visible()
    assert page.get_by_role("button", name="Let it read").bounding_box()["height"] == pytest.approx(
        page.get_by_role("link", name="No", exact=True).bounding_box()["height"], abs=1
    )
    look("asks")
    page.get_by_role("button", name="Let it read").click()
    expect(page.get_by_text("Tick this if all of you said yes.").first).to_be_visible()
    assert local == []
    look("no-tick")
    page.get_by_label("Everybody whose words are in this talk").check()
    page.get_by_role("button", name="Let it read").click()
    page.wait_for_url(READING)
    expect(page.get_by_text(QUESTIONS[0])).to_be_visible()
    look("read")
    page.get_by_role("button", name="Show the reading without the model").click()
    page.wait_for_url(READING)
    expect(page.get_by_text(QUESTIONS[0])).to_have_count(0)

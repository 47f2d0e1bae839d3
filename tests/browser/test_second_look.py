"""A second look at a draft in a real browser: as one types, by keyboard, heard, and without scripts."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from django.core.cache import cache
from playwright.sync_api import expect
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)

DODGE = "I'm sorry if you were upset but you never listen. I should have called you from the station."


@pytest.fixture(autouse=True)
def no_looks_yet():
    cache.clear()


@pytest.fixture(params=["phone, light", "phone, dark", "desktop, light", "desktop, dark"])
def writing(request, open_browser):
    """A page to write one's own part on, and what a picture of it is called."""
    window, scheme = request.param.split(", ")
    page = open_browser(PHONE if window == "phone" else DESKTOP, as_="Ana", color_scheme=scheme)
    page.goto("/draft/acknowledgement/")
    return page, f"second-look-{window}-{scheme}"


def test_marks_come_at_a_rest_in_typing_and_the_draft_stays_ones_own(writing, axe):
    page, picture = writing
    expect(page.get_by_text("Only you see the second look.")).to_be_visible()
    page.get_by_role("textbox").fill(DODGE)
    expect(page.locator(".mark")).to_have_text(["if", "but", "never"])
    expect(page.get_by_role("status").filter(has_text="Marked: “if”, “but”, “never”.")).to_have_count(1)
    expect(page.get_by_text("Send it as it is if you like.")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_value(DODGE)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if "AMENDS_PICTURES" in os.environ:
        page.screenshot(path=Path(os.environ["AMENDS_PICTURES"]) / f"{picture}.png", full_page=True)
    page.get_by_role("textbox").fill("I should have called you from the station.")
    expect(page.locator(".mark")).to_have_count(0)
    expect(page.get_by_text("Nothing stands out.").first).to_be_visible()


def test_typing_on_keeps_the_place_of_the_keyboard_and_says_nothing_twice(open_browser):
    page = open_browser(PHONE, as_="Ana")
    page.goto("/draft/reply/")
    answers = []
    page.on("response", lambda answer: "second-look" in answer.url and answers.append(answer.status))
    page.get_by_role("textbox").focus()
    page.keyboard.type("At least you")
    expect(page.locator(".mark")).to_have_text("At least")
    page.evaluate("""() => {
        window.saidAgain = 0;
        const said = document.querySelector("[role=status][id$=-said]");
        new MutationObserver(() => { window.saidAgain += 1; }).observe(said, {childList: true, subtree: true});
    }""")
    with page.expect_response(lambda answer: "second-look" in answer.url and answer.status == 200):
        page.keyboard.type(" have her. Calm down.")
    expect(page.locator(".mark")).to_have_text(["At least", "Calm down"])
    with page.expect_response(lambda answer: "second-look" in answer.url and answer.status == 204):
        page.keyboard.type(" ")
    assert page.evaluate("window.saidAgain") == 1
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_without_scripts_a_button_does_the_same_and_loses_nothing(open_browser, axe):
    page = open_browser(PHONE, as_="Ana", java_script_enabled=False)
    page.goto("/draft/opening/")
    page.get_by_role("textbox").fill("You never help with anything.")
    page.get_by_role("button", name="Take a second look").click()
    expect(page.locator(".mark")).to_have_text("never")
    expect(page.get_by_role("textbox")).to_have_value("You never help with anything.")


def test_only_the_draft_is_sent_and_only_to_this_copy(open_browser, site):
    page = open_browser(DESKTOP, as_="Ana")
    page.goto("/draft/question/")
    sent = []
    page.on("request", lambda request: request.resource_type == "xhr" and sent.append(request))
    page.get_by_role("textbox").fill("Why would you say that?")
    expect(page.locator(".mark")).to_have_text("Why would you")
    assert [request.url for request in sent] == [f"{site}/second-look/question/words/"]
    assert set(parse_qs(sent[0].post_data, keep_blank_values=True)) == {"csrfmiddlewaretoken", "look_seen", "words"}

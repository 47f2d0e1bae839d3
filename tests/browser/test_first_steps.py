"""A first step without an account: finished in the open page, kept nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.browser.conftest import PHONE

from amends.content.first_steps import first_steps


@pytest.fixture
def page(open_browser):
    return open_browser(PHONE, permissions=["clipboard-read", "clipboard-write"])


def write(page, words="You waited for me."):
    page.locator("#prompt-1").fill(words)
    page.locator("#if").fill("I’ve washed up on Thursday")
    page.locator("#then").fill("I say it")


@pytest.mark.parametrize("slug", [step.slug for step in first_steps()])
def test_each_is_finished_from_the_front_page_without_asking_anything(page, slug):
    page.goto("/")
    page.get_by_role("link", name="Choose a first step").click()
    page.locator(f"a[href$='/{slug}/']").click()
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    write(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Keep as a file").click()

    kept = Path(download.value.path()).read_text(encoding="utf-8")
    assert "You waited for me." in kept
    assert "If I’ve washed up on Thursday, then I will I say it" in kept
    assert [url for url in asked if not url.startswith("blob:")] == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_it_is_copied_as_it_will_be_read(page):
    page.goto("/first-step/be-heard/")
    write(page, "Sunday evening")
    page.get_by_role("button", name="Copy", exact=True).click()
    page.get_by_text("Copied.").wait_for()

    assert page.evaluate("navigator.clipboard.readText()").startswith("I’d like to be heard about Sunday evening")


def test_the_words_of_the_invitation_are_there_to_copy(page):
    page.goto("/first-step/invite/")
    page.get_by_role("button", name="Copy these words").click()
    page.get_by_text("Copied.").wait_for()

    assert page.evaluate("navigator.clipboard.readText()").endswith("No rush, and no is fine.")


def test_an_empty_page_has_nothing_to_keep(page):
    page.goto("/first-step/thank-you/")
    page.get_by_role("button", name="Keep as a file").click()

    assert page.get_by_text("There is nothing written yet.").is_visible()


def test_on_paper_stands_what_was_written_and_no_buttons(page):
    page.goto("/first-step/thank-you/")
    write(page)
    page.emulate_media(media="print")

    assert page.locator("[data-sheet]").is_visible()
    assert not page.get_by_role("button", name="Copy", exact=True).is_visible()
    assert not page.locator("#prompt-1").is_visible()


def test_who_comes_back_finds_empty_fields(page):
    page.goto("/first-step/thank-you/")
    write(page)
    page.goto("/help/")
    page.go_back(wait_until="load")

    assert page.locator("#prompt-1").input_value() == ""


def test_taken_along_the_words_travel_in_the_body_and_never_in_an_address(page):
    page.goto("/first-step/thank-you/")
    write(page)
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.get_by_role("button", name="Take it along into an account").click()

    assert "You+waited+for+me." in sent.value.post_data
    assert "waited" not in sent.value.url
    assert "waited" not in page.url


def test_without_scripts_what_was_written_can_be_printed(open_browser):
    page = open_browser(PHONE, java_script_enabled=False)
    page.goto("/first-step/thank-you/")
    page.locator("#prompt-1").fill("You waited for me.")

    assert not page.get_by_role("button", name="Copy", exact=True).is_visible()
    page.emulate_media(media="print")
    assert page.locator("#prompt-1").is_visible()

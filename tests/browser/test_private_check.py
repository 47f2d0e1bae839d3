"""The private check in two worlds: everything no, everything yes. From outside they are the same."""

from __future__ import annotations

import pytest
from django.apps import apps
from tests.browser.conftest import PHONE


def stored():
    """Every row there is, but for times that a request of any page moves."""
    return {
        model._meta.label: sorted(str(row) for row in model.objects.values_list("pk", flat=True))
        for model in apps.get_models()
        if model._meta.label != "sessions.Session"
    }


def answer_all(page, word):
    for question in page.locator("[data-check] fieldset").all():
        question.get_by_label(word, exact=True).check()
    page.get_by_role("button", name="Show what may help").click()


@pytest.fixture
def page(open_browser):
    page = open_browser(PHONE, as_="Ana")
    page.goto("/check/", wait_until="networkidle")
    return page


@pytest.mark.parametrize("word", ["No", "Sometimes", "Yes", "Rather not say"])
def test_answering_asks_nothing_and_keeps_nothing(page, word):
    before, cookies, asked = stored(), page.context.cookies(), []
    page.on("request", lambda request: asked.append(request.url))
    answer_all(page, word)
    page.wait_for_timeout(300)

    assert asked == []
    assert stored() == before
    assert page.context.cookies() == cookies
    assert page.url.endswith("/check/")
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0


def test_what_is_asked_of_the_server_later_is_the_same_in_both_worlds(open_browser):
    worlds = []
    for word in ("No", "Yes"):
        page = open_browser(PHONE)
        asked = []
        page.on("request", lambda request, asked=asked: asked.append((request.method, request.url, request.post_data)))
        page.goto("/check/")
        answer_all(page, word)
        page.get_by_role("link", name="What that means").click()
        page.wait_for_load_state("networkidle")
        worlds.append(asked)

    assert worlds[0] == worlds[1]


def test_yes_shows_what_may_help_and_only_that(page):
    page.locator("fieldset").nth(4).get_by_label("Yes").check()
    page.get_by_role("button", name="Show what may help").click()

    assert page.get_by_text("If you are watched or kept from people").is_visible()
    assert page.get_by_text("A friend’s device, a library").is_visible()
    assert not page.get_by_text("If you were hurt or pressed").is_visible()


def test_all_no_promises_nothing(page):
    answer_all(page, "No")

    assert page.get_by_text("No list of questions can tell whether talking is safe").is_visible()


def test_rather_not_say_lists_everything_closed(page):
    answer_all(page, "Rather not say")

    assert page.get_by_text("If you were hurt or pressed").is_visible()
    assert not page.get_by_text("You are not to blame").is_visible()


@pytest.mark.parametrize(("strength", "is_shown"), [("7", False), ("8", True), ("10", True)])
def test_a_strong_moment_gets_a_break_first(page, strength, is_shown):
    page.locator("#breath").fill(strength)
    page.get_by_role("button", name="Show what may help").click()

    assert page.get_by_text("Take twenty minutes or more").is_visible() is is_shown


def test_who_comes_back_finds_an_empty_page(page):
    answer_all(page, "Yes")
    page.goto("/help/")
    page.go_back(wait_until="load")

    assert page.locator("input:checked").count() == 0
    assert not page.get_by_text("What may help", exact=True).is_visible()


def test_reloading_empties_it(page):
    answer_all(page, "Yes")
    page.reload()

    assert page.locator("input:checked").count() == 0


def test_it_can_be_cleared(page):
    answer_all(page, "Yes")
    page.get_by_role("button", name="Clear this page").click()

    assert page.locator("input:checked").count() == 0
    assert not page.get_by_text("You are not to blame").is_visible()


def test_it_is_answered_by_keyboard(page):
    page.locator("fieldset").first.get_by_label("No", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")

    assert page.locator("fieldset").first.get_by_label("Yes").is_checked()


def test_without_scripts_all_that_may_help_can_be_opened(open_browser):
    page = open_browser(PHONE, java_script_enabled=False)
    page.goto("/check/")
    page.get_by_text("If you were hurt or pressed").click()

    assert page.get_by_text("You are not to blame").is_visible()

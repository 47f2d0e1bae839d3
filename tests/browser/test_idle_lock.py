"""A locked page shows nothing any more, and who is typing is not locked out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.browser.conftest import PHONE

from amends_web.vault.models import UnlockedSession


@pytest.fixture
def page(open_browser):
    page = open_browser(PHONE, as_="Ana")
    page.clock.install()
    page.goto("/")
    return page


def test_once_the_lock_came_the_words_leave_the_screen(page):
    UnlockedSession.objects.update(touched_at=timezone.now() - timedelta(minutes=30))
    page.clock.run_for(16 * 60_000)
    page.wait_for_url("**/unlock/**")

    assert page.get_by_text("Would now be all right?").count() == 0


def test_a_second_page_in_use_keeps_the_first_one_open(page):
    page.clock.run_for(16 * 60_000)
    page.wait_for_timeout(300)

    assert page.get_by_text("Would now be all right?").is_visible()


def test_who_is_typing_is_counted_as_there(page):
    UnlockedSession.objects.update(touched_at=timezone.now() - timedelta(minutes=14))
    page.clock.run_for(61_000)
    with page.expect_response("**/awake/"):
        page.keyboard.press("a")

    assert UnlockedSession.objects.get().touched_at > timezone.now() - timedelta(minutes=2)

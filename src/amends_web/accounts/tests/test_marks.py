"""A kind of mark on one's drafts, waved away for good, and taken back."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.html import escape

from amends.drafts import reasons_of_marks
from amends_web.accounts.models import WavedMarks

ADDRESS = "/second-look/opening/words/"
DRAFT = "You never ask me. You always decide alone."
AS_HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "look-id_words"}
RULE = "words.always"
BUTTON = f'"wave": "{RULE}"'


@pytest.fixture(autouse=True)
def no_looks_yet():
    cache.clear()


def look(who, **more):
    return who.client.post(ADDRESS, {"words": DRAFT, **more}, **AS_HTMX).content.decode()


def test_a_mark_that_was_waved_away_is_gone_at_once_and_for_good(ana):
    assert BUTTON in look(ana)
    assert BUTTON not in look(ana, wave=RULE)
    assert BUTTON not in look(ana)


def test_what_one_waved_away_is_marked_for_another_who_can_not_tell(ana, ben):
    before = look(ben)
    look(ana, wave=RULE)
    assert look(ben) == before


def test_it_lies_sealed_and_comes_back_when_it_is_wanted_again(ana):
    look(ana, wave=RULE)
    look(ana, wave=RULE)
    row = WavedMarks.objects.get()
    assert RULE.encode() not in bytes(row.sealed)
    page = ana.client.get(reverse("accounts:marks")).content.decode()
    assert page.count('name="rule"') == 1
    assert escape(reasons_of_marks()[RULE]) in page

    ana.client.post(reverse("accounts:mark_again"), {"rule": RULE})
    assert BUTTON in look(ana)
    assert not WavedMarks.objects.exists()


def test_a_name_that_is_no_kind_of_mark_is_not_kept(ana):
    look(ana, wave="anything else")
    assert not WavedMarks.objects.exists()


def test_a_browser_that_is_locked_keeps_nothing(ana):
    ana.client.post(reverse("accounts:lock"))
    ana.client.post(ADDRESS, {"words": DRAFT, "wave": RULE}, **AS_HTMX)
    assert not WavedMarks.objects.exists()

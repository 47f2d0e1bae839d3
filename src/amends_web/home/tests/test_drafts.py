"""Writing something that goes elsewhere, with a second look at it."""

from __future__ import annotations

import re

import pytest

from amends.drafts import kinds_to_write

KINDS = [words.kind.value for words in kinds_to_write()]


def test_home_leads_to_every_kind_of_draft(ana):
    assert "/draft/" in ana.client.get("/").content.decode()
    page = ana.client.get("/draft/").content.decode()
    assert re.findall(r'href="/draft/(\w+)/"', page) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_each_says_only_you_before_typing_and_asks_for_nothing_else(ana, kind):
    page = ana.client.get(f"/draft/{kind}/").content.decode()
    assert page.index("Only you see the second look.") < page.index("Only you</span>") < page.index("<textarea")
    assert page.count("<textarea") == 1


def test_without_scripts_the_button_shows_the_marks_and_loses_nothing(ana):
    text = "At least you have a sister. <i>Calm</i>"
    page = ana.client.post("/draft/reply/look/", {"words": text, "second_look": "yes"}).content.decode()
    assert '<span class="mark">At least</span> you have a sister.' in page
    assert "At least you have a sister. &lt;i&gt;Calm&lt;/i&gt;</textarea>" in page


def test_too_long_a_draft_is_told_and_stays_in_the_field(ana):
    page = ana.client.post("/draft/reply/look/", {"words": "a" * 5001}).content.decode()
    assert "a" * 5001 in page
    assert 'class="problem"' in page


def test_who_is_afraid_is_told_first_that_no_part_is_owed(ana):
    page = ana.client.get("/draft/acknowledgement/").content.decode()
    assert page.index("You owe no part of that.") < page.index("<textarea")


def test_the_camera_and_what_is_no_kind_have_no_page_here(ana):
    for kind in ("camera", "verdict"):
        assert ana.client.get(f"/draft/{kind}/").status_code == 404

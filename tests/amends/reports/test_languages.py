"""What is in another language is said so, on every kind of report, and nothing is said about it."""

from __future__ import annotations

import json
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from amends.reading import Languages, seen_from
from amends.reports import as_html, as_json, as_markdown, as_text

PARTLY = Languages(others=("de", "nl"), unread=frozenset({2, 3}))
DECLINED = Languages(others=("tl",), unread=frozenset(range(1, 8)), is_declined=True)
SECTIONS = (
    "A place to look",
    "How the talk went",
    "What was left open",
    "What your words may have done",
    "It stayed calm",
)


def flat(report: Any, talk: Any, languages: Languages, *, seat: str | None = "Ana") -> str:
    conversation, imported, reading = talk
    seen = seen_from(replace(reading, languages=languages), conversation, seat=seat)
    return " ".join(unescape(report(conversation, imported, seen)).split())


@pytest.mark.parametrize("report", [as_text, as_html, as_markdown])
def test_what_is_partly_in_other_languages_says_so_and_the_rest_is_read(report: Any, talk: Any) -> None:
    said = flat(report, talk, PARTLY)
    assert (
        "2 messages seem to be in German and Dutch. Only English is read here, so nothing is said about them." in said
    )
    assert "A place to look" in said


@pytest.mark.parametrize("report", [as_text, as_html, as_markdown])
@pytest.mark.parametrize("seat", ["Ana", None])
def test_what_is_all_in_another_language_is_declined_and_nothing_is_said(
    report: Any, seat: str | None, talk: Any
) -> None:
    said = flat(report, talk, DECLINED, seat=seat)
    assert "This conversation seems to be in Tagalog. Only English is read here, so nothing is said about it." in said
    assert not [heading for heading in SECTIONS if heading in said]


@pytest.mark.parametrize("report", [as_text, as_html, as_markdown])
def test_one_message_in_a_language_that_has_no_name_here(report: Any, talk: Any) -> None:
    said = flat(report, talk, Languages(others=("", "xx"), unread=frozenset({2})))
    assert "1 message seems to be in another language." in said


@pytest.mark.parametrize("report", [as_text, as_html, as_markdown])
def test_of_english_no_word_is_lost(report: Any, talk: Any) -> None:
    assert "Only English" not in flat(report, talk, Languages())


def test_json_names_the_messages_that_were_not_read(talk: Any) -> None:
    assert json.loads(flat(as_json, talk, PARTLY))["languages"] == {
        "others": ["de", "nl"],
        "unread": [2, 3],
        "declined": False,
    }

"""The reading as one page that stands alone."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

from amends.reading import seen_from
from amends.reports import as_html

VOID = {"meta", "line", "polyline", "rect"}


class Outline(HTMLParser):
    """Keeps the tags and the words, and fails on a tag that is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def outline(page: str) -> Outline:
    parser = Outline()
    parser.feed(page)
    parser.close()
    assert parser._open == []
    return parser


def page_of(talk: Any, seat: str | None, **changes: Any) -> str:
    conversation, report, reading = talk
    changed = replace(conversation, **changes)
    return as_html(changed, report, seen_from(reading, changed, seat=seat))


def test_the_page_says_what_the_text_says(talk: Any) -> None:
    words = outline(page_of(talk, "Ana")).words
    for said in ("A reading of Ana and Ben", "A place to look", "may have landed as a closed door", "by 15 March 2025"):
        assert said in words


def test_the_page_fetches_nothing_and_runs_nothing(talk: Any) -> None:
    page = page_of(talk, "Ana")
    parsed = outline(page)
    assert not {"script", "link", "img", "iframe", "form", "a", "object"} & {tag for tag, _ in parsed.tags}
    assert not re.search(r"https?:|//|url\(|@import", page)
    assert not [name for _, attributes in parsed.tags for name in attributes if name.startswith("on")]
    policy = {attributes.get("http-equiv"): attributes.get("content") for _, attributes in parsed.tags}
    assert str(policy["Content-Security-Policy"]).startswith("default-src 'none'")


def test_the_picture_is_also_there_in_words(talk: Any) -> None:
    page = page_of(talk, None)
    picture = page[page.index("<svg") : page.index("</svg>")]
    assert "<title id=" in picture
    assert "It began calm, and ended warm." in picture[picture.index("<desc") :]
    assert 'role="img"' in picture


def test_the_page_is_made_for_a_phone_and_for_the_dark(talk: Any) -> None:
    page = page_of(talk, None)
    assert "width=device-width" in page
    assert "prefers-color-scheme: dark" in page


def test_what_people_wrote_is_never_taken_for_markup(talk: Any) -> None:
    conversation, _, _ = talk
    evil = "<script>alert(1)</script> & \"'</title> \x00\x1b \u202e $title ${head}"
    messages = tuple(replace(message, text=evil) for message in conversation.messages)
    page = page_of(talk, None, messages=messages, title=evil)
    parsed = outline(page)
    assert "script" not in {tag for tag, _ in parsed.tags}
    assert "<script>alert(1)</script> & \"'</title>" in parsed.words
    assert "$title ${head}" in parsed.words
    assert not {"\x00", "\x1b", "\u202e"} & set(page)


def test_without_a_name_nobodys_words_are_judged(talk: Any) -> None:
    words = outline(page_of(talk, None)).words
    assert "may have landed" not in words
    assert "made without a name" in words

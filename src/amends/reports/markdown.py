"""A reading as Markdown that stands alone: people's words can't become a heading, a link or anything else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from amends.content import load_toml
from amends.reports.course import blocks, course_words
from amends.reports.head import head_lines, title_of
from amends.reports.sections import Quote, Section, most_telling, sections_of
from amends.reports.text import printable
from amends.reports.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from amends.chats import ImportReport
    from amends.conversation import Conversation
    from amends.reading import SeatReading

MOST_QUOTES = 100

# Programs make links of bare addresses whatever is escaped in them; in a code span none does.
_ADDRESS = re.compile(r"@|//|\bwww\.|\w\.[^\W\d_]{2}")
_BETWEEN = re.compile(r"([ `]+)")
# What means something anywhere in a line: to CommonMark, to GitHub, and in notes (tags, formulas, comments).
_ANYWHERE = re.compile(r"[\\*_{}\[\]#!|~^$%=]|:(?=[\w+-]+:)")
# As entities these are safe in every kind of Markdown, also where it knows no backslash before them.
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "`": "&#96;"})
# What means something at the beginning of a line only: a list, a rule, a definition.
_AT_START = re.compile(r"^(\d+(?=[.)])|(?=[-+:]))")


def as_markdown(conversation: Conversation, report: ImportReport, seat: SeatReading, *, language: str = "en") -> str:
    """Return the reading as Markdown (CommonMark), with a line break at the end."""
    words = load_toml("reports", language)
    lines = [f"# {_safe(title_of(conversation, words))}"]
    for line in head_lines(conversation, report, seat, words):
        lines += ["", _safe(line)]
    if seat.languages.is_declined:
        return "\n".join(lines) + "\n"
    lines += _course(conversation, seat, words)
    for section in sections_of(conversation, seat, language=language):
        lines += _section(section, words)
    if seat.seat is None:
        lines += [*_heading(words["no_seat"]["heading"]), "", _safe(words["no_seat"]["html"])]
    return "\n".join(lines) + "\n"


def _course(conversation: Conversation, seat: SeatReading, words: Mapping[str, Any]) -> Iterator[str]:
    part = words["course"]
    yield from _heading(part["heading"])
    if seat.course:
        yield from ("", "```text")
        yield f"{part['tension']:<9}{blocks(point.tension for point in seat.course)}"
        yield f"{part['warmth']:<9}{blocks(point.warmth for point in seat.course)}"
        yield "```"
    yield from ("", _safe(course_words(conversation, seat.course, words)))


def _section(section: Section, words: Mapping[str, Any]) -> Iterator[str]:
    yield from _heading(section.heading)
    yield from ("", _safe(section.intro))
    quotes, left_out = most_telling(section.quotes, most=MOST_QUOTES)
    for quote in quotes:
        yield from ("", *_quote(quote))
    if left_out:
        yield from ("", _safe(counted(words["more"], "page", left_out)))


def _quote(quote: Quote) -> Iterator[str]:
    """Yield a quote of its own; what is said of it stands in it, under the words."""
    if not quote.who:
        yield f"- {_safe(quote.note)}"
        return
    beneath = " · ".join(_safe(part) for part in (quote.who, quote.when, quote.note) if part)
    if quote.words.strip():
        *before, last = quote.words.strip("\n").split("\n")
        yield from (f"> {_safe(line)}  " if line.strip() else ">" for line in before)
        yield f"> {_safe(last)}"
        yield ">"
    yield f"> — {beneath}"


def _heading(heading: str) -> Iterator[str]:
    yield from ("", f"## {_safe(heading)}")


def _safe(text: str) -> str:
    """Return one line in which nothing is markup: escaped, and addresses as code, of which no program makes a link."""
    parts = _BETWEEN.split(" ".join(printable(text).split()))
    safe = (f"`{part}`" if _ADDRESS.search(part) else _escaped(part) for part in parts)
    return _AT_START.sub(r"\1\\", "".join(safe))


def _escaped(text: str) -> str:
    return _ANYWHERE.sub(r"\\\g<0>", text).translate(_ENTITIES)

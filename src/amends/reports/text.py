"""A reading for a terminal: plain, 80 columns, no colour, and nothing that a message could do to the terminal."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from amends.content import load_toml
from amends.reports.course import blocks, course_words
from amends.reports.head import head_lines, title_of
from amends.reports.sections import Quote, Section, most_telling, sections_of
from amends.reports.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from amends.chats import ImportReport
    from amends.conversation import Conversation
    from amends.reading import SeatReading

WIDTH = 80
MOST_QUOTES = 12
LONGEST_QUOTE = 320  # characters; four lines

# Escape codes in a message could move the cursor, retitle the window or hide words, and the letters that turn the
# direction of writing could show them in another order. Each becomes its visible sign, or nothing.
_CONTROLS = (
    {code: chr(0x2400 + code) for code in range(0x20)}
    | {0x7F: "␡"}
    | dict.fromkeys(range(0x80, 0xA0), "�")
    | dict.fromkeys(range(0xD800, 0xE000), "�")
    | dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029, 0xFEFF])
)


def as_text(conversation: Conversation, report: ImportReport, seat: SeatReading, *, language: str = "en") -> str:
    """Return the reading as lines of at most `WIDTH` columns, with a line break at the end."""
    words = load_toml("reports", language)
    lines = [*_head(conversation, report, seat, words)]
    if seat.languages.is_declined:
        return "\n".join(lines) + "\n"
    lines += _course(conversation, seat, words)
    for section in sections_of(conversation, seat, language=language):
        lines += _section(section, words)
    if seat.seat is None:
        lines += _no_seat(conversation, words)
    return "\n".join(lines) + "\n"


def printable(text: str) -> str:
    """Return the text on one line, with everything that could steer a terminal made visible or left out."""
    return " ".join(text.replace("\t", " ").split("\n")).translate(_CONTROLS)


def _head(
    conversation: Conversation, report: ImportReport, seat: SeatReading, words: Mapping[str, Any]
) -> Iterator[str]:
    yield from wrapped(title_of(conversation, words))
    for line in head_lines(conversation, report, seat, words):
        yield from wrapped(line)


def _course(conversation: Conversation, seat: SeatReading, words: Mapping[str, Any]) -> Iterator[str]:
    part = words["course"]
    yield from _heading(part["heading"])
    if seat.course:
        yield f"  {part['tension']:<9}{blocks(point.tension for point in seat.course)}"
        yield f"  {part['warmth']:<9}{blocks(point.warmth for point in seat.course)}"
    yield from wrapped(course_words(conversation, seat.course, words), indent="  ")


def _section(section: Section, words: Mapping[str, Any]) -> Iterator[str]:
    yield from _heading(section.heading)
    yield from wrapped(section.intro, indent="  ")
    quotes, left_out = most_telling(section.quotes, most=MOST_QUOTES)
    for quote in quotes:
        yield from _quote(quote)
    if left_out:
        yield from wrapped(counted(words["more"], "text", left_out), indent="  ")


def _quote(quote: Quote) -> Iterator[str]:
    if not quote.who:
        yield from wrapped(f"- {quote.note}", indent="  ", hanging="    ")
        return
    shown = quote.words if len(quote.words) <= LONGEST_QUOTE else quote.words[:LONGEST_QUOTE] + " …"
    said = f"- {quote.who}: “{shown}”" if shown.strip() else f"- {quote.who}"
    yield from wrapped(said, indent="  ", hanging="    ")
    beneath = " · ".join(filter(None, (quote.when, quote.note)))
    if beneath:
        yield from wrapped(beneath, indent="    ")


def _no_seat(conversation: Conversation, words: Mapping[str, Any]) -> Iterator[str]:
    yield from _heading(words["no_seat"]["heading"])
    people = ", ".join(f"“{name}”" for name in conversation.people)
    yield from wrapped(words["no_seat"]["text"].format(people=people), indent="  ")


def _heading(heading: str) -> Iterable[str]:
    return ("", heading, "─" * len(heading))


def wrapped(text: str, *, indent: str = "", hanging: str | None = None) -> list[str]:
    """Return the text made printable and broken into lines of `WIDTH` columns."""
    return textwrap.wrap(
        printable(text),
        width=WIDTH,
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_on_hyphens=False,
    )

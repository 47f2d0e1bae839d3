"""A reading as one HTML file that stands alone: nothing is fetched, nothing runs, every word is escaped."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

from amends.content import load_toml
from amends.reports.course import course_words
from amends.reports.head import head_lines, title_of
from amends.reports.picture import picture_of
from amends.reports.sections import Quote, Section, most_telling, sections_of
from amends.reports.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from amends.chats import ImportReport
    from amends.conversation import Conversation
    from amends.reading import SeatReading

MOST_QUOTES = 100


def as_html(conversation: Conversation, report: ImportReport, seat: SeatReading, *, language: str = "en") -> str:
    """Return the whole page."""
    words = load_toml("reports", language)
    sections = [] if seat.languages.is_declined else _sections(conversation, seat, words, language=language)
    page = Template(files("amends.reports").joinpath("page.html").read_text(encoding="utf-8"))
    return page.substitute(
        language=language,
        title=_safe(title_of(conversation, words)),
        head="\n".join(_paragraph(line) for line in head_lines(conversation, report, seat, words)),
        sections="\n".join(sections),
    )


def _sections(conversation: Conversation, seat: SeatReading, words: Mapping[str, Any], *, language: str) -> list[str]:
    sections = [_course(conversation, seat, words)]
    sections += [_section(section, words) for section in sections_of(conversation, seat, language=language)]
    if seat.seat is None:
        sections.append(_framed("no_seat", words["no_seat"]["heading"], _paragraph(words["no_seat"]["html"])))
    return sections


def _course(conversation: Conversation, seat: SeatReading, words: Mapping[str, Any]) -> str:
    said = course_words(conversation, seat.course, words)
    body = [_paragraph(said)]
    if seat.course:
        key = " ".join(f'<span class="{line}">{_safe(words["course"][line])}</span>' for line in ("tension", "warmth"))
        picture = picture_of(seat, description=said, words=words)
        body.append(f'<figure>{picture}<figcaption class="quiet">{key}</figcaption></figure>')
    return _framed("course", words["course"]["heading"], "\n".join(body))


def _section(section: Section, words: Mapping[str, Any]) -> str:
    quotes, left_out = most_telling(section.quotes, most=MOST_QUOTES)
    body = [_paragraph(section.intro)]
    if quotes:
        body += ["<ul>", *("".join(_quote(quote, section)) for quote in quotes), "</ul>"]
    if left_out:
        body.append(_paragraph(counted(words["more"], "page", left_out)))
    return _framed(section.name, section.heading, "\n".join(body))


def _quote(quote: Quote, section: Section) -> Iterator[str]:
    yield "<li>"
    if quote.words.strip():
        yield f"<blockquote>{_safe(quote.words)}</blockquote>"
    if quote.who:
        yield f"<cite>{_safe(', '.join(filter(None, (quote.who, quote.when))))}</cite>"
    if quote.note:
        landed = ' class="landed"' if section.name.startswith("own_") else ""
        yield f"<p{landed}>{_safe(quote.note)}</p>"
    yield "</li>"


def _framed(name: str, heading: str, body: str) -> str:
    return f'<section aria-labelledby="{name}">\n<h2 id="{name}">{_safe(heading)}</h2>\n{body}\n</section>'


def _paragraph(text: str) -> str:
    return f'<p class="quiet">{_safe(text)}</p>'


# HTML has no way to write these, and the ones for direction could show words in another order.
_NOT_IN_HTML = dict.fromkeys(
    [*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
) | dict.fromkeys(range(0xD800, 0xE000), "�")


def _safe(text: str) -> str:
    return escape(text.translate(_NOT_IN_HTML))

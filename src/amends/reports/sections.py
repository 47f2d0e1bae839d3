"""What a person reads of a reading, section by section, before it becomes text or a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from amends.content import load_toml
from amends.moves import HURTING
from amends.reports.words import day_and_time, day_words, length_words, sure_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from amends.conversation import Conversation, Message
    from amends.moves import Mark
    from amends.reading import SeatReading


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of a message, with who wrote them and when; `note` is what the section says of them, or empty."""

    who: str
    when: str
    words: str
    note: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """`intro` stands over the quotes; where there are none it says so."""

    name: str
    heading: str
    intro: str
    quotes: tuple[Quote, ...] = ()


def sections_of(conversation: Conversation, seat: SeatReading, *, language: str) -> tuple[Section, ...]:
    """Return the sections after the course, in the order in which they are read."""
    words = load_toml("reports", language)
    shared = (
        _turning_point(conversation, seat, words),
        _section("open_questions", _at(conversation, seat.open_questions, words), words),
        _section("missed_bids", _at(conversation, seat.missed_bids, words), words),
        _section("promises", _promises(conversation, seat, words), words),
        _section("silences", _silences(conversation, seat, words), words),
    )
    if seat.seat is None:
        return shared
    hurting, healing = _own(conversation, seat, words)
    return (*shared, _section("own_hurting", hurting, words), _section("own_healing", healing, words))


def most_telling(quotes: Sequence[Quote], *, most: int) -> tuple[tuple[Quote, ...], int]:
    """Return the surest quotes in their own order, and how many were left out."""
    surest = sorted(range(len(quotes)), key=lambda place: -quotes[place].confidence)[:most]
    return tuple(quotes[place] for place in sorted(surest)), max(0, len(quotes) - most)


def _section(name: str, quotes: Sequence[Quote], words: Mapping[str, Any]) -> Section:
    intro = words[name]["intro"] if quotes else words[name]["none"]
    return Section(name=name, heading=words[name]["heading"], intro=intro, quotes=tuple(quotes))


def _turning_point(conversation: Conversation, seat: SeatReading, words: Mapping[str, Any]) -> Section:
    stretch = seat.turning_point
    if stretch is None:
        return _section("turning_point", (), words)
    section = _section(
        "turning_point",
        [
            _quote(message, words)
            for message in conversation.messages[stretch.first : stretch.last + 1]
            if message.speaker is not None
        ],
        words,
    )
    intro = section.intro.format(sure=sure_words(stretch.confidence, words))
    return Section(name=section.name, heading=section.heading, intro=intro, quotes=section.quotes)


def _at(conversation: Conversation, claims: Iterable[Any], words: Mapping[str, Any]) -> list[Quote]:
    return [_quote(conversation.messages[claim.message], words, confidence=claim.confidence) for claim in claims]


def _promises(conversation: Conversation, seat: SeatReading, words: Mapping[str, Any]) -> list[Quote]:
    quotes = []
    for promise in seat.promises:
        message = conversation.messages[promise.message]
        due = "" if promise.due is None else words["promises"]["due"].format(day=day_words(promise.due, words))
        said = replace(message, text=message.text[promise.quote_start : promise.quote_end])
        quotes.append(_quote(said, words, note=due, confidence=promise.confidence))
    return quotes


def _silences(conversation: Conversation, seat: SeatReading, words: Mapping[str, Any]) -> list[Quote]:
    return [
        Quote(
            who="",
            when="",
            words="",
            note=words["silences"]["line"].format(
                length=length_words(silence.length, words),
                when=day_and_time(conversation.messages[silence.after].at, words),
            ),
            confidence=silence.confidence,
        )
        for silence in seat.silences
    ]


def _own(conversation: Conversation, seat: SeatReading, words: Mapping[str, Any]) -> tuple[list[Quote], list[Quote]]:
    """Return quotes of the seat's own messages: those that may have hurt, and those that may have helped."""
    hurting: list[Quote] = []
    healing: list[Quote] = []
    for one in seat.own:
        message = conversation.messages[one.n]
        for marks, quotes, notes in (
            ([mark for mark in one.marks if mark.move in HURTING], hurting, words["landed"]),
            ([mark for mark in one.marks if mark.move not in HURTING], healing, words["helped"]),
        ):
            if marks:
                quotes.append(_marked_quote(message, marks, notes, words))
    return hurting, healing


def _marked_quote(message: Message, marks: Sequence[Mark], notes: Mapping[str, str], words: Mapping[str, Any]) -> Quote:
    by_move = dict.fromkeys(mark.move for mark in marks)
    note = "; ".join(notes[move] for move in by_move)
    return _quote(message, words, note=note, confidence=max(mark.confidence for mark in marks))


def _quote(message: Message, words: Mapping[str, Any], *, note: str = "", confidence: float = 1.0) -> Quote:
    return Quote(
        who=words["by_app"] if message.speaker is None else message.speaker,
        when=day_and_time(message.at, words),
        words=message.text,
        note=note,
        confidence=confidence,
    )

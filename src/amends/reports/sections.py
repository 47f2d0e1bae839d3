"""What a person reads of a reading, section by section, before it becomes text or a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from amends.content import load_toml
from amends.moves import HURTING
from amends.reports.words import counted, day_and_time, day_words, length_words, month_words, sure_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from amends.conversation import Conversation, Message
    from amends.moves import Mark
    from amends.reading import OwnChange, SeatReading, Stretch, TalkProposal


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
    sections = [
        _section("turning_point", _stretch(conversation, seat.turning_point, words), words, sure=seat.turning_point),
        _section("open_questions", _at(conversation, seat.open_questions, words), words),
        _section("missed_bids", _at(conversation, seat.missed_bids, words), words),
        _section("promises", _promises(conversation, seat, words), words),
        _section("silences", _silences(conversation, seat, words), words),
        _section("concerns", _concerns(seat, words), words),
    ]
    if seat.second_turning_point is not None:
        quotes = _stretch(conversation, seat.second_turning_point, words)
        sections.insert(1, _section("second_turning_point", quotes, words, sure=seat.second_turning_point))
    if seat.talks:
        sections.insert(0, _section("talks", _talks(seat, words), words))
    if seat.seat is not None:
        hurting, healing = _own(conversation, seat, words)
        sections += [_section("own_hurting", hurting, words), _section("own_healing", healing, words)]
    if seat.own_change is not None:
        sections.append(_section("change", [_fact(line) for line in change_lines(seat.own_change, words)], words))
    return tuple(sections)


def most_telling(quotes: Sequence[Quote], *, most: int) -> tuple[tuple[Quote, ...], int]:
    """Return the surest quotes in their own order, and how many were left out."""
    surest = sorted(range(len(quotes)), key=lambda place: -quotes[place].confidence)[:most]
    return tuple(quotes[place] for place in sorted(surest)), max(0, len(quotes) - most)


def _section(name: str, quotes: Sequence[Quote], words: Mapping[str, Any], *, sure: Stretch | None = None) -> Section:
    intro = words[name]["intro"] if quotes else words[name]["none"]
    if sure is not None:
        intro = intro.format(sure=sure_words(sure.confidence, words))
    return Section(name=name, heading=words[name]["heading"], intro=intro, quotes=tuple(quotes))


def _stretch(conversation: Conversation, stretch: Stretch | None, words: Mapping[str, Any]) -> list[Quote]:
    if stretch is None:
        return []
    inside = conversation.messages[stretch.first : stretch.last + 1]
    return [_quote(message, words) for message in inside if message.speaker is not None]


def _talks(seat: SeatReading, words: Mapping[str, Any]) -> list[Quote]:
    """Return a line for each talk that got tense, in the order of the history."""
    tense = sorted((one for one in seat.talks if one.got_tense), key=lambda one: one.talk.first)
    return [_fact(_talk_line(one, words["talks"], words), confidence=one.tension) for one in tense]


def _talk_line(one: TalkProposal, part: Mapping[str, Any], words: Mapping[str, Any]) -> str:
    when = day_and_time(one.talk.started, words) or part["untimed"].format(first=one.talk.first, last=one.talk.last)
    how = part["broke_down" if one.broke_down else "tense_and_silence" if one.long_silence_after else "tense"]
    return str(part["line"].format(when=when, messages=counted(words["head"], "messages", one.talk.messages), how=how))


def _concerns(seat: SeatReading, words: Mapping[str, Any]) -> list[Quote]:
    """Return what may have been at stake as questions: one's own to oneself, the others' to be asked."""
    return [
        _fact(need_question(one.need, who=who, seat=seat.seat, words=words), confidence=one.confidence)
        for who, concerns in seat.concerns.items()
        for one in concerns
    ]


def need_question(need: str, *, who: str, seat: str | None, words: Mapping[str, Any]) -> str:
    """Ask what may have been at stake for somebody: oneself, or the other."""
    part = words["concerns"]
    form = part["own"] if who == seat else part["other"]
    return str(form.format(who=who, need=part["needs"][need]))


def change_lines(change: OwnChange, words: Mapping[str, Any]) -> tuple[str, str]:
    """Say how one's own words changed, those that may have hurt and those that may have helped, without a figure."""
    part = words["change"]
    since, before = (
        part["months"].format(first=month_words(months.first, words), last=month_words(months.last, words))
        for months in (change.since, change.before)
    )
    hurting, healing = part["hurting"][change.hurting], part["healing"][change.healing]
    return hurting.format(since=since, before=before), healing.format(since=since, before=before)


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
    part = words["silences"]
    lines = []
    for silence in seat.silences:
        form = part["line"] if silence.usual is None else part["line_with_usual"]
        line = form.format(
            length=length_words(silence.length, words),
            when=day_and_time(conversation.messages[silence.after].at, words),
            usual="" if silence.usual is None else length_words(silence.usual, words),
        )
        lines.append(_fact(line, confidence=silence.confidence))
    return lines


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


def _fact(note: str, *, confidence: float = 1.0) -> Quote:
    """Return a line that quotes nobody."""
    return Quote(who="", when="", words="", note=note, confidence=confidence)


def _quote(message: Message, words: Mapping[str, Any], *, note: str = "", confidence: float = 1.0) -> Quote:
    return Quote(
        who=words["by_app"] if message.speaker is None else message.speaker,
        when=day_and_time(message.at, words),
        words=message.text,
        note=note,
        confidence=confidence,
    )

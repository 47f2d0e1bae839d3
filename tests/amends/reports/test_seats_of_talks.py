"""Whatever the talk, nothing that a person gets holds a hurting move of another.

Not a word of any report may change when the marks on everybody else's words do: what a report says of others then can't
come from them. What is shared is about stretches of the talk in which several speak, and the same from every seat.
"""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.chats import ImportReport, read_breakdowns
from amends.conversation import Conversation, Message
from amends.moves import HURTING, Feeling, Mark, MarkedMessage, Move, mark_messages
from amends.reading import Reading, SeatReading, read_conversation, seen_from
from amends.reading.course import LEAST_WIDTH
from amends.reading.rules import rules_of
from amends.reports import as_html, as_json, as_markdown, as_text

TALKS = Path(__file__).parents[3] / "training/breakdowns"
REPORTS = (as_text, as_html, as_markdown, as_json)
START = datetime(2025, 3, 4, 18, 0)  # noqa: DTZ001  (the wall clock of a phone)
SHARP = (
    "You never think of anyone else, you're so selfish",
    "Sorry if you were hurt, I guess",
    "You only did that to humiliate me",
    "Oh grow up, you pathetic clown",
    "whatever.",
    "It's not my fault, you started it",
    "I was wrong to read it out. I'm so sorry",
    "Can we start over?",
    "Did that hurt you?",
    "I'll call her tomorrow",
    "I'll pay you back by Friday, you idiot",
    "You lied to me, I want the truth",
    "ok",
)
PEOPLE = ("Ana", "Ben", "Cleo")


@cache
def written_talks() -> tuple[Conversation, ...]:
    """Return every sixtieth of the invented talks."""
    lines = [line for path in sorted(TALKS.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    return tuple(next(iter(read_breakdowns([line]))) for line in lines[::60])


def fast_reading_of(conversation: Conversation) -> Reading:
    """Return the reading by the fast pass: what is shown here holds whatever the marks."""
    return read_conversation(conversation, marked=mark_messages(conversation, rules=rules_of("en")))


@cache
def read(place: int) -> Reading:
    return fast_reading_of(written_talks()[place])


def talk_of(lines: list[tuple[str, str, int]]) -> Conversation:
    """Return a talk of lines by somebody, so many hours after each other."""
    at, messages = START, []
    for n, (who, text, hours) in enumerate(lines):
        at += timedelta(hours=hours, minutes=1)
        messages.append(Message(n=n, at=at, speaker=who, text=text))
    return Conversation(source="test", people=PEOPLE, messages=tuple(messages))


sharp_talks = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(SHARP), st.sampled_from((0, 0, 0, 0, 3, 50))),
    min_size=1,
    max_size=30,
).map(talk_of)


def report_on(conversation: Conversation) -> ImportReport:
    return ImportReport(
        source=conversation.source,
        messages=len(conversation.messages),
        people=conversation.people,
        first_at=conversation.messages[0].at,
        last_at=conversation.messages[-1].at,
        unread_lines=(),
        unread_count=0,
        doubts=(),
        date_order=None,
    )


def otherwise(one: MarkedMessage, chance: random.Random) -> MarkedMessage:
    """Return the same message with other marks and another feeling."""
    moves = chance.sample(list(Move), chance.randrange(4))
    marks = tuple(Mark(move=move, confidence=0.99, start=0, end=1) for move in moves)
    return MarkedMessage(n=one.n, marks=marks, feeling=chance.choice(list(Feeling)), feeling_confidence=0.5)


def with_others_otherwise(reading: Reading, conversation: Conversation, seat: str | None, seed: int) -> Reading:
    """Return the reading with other marks on the words of everybody but the seat."""
    chance = random.Random(seed)
    pairs = zip(conversation.messages, reading.marked, strict=True)
    marked = tuple(one if message.speaker == seat else otherwise(one, chance) for message, one in pairs)
    return replace(reading, marked=marked)


def assert_nothing_changes(conversation: Conversation, reading: Reading, seat: str | None, seed: int) -> None:
    twin = with_others_otherwise(reading, conversation, seat, seed)
    report = report_on(conversation)
    ours, theirs = (seen_from(one, conversation, seat=seat) for one in (reading, twin))
    for write in REPORTS:
        assert write(conversation, report, ours) == write(conversation, report, theirs)


def assert_what_is_shared_is_no_verdict(conversation: Conversation, reading: Reading, seat: str | None) -> None:
    seen = seen_from(reading, conversation, seat=seat)
    speakers = {one.speaker for one in conversation.messages}
    for stretch in filter(None, (seen.turning_point, seen.second_turning_point)):
        inside = {one.speaker for one in conversation.messages[stretch.first : stretch.last + 1]}
        assert len(inside) >= min(2, len(speakers))
    assert all(point.last - point.first + 1 >= LEAST_WIDTH for point in seen.course[:-1])
    held_up = [*seen.open_questions, *seen.missed_bids, *seen.promises]
    assert not [one for one in held_up if reading.marked[one.message].hurts]


def shared(seen: SeatReading) -> SeatReading:
    return replace(seen, seat=None, own=(), own_change=None)


@pytest.mark.parametrize("place", range(len(written_talks())))
def test_in_written_talks_no_report_holds_a_hurting_move_of_another(place: int) -> None:
    conversation = written_talks()[place]
    for seat in (*conversation.people, None):
        assert_nothing_changes(conversation, read(place), seat, seed=place)


@pytest.mark.parametrize("place", range(len(written_talks())))
def test_in_written_talks_what_is_shared_is_the_same_from_every_seat_and_marks_no_message(place: int) -> None:
    conversation, reading = written_talks()[place], read(place)
    from_nowhere = seen_from(reading, conversation, seat=None)
    for seat in conversation.people:
        assert shared(seen_from(reading, conversation, seat=seat)) == from_nowhere
        assert_what_is_shared_is_no_verdict(conversation, reading, seat)


@settings(max_examples=40)
@given(conversation=sharp_talks, seat=st.sampled_from((*PEOPLE, None)), seed=st.integers(0, 99))
def test_in_sharp_talks_no_report_holds_a_hurting_move_of_another(
    conversation: Conversation, seat: str | None, seed: int
) -> None:
    reading = fast_reading_of(conversation)
    assert_nothing_changes(conversation, reading, seat, seed)
    assert_what_is_shared_is_no_verdict(conversation, reading, seat)


def test_the_talks_that_this_is_shown_on_do_hold_hurting_moves_of_several_people() -> None:
    hurting = 0
    for place, conversation in enumerate(written_talks()):
        pairs = zip(conversation.messages, read(place).marked, strict=True)
        hurting += len({message.speaker for message, one in pairs if one.moves & HURTING}) > 1
    assert hurting >= 3


def test_a_report_that_told_of_anothers_words_would_be_found() -> None:
    """The twin is no empty test: from their own seat the same marks change what is told."""
    conversation = talk_of([("Ana", SHARP[0], 0), ("Ben", SHARP[3], 0), ("Ana", "ok", 0)])
    reading = fast_reading_of(conversation)
    twin = with_others_otherwise(reading, conversation, "Ana", seed=1)
    of_ben = [seen_from(one, conversation, seat="Ben") for one in (reading, twin)]
    told: list[Any] = [json.loads(as_json(conversation, report_on(conversation), seen))["own"] for seen in of_ben]
    assert told[0] != told[1]

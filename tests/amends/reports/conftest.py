"""One invented talk with a reading that is written by hand, so that these tests stand apart from the rules."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from amends.chats import ImportReport
from amends.conversation import Conversation, Message, MessageType
from amends.moves import Feeling, Mark, MarkedMessage, Move
from amends.reading import (
    Concern,
    CoursePoint,
    MissedBid,
    OpenQuestion,
    Outcome,
    PromiseFound,
    Reading,
    Silence,
    TurningPoint,
)

if TYPE_CHECKING:
    from collections.abc import Callable

Talk = tuple[Conversation, ImportReport, Reading]

LINES: tuple[tuple[str | None, str, str], ...] = (
    (None, "2025-03-12T18:05", "Messages are end-to-end encrypted."),
    ("Ana", "2025-03-12T18:05", "Did you tell your brother?"),
    ("Ben", "2025-03-12T18:06", "you always do this"),
    ("Ana", "2025-03-12T18:07", "whatever. do what you want"),
    ("Ben", "2025-03-12T18:09", "Could we start over?"),
    ("Ana", "2025-03-12T18:12", "I'm busy"),
    ("Ben", "2025-03-14T20:12", "I'll call him tomorrow"),
    ("Ana", "2025-03-14T20:13", "That was on me, I shut you out.\nThank you for asking again."),
)


def _marked(n: int, *marks: tuple[Move, float], feeling: Feeling = Feeling.NEUTRAL) -> MarkedMessage:
    text = LINES[n][2]
    return MarkedMessage(
        n=n,
        marks=tuple(Mark(move=move, confidence=sure, start=0, end=len(text)) for move, sure in marks),
        feeling=feeling,
        feeling_confidence=0.5,
    )


def _reading() -> Reading:
    return Reading(
        marked=(
            _marked(0),
            _marked(1),
            _marked(2, (Move.CRITICISM, 0.9), feeling=Feeling.ANGER),
            _marked(3, (Move.STONEWALLING, 0.9), feeling=Feeling.HURT),
            _marked(4, (Move.REPAIR_ATTEMPT, 0.9)),
            _marked(5, (Move.CONTEMPT, 0.3)),
            _marked(6, (Move.PROMISE, 0.9)),
            _marked(7, (Move.OWNERSHIP, 0.9), (Move.APPRECIATION, 0.7), feeling=Feeling.AFFECTION),
        ),
        course=(
            CoursePoint(first=0, last=1, tension=0.0, warmth=0.0),
            CoursePoint(first=2, last=3, tension=0.9, warmth=0.0),
            CoursePoint(first=4, last=5, tension=0.4, warmth=0.3),
            CoursePoint(first=6, last=7, tension=0.0, warmth=0.8),
        ),
        turning_point=TurningPoint(message=2, first=1, last=3, confidence=0.7),
        silences=(Silence(after=5, before=6, length=timedelta(days=2, hours=2), usual=None, confidence=0.8),),
        open_questions=(OpenQuestion(message=1, confidence=0.6),),
        missed_bids=(MissedBid(message=4, passed_over_by=5, confidence=0.6),),
        promises=(
            PromiseFound(
                message=6,
                who="Ben",
                quote_start=0,
                quote_end=22,
                when="tomorrow",
                due=date(2025, 3, 15),
                confidence=0.9,
            ),
        ),
        outcome=Outcome.REPAIRED,
        shown_from={Move.CONTEMPT: 0.6},
        concerns={"Ana": (Concern(need="respect", message=3, confidence=0.5),), "Ben": ()},
    )


@pytest.fixture
def talk() -> Talk:
    messages = tuple(
        Message(
            n=n,
            at=datetime.fromisoformat(at),
            speaker=speaker,
            text=text,
            type=MessageType.TEXT if speaker else MessageType.SYSTEM,
        )
        for n, (speaker, at, text) in enumerate(LINES)
    )
    conversation = Conversation(source="whatsapp", people=("Ana", "Ben"), messages=messages)
    return conversation, report_of(conversation), _reading()


def report_of(conversation: Conversation) -> ImportReport:
    return ImportReport(
        source=conversation.source,
        messages=len(conversation.messages),
        people=conversation.people,
        first_at=conversation.messages[0].at,
        last_at=conversation.messages[-1].at,
        unread_lines=(),
        unread_count=0,
        doubts=(),
        date_order="dmy",
    )


@pytest.fixture
def report() -> Callable[[Conversation], ImportReport]:
    return report_of

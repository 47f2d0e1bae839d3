from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime


class Move(StrEnum):
    """What the words of one message do, as the labelling guideline of the Breakdowns corpus names it."""

    CRITICISM = "criticism"
    CONTEMPT = "contempt"
    DEFENSIVENESS = "defensiveness"
    STONEWALLING = "stonewalling"
    MIND_READING = "mind_reading"
    NONAPOLOGY = "nonapology"
    OWNERSHIP = "ownership"
    REMORSE = "remorse"
    REPAIR_OFFER = "repair_offer"
    VALIDATION = "validation"
    REFLECTION = "reflection"
    CLARIFYING_QUESTION = "clarifying_question"
    FEELING_STATEMENT = "feeling_statement"
    REQUEST = "request"
    VULNERABILITY = "vulnerability"
    PAUSE = "pause"
    APPRECIATION = "appreciation"
    PROMISE = "promise"
    REPAIR_ATTEMPT = "repair_attempt"


HURTING = frozenset(
    {
        Move.CRITICISM,
        Move.CONTEMPT,
        Move.DEFENSIVENESS,
        Move.STONEWALLING,
        Move.MIND_READING,
        Move.NONAPOLOGY,
    }
)
HEALING = frozenset(Move) - HURTING


class Feeling(StrEnum):
    """The strongest feeling that the words of a message show."""

    ANGER = "anger"
    HURT = "hurt"
    FEAR = "fear"
    SHAME = "shame"
    JOY = "joy"
    AFFECTION = "affection"
    CONFUSION = "confusion"
    NEUTRAL = "neutral"


class Mark(NamedTuple):
    """One move in one message, on the words `text[start:end]`; `confidence` is from 0 to 1."""

    move: Move
    confidence: float
    start: int
    end: int


class InContext(NamedTuple):
    """What the encoder sees of the whole talk from one message: log odds."""

    missed_bid: float
    open_question: float
    turning_point: float
    turned: float
    broken: float
    repaired: float
    mixed: float
    no_conflict: float


class MarkedMessage(NamedTuple):
    """What message `n` does and shows. `marks` are ordered by move; most messages have none.

    Only the careful pass says what it looks like `in_context`. It is a tuple, as a history makes one for every message,
    and a frozen dataclass takes three times as long to be made.
    """

    n: int
    marks: tuple[Mark, ...]
    feeling: Feeling
    feeling_confidence: float
    in_context: InContext | None = None

    @property
    def moves(self) -> frozenset[Move]:
        return frozenset(mark.move for mark in self.marks)

    @property
    def hurts(self) -> bool:
        return bool(self.marks) and not HURTING.isdisjoint([mark.move for mark in self.marks])


class Weighed(NamedTuple):
    """What the words of a message point to by themselves: a packed row of log odds (amends.moves.rows).

    `found` holds the patterns in it as (number, start, end); `length` is in words.
    """

    row: int
    found: tuple[tuple[int, int, int], ...]
    asks: bool
    length: int


class Spoken(NamedTuple):
    """One message that somebody wrote."""

    speaker: str
    at: datetime | None
    weighed: Weighed

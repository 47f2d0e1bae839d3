"""Asking each person, after a step, how that was: for themselves, and for how the next one goes.

Where therapists ask after each session and read the answers, fewer people leave worse than they came (Lambert and
Shimokawa 2011); whether that holds between people who ask themselves is not known.

What somebody wishes for the next time holds for everybody in the space, and nothing says whose wish it was: it is
taken up where the next step begins, by whoever begins it, and never at the moment when it was made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

# How far one looks back on one's own answers.
LOOK_BACK = timedelta(weeks=3)
# So many steps shorter, or slower, at most: a round has at least one speech, of at least one chunk.
MOST_STEPS = 2
# Minutes, from the shortest; what people agreed on is one of the later two.
_LENGTHS = (10, 15, 30)


class Word(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Wish(StrEnum):
    TOO_LONG = "too_long"
    TOO_FAST = "too_fast"
    MORE_TIME = "more_time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tempo:
    """How many steps shorter, and how many steps slower than at first, what people of a space do together is."""

    shorter: int = 0
    slower: int = 0


class Dated(Protocol):
    @property
    def at(self) -> datetime: ...


One = TypeVar("One", bound=Dated)


def next_tempo(tempo: Tempo, wishes: Collection[Wish]) -> Tempo:
    """Return the tempo of the next step. One step a time, however many wished it; the gentler wish goes first.

    "More time" leads a step back to how it was, where nobody wished otherwise.
    """
    if Wish.TOO_LONG in wishes or Wish.TOO_FAST in wishes:
        return Tempo(
            shorter=min(tempo.shorter + (Wish.TOO_LONG in wishes), MOST_STEPS),
            slower=min(tempo.slower + (Wish.TOO_FAST in wishes), MOST_STEPS),
        )
    if Wish.MORE_TIME in wishes:
        return Tempo(shorter=max(tempo.shorter - 1, 0), slower=max(tempo.slower - 1, 0))
    return tempo


def fewer(most: int, steps: int) -> int:
    """Return how many are left of `most` after so many steps: never none."""
    return max(most - steps, 1)


def minutes(agreed: int, tempo: Tempo) -> int:
    """Return how long the next check-in is, of 10, 15 and 30 minutes; never longer than agreed."""
    return _LENGTHS[max(_LENGTHS.index(agreed) - tempo.shorter, 0)]


def looked_back_on(answers: Iterable[One], *, now: datetime) -> list[One]:
    """Return the answers of the last three weeks, the newest first."""
    return sorted((one for one in answers if one.at > now - LOOK_BACK), key=lambda one: one.at, reverse=True)

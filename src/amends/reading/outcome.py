"""How the talk stood when it ended."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from amends.reading.course import tension_in, warmth_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amends.moves import MarkedMessage
    from amends.reading.turning_point import TurningPoint

ENDING = 6  # messages that count as the end


class Outcome(StrEnum):
    """Where a talk ended. It says nothing about the people or about what came after."""

    BROKEN = "broken"
    REPAIRED = "repaired"
    MIXED = "mixed"
    NO_CONFLICT = "no_conflict"


def outcome_of(marked: Sequence[MarkedMessage], *, turning_point: TurningPoint | None) -> Outcome:
    """Weigh the last messages: tense, warm, or both."""
    if turning_point is None:
        return Outcome.NO_CONFLICT
    ending = marked[max(turning_point.message + 1, len(marked) - ENDING) :]
    tension = sum(tension_in(one) for one in ending)
    warmth = sum(warmth_in(one) for one in ending)
    if warmth > 2 * tension:
        return Outcome.REPAIRED
    if tension > warmth:
        return Outcome.BROKEN
    return Outcome.MIXED

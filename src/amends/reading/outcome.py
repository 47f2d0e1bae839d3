"""How the talk stood when it ended."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from amends.moves import HEALING, HURTING, Feeling, MarkedMessage, Move
from amends.reading.answers import weigh

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from amends.reading.course import Tone
    from amends.reading.turning_point import TurningPoint

ENDING = 5  # messages that count as the end
_AFTER_HURT = HURTING | {
    Move.OWNERSHIP,
    Move.REMORSE,
    Move.REPAIR_OFFER,
    Move.REPAIR_ATTEMPT,
    Move.VALIDATION,
    Move.FEELING_STATEMENT,
    Move.VULNERABILITY,
}


class Outcome(StrEnum):
    """Where a talk ended. It says nothing about the people or about what came after."""

    BROKEN = "broken"
    REPAIRED = "repaired"
    MIXED = "mixed"
    NO_CONFLICT = "no_conflict"


def outcome_of(
    marked: Sequence[MarkedMessage],
    tone: Tone,
    *,
    turning_point: TurningPoint | None,
    missed: int,
    words: Mapping[str, Any],
) -> Outcome:
    """Return the outcome that most speaks for; `missed` is the number of missed bids."""
    if turning_point is None and not any(one.moves & _AFTER_HURT for one in marked if one.marks):
        return Outcome.NO_CONFLICT
    signs = outcome_signs(marked, tone, turning_point=turning_point, missed=missed)
    return max(Outcome, key=lambda outcome: weigh(signs, words[outcome]))


def outcome_signs(
    marked: Sequence[MarkedMessage], tone: Tone, *, turning_point: TurningPoint | None, missed: int
) -> dict[str, float]:
    """Name what tells how a talk ended."""
    written = max(1, len(marked))
    ending = marked[-ENDING:]
    end = max(1, len(ending))
    return {
        "turned": turning_point.confidence if turning_point else 0.0,
        "missed bids": min(1.0, missed / 3),
        "tension": sum(tone.tension) / written,
        "warmth": sum(tone.warmth) / written,
        "hurting": sum(tone.hurts) / written,
        "healing": sum(not one.moves.isdisjoint(HEALING) for one in marked if one.marks) / written,
        "tension at the end": sum(tone.tension[-ENDING:]) / end,
        "warmth at the end": sum(tone.warmth[-ENDING:]) / end,
        "hurting at the end": sum(tone.hurts[-ENDING:]) / end,
        "good feeling at the end": sum(one.feeling in {Feeling.JOY, Feeling.AFFECTION} for one in ending) / end,
        **_in_context(ending),
    }


def _in_context(ending: Sequence[MarkedMessage]) -> dict[str, float]:
    """Name what a careful pass says of how the talk ends."""
    said = [one.in_context for one in ending if one.in_context]
    if not said:
        return {}
    return {f"{outcome} in context": sum(getattr(one, outcome) for one in said) / len(said) for outcome in Outcome}

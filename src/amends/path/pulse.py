"""A private pulse: a few words on how it is between people, for whoever gives them, and for nobody else.

What is asked about leans on what research takes trust to be made of: Rempel, Holmes and Zanna (1985), predictable,
dependable, faith; Larzelere and Huston (1980), honest and kind; Mayer, Davis and Schoorman (1995). The sentences are
our own and no validated scale, so nothing is added up, and nobody's answers are ever laid beside another's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import combinations
from statistics import fmean, median

# PRODUCT 3.5: flat or falling for so long. A little longer is looked at, so that pulses a week apart reach over it.
FLAT_FOR = timedelta(weeks=6)
_LOOKED_AT = timedelta(weeks=7)
# Fewer say nothing about a course; and a course that nobody went on with says nothing about today.
_FEWEST = 4
_NEWEST_WITHIN = timedelta(weeks=2)


class Item(StrEnum):
    PREDICTABLE = "predictable"
    DEPENDABLE = "dependable"
    CARES = "cares"
    HONEST = "honest"
    SAFE = "safe"
    HOPE = "hope"


class Answer(StrEnum):
    """Five words, from the least to the most."""

    HARDLY = "hardly"
    A_LITTLE = "a_little"
    PARTLY = "partly"
    MOSTLY = "mostly"
    FULLY = "fully"


ANSWERS = tuple(Answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """What somebody answered at one time: any of the items, and at least one."""

    at: datetime
    answers: Mapping[Item, Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From which word to which somebody's answers went at one time."""

    at: datetime
    low: Answer
    high: Answer


def band(pulses: Sequence[Pulse]) -> tuple[Span, ...]:
    """Return what to draw of one's own answers over time: a span each, never one figure for all of it."""
    spans = []
    for pulse in pulses:
        places = sorted(ANSWERS.index(answer) for answer in pulse.answers.values())
        spans.append(Span(at=pulse.at, low=ANSWERS[places[0]], high=ANSWERS[places[-1]]))
    return tuple(spans)


def is_flat_or_falling(pulses: Sequence[Pulse], *, now: datetime) -> bool:
    """Say whether one's own answers have not risen for six weeks, by the median of all their steps (Theil 1950).

    Only the same items are set beside each other. Where most are at "mostly" or above there is nowhere to rise to, and
    few or old answers tell nothing: then the answer is no. `pulses` stand in their order, the oldest first.
    """
    looked_at = [pulse for pulse in pulses if now - _LOOKED_AT <= pulse.at <= now]
    if len(looked_at) < _FEWEST or now - looked_at[-1].at > _NEWEST_WITHIN:
        return False
    if looked_at[-1].at - looked_at[0].at < FLAT_FOR:
        return False
    steps = [step for one, two in combinations(looked_at, 2) for step in _steps(one, two)]
    places = [ANSWERS.index(answer) for pulse in looked_at for answer in pulse.answers.values()]
    return bool(steps) and median(steps) <= 0 and median(places) < ANSWERS.index(Answer.MOSTLY)


def _steps(one: Pulse, two: Pulse) -> list[float]:
    """Return how far the answers to the same items went, a day; nothing where there are none, or no time between."""
    both = one.answers.keys() & two.answers.keys()
    days = (two.at - one.at) / timedelta(days=1)
    if not both or days <= 0:
        return []
    return [fmean(ANSWERS.index(two.answers[item]) - ANSWERS.index(one.answers[item]) for item in both) / days]

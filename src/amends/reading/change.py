"""How one's own words changed over the months: fewer or more of them that may have hurt, or helped."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import inf, sqrt
from statistics import mean, variance
from typing import TYPE_CHECKING

from amends.moves import HURTING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from amends.conversation import Conversation
    from amends.moves import MarkedMessage

LEAST_MESSAGES = 30  # of one's own in a month that counts
LEAST_MONTHS = 3  # of them, before and since
CLEAR = 3.0  # standard errors between before and since (Welch, Biometrika 34, 1947); months, not messages, are counted
LEAST_STEP = 1 / 3  # of what it was before; less is no change to speak of


class Direction(StrEnum):
    """What may be said of a change. There is no figure: it is no score."""

    FEWER = "fewer"
    MORE = "more"
    NOT_CLEAR = "not_clear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """From one month to another, both counted in; each is its first day."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnChange:
    """The months `since`, held against those `before`: how many of one's own messages may have hurt, and helped."""

    before: Months
    since: Months
    hurting: Direction
    healing: Direction


def change_of(conversation: Conversation, own: Iterable[MarkedMessage], *, seat: str) -> OwnChange | None:
    """Return how the seat's own words changed, by the marks on them that are shown; None where there is too little."""
    written = Counter(
        date(message.at.year, message.at.month, 1)
        for message in conversation.messages
        if message.speaker == seat and message.at is not None
    )
    months = sorted(month for month, count in written.items() if count >= LEAST_MESSAGES)
    if len(months) < 2 * LEAST_MONTHS:
        return None
    hurting: Counter[date] = Counter()
    healing: Counter[date] = Counter()
    for one in own:
        at = conversation.messages[one.n].at
        if at is not None:
            month = date(at.year, at.month, 1)
            hurting[month] += not one.moves.isdisjoint(HURTING)
            healing[month] += bool(one.moves - HURTING)
    half = len(months) // 2
    before, since = months[:half], months[half:]

    def direction(counts: Counter[date]) -> Direction:
        return _direction(*([counts[month] / written[month] for month in part] for part in (before, since)))

    return OwnChange(
        before=Months(first=before[0], last=before[-1]),
        since=Months(first=since[0], last=since[-1]),
        hurting=direction(hurting),
        healing=direction(healing),
    )


def _direction(before: Sequence[float], since: Sequence[float]) -> Direction:
    step = mean(since) - mean(before)
    error = sqrt(variance(before) / len(before) + variance(since) / len(since))
    sureness = abs(step) / error if error else inf if step else 0.0
    if sureness < CLEAR or abs(step) < LEAST_STEP * mean(before):
        return Direction.NOT_CLEAR
    return Direction.MORE if step > 0 else Direction.FEWER

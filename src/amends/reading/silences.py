"""Where nobody wrote for much longer than was usual, for whoever would have answered, at that time of the day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import exp, log
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from amends.conversation import Conversation

LEAST = timedelta(hours=2)  # a meal, a film or a meeting is no silence, however fast people write
LEAST_UNKNOWN = timedelta(days=1)  # where there is no rhythm to hold it against
TIMES_USUAL = 8  # the same, of the median gap
FEW = 10  # days that make a rhythm
PARTS_OF_A_DAY = 4  # of six hours each; who is written to at eleven at night answers in the morning
# From the median, in spreads (1.4826 times the median deviation), as of the logarithm of a wait: Iglewicz and Hoaglin,
# "How to Detect and Handle Outliers", 1993.
SPREADS = 3.5
LEAST_TIMES = 2  # times the usual wait, for those who answer like clockwork
MOST = 30  # the longest ones are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Nobody wrote for `length` between the messages `after` and `before`.

    `usual` is how long it usually was quiet there at most, None where too few days are known. There is no name: a
    silence says nothing of whose it was.
    """

    after: int
    before: int
    length: timedelta
    usual: timedelta | None
    confidence: float


class _Gap(NamedTuple):
    """`length` between two messages; `awaited` is whoever would have answered, where two people talk."""

    after: int
    before: int
    length: timedelta
    day: date
    part: int
    awaited: str


class _Rhythm(NamedTuple):
    usual: timedelta
    least: timedelta


def silences_of(conversation: Conversation) -> tuple[Silence, ...]:
    """Return the longest silences, in order. A talk whose messages have no time has none.

    Each is held against the longest waits, day by day, for the one who would have answered: at that time of the day,
    where enough days are known, or else at any. So what recurs, such as a night, or an afternoon at work, is none.
    """
    gaps = _gaps(conversation)
    if not gaps:
        return ()
    rhythms = _rhythms(gaps)
    usual = median(gap.length.total_seconds() for gap in gaps)
    unknown = max(LEAST_UNKNOWN, timedelta(seconds=TIMES_USUAL * usual))
    found = []
    for gap in (gap for gap in gaps if gap.length >= LEAST):
        known = next((rhythms[key] for key in _keys(gap) if key in rhythms), None)
        least = max(LEAST, known.least) if known else unknown
        if gap.length >= least:
            found.append(
                Silence(
                    after=gap.after,
                    before=gap.before,
                    length=gap.length,
                    usual=known.usual if known else None,
                    confidence=min(0.95, 0.5 + 0.1 * (gap.length / least)),
                )
            )
    longest = sorted(found, key=lambda silence: silence.length, reverse=True)[:MOST]
    return tuple(sorted(longest, key=lambda silence: silence.after))


def _gaps(conversation: Conversation) -> list[_Gap]:
    spoken = [(message, message.speaker) for message in conversation.messages if message.speaker is not None]
    people = list(dict.fromkeys(speaker for _, speaker in spoken))
    other = dict(zip(people, reversed(people), strict=True)) if len(people) == 2 else {}
    return [
        _Gap(
            after=one.n,
            before=following.n,
            length=following.at - one.at,
            day=one.at.date(),
            part=_part_of_day(one.at),
            awaited=other.get(speaker, ""),
        )
        for (one, speaker), (following, _) in pairwise(spoken)
        if one.at is not None and following.at is not None and following.at >= one.at
    ]


def _part_of_day(at: datetime) -> int:
    return at.hour * PARTS_OF_A_DAY // 24


_Key = tuple[str, int | None]


def _keys(gap: _Gap) -> tuple[_Key, _Key]:
    """Return what a gap belongs to, the narrower first: that part of the day, and any."""
    return (gap.awaited, gap.part), (gap.awaited, None)


def _rhythms(gaps: Iterable[_Gap]) -> Mapping[_Key, _Rhythm]:
    longest: defaultdict[_Key, dict[date, timedelta]] = defaultdict(dict)
    for gap in gaps:
        _keep_longest(longest[gap.awaited, gap.part], gap.day, gap.length)
    for (awaited, _), days in list(longest.items()):
        for day, length in days.items():
            _keep_longest(longest[awaited, None], day, length)
    return {key: _rhythm(days.values()) for key, days in longest.items() if len(days) >= FEW}


def _keep_longest(days: dict[date, timedelta], day: date, length: timedelta) -> None:
    known = days.get(day)
    if known is None or length > known:
        days[day] = length


def _rhythm(waits: Collection[timedelta]) -> _Rhythm:
    # Most exports tell no seconds, so what is shorter than a minute is a minute.
    lengths = [log(max(60.0, wait.total_seconds())) for wait in waits]
    usual = median(lengths)
    spread = 1.4826 * median(abs(length - usual) for length in lengths)
    least = usual + max(SPREADS * spread, log(LEAST_TIMES))
    return _Rhythm(usual=timedelta(seconds=exp(usual)), least=timedelta(seconds=min(exp(least), _A_CENTURY)))


_A_CENTURY = timedelta(days=36_525).total_seconds()

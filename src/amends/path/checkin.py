"""A check-in: a short time together, by an agenda that all have, at a time to which all said yes.

Thanks and what went right come before what is hard, and a wish comes last: Gottman's weekly talk has this order, in up
to an hour; the shorter ones and their minutes are ours. Cordova et al. (2014) show that even a yearly talk does some
good, so a week without one is no loss, and nothing here counts what did not happen.

A time holds among those who said yes to it. Whoever comes later is asked whether it suits them too: their yes adds
them, their no changes nothing for anybody. Those who are in the time move one, leave one out, and change it for all.

    live:   all are at one part ─all have given theirs─▶ all see all ─somebody goes on─▶ the next part … ─▶ over
    apart:  each fills in every part alone ─all have shared─▶ all see all at the same moment
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from amends.errors import NotYet, Refused
from amends.path.recurrence import occurrences, on_the_clock

Who = TypeVar("Who", bound=Hashable)

# Weeks from one to the next, and minutes that people agree on.
EVERY = (1, 2, 4)
LENGTHS = (15, 30)
# How long before it somebody is told, and from when until when it can be begun as that one.
SOON = timedelta(hours=1)
OPENS = timedelta(hours=12)
CLOSES = timedelta(hours=24)
# One that is moved stays near its day: further off, another time for all of them says it better.
FARTHEST_MOVE = timedelta(days=14)
# A time to oneself is none.
FEWEST = 2
# After so many in a row that were not held, everybody is asked once whether another time would suit better.
ASKS_AFTER = 2


class Part(StrEnum):
    THANKS = "thanks"
    WENT_RIGHT = "went_right"
    PROMISES = "promises"
    TOPIC = "topic"
    REQUEST = "request"


class How(StrEnum):
    """Live, each on a device of their own; or apart, each when it suits them, and opened for all at once."""

    LIVE = "live"
    APART = "apart"


PARTS = tuple(Part)
# Minutes for each part, by the length of the whole.
_MINUTES: Mapping[int, tuple[int, ...]] = {10: (1, 1, 2, 5, 1), 15: (2, 2, 3, 6, 2), 30: (4, 4, 6, 12, 4)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A time that comes again. `start` is the first one, on the clock of `zone`; `weeks` lie from one to the next."""

    start: datetime
    zone: str
    weeks: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One check-in of those that come again. `planned_at` names it, also where it was moved to another time, `at`."""

    planned_at: datetime
    at: datetime


def check_terms(terms: Terms, *, now: datetime) -> None:
    """Raise Refused where nobody could keep it: "zone" for one that is not known, "time" for a first one that is past.

    And "far" for one that is past the next year; ValueError for weeks or minutes that are not offered.
    """
    if terms.weeks not in EVERY or terms.minutes not in LENGTHS:
        raise ValueError("weeks and minutes are of those that are offered")
    try:
        zone = ZoneInfo(terms.zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise Refused(rule="zone") from None
    # Only years near now go onto a clock: the calendar has ends, and another place may be past one.
    if terms.start.year > now.year + 1:
        raise Refused(rule="far")
    if terms.start.year < now.year - 1 or on_the_clock(terms.start, zone) <= now:
        raise Refused(rule="time")


def waits_for(*, here: Collection[Who], in_time: Collection[Who], by: Who) -> frozenset[Who]:
    """Return whose yes a proposal waits for: all who are here, or, where a time holds, those in it and who proposes.

    Somebody who is in no time yet, or has said no to it, holds up nobody who is.
    """
    return frozenset(in_time or here) | {by}


def holds(*, asked: Collection[Who], agreed: Collection[Who], back: Collection[Who]) -> bool:
    """Say whether a time holds: all who were asked said yes, and two did.

    `asked` and `agreed` are those of them who are here; `agreed` has those too who said yes later. Whoever is `back`
    after they left is as somebody who came later: it holds without them, and with them once they say yes again.
    """
    return len(agreed) >= FEWEST and all(who in agreed or who in back for who in asked)


def check_move(meeting: Meeting, to: datetime, *, now: datetime) -> None:
    """Raise Refused ("time") where one check-in would go into the past, stay where it is, or far from its day."""
    if to <= now or to == meeting.at or abs(to - meeting.planned_at) > FARTHEST_MOVE:
        raise Refused(rule="time")


def next_checkins(
    terms: Terms, *, moved: Mapping[datetime, datetime], after: datetime, before: datetime
) -> list[Meeting]:
    """Return the check-ins that fall from `after` on and before `before`, the earliest first; times are in UTC.

    `moved` maps `planned_at` of those that were moved to their new time.
    """
    rule = f"FREQ=WEEKLY;INTERVAL={terms.weeks}"
    planned = occurrences(rule, terms.start, terms.zone, after - FARTHEST_MOVE, before + FARTHEST_MOVE)
    named = [at.astimezone(UTC) for at in planned]
    meetings = [Meeting(planned_at=at, at=moved.get(at, at).astimezone(UTC)) for at in named]
    return sorted((one for one in meetings if after <= one.at < before), key=lambda one: one.at)


def meeting_now(meetings: Iterable[Meeting], *, now: datetime) -> Meeting | None:
    """Return the check-in that can be begun now, the one nearest to it; None where there is none."""
    near = [one for one in meetings if one.at - OPENS <= now < one.at + CLOSES]
    return min(near, key=lambda one: abs(one.at - now), default=None)


def asks_for_another_time(past: Sequence[datetime], *, held: Collection[datetime]) -> bool:
    """Say whether another time might suit better: the last two of these, the oldest first, were not held."""
    last = past[-ASKS_AFTER:]
    return len(last) == ASKS_AFTER and not any(planned_at in held for planned_at in last)


def is_back(past: Sequence[datetime], *, held: Collection[datetime]) -> bool:
    """Say whether somebody comes after one that was not held: a "welcome back" is due, and no count."""
    return bool(past) and past[-1] not in held


def minutes_of(part: Part, *, length: int) -> int:
    """Return the minutes of one part of a check-in of 10, 15 or 30 minutes."""
    return _MINUTES[length][PARTS.index(part)]


def go_on(place: int, *, seen: int, is_open: bool) -> int:
    """Return the place after this one, of a live check-in; len(PARTS) is its end.

    Raises NotYet for whoever acts on a place that has moved on since, and before everybody has given theirs.
    """
    if seen != place or place >= len(PARTS):
        raise NotYet(step="go on", missing="you have seen how it stands now")
    if not is_open:
        raise NotYet(step="go on", missing="everybody has given theirs")
    return place + 1


def check_may_give(part: Part, *, how: How, place: int, is_given: bool) -> None:
    """Raise NotYet where somebody gives a part of a live check-in that all are not at, or one they gave already."""
    if how != How.LIVE or place >= len(PARTS) or part != PARTS[place]:
        raise NotYet(step="give", missing="all are at this part")
    if is_given:
        raise NotYet(step="give", missing="all are at the next part")

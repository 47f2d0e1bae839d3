"""When something that comes again falls: rules of RFC 5545, on the clock of a place.

What comes at seven comes at seven, also where the clocks are changed between two times. A time that the change leaves
out is taken as the clock before the change would have told it (RFC 5545, 3.3.5), so it falls as much later; of a time
that comes twice it is the first. A day that a place left out (Samoa, 30 December 2011) falls on the day after it.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import takewhile
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule, weekday

from amends.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_INTERVAL = 12
MOST_COUNTED = 1000
# What one asks for is returned up to here, the earliest first.
MOST = 1000
# A rule is followed from its start; one from further back than any of ours is no rule of ours.
EARLIEST_YEAR = 1970

_LONGEST_TEXT = 120
_FREQUENCIES = {"DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = re.compile(rf"(?P<nth>-?[1-5])?(?P<day>{'|'.join(_DAYS)})")
_UNTIL = re.compile(r"(?P<day>[0-9]{8})(?:T(?P<time>[0-9]{6})(?P<utc>Z)?)?")
# No offset from UTC is longer, and no jump of a clock: what lies further out than this can't fall into a window.
_MARGIN = timedelta(days=2)


def check_rule(rule: str) -> None:
    """Raise Refused ("recurrence") where this is no rule that is followed here.

    FREQ is DAILY, WEEKLY or MONTHLY; INTERVAL is at most 12; BYDAY names days, of a month also the nth ("1MO", "-1FR");
    the end is none, COUNT up to 1000, or UNTIL.
    """
    _read(rule, zone=UTC)


def occurrences(rule: str, start_local: datetime, zone: str, after: datetime, before: datetime) -> list[datetime]:
    """Return when a rule falls from `after` on and before `before`, in order, in the zone: at most the first 1000.

    `start_local` is the first time on the clock of `zone`, without a zone of its own; it counts where the rule names
    its day. UNTIL with a day alone includes that day. Raises Refused ("recurrence") for a rule that is not followed
    here, and ZoneInfoNotFoundError for a zone that is not known.
    """
    if start_local.tzinfo is not None or start_local.year < EARLIEST_YEAR:
        raise Refused(rule="recurrence")
    place = ZoneInfo(zone)
    last = before.astimezone(place).replace(tzinfo=None) + _MARGIN
    follows = rrule(dtstart=start_local, **_read(rule, zone=place))
    found: list[datetime] = []
    for local in takewhile(lambda local: local < last, follows):
        at = on_the_clock(local, place)
        # A day that was left out falls on the next, which may have its own.
        if after <= at < before and (not found or at > found[-1]):
            found.append(at)
            if len(found) == MOST:
                break
    return found


def on_the_clock(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant at which the clock of a place shows this: later where it never does, the first where twice."""
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC).astimezone(zone)


def _read(rule: str, *, zone: tzinfo) -> dict[str, Any]:
    """Return what `rrule` takes; a part that is unknown, twice or out of bounds is refused, never passed over."""
    pairs = [part.partition("=")[::2] for part in rule.upper().split(";")] if len(rule) <= _LONGEST_TEXT else []
    given = dict(pairs)
    if (
        len(given) != len(pairs)
        or given.keys() - _PARTS.keys()
        or "FREQ" not in given
        or {"COUNT", "UNTIL"} <= {*given}
    ):
        raise Refused(rule="recurrence")
    parts: dict[str, Any] = {}
    for name, value in given.items():
        key, read = _PARTS[name]
        parts[key] = read(value, zone)
    nth_of_a_month = any(day.n for day in parts.get("byweekday", ()))
    # Every seventh day is one weekday: with others named, it would be looked for until the end of the calendar.
    may_never_fall = parts["freq"] == DAILY and "byweekday" in parts and parts.get("interval") == 7
    if (nth_of_a_month and parts["freq"] != MONTHLY) or may_never_fall:
        raise Refused(rule="recurrence")
    return parts


def _freq(value: str, _zone: tzinfo) -> int:
    if value not in _FREQUENCIES:
        raise Refused(rule="recurrence")
    return int(_FREQUENCIES[value])


def _number(most: int) -> Callable[[str, tzinfo], int]:
    def number(value: str, _zone: tzinfo) -> int:
        if not re.fullmatch(r"[0-9]{1,4}", value) or not 1 <= int(value) <= most:
            raise Refused(rule="recurrence")
        return int(value)

    return number


def _byday(value: str, _zone: tzinfo) -> list[weekday]:
    days = [_DAY.fullmatch(day) for day in value.split(",")]
    named = [weekday(_DAYS.index(day["day"]), int(day["nth"]) if day["nth"] else None) for day in days if day]
    if len(named) != len(days):
        raise Refused(rule="recurrence")
    return named


def _until(value: str, zone: tzinfo) -> datetime:
    """Return the last moment, on the clock of the zone; of a day alone, the last of that day."""
    match = _UNTIL.fullmatch(value)
    if match is None:
        raise Refused(rule="recurrence")
    try:
        day = datetime.combine(date.fromisoformat(match["day"]), time.max)
        moment = datetime.combine(day, time.fromisoformat(match["time"])) if match["time"] else day
        return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) if match["utc"] else moment
    except (ValueError, OverflowError):
        raise Refused(rule="recurrence") from None


_PARTS: dict[str, tuple[str, Callable[[str, tzinfo], Any]]] = {
    "FREQ": ("freq", _freq),
    "INTERVAL": ("interval", _number(LONGEST_INTERVAL)),
    "COUNT": ("count", _number(MOST_COUNTED)),
    "BYDAY": ("byweekday", _byday),
    "UNTIL": ("until", _until),
}

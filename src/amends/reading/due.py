"""When something is to be done, by the words that say so: "tomorrow", "by the 3rd", "after work"."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from amends.content import load_toml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NIGHT = 4  # o'clock; until then "tomorrow" and "tonight" may mean the day that has begun or the one before it
OFFICE_DAYS, OFFICE_END = 5, 17  # before five on a weekday, "after work" is still today


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """`words` as they stand in the message, empty where it names no time.

    `day` is the day that they mean, the last of it where they mean several ("next week"); None where they could mean
    more than one, or where it is not known when they were written.
    """

    words: str
    day: date | None


def when_in(text: str, *, at: datetime | None, language: str) -> When:
    """Return the time that a sentence names, counted from `at`, when it was written, on the writer's own clock."""
    words = load_toml("reading", language)["promises"]
    taken: list[tuple[int, int]] = []
    named: list[tuple[int, int]] = []
    days: set[date | None] = set()
    for kind, pattern in _patterns(language):
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            taken.append((start, end))
            if kind != "past":
                named.append((start, end))
            if at is not None and kind in _DAYS:
                days.add(_DAYS[kind](match, at, words))
    days.discard(None)
    only = days.pop() if len(days) == 1 else None
    return When(words=_side_by_side(text, sorted(named)), day=only)


def _side_by_side(text: str, spans: list[tuple[int, int]]) -> str:
    """Return the words at these places, those that stand side by side as one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and not text[joined[-1][1] : start].strip(" ,"):
            start = joined.pop()[0]
        joined.append((start, end))
    return ", ".join(text[start:end].strip() for start, end in joined)


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = load_toml("reading", language)["promises"]
    names = {
        "weekdays": "|".join(words["weekdays"]),
        "months": "|".join(words["months"]),
        "counts": "|".join(words["counts"]),
    }

    def filled(pattern: str) -> str:
        for name, choices in names.items():
            pattern = pattern.replace(f"{{{name}}}", choices)
        return pattern

    return tuple((kind, re.compile(filled(pattern), re.IGNORECASE)) for kind, pattern in words["times"].items())


def _days_on(days: int) -> Callable[[re.Match[str], datetime, Mapping[str, Any]], date | None]:
    def day(_match: re.Match[str], at: datetime, _words: Mapping[str, Any]) -> date | None:
        return None if at.hour < NIGHT else at.date() + timedelta(days=days)

    return day


def _after_work(_match: re.Match[str], at: datetime, _words: Mapping[str, Any]) -> date | None:
    in_time = at.weekday() < OFFICE_DAYS and NIGHT <= at.hour < OFFICE_END
    return at.date() if in_time else None


def _in_some_time(match: re.Match[str], at: datetime, words: Mapping[str, Any]) -> date | None:
    said = match["count"].lower()
    count = int(said) if said.isdigit() else words["counts"][said]
    unit = match["unit"].lower()
    return (at + timedelta(**{f"{unit}s": count})).date() if count <= words["most"] else None


def _weekday(match: re.Match[str], at: datetime, words: Mapping[str, Any]) -> date:
    number = words["weekdays"].index(match["weekday"].lower())
    return at.date() + timedelta(days=(number - at.weekday() - 1) % 7 + 1)


def _week(weeks: int) -> Callable[[re.Match[str], datetime, Mapping[str, Any]], date | None]:
    def sunday(_match: re.Match[str], at: datetime, _words: Mapping[str, Any]) -> date:
        return at.date() + timedelta(days=6 - at.weekday(), weeks=weeks)

    return sunday


def _month(months: int) -> Callable[[re.Match[str], datetime, Mapping[str, Any]], date | None]:
    def last_day(_match: re.Match[str], at: datetime, _words: Mapping[str, Any]) -> date:
        year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
        return date(year, month + 1, monthrange(year, month + 1)[1])

    return last_day


def _day_of_month(match: re.Match[str], at: datetime, _words: Mapping[str, Any]) -> date | None:
    return _next(at, day=int(match["day"]), month=None)


def _day_and_month(match: re.Match[str], at: datetime, words: Mapping[str, Any]) -> date | None:
    return _next(at, day=int(match["day"]), month=words["months"].index(match["month"].lower()) + 1)


def _next(at: datetime, *, day: int, month: int | None) -> date | None:
    """Return the next such day from the one of writing on; None where no month of a year has it."""
    for ahead in range(13):
        year, index = divmod(at.year * 12 + at.month - 1 + ahead, 12)
        fits = month in {None, index + 1} and 1 <= day <= monthrange(year, index + 1)[1]
        if fits and date(year, index + 1, day) >= at.date():
            return date(year, index + 1, day)
    return None


# What is made of a way of saying when, by its name in content; the others only stand as words.
_DAYS: dict[str, Callable[[re.Match[str], datetime, Mapping[str, Any]], date | None]] = {
    "today": _days_on(0),
    "tomorrow": _days_on(1),
    "day_after_tomorrow": _days_on(2),
    "after_work": _after_work,
    "in_some_time": _in_some_time,
    "weekday": _weekday,
    "this_week": _week(0),
    "next_week": _week(1),
    "this_month": _month(0),
    "next_month": _month(1),
    "day_of_month": _day_of_month,
    "day_and_month": _day_and_month,
}

"""Day, month, year: which number is which, told from the whole file or not at all."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from amends.chats.formats.heads import Head, Layout, hours_of
from amends.errors import UndecidedDateOrder, UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ORDERS = ("dmy", "mdy", "ymd")
FIRST_YEAR, LAST_YEAR = 1970, 2099
WHATSAPP_BEGAN = 2009  # no chat is older, so an order that says so is wrong
_LIKELY_UNTIL = 2035  # "45" is 1445 of the Hijri calendar more likely than 2045, and "99" is 1399 of the Persian one
_LIKELY_SINCE = 2012  # the first year of which exports are often seen
BUDDHIST = 543  # years of the Thai calendar are ahead by this many: 2567, or "67", is 2024
_FIRST_BUDDHIST = 52  # of two digits; it is WHATSAPP_BEGAN

# An order is kept if at least so many in a hundred of the dates exist in it; the rest are typed or pasted lines.
_FITTING = 0.95
# The gaps between the days decide from five different days on, if one order spreads them ten times as far.
_DAYS_FOR_GAPS = 5
_SPREAD = 10
_KEPT = 20_000  # more different dates and hours than a chat has; a hostile file may not fill the memory
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateOrder:
    """The order used, and the doubts that it leaves."""

    order: str
    doubts: frozenset[str] = frozenset()


def read_date(text: str, order: str) -> dt.date | None:
    """Read a date as it stands in a head, or None where there is no such day."""
    day, month, year = map(int, _NUMBER.findall(text))
    if order == "mdy":
        day, month = month, day
    elif order == "ymd":
        day, year = year, day
    if year < 100:
        year += 2000 if year < _FIRST_BUDDHIST else 2500 - BUDDHIST
    elif year > LAST_YEAR:
        year -= BUDDHIST
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def has_unlikely_years(texts: Sequence[str], order: str) -> bool:
    """Say whether a chat begins before there were any, or ends far ahead, as in a calendar that is not known."""
    days = (read_date(text, order) for text in (texts[0], texts[-1]))
    return any(day is not None and not WHATSAPP_BEGAN <= day.year <= _LIKELY_UNTIL for day in days)


def decide_order(texts: Sequence[str], *, layout: Layout, asked: str | None) -> DateOrder:
    """Decide which number is the day.

    `texts` are the dates of the file in its order, each change of date once. `asked` is what the person said; it
    is used if the dates exist in it. Raises UndecidedDateOrder where more than one order fits, or none, and
    UnreadableExport where the years are of a calendar that is not known.
    """
    possible = ("ymd",) if layout.year_first else ("dmy", "mdy")
    texts = [text for text in texts if any(read_date(text, order) for order in ORDERS)] or texts
    fitting = {order: days for order in possible if (days := _days(texts, order)) is not None}
    if asked is not None and not layout.year_first:
        return _as_asked(asked, texts, fitting, year_may_stand_first=not layout.year_has_four_digits)
    if not layout.year_has_four_digits:
        fitting = _with_year_first(fitting, texts)
    if fitting:
        return _most_plausible(fitting, texts)
    if not any(read_date(text, order) for text in texts for order in possible):
        raise UnreadableExport(reason="unknown_calendar")
    raise UndecidedDateOrder(orders=possible, example=texts[0])


def _as_asked(
    asked: str, texts: Sequence[str], fitting: dict[str, list[dt.date]], *, year_may_stand_first: bool
) -> DateOrder:
    """Take the person at their word, unless the dates do not exist in that order but do in another."""
    if asked in fitting or (year_may_stand_first and asked == "ymd" and _days(texts, asked) is not None):
        return DateOrder(order=asked)
    if not fitting and asked in {"dmy", "mdy"}:
        return DateOrder(order=asked)
    raise UndecidedDateOrder(orders=tuple(fitting) or ("dmy", "mdy"), example=texts[0])


def _days(texts: Sequence[str], order: str) -> list[dt.date] | None:
    """Return the days that the dates name in this order, or None where too many name none."""
    days = [day for text in texts if (day := read_date(text, order)) is not None]
    return days if days and len(days) >= _FITTING * len(texts) else None


def _with_year_first(fitting: dict[str, list[dt.date]], texts: Sequence[str]) -> dict[str, list[dt.date]]:
    """Take the order ymd for years of two digits, where the other orders are far less plausible."""
    year_first = _days(texts, "ymd")
    if year_first is None or min(year_first).year < WHATSAPP_BEGAN:
        return fitting
    back, limit = _steps_back(year_first), _SPREAD * (_spread(year_first) + 30)
    plausible = {
        order: days
        for order, days in fitting.items()
        if min(days).year >= WHATSAPP_BEGAN and _steps_back(days) <= back and _spread(days) <= limit
    }
    too_far = any(_spread(year_first) > _SPREAD * (_spread(days) + 30) for days in fitting.values())
    return plausible or (fitting if too_far else {"ymd": year_first})


def _most_plausible(fitting: dict[str, list[dt.date]], texts: Sequence[str]) -> DateOrder:
    doubts = frozenset({"year_position"}) if _year_may_stand_first(texts) else frozenset[str]()
    orders = list(fitting)
    if len(orders) == 1 or fitting["dmy"] == fitting["mdy"]:
        return DateOrder(order=orders[0], doubts=doubts)
    back = {order: _steps_back(days) for order, days in fitting.items()}
    calm = [order for order in orders if not back[order]]
    if len(calm) == 1:
        return DateOrder(order=calm[0], doubts=doubts)
    few, many = sorted(orders, key=lambda order: back[order])
    if back[many] >= 10 and back[many] >= 10 * back[few]:
        return DateOrder(order=few, doubts=doubts)
    near, far = sorted(orders, key=lambda order: _spread(fitting[order]))
    enough = len(set(fitting[near])) >= _DAYS_FOR_GAPS
    if enough and not back[near] and _spread(fitting[far]) >= _SPREAD * _spread(fitting[near]):
        return DateOrder(order=near, doubts=doubts | {"date_order_from_gaps"})
    raise UndecidedDateOrder(orders=tuple(orders), example=texts[0])


def _year_may_stand_first(texts: Sequence[str]) -> bool:
    """Say whether "24/03/17" may as well be the 17th of March 2024, or the other way round: there is one day only."""
    first, *_, last = _NUMBER.findall(texts[0])
    if len(first) == 4 or len(last) == 4 or f"{first}." in texts[0]:
        return False  # with periods, no country writes the year first
    year_first = _days(texts, "ymd")
    return year_first is not None and len(set(year_first)) == 1 and year_first[0].year >= _LIKELY_SINCE


def _steps_back(days: Sequence[dt.date]) -> int:
    """Count the steps back by more than a day; a late message may come a day after its time."""
    return sum((earlier - later).days > 1 for earlier, later in pairwise(days))


def _spread(days: Iterable[dt.date]) -> int:
    return sum(abs((later - earlier).days) for earlier, later in pairwise(days))


class Clock:
    """Turns heads into times: `at(head)` is None where there is no such time.

    Doubts about single heads are gathered in `doubts`.
    """

    def __init__(self, *, order: str, timezone: dt.tzinfo | None) -> None:
        self.order = order
        self.timezone = timezone
        self.doubts: set[str] = set()
        # The days and hours that were read, as ISO 8601 writes them.
        self._days: dict[str, str] = {}
        self._hours: dict[tuple[str, str], str] = {}

    def at(self, head: Head) -> dt.datetime | None:
        """Return the time of a head, in the person's zone where it is known."""
        date, time, marker, _ = head
        return self.read(date, time, marker)

    def read(self, date: str, time: str, marker: str) -> dt.datetime | None:
        """Return the time of the parts of a head."""
        first, _, rest = time.partition(":")
        try:  # nearly every time is written as ISO 8601 does but for its hour, and for that there is fast code
            at = dt.datetime.fromisoformat(f"{self._days[date]} {self._hours[first, marker]}:{rest}")
        except (KeyError, ValueError):
            return self._read_by_numbers(date, time, marker)
        return at if self.timezone is None else at.replace(tzinfo=self.timezone)

    def _read_by_numbers(self, date: str, time: str, marker: str) -> dt.datetime | None:
        """Read a time whose day or hour was not there before."""
        day = read_date(date, self.order)
        hour, minute, *rest = map(int, _NUMBER.findall(time))
        second = rest[0] if rest else 0
        if day is None or hour > 24 or minute > 59 or second > 59:
            return None
        if marker and hour > 12:
            self.doubts.add("pm_over_12")
        if hour == 24:
            self.doubts.add("hour_24")
            hour = 0
        if marker and hour <= 12:
            hour = hours_of(marker)[hour]
        if len(self._days) + len(self._hours) >= _KEPT:
            self._days.clear()
            self._hours.clear()
        self._days[date] = day.isoformat()
        written = time.partition(":")[0]
        if written.isdecimal():  # it is not in "18.05:11"
            self._hours[written, marker] = f"{hour:02}"
        return dt.datetime.combine(day, dt.time(hour, minute, second, tzinfo=self.timezone))

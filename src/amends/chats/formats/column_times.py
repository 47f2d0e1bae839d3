"""The times in a column, all written in one way: ISO 8601, a count since 1970, with the month's name, or in numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from itertools import groupby, islice
from typing import TYPE_CHECKING

from amends.chats.dates import FIRST_YEAR, LAST_YEAR, Clock, decide_order
from amends.chats.formats.heads import Head, Heads, Layout, find_head

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from amends.chats.said import Said

    Found: TypeAlias = tuple[Layout, Head]

_LOOKED_AT = 200  # cells, by which the way of writing is told
_LONGEST = 60  # characters of a time
_LONGEST_IN_WORDS = 100  # "Mon Mar 25 2024 18:05:00 GMT+0000 (Coordinated Universal Time)"
_NUMBERS = re.compile(r"\D*+(?:\d++\D++){2}\d")  # three of them, as in each date
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ \u202f\u00a0]?[AaPp]\.?[ \u00a0]?[Mm]\.?)?")
_COUNT = re.compile(r"(\d{10,19})(?:\.(\d{0,9}))?")
# Digits of a count since 1970 to its units in a second. So written, all times of 2001 to 2099 have as many; with other
# numbers of digits, dates are written without any sign between their parts.
_UNITS = {10: 1, 13: 10**3, 16: 10**6, 19: 10**9}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_ZONES = {"GMT": "+00:00", "UT": "+00:00", "UTC": "+00:00", "Z": "+00:00"}
_WORDS = re.compile(
    rf"(?:[a-z]{{3,9}},? )?(?:(?P<day>\d{{1,2}})[ -](?P<month>{_NAME})[ ,-]{{1,2}}"
    rf"|(?P<month_first>{_NAME}) (?P<day_second>\d{{1,2}}),? )(?P<year>\d{{4}}|\d{{2}})(?:,| at)? +"
    r"(?P<hour>\d{1,2})(?P<rest>:\d{2}(?::\d{2})?)[ \u202f\u00a0]?(?:(?P<half>[ap])\.?m\.?)?"
    r"(?: ?(?:gmt)?(?P<zone>[+-]\d{2}:?\d{2}|gmt|utc?|z)(?: \([^()]{1,60}\))?)?",
    re.IGNORECASE,
)
# "Mon Mar 25 18:05:00 +0000 2024", as programs in C and Twitter write it; the year is put where the others have it.
_YEAR_LAST = re.compile(
    r"([a-z]{3} [a-z]{3})  ?(\d{1,2}) (\d{2}:\d{2}:\d{2}(?: [+-]\d{4}| utc| gmt)?) (\d{4})", re.IGNORECASE
)
_TAIL = " - "  # makes a date and time the head of a message, which is what the layouts of heads are known for
_MIDNIGHT = " 00:00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The time of each cell, None where it holds none; all or none of them have an offset."""

    at: list[datetime | None]
    doubts: set[str]
    date_order: str | None = None


def is_date(cell: str) -> bool:
    """Say whether a cell holds a day, with or without a time of day. A bare count is none, as ids look so too."""
    return any(read(cell) is not None for read in (_iso, _head, _in_words))


def is_time(cell: str) -> bool:
    """Say whether a cell holds a day, with or without a time of day, or a count since 1970."""
    return _counted(cell) is not None or is_date(cell)


def is_clock(cell: str) -> bool:
    """Say whether a cell holds a time of day and no more."""
    return _CLOCK.fullmatch(cell.strip()) is not None


def has_clock(cell: str) -> bool:
    """Say whether a cell holds a day and a time of day, or a count since 1970."""
    if _iso(cell) is not None:
        return ":" in cell or "T" in cell
    return any(read(cell) is not None for read in (_counted, _head_with_clock, _in_words))


def read_times(cells: Sequence[str], said: Said) -> Times:
    """Read a column of times, in the way in which most of the first of them are written.

    Times that name no zone are in the person's, where it is known. Raises UndecidedDateOrder as `decide_order` does.
    """
    sample = list(islice((cell for cell in cells if cell.strip()), _LOOKED_AT))
    readable: dict[Callable[[str], datetime | None], int] = {}
    for way in (_counted, _iso, _in_words):
        readable[way] = _readable(way, sample)
        if readable[way] == len(sample):
            break
    read = max(readable, key=lambda way: readable[way])
    if readable[read] < len(sample) and _readable(_head, sample) > readable[read]:
        return _in_layout(cells, sample, said)
    doubts = set() if any(map(has_clock, sample)) else {"days_only"}
    return Times(at=_in_one_zone([read(cell) for cell in cells], said.timezone), doubts=doubts)


def _readable(read: Callable[[str], object], sample: Sequence[str]) -> int:
    return sum(read(cell) is not None for cell in sample)


def _counted(cell: str) -> datetime | None:
    """Read a count of seconds, or of thousandths and less, since 1970."""
    found = _COUNT.fullmatch(cell.strip())
    unit = _UNITS.get(len(found[1])) if found is not None else None
    if found is None or unit is None:
        return None
    seconds, rest = divmod(int(found[1]), unit)
    microsecond = rest * 10**6 // unit or (int(f"{found[2]:0<6.6}") if unit == 1 and found[2] else 0)
    at = datetime.fromtimestamp(seconds, tz=UTC)
    if at.year > LAST_YEAR:
        return None
    return at.replace(microsecond=microsecond) if microsecond else at


def _iso(cell: str) -> datetime | None:
    """Read ISO 8601, and what is often written for it: "… UTC"."""
    try:
        at = datetime.fromisoformat(cell)
    except ValueError:
        plain = cell.strip()
        if not plain.endswith(" UTC") and plain == cell:
            return None
        try:
            at = datetime.fromisoformat(plain.removesuffix(" UTC") + ("+00:00" if plain.endswith(" UTC") else ""))
        except ValueError:
            return None
    return at if FIRST_YEAR <= at.year <= LAST_YEAR else None


def _in_words(cell: str) -> datetime | None:
    """Read a date with the month's English name: "Mon, 25 Mar 2024 18:05:00 +0000", "March 25, 2024 at 6:05 PM"."""
    if len(cell) > _LONGEST_IN_WORDS:
        return None
    found = _WORDS.fullmatch(_YEAR_LAST.sub(r"\1 \2 \4 \3", cell.strip()))
    if found is None:
        return None
    month = _MONTHS.index((found["month"] or found["month_first"])[:3].lower()) + 1
    year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
    hour = int(found["hour"])
    half = (found["half"] or "").upper()
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + 12 * (half == "P") if half else hour
    rest = f"{found['rest']}{_zone(found['zone'])}"
    return _iso(f"{year}-{month:02}-{int(found['day'] or found['day_second']):02}T{hour:02}{rest}")


def _zone(written: str | None) -> str:
    if written is None:
        return ""
    return _ZONES[written.upper()] if written.isalpha() else written


def _head(cell: str) -> Found | None:
    """Read day, month and year in whatever order, with a time of day or without."""
    if _NUMBERS.match(cell) is None:
        return None
    return _head_with_clock(cell) or _head_with_clock(f"{cell.strip()}{_MIDNIGHT}")


def _head_with_clock(cell: str) -> Found | None:
    written = f"{cell.strip()}{_TAIL}"
    found = find_head(written) if len(written) <= _LONGEST else None
    return found if found is not None and found[1].end == len(written) else None


def _in_one_zone(times: list[datetime | None], zone: tzinfo | None) -> list[datetime | None]:
    """Take times to the person's zone. Where it is not known and some name a zone, those that name none are lost."""
    if zone is not None:
        return [_in_zone(at, zone) if at is not None else None for at in times]
    if any(at is not None and at.tzinfo is not None for at in times):
        return [at if at is not None and at.tzinfo is not None else None for at in times]
    return times


def _in_zone(at: datetime, zone: tzinfo) -> datetime:
    return at.replace(tzinfo=zone) if at.tzinfo is None else at.astimezone(zone)


def _in_layout(cells: Sequence[str], sample: Sequence[str], said: Said) -> Times:
    """Read dates in the layout of the first of them; which number is the day is told from all."""
    with_clock = [found for cell in sample if (found := _head_with_clock(cell)) is not None]
    layout, _ = (with_clock or [found for cell in sample if (found := _head(cell)) is not None])[0]
    tail = _TAIL if with_clock else f"{_MIDNIGHT}{_TAIL}"
    find = Heads(layout).find
    heads = [find(f"{cell.strip()}{tail}") if len(cell) <= _LONGEST else None for cell in cells]
    dates = [date for date, _ in groupby(head.date for head in heads if head is not None)]
    decided = decide_order(dates, layout=layout, asked=said.date_order)
    clock = Clock(order=decided.order, timezone=said.timezone)
    at = [clock.at(head) if head is not None else None for head in heads]
    doubts = clock.doubts | decided.doubts | (set() if with_clock else {"days_only"})
    return Times(at=at, doubts=doubts, date_order=decided.order)

"""The times of Google Takeout, which are sentences: "Friday, May 29, 2026 at 3:00:29 AM UTC".

The languages are in `google_chat_dates.toml`; what is in another one is not read, and never guessed.
"""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple
from unicodedata import normalize

# 23:05:07, 23.05.07, 23 h 05 min 07 s, 23時05分07秒, 11시 5분 7초
_CLOCK = re.compile(r"(\d{1,2})(?:[:.]|시 |\sh\s|時)(\d{1,2})(?:[:.]|분 |\smin\s|分)(\d{1,2})(?:초|秒|\ss\b)?(?!\d)")
_TOKEN = re.compile(r"\d+|(?:[^\W\d_]\.\s?){2}|[^\W\d_]+(?:-[^\W\d_]+)*")  # 3, a. m., um
# In Chinese, Japanese and Korean the unit of a number is joined to it, and in part to the next word.
_UNIT = re.compile("(?<=[0-9])[年月日년월일]")
_LONGEST = 100


class _Language(NamedTuple):
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    words: frozenset[str]
    am: frozenset[str]
    pm: frozenset[str]


class _Day(NamedTuple):
    """The start of a day, and the half of it that a sentence names: "am", "pm" or none."""

    start: datetime
    half: str


def time_of(written: str) -> datetime:
    """Return the time that a sentence names, in UTC.

    Raises ValueError where a word of it is not known, or the day of the week is not that of the date.
    """
    clock = _CLOCK.search(written) if len(written) <= _LONGEST else None
    if clock is None:
        raise ValueError("a time is expected here")
    day = _day_of(f"{written[: clock.start()]} {written[clock.end() :]}")
    hour, minute, second = map(int, clock.groups())
    if day.half:
        hour = hour % 12 + 12 * (day.half == "pm") if 1 <= hour <= 12 else 24
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError("a time of the day is expected here")
    return day.start.replace(hour=hour, minute=minute, second=second)


@lru_cache(maxsize=1024)
def _day_of(written: str) -> _Day:
    """Return the day that a sentence names whose time was taken out; many messages are of one day."""
    text = _UNIT.sub(r"\g<0> ", normalize("NFC", written).replace("'", "ʼ").replace("’", "ʼ"))
    tokens = tuple(map(_folded, _TOKEN.findall(text)))
    for language in languages():
        day = _day_in(language, tokens)
        if day is not None:
            return day
    raise ValueError("a time in a language that is known is expected here")


def _folded(word: str) -> str:
    return re.sub(r"[.\s]", "", word).casefold()


def _day_in(language: _Language, tokens: tuple[str, ...]) -> _Day | None:
    """Return the day if each token is of this language, and each part of a date is there once."""
    found: dict[str, list[str]] = {"weekday": [], "number": [], "month": [], "am": [], "pm": [], "zone": []}
    for token in tokens:
        kind = _kind(language, token)
        if kind is None:
            return None
        if kind in found:
            found[kind].append(token)
    date = _date(language, numbers=found["number"], months=found["month"])
    halves = found["am"] + found["pm"]
    if date is None or len(found["weekday"]) != 1 or len(found["zone"]) != 1 or len(halves) > 1:
        return None
    try:
        start = datetime(*date, tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    if language.weekdays[start.weekday()] != found["weekday"][0]:
        return None
    return _Day(start, next((half for half in ("am", "pm") if found[half]), ""))


def _kind(language: _Language, token: str) -> str | None:
    if token[0].isdecimal():
        return "number"
    kinds = (
        ("weekday", language.weekdays),
        ("month", language.months),
        ("am", language.am),
        ("pm", language.pm),
        ("zone", ("utc",)),
        ("word", language.words),
    )
    return next((kind for kind, words in kinds if token in words), None)


def _date(language: _Language, *, numbers: list[str], months: list[str]) -> tuple[int, int, int] | None:
    """Return year, month and day: the year is told by its length; where months are numbers they stand in the middle."""
    if not language.months:
        year, month, day = numbers if len(numbers) == 3 else ("", "", "")
        if len(day) == 4:  # in Vietnamese the day is first
            year, day = day, year
        return (int(year), int(month), int(day)) if len(year) == 4 else None
    if len(months) != 1 or sorted(map(len, numbers)) not in ([1, 4], [2, 4]):
        return None
    day, year = sorted(numbers, key=len)
    return int(year), language.months.index(months[0]) + 1, int(day)


@cache
def languages() -> tuple[_Language, ...]:
    table = tomllib.loads(files("amends.chats.formats").joinpath("google_chat_dates.toml").read_text(encoding="utf-8"))

    def words(language: dict[str, list[str]], key: str) -> tuple[str, ...]:
        return tuple(map(_folded, language.get(key, ())))

    return tuple(
        _Language(
            weekdays=words(language, "weekdays"),
            months=words(language, "months"),
            words=frozenset(words(language, "words")),
            am=frozenset(words(language, "am")),
            pm=frozenset(words(language, "pm")),
        )
        for language in table.values()
    )

"""The times of Google Takeout, which are sentences: "Friday, May 29, 2026 at 3:00:29 AM UTC", in 21 languages."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_TOKEN = re.compile(
    r"\d{1,2}[:.]\d{1,2}[:.]\d{1,2}(?!\d)|\d+|(?:[^\W\d_]\.\s?){2}|[^\W\d_]+(?:-[^\W\d_]+)*"  # 11:59:50, 3, a. m., um
)
_TIME = re.compile(r"\d+[:.]\d+[:.]\d+")
# In Chinese, Japanese and Korean the unit of a number is joined to it, and in part to the next word.
_UNIT = re.compile("(?<=[0-9])[年月日년월일]")
_KOREAN_TIME = re.compile("([0-9]{1,2})시 ([0-9]{1,2})분 ([0-9]{1,2})초")
_LONGEST = 100


class _Language(NamedTuple):
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    words: frozenset[str]
    am: frozenset[str]
    pm: frozenset[str]


def time_of(written: str) -> datetime:
    """Return the time that a sentence names, in UTC.

    Raises ValueError where a word of it is not known, or the day of the week is not that of the date.
    """
    tokens = _tokens(written)
    for language in languages():
        time = _time_in(language, tokens)
        if time is not None:
            return time
    raise ValueError("a time in a language that is known is expected here")


def _tokens(written: str) -> tuple[str, ...]:
    if len(written) > _LONGEST:
        raise ValueError("a time is expected here")
    text = _KOREAN_TIME.sub(r"\1:\2:\3", _UNIT.sub(r"\g<0> ", written.replace("'", "ʼ").replace("’", "ʼ")))
    return tuple(_folded(token) for token in _TOKEN.findall(text))


def _folded(word: str) -> str:
    return word if _TIME.fullmatch(word) else re.sub(r"[.\s]", "", word).casefold()


def _time_in(language: _Language, tokens: tuple[str, ...]) -> datetime | None:
    """Return the time if each token is of this language, and each part of a time is there once."""
    found: dict[str, list[str]] = {"weekday": [], "number": [], "month": [], "time": [], "half": [], "zone": []}
    for token in tokens:
        kind = _kind(language, token)
        if kind is None:
            return None
        if kind in found:
            found[kind].append(token)
    date = _date(language, numbers=found["number"], months=found["month"])
    if date is None or any(len(found[kind]) != 1 for kind in ("weekday", "time", "zone")) or len(found["half"]) > 1:
        return None
    hour, minute, second = map(int, re.split("[:.]", found["time"][0]))
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"][0] in language.pm else 0)
    try:
        time = datetime(*date, hour, minute, second, tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return time if language.weekdays[time.weekday()] == found["weekday"][0] else None


def _kind(language: _Language, token: str) -> str | None:
    if token[0].isdecimal():
        return "time" if _TIME.fullmatch(token) else "number"
    kinds = (
        ("weekday", language.weekdays),
        ("month", language.months),
        ("half", language.am | language.pm),
        ("zone", ("utc",)),
        ("word", language.words),
    )
    return next((kind for kind, words in kinds if token in words), None)


def _date(language: _Language, *, numbers: list[str], months: list[str]) -> tuple[int, int, int] | None:
    """Return year, month and day: with the month as a word they are told by their length, else they are in order."""
    if not language.months:
        year, month, day = numbers if len(numbers) == 3 else ("", "", "")
        return (int(year), int(month), int(day)) if len(year) == 4 else None
    if len(months) != 1 or sorted(map(len, numbers)) not in ([1, 4], [2, 4]):
        return None
    day, year = sorted(numbers, key=len)
    return int(year), language.months.index(months[0]) + 1, int(day)


@cache
def languages() -> tuple[_Language, ...]:
    table = tomllib.loads(files("amends.chats").joinpath("google_chat_dates.toml").read_text(encoding="utf-8"))

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

"""Times, lengths and counts as people read them, in the words of `content/<language>/reports.toml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime, timedelta

HIGH, MIDDLE = 0.8, 0.55


def counted(words: Mapping[str, str], name: str, count: int) -> str:
    """Return `<name>_one` or `<name>_many` with the count in it."""
    return words[f"{name}_one" if count == 1 else f"{name}_many"].format(count=count)


def day_words(day: date, words: Mapping[str, Any]) -> str:
    month = words["months"][day.month - 1]
    return str(words["day"].format(day=day.day, month=month, year=day.year))


def month_words(day: date, words: Mapping[str, Any]) -> str:
    return str(words["month"].format(month=words["months"][day.month - 1], year=day.year))


def day_and_time(at: datetime | None, words: Mapping[str, Any]) -> str:
    """Return the day and the minute; empty where the source has no time."""
    if at is None:
        return ""
    month = words["months"][at.month - 1]
    return str(words["day_and_time"].format(day=at.day, month=month, year=at.year, time=f"{at.hour:02}:{at.minute:02}"))


def length_words(length: timedelta, words: Mapping[str, Any]) -> str:
    """Return the length in its one or two largest units."""
    hours, minutes = divmod(length.seconds // 60, 60)
    units = (("days", length.days), ("hours", hours), ("minutes", minutes))
    named = [counted(words["silences"], unit, count) for unit, count in units if count]
    return " ".join(named[:2]) or counted(words["silences"], "minutes", 0)


def sure_words(confidence: float, words: Mapping[str, Any]) -> str:
    """Say how sure a claim is, without a figure that would look like a score."""
    level = "high" if confidence >= HIGH else "middle" if confidence >= MIDDLE else "low"
    return str(words["sure"][level])


def people_words(people: Sequence[str], words: Mapping[str, Any]) -> str:
    """Return "Ana", "Ana and Ben", "Ana, Ben and Cleo"."""
    if len(people) < 2:
        return "".join(people)
    return str(words["head"]["people_and"].format(first=", ".join(people[:-1]), last=people[-1]))

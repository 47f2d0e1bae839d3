"""Help lines: data that goes stale."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from amends.content.loader import load_toml

if TYPE_CHECKING:
    from collections.abc import Mapping

STALE_AFTER = timedelta(days=180)
# Digits with spaces or dashes, perhaps letters of a name as "1800RESPECT"; never anything that a link would run.
_NUMBER = re.compile(r"\+?[0-9][0-9A-Z -]{1,24}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpline:
    """A number, or only a page, with where it was taken from.

    `checked_on` is the day on which a person compared the number with `source`; None: nobody has yet.
    """

    name: str
    about: str
    number: str
    source: str
    hours: str
    checked_on: date | None

    @property
    def dialled(self) -> str:
        """The number as a telephone dials it."""
        return re.sub(r"[^+0-9]", "", self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    code: str
    name: str
    emergency: str
    lines: tuple[Helpline, ...]


def is_stale(checked_on: date, *, today: date) -> bool:
    """Return whether a number was last checked too long ago to show it without saying so."""
    return today - checked_on > STALE_AFTER


def helplines(language: str = "en") -> tuple[Country, ...]:
    """Return the shipped list."""
    return _countries(load_toml("helplines", language))


def read_helplines(text: str) -> tuple[Country, ...]:
    """Read a list that a host wrote, in the shape of `content/en/helplines.toml`.

    Raises ValueError with a sentence that names the entry and never quotes the file.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError("it is not TOML") from error
    return _countries(data)


def _countries(data: Mapping[str, Any]) -> tuple[Country, ...]:
    entries = data.get("country")
    if not entries or not isinstance(entries, list | tuple):
        raise ValueError("it lists no country")
    return tuple(_country(entry, place=f"country {place}") for place, entry in enumerate(entries, start=1))


def _country(entry: Mapping[str, Any], *, place: str) -> Country:
    lines = entry.get("line", ())
    return Country(
        code=_text(entry, "code", place=place),
        name=_text(entry, "name", place=place),
        emergency=_number(entry, "emergency", place=place),
        lines=tuple(_line(line, place=f"{place}, line {at}") for at, line in enumerate(lines, start=1)),
    )


def _line(entry: Mapping[str, Any], *, place: str) -> Helpline:
    source = _text(entry, "source", place=place)
    if not source.startswith("https://"):
        raise ValueError(f"{place}: the source is not an https address")
    checked_on = entry.get("checked_on")
    # A datetime is a date, too, to Python; TOML writes it with a time, and then it is not a day.
    if checked_on is not None and type(checked_on) is not date:
        raise ValueError(f"{place}: checked_on is not a day")
    return Helpline(
        name=_text(entry, "name", place=place),
        about=_text(entry, "about", place=place),
        number=_number(entry, "number", place=place) if entry.get("number") else "",
        source=source,
        hours=_text(entry, "hours", place=place) if entry.get("hours") else "",
        checked_on=checked_on,
    )


def _text(entry: Mapping[str, Any], key: str, *, place: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{place}: {key} is missing")
    return value


def _number(entry: Mapping[str, Any], key: str, *, place: str) -> str:
    value = _text(entry, key, place=place)
    if not _NUMBER.fullmatch(value):
        raise ValueError(f"{place}: {key} is not a telephone number")
    return value

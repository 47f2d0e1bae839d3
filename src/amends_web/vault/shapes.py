"""What the words of a sealed row look like, so that whatever opens one can rely on it.

Whoever has a box's key can seal anything in it past the pages, and an older version sealed what was right then. So each
model says in `shape` what its words hold; a row of another shape does not open (SealedRow.words). A shape is

    str, int, bool, list, dict   of exactly this type; an enum: one of its values
    "", 15                       exactly this; None: nothing
    (a, b)                       of one of these shapes
    [a]; [a, b]                  a list of any length, each of this shape; a list of exactly these
    {"name": a, str: b}          an object with these names; with a name's shape in it, each further one is b
    Maybe(a)                     in an object: it may be without this name
    a function                   what it says of the value, such as those below

An object may hold further names: a newer version may have written it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from types import FunctionType
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

# One of those above.
Shape = Any
Read = TypeVar("Read")

# At the ends of the calendar, a time is past them on the clock of another place.
_YEARS = range(2, 9999)
_ID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Maybe:
    shape: Shape


def fits(value: object, shape: Shape) -> bool:
    """Say whether what was opened is of a shape."""
    match shape:
        case type():
            return any(value == one for one in shape) if issubclass(shape, Enum) else type(value) is shape
        case FunctionType():
            return bool(shape(value))
        case dict():
            return type(value) is dict and _has_names(value, shape)
        case tuple():
            return any(fits(value, one) for one in shape)
        case [of]:
            return type(value) is list and all(fits(one, of) for one in value)
        case list():
            return type(value) is list and len(value) == len(shape) and all(map(fits, value, shape))
        case _:
            return type(value) is type(shape) and value == shape


def is_day(value: object) -> bool:
    """Say whether it is a day, such as "2026-11-27"."""
    return _read(date.fromisoformat, value) is not None


def is_time(value: object) -> bool:
    """Say whether it is a time with its offset, as datetime.isoformat writes it."""
    at = _read(datetime.fromisoformat, value)
    return at is not None and at.tzinfo is not None and at.year in _YEARS


def is_clock(value: object) -> bool:
    """Say whether it is a time on the clock of some place, without an offset."""
    at = _read(datetime.fromisoformat, value)
    return at is not None and at.tzinfo is None and at.year in _YEARS


def is_zone(value: object) -> bool:
    """Say whether it names a time zone that is known here."""
    return _read(ZoneInfo, value) is not None


def is_id(value: object) -> bool:
    """Say whether it is the id of a row, as str() writes it."""
    return type(value) is str and _ID.fullmatch(value) is not None


def is_hex(value: object) -> bool:
    """Say whether it is bytes in hex, such as a signature; also where there are none."""
    return _read(bytes.fromhex, value) is not None


def is_number(value: object) -> bool:
    """Say whether it is a whole number as a name in an object, where there are none but strings."""
    return type(value) is str and value.isascii() and value.isdecimal()


def _has_names(value: dict[str, object], shape: dict[Any, Shape]) -> bool:
    for name, of in shape.items():
        if type(name) is not str:
            others = value.keys() - shape.keys()
            if not all(fits(other, name) and fits(value[other], of) for other in others):
                return False
        elif name not in value:
            if type(of) is not Maybe:
                return False
        elif not fits(value[name], of.shape if type(of) is Maybe else of):
            return False
    return True


def _read(read: Callable[[str], Read], value: object) -> Read | None:
    try:
        return read(value) if type(value) is str else None
    # A zone may be the name of a folder, or of nothing.
    except (LookupError, OSError, ValueError):
        return None

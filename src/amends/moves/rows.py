"""Rows of small whole numbers, one for each sense, packed into a single integer.

Some twenty rows are added up for every message. As one integer a row is added in one step, which is several times
as fast as number by number. Each number has a field of 32 bits; a negative one borrows from the field above, and as
plain addition keeps the books, nothing is lost until the end, when `in_bytes` lifts every field above nothing, and
then turns its top bit over, which is how a field of 32 bits holds a number with its sign.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

HUNDREDTHS = 100  # the weights of content are whole numbers of these
_BITS = 32
_LIFT = 1 << (_BITS - 1)
_FIELD = (1 << _BITS) - 1


def packed(pairs: Iterable[tuple[int, int]]) -> int:
    """Pack (place, number of hundredths) pairs; places that are left out hold nothing."""
    return sum(number << (_BITS * place) for place, number in pairs)


def in_bytes(row: int, *, width: int) -> bytes:
    """Return the hundredths of a row, or of a sum of rows, as whole numbers of four bytes, the lowest byte first."""
    lift = _lift(width)
    return ((row + lift) ^ lift).to_bytes(width * _BITS // 8, "little")


def number_at(row: int, place: int) -> int:
    """Return the hundredths at one place of a row, or of a sum of rows."""
    return ((row + _lift(place + 1)) >> (_BITS * place) & _FIELD) - _LIFT


@cache
def _lift(width: int) -> int:
    return sum(_LIFT << (_BITS * place) for place in range(width))

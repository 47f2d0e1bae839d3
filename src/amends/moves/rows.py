"""Rows of small whole numbers, one for each sense, packed into a single integer.

Some twenty rows are added up for every message. As one integer a row is added in one step, which is several times
as fast as number by number. Each number has a field of 32 bits; a negative one borrows from the field above, and as
plain addition keeps the books, nothing is lost until the end, when `unpacked` lifts every field above nothing, and
then turns its top bit over, which is how a field of 32 bits holds a number with its sign.
"""

from __future__ import annotations

from functools import cache
from struct import Struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

HUNDREDTHS = 100  # the weights of content are whole numbers of these
_BITS = 32
_LIFT = 1 << (_BITS - 1)


def packed(pairs: Iterable[tuple[int, int]]) -> int:
    """Pack (place, number of hundredths) pairs; places that are left out hold nothing."""
    return sum(number << (_BITS * place) for place, number in pairs)


def unpacked(row: int, *, width: int) -> tuple[float, ...]:
    """Return the numbers of a row, or of a sum of rows."""
    lift, fields = _unpacker(width)
    signed = ((row + lift) ^ lift).to_bytes(fields.size, "little")
    return tuple(map(_DIVIDED.__getitem__, fields.unpack(signed)))


class _Divided(dict[int, float]):
    """The numbers of hundredths met so far: the same ones recur, and need no place of their own in every row."""

    def __missing__(self, hundredths: int) -> float:
        self[hundredths] = number = hundredths / HUNDREDTHS
        return number


_DIVIDED = _Divided()


@cache
def _unpacker(width: int) -> tuple[int, Struct]:
    return sum(_LIFT << (_BITS * place) for place in range(width)), Struct(f"<{width}i")

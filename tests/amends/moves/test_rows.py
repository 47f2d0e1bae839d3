"""Packed rows add up like the numbers in them."""

from __future__ import annotations

from struct import unpack

from hypothesis import given
from hypothesis import strategies as st

from amends.moves.rows import in_bytes, number_at, packed

rows = st.lists(st.integers(min_value=-100_000, max_value=100_000), min_size=5, max_size=5)


@given(st.lists(rows, max_size=30))
def test_a_sum_of_rows_is_the_sum_of_their_numbers(several: list[list[int]]) -> None:
    total = sum(packed(enumerate(row)) for row in several)
    sums = [sum(row[at] for row in several) for at in range(5)]
    assert list(unpack("<5i", in_bytes(total, width=5))) == sums
    assert [number_at(total, at) for at in range(5)] == sums


def test_places_that_are_left_out_hold_nothing() -> None:
    assert unpack("<4i", in_bytes(packed([(2, -150)]), width=4)) == (0, 0, -150, 0)

"""Packed rows add up like the numbers in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from amends.moves.rows import HUNDREDTHS, packed, unpacked

rows = st.lists(st.integers(min_value=-100_000, max_value=100_000), min_size=5, max_size=5)


@given(st.lists(rows, max_size=30))
def test_a_sum_of_rows_is_the_sum_of_their_numbers(several: list[list[int]]) -> None:
    total = sum(packed(enumerate(row)) for row in several)
    assert unpacked(total, width=5) == tuple(sum(row[at] for row in several) / HUNDREDTHS for at in range(5))


def test_places_that_are_left_out_hold_nothing() -> None:
    assert unpacked(packed([(2, -150)]), width=4) == (0, 0, -1.5, 0)

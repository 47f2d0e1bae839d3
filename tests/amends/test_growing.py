"""What the tests of how time grows believe, and what they do not."""

from __future__ import annotations

from tests.amends.growing import in_step


def test_what_grows_with_the_square_is_not_in_step() -> None:
    assert not in_step(lambda count: count**2 / 1_000_000, 1_000, 4_000, most=8, floor=0.5)


def test_one_try_without_anything_beside_it_is_enough() -> None:
    slowed = iter([1.0, 3.0, 90.0, 50.0, 4.0])
    assert in_step(lambda _: next(slowed), 1_000, 4_000, most=8, floor=0.5)

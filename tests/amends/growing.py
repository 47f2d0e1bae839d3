"""Whether time grows in step with what is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TRIES = 4


def in_step(seconds: Callable[[int], float], small: int, large: int, *, most: float, floor: float) -> bool:
    """Say whether `large` takes less than `most` times the seconds of `small`, and `floor` seconds more.

    Whatever else runs on the machine makes a try longer and never shorter: one that is short enough tells, and what
    grows too fast is too long in each.
    """
    short = min(seconds(small) for _ in range(2))
    return any(seconds(large) < most * short + floor for _ in range(TRIES))

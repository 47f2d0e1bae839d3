"""How sure something is: log odds, which add up, and the same between 0 and 1."""

from __future__ import annotations

from math import exp

LEAST_SCORE = -30.0  # log odds; below, a chance is nothing, and the exponential would overflow


def chance(score: float) -> float:
    """Return log odds as a number between 0 and 1."""
    return 1 / (1 + exp(-max(score, LEAST_SCORE)))

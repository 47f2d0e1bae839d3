"""Counts with the range in which the true share may lie."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

SURE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How often something happened that should not, out of how many, and how often it may for a pass."""

    name: str
    found: int
    of: int
    most: int

    @property
    def holds(self) -> bool:
        return self.found <= self.most

    def __str__(self) -> str:
        low, high = interval(self.found, self.of)
        verdict = "holds" if self.holds else "FAILS"
        share = f"{self.found:>5} of {self.of:<5}{low:>7.1%} to {high:>6.1%}"
        return f"{self.name:<58}{share}   at most {self.most:<4}{verdict}"


def interval(found: int, of: int) -> tuple[float, float]:
    """Return the exact interval for a share (Clopper and Pearson, 1934): at least `SURE` of such intervals hold it."""
    if of == 0:
        return 0.0, 1.0
    tail = (1 - SURE) / 2
    low = 0.0 if found == 0 else _where(lambda share: 1 - _at_most(found - 1, of, share), tail)
    high = 1.0 if found == of else _where(lambda share: 1 - _at_most(found, of, share), 1 - tail)
    return low, high


def _at_most(found: int, of: int, share: float) -> float:
    """Return how likely so many or fewer are, where each of them happens with this likelihood."""
    return sum(
        math.exp(_log_ways(of, k) + k * math.log(share) + (of - k) * math.log1p(-share)) for k in range(found + 1)
    )


def _log_ways(of: int, k: int) -> float:
    return math.lgamma(of + 1) - math.lgamma(k + 1) - math.lgamma(of - k + 1)


def _where(rising: Callable[[float], float], value: float) -> float:
    """Return the share at which something that rises with it reaches a value."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < value else (low, middle)
    return (low + high) / 2

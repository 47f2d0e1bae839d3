"""What deeds say of how often somebody keeps what they promise: a range, or that it is too few to tell.

For one's own eyes, of one's own promises. The range is the middle 80 % of a Beta distribution with Jeffreys' prior, one
half for each side (Brown, Cai and DasGupta 2001: it is honest about its width with few deeds). An old deed counts less:
half after half a year. What was changed before the day is neither kept nor missed, and counts for nothing here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, lgamma, log, log1p
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# By weight, so that deeds of long ago become too few again.
FEWEST = 5
HALF_AFTER = timedelta(days=183)
MIDDLE = 0.8

_PRIOR = 0.5
_TINY = 1e-300
_CLOSE = 1e-12
# Of the range from 0 to 1: finer than anything that is drawn or said.
_HALVINGS = 34
_MOST_TERMS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One time for which something was promised, and whether it was kept, by its maker's own word."""

    on: date
    is_kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """From how many to how many times, as parts of one."""

    low: float
    high: float


def kept_range(deeds: Iterable[Deed], *, today: date) -> Range | None:
    """Return between which parts of the time they are kept; None where there are too few to tell."""
    kept = missed = 0.0
    for deed in deeds:
        weight = 0.5 ** (max(today - deed.on, timedelta(0)) / HALF_AFTER)
        kept, missed = (kept + weight, missed) if deed.is_kept else (kept, missed + weight)
    if round(kept + missed) < FEWEST:
        return None
    tail = (1 - MIDDLE) / 2
    return Range(
        low=beta_quantile(tail, _PRIOR + kept, _PRIOR + missed),
        high=beta_quantile(1 - tail, _PRIOR + kept, _PRIOR + missed),
    )


def beta_quantile(part: float, a: float, b: float) -> float:
    """Return the value below which a Beta(a, b) lies with this probability."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if beta_below(middle, a, b) < part else (low, middle)
    return (low + high) / 2


def beta_below(x: float, a: float, b: float) -> float:
    """Return the probability that a Beta(a, b) lies below x: the regularised incomplete beta function."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    # The continued fraction converges fast on this side (Press and others, Numerical Recipes, 6.4).
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_below(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    return front * _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction by the way of Lentz."""
    value = last = 1.0
    c, d = 1.0, 0.0
    for term in range(_MOST_TERMS):
        m = term // 2
        if term == 0:
            step = 1.0
        elif term % 2 == 0:
            step = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        else:
            step = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / _not_nothing(1 + step * d)
        c = _not_nothing(1 + step / c)
        last, value = value, value * c * d
        if term and abs(value - last) < _CLOSE:
            break
    return value - 1


def _not_nothing(value: float) -> float:
    return value if abs(value) > _TINY else _TINY

"""The course of a talk as a picture: where its lines run, and the same in words that a template chooses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 600
HEIGHT = 140
EDGE = 8  # so that a line at 0 or 1 is not cut
# Below this a talk counts as calm; the picture then says so, and names no peak.
CALM = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """`tension` and `warmth` are points of an SVG polyline; `bands` are (left, width) of the places to look.

    In words: `peak` is where it was most tense ("start", "middle", "end", "" for a calm talk), and `ends_calm`
    whether it was calm at the end.
    """

    tension: str
    warmth: str
    bands: tuple[tuple[float, float], ...]
    peak: str
    ends_calm: bool
    width: int = WIDTH
    height: int = HEIGHT


def course_of(points: Sequence[Sequence[float]], *, places: Sequence[tuple[int, int]]) -> Course | None:
    """Draw points of (first message, last message, tension, warmth); None where there are too few for a line.

    `places` are first and last message of each place to look.
    """
    if len(points) < 2:
        return None
    total = points[-1][1] + 1
    tensions = [point[2] for point in points]
    return Course(
        tension=_line(points, 2, total=total),
        warmth=_line(points, 3, total=total),
        bands=tuple(_band(first, last, total=total) for first, last in places),
        peak=_peak(tensions),
        ends_calm=tensions[-1] < max(CALM, max(tensions) / 2),
    )


def _line(points: Sequence[Sequence[float]], value: int, *, total: float) -> str:
    drawn = []
    for point in points:
        x = (point[0] + point[1] + 1) / 2 / total * WIDTH
        y = HEIGHT - EDGE - point[value] * (HEIGHT - 2 * EDGE)
        drawn.append(f"{x:.1f},{y:.1f}")
    return " ".join(drawn)


def _band(first: int, last: int, *, total: float) -> tuple[float, float]:
    # At least wide enough to be seen in a talk of years.
    width = max(6.0, (last - first + 1) / total * WIDTH)
    return round(min(first / total * WIDTH, WIDTH - width), 1), round(width, 1)


def _peak(tensions: list[float]) -> str:
    if max(tensions) < CALM:
        return ""
    place = tensions.index(max(tensions)) / len(tensions)
    return "start" if place < 1 / 3 else "middle" if place < 2 / 3 else "end"

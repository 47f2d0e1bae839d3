"""The course of a talk as an SVG: two lines that differ in stroke as well as in colour, and the places to look."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from amends.reading import CoursePoint, SeatReading, Stretch

WIDTH, HEIGHT = 640, 200
LEFT, RIGHT, TOP, BOTTOM = 16, 624, 20, 180


def picture_of(seat: SeatReading, *, description: str, words: Mapping[str, Any]) -> str:
    """Return the picture, with its meaning in words for whoever does not see it. The course must have a point."""
    part = words["course"]
    title, desc = escape(part["picture"]), escape(description)
    tension = _points((point, point.tension) for point in seat.course)
    warmth = _points((point, point.warmth) for point in seat.course)
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="picture-title picture-desc">'
        f'<title id="picture-title">{title}</title><desc id="picture-desc">{desc}</desc>'
        f"{_bands(seat)}"
        f'<line x1="{LEFT}" y1="{BOTTOM}" x2="{RIGHT}" y2="{BOTTOM}" stroke="var(--line)"/>'
        f'<polyline points="{tension}" fill="none" stroke="var(--gold)" stroke-width="3" stroke-linejoin="round"/>'
        f'<polyline points="{warmth}" fill="none" stroke="var(--calm)" stroke-width="3" stroke-dasharray="7 5"/>'
        "</svg>"
    )


def _points(levels: Iterable[tuple[CoursePoint, float]]) -> str:
    levels = list(levels)
    end = max(1, levels[-1][0].last)
    places = [(_x((point.first + point.last) / 2, end), BOTTOM - level * (BOTTOM - TOP)) for point, level in levels]
    if len(places) == 1:
        places = [(float(LEFT), places[0][1]), (float(RIGHT), places[0][1])]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)


def _x(message: float, end: int) -> float:
    return LEFT + (RIGHT - LEFT) * message / end


def _bands(seat: SeatReading) -> str:
    stretches = filter(None, (seat.turning_point, seat.second_turning_point))
    return "".join(_band(stretch, end=max(1, seat.course[-1].last)) for stretch in stretches)


def _band(stretch: Stretch, *, end: int) -> str:
    """Return the stretch to look at, at least as wide as a finger's line."""
    left = _x(stretch.first, end)
    width = max(6.0, _x(stretch.last, end) - left)
    left = min(left, RIGHT - width)
    return (
        f'<rect x="{left:.1f}" y="{TOP}" width="{width:.1f}" height="{BOTTOM - TOP}" '
        'fill="var(--line)" fill-opacity=".7"/>'
    )

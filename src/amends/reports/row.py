"""A reading as one flat row of facts, for many conversations side by side: what everybody in it may see, counted.

There are no words in it and nobody's name, and nothing about anybody's own words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from amends.reports.reading_json import dumped, moment, stretch_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from amends.chats import ImportReport
    from amends.reading import CoursePoint, SeatReading


def row_of(report: ImportReport, seat: SeatReading) -> dict[str, Any]:
    """Return the facts; the fields are in docs/json.md. The means are over messages, not stretches."""
    return {
        "source": report.source,
        "messages": report.messages,
        "people": len(report.people),
        "first_at": moment(report.first_at),
        "last_at": moment(report.last_at),
        "unread_count": report.unread_count,
        "doubts": list(report.doubts),
        "date_order": report.date_order,
        "other_languages": list(seat.languages.others),
        "messages_left_out": len(seat.languages.unread),
        "tension": _mean([(point.tension, _length(point)) for point in seat.course]),
        "tension_highest": round(max((point.tension for point in seat.course), default=0.0), 3),
        "warmth": _mean([(point.warmth, _length(point)) for point in seat.course]),
        "turning_point": stretch_json(seat),
        "silences": len(seat.silences),
        "longest_silence": max((int(silence.length.total_seconds()) for silence in seat.silences), default=None),
        "open_questions": len(seat.open_questions),
        "missed_bids": len(seat.missed_bids),
        "promises": len(seat.promises),
    }


def as_row_line(row: Mapping[str, Any]) -> str:
    """Return a row as one line of JSON that ends with a line break."""
    return f"{dumped(row)}\n"


def _length(point: CoursePoint) -> int:
    return point.last - point.first + 1


def _mean(weighted: Sequence[tuple[float, int]]) -> float:
    weight = sum(weight for _, weight in weighted)
    return round(sum(value * weight for value, weight in weighted) / weight, 3) if weight else 0.0

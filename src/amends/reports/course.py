"""The course of a talk in words and as a line of blocks; the picture for the page is in `html`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from amends.reports.words import day_and_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from amends.conversation import Conversation
    from amends.reading import CoursePoint

BLOCKS = "▁▂▃▄▅▆▇█"
TENSE, UNEASY, WARM = 0.4, 0.15, 0.25


def blocks(levels: Iterable[float]) -> str:
    """Return one block a level, from 0 (▁) to 1 (█)."""
    return "".join(BLOCKS[min(len(BLOCKS) - 1, int(level * len(BLOCKS)))] for level in levels)


def course_words(conversation: Conversation, course: Sequence[CoursePoint], words: Mapping[str, Any]) -> str:
    """Say in a sentence or two how the talk began, where it was most tense, and how it ended."""
    part = words["course"]
    peak = max(course, key=lambda point: point.tension, default=None)
    if peak is None or peak.tension < UNEASY:
        return str(part["calm_throughout"])
    some = max(1, len(course) // 5)
    return str(
        part["shape" if _when(conversation, peak, words) else "shape_without_times"].format(
            start=part[_mood(course[:some])],
            end=part[_mood(course[-some:])],
            when=_when(conversation, peak, words),
            first=peak.first,
            last=peak.last,
        )
    )


def _when(conversation: Conversation, point: CoursePoint, words: Mapping[str, Any]) -> str:
    return day_and_time(conversation.messages[point.first].at, words)


def _mood(points: Sequence[CoursePoint]) -> str:
    tension = sum(point.tension for point in points) / len(points)
    warmth = sum(point.warmth for point in points) / len(points)
    if tension >= UNEASY and warmth >= WARM:
        return "tense_and_warm"
    if tension >= TENSE:
        return "tense"
    if tension >= UNEASY:
        return "uneasy"
    return "warm" if warmth >= WARM else "calm"

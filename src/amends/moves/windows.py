"""A talk as the encoder reads it: stretches of messages, one after the other in one row of pieces.

Each message is its speaker's sign, a sign for the silence before it, its words, and a stop. A long talk is read in
windows that overlap, and each message is taken from the window in which it has the most talk on both sides.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from amends.moves.alike import SOMEBODY, alike_in
from amends.moves.wordpieces import beginning_and_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from amends.moves.wordpieces import Wordpieces

WIDTH = 384  # pieces in a window
OVERLAP = 128  # pieces of a window that are read again in the next
LONGEST = 96  # pieces of one message; the middle of a longer one is left out
SPEAKERS = 8  # signs; the ninth person shares the first one's
FIRST_SPEAKER = 1  # [unused1] and on
FIRST_SILENCE = 20  # [unused20] and on
_SILENCES = (60, 600, 3_600, 6 * 3_600, 24 * 3_600)  # seconds


class Line(NamedTuple):
    """One message as pieces: its speaker's number in order of speaking, the silence's, and its words."""

    speaker: int
    silence: int
    words: tuple[int, ...]


class Window(NamedTuple):
    """Pieces to read, and for each message in them its number in the talk and the first and the end piece."""

    pieces: list[int]
    messages: list[tuple[int, int, int]]


def lines_of(
    spoken: Iterable[tuple[str, datetime | None, str]],
    wordpieces: Wordpieces,
    *,
    people: frozenset[str],
    language: str = "en",
) -> list[Line]:
    """Return the lines of messages given as (speaker, time, text)."""
    alike, names = alike_in(language), people | {SOMEBODY}
    numbers: dict[str, int] = {}
    lines = []
    last: datetime | None = None
    for speaker, at, text in spoken:
        number = numbers.setdefault(speaker, len(numbers))
        silence = bisect_left(_SILENCES, (at - last).total_seconds()) if at and last else 0
        last = at or last
        words = wordpieces.ids_of(alike(beginning_and_end(text)), people=names)
        lines.append(Line(number % SPEAKERS, silence, _cut_down(words)))
    return lines


def _cut_down(words: list[int]) -> tuple[int, ...]:
    if len(words) <= LONGEST:
        return tuple(words)
    return (*words[: LONGEST * 2 // 3], *words[-LONGEST // 3 :])


def windows_of(
    lines: Sequence[Line], wordpieces: Wordpieces, *, width: int = WIDTH, overlap: int = OVERLAP
) -> Iterator[Window]:
    """Yield windows that hold every line at least once."""
    first = 0
    while first < len(lines):
        window, end = _window(lines, first, wordpieces, width)
        yield window
        if end == len(lines):
            return
        first = _start_of_next(lines, first, end, overlap)


def _window(lines: Sequence[Line], first: int, wordpieces: Wordpieces, width: int) -> tuple[Window, int]:
    ids = wordpieces.ids
    pieces = [ids["[CLS]"]]
    messages: list[tuple[int, int, int]] = []
    number = first
    while number < len(lines) and (not messages or len(pieces) + len(lines[number].words) + 3 <= width):
        line = lines[number]
        start = len(pieces)
        pieces += [ids[f"[unused{FIRST_SPEAKER + line.speaker}]"], ids[f"[unused{FIRST_SILENCE + line.silence}]"]]
        pieces += [*line.words, ids["[SEP]"]]
        messages.append((number, start, len(pieces)))
        number += 1
    return Window(pieces, messages), number


def _start_of_next(lines: Sequence[Line], first: int, end: int, overlap: int) -> int:
    start, held = end, 0
    while start > first + 1 and held + len(lines[start - 1].words) + 3 <= overlap:
        start -= 1
        held += len(lines[start].words) + 3
    return start


def taken_from(windows: Sequence[Window]) -> dict[int, tuple[int, int]]:
    """Say for each message which window, and which place in it, it is taken from: the one deepest inside."""
    best: dict[int, tuple[int, int, int]] = {}
    for of_window, window in enumerate(windows):
        last = len(window.messages) - 1
        for place, (number, _, _) in enumerate(window.messages):
            depth = min(place if of_window else last, last - place if of_window < len(windows) - 1 else last)
            if number not in best or depth > best[number][0]:
                best[number] = (depth, of_window, place)
    return {number: (of_window, place) for number, (_, of_window, place) in best.items()}

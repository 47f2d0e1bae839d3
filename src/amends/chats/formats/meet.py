"""Transcripts of Google Meet, as their document is saved to text: "Name: words", and times on lines of their own."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from amends.chats.formats.pasted import looks_like_a_name
from amends.chats.formats.transcript import of_turns
from amends.chats.imported import Unread
from amends.chats.names import clean_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from amends.chats.files.text import TextFile
    from amends.chats.imported import Imported
    from amends.chats.said import Said

_TIME = re.compile(r"\s*(?:#{1,6} )?(\d{2}):([0-5]\d):([0-5]\d)\s*")
# "Transcription ended after 00:31:05", in any language.
_END = re.compile(r"\D{0,80}(\d{2}):([0-5]\d):([0-5]\d)\D{0,80}")
_NAME_WORDS = re.compile(r"\s*(?:\*\*)?(?P<name>[^:*\n]{1,100}):(?:\*\*)?\s+(?P<words>\S.*)")
_LINES_LOOKED_AT = 20_000
_LINES_AFTER_END = 8
_START = 0  # second


def is_meet(file: TextFile) -> bool:
    """Say whether a text is a transcript of Meet: times alone on lines run on from the start, names speak below."""
    lines = list(islice(file.lines(), _LINES_LOOKED_AT))
    times = _times(lines)
    seconds = list(times.values())
    if not times or seconds != sorted(set(seconds)):
        return False
    if seconds[0] == _START:
        return any(_turn(line) is not None for line in lines[next(iter(times)) :])
    # Before 2024 no time stood at the start; the end tells it then.
    end = _end(lines, after=max(times))
    return end is not None and any(_turn(line) is not None for line in lines[: next(iter(times))])


def read_meet(file: TextFile, said: Said) -> Imported:
    """Read a transcript; what one person says in turns that follow each other is one message.

    Times count from the start, and only every few minutes, so no message has one. The notes above the transcript and
    what Meet writes below it are nobody's words. Raises UnreadableExport where no one is told.
    """
    lines = list(file.lines())
    times = _times(lines)
    end = _end(lines, after=max(times))
    counts = Counter(turn[0] for line in lines[:end] if (turn := _turn(line)) is not None)
    begin = _begin(lines, times, counts)
    unread = Unread()
    turns: list[tuple[str, str]] = []
    for number, line in enumerate(lines[begin:end], begin + 1):
        turn = _turn(line)
        if turn is not None and (counts[turn[0]] > 1 or looks_like_a_name(turn[0])):
            turns.append(turn)
        elif line.strip() and number - 1 not in times:
            if turns:
                turns.append((turns[-1][0], line.strip()))
            else:
                unread.add(number)
    doubts = {"rare_speaker"} if any(counts[name] == 1 for name, _ in turns) else set()
    return of_turns(turns, file, said, between=" ", unread=unread, doubts=doubts)


def _begin(lines: list[str], times: dict[int, int], counts: Counter[str]) -> int:
    """Return the line of the first time where that is the start, or of the first who speaks more than once."""
    first = next(iter(times))
    if times[first] == _START:
        return first
    recurring = (n for n, line in enumerate(lines) if (turn := _turn(line)) is not None and counts[turn[0]] > 1)
    return next(recurring, len(lines))


def _times(lines: Iterable[str]) -> dict[int, int]:
    """Return the seconds that stand alone on a line, by the number of the line from 0."""
    found = ((number, _TIME.fullmatch(line)) for number, line in enumerate(lines))
    return {number: _seconds(match) for number, match in found if match is not None}


def _seconds(match: re.Match[str]) -> int:
    return int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3])


def _end(lines: list[str], *, after: int) -> int | None:
    """Return the line that tells after how long the transcript ended, where no one speaks below it."""
    last = len(lines)
    for number in range(len(lines) - 1, after, -1):
        if not lines[number].strip():
            continue
        match = _END.fullmatch(lines[number])
        if match is not None and _turn(lines[number]) is None:
            return number
        last -= 1
        if last < len(lines) - _LINES_AFTER_END:
            return None
    return None


def _turn(line: str) -> tuple[str, str] | None:
    match = _NAME_WORDS.fullmatch(line)
    if match is None:
        return None
    name = clean_name(match["name"])
    return (name, match["words"].strip()) if looks_like_a_name(name) else None

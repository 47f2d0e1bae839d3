"""Transcripts of meetings as Otter writes them to text: who and when on one line, and below it what was said."""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from amends.chats.formats.transcript import of_turns
from amends.chats.imported import Unread
from amends.chats.names import clean_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amends.chats.files.text import TextFile
    from amends.chats.imported import Imported
    from amends.chats.said import Said

_HEAD = re.compile(r"(?:(?P<name>\S.{0,98}?)\s{2,8})?(?P<time>(?:\d{1,2}:)?\d{1,2}:\d{2})(?P<end>\s*)")
_LONGEST_HEAD = 200
_HEADINGS = {"SUMMARY KEYWORDS", "SPEAKERS"}
_FOOTER = "Transcribed by https://otter.ai"
_UNKNOWN = "Unknown Speaker"
_LINES_LOOKED_AT = 2_000
_FIRST_BEFORE = 600  # seconds; a time that begins later may be one of the day
_DAY = 24 * 60  # as minutes and seconds; what is longer can be no time of the day


class _Turn(NamedTuple):
    """Who speaks ("" where that is not told), at which second, and the words from which line on."""

    name: str
    second: int
    number: int
    is_marked: bool  # in a way that no time of the day is written
    lines: list[str]


def is_otter(file: TextFile) -> bool:
    """Say whether a text is a transcript of Otter: its times run on from the start, and can be none of the day."""
    header, *turns = _turns(islice(file.lines(), _LINES_LOOKED_AT))
    if not turns or turns[0].second > _FIRST_BEFORE:
        return False
    if any(after.second < before.second for before, after in pairwise(turns)):
        return False
    return bool(_HEADINGS.intersection(header.lines)) or any(turn.is_marked for turn in turns)


def read_otter(file: TextFile, said: Said) -> Imported:
    """Read a transcript; what one person says in turns that follow each other is one message.

    Times count from the start of the recording, so no message has one. A turn of which the speaker is not told is
    counted as not read. Raises UnreadableExport where no one is told.
    """
    header, *turns = _turns(file.lines())
    has_headings = bool(_HEADINGS.intersection(header.lines))
    unread = Unread()
    for turn in turns if has_headings else (header, *turns):
        if not turn.name:
            _count(turn, unread)
    told = [(turn.name, _words(turn)) for turn in turns if turn.name]
    doubts = {"unknown_speaker"} if any(name == _UNKNOWN for name, _ in told) else set()
    title = header.lines[0].strip() if has_headings else ""
    return of_turns(told, file, said, between="\n", unread=unread, doubts=doubts, title=title)


def _turns(lines: Iterator[str]) -> Iterator[_Turn]:
    """Give what stands before the first turn, and then each turn; a turn begins after a blank line."""
    turn = _Turn("", 0, 1, is_marked=False, lines=[])
    after_blank = True
    for number, line in enumerate(lines, 1):
        head = _HEAD.fullmatch(line) if after_blank and len(line) <= _LONGEST_HEAD else None
        after_blank = not line.strip()
        if head is None:
            turn.lines.append(line)
            continue
        yield turn
        second = 0
        for part in head["time"].split(":"):
            second = second * 60 + int(part)
        is_marked = len(head["end"]) == 2 or head["time"].count(":") == 2 or second >= _DAY
        turn = _Turn(clean_name(head["name"] or ""), second, number + 1, is_marked=is_marked, lines=[])
    yield turn


def _words(turn: _Turn) -> str:
    return "\n".join(line.rstrip() for line in turn.lines if line.strip() != _FOOTER).strip()


def _count(turn: _Turn, unread: Unread) -> None:
    """Count the words that nobody is named for, line by line."""
    for number, line in enumerate(turn.lines, turn.number):
        if line.strip() not in {"", _FOOTER}:
            unread.add(number)

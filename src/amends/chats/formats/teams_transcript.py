"""Transcripts of Teams, as their document is saved to text: who and when on one line, below it what was said."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from amends.chats.formats.transcript import of_turns
from amends.chats.imported import Unread
from amends.chats.names import clean_name

if TYPE_CHECKING:
    from amends.chats.files.text import TextFile
    from amends.chats.imported import Imported
    from amends.chats.said import Said

_HEAD = re.compile(r"(?P<name>\S.{0,98}?) {3}(?:\d{1,2}:)?\d{1,2}:\d{2}\s*")
_LONGEST_HEAD = 200
# "Sunday talk-20240324_180500-Meeting Recording", and how long it was: "31m 5s".
_TITLE = re.compile(r"(?P<title>.{0,300}?)-\d{8}_\d{6}(?:UTC)?-.{0,100}")
_LENGTH = re.compile(r"(?:\d{1,2}h )?(?:\d{1,2}m )?\d{1,2}s")
_LINES_ABOVE = 20


def is_teams_transcript(file: TextFile) -> bool:
    """Say whether a text is a transcript of Teams: above the first turn stands what it is of, or how long it was."""
    for line in islice(file.lines(), _LINES_ABOVE):
        if _TITLE.fullmatch(line.strip()) or _LENGTH.fullmatch(line.strip()):
            return any(_head(other) is not None for other in islice(file.lines(), 2 * _LINES_ABOVE))
    return False


def read_teams_transcript(file: TextFile, said: Said) -> Imported:
    """Read a transcript; what one person says in turns that follow each other is one message.

    Times count from the start of the recording, so no message has one.
    """
    lines = list(file.lines())
    begin = next(n for n, line in enumerate(lines) if _head(line) is not None)
    turns: list[tuple[str, list[str]]] = []
    for line in _without_stop(lines, begin):
        name = _head(line)
        if name is not None:
            turns.append((name, []))
        else:
            turns[-1][1].append(line.rstrip())
    told = ((name, "\n".join(words).strip()) for name, words in turns)
    title = next((match["title"] for line in lines[:begin] if (match := _TITLE.fullmatch(line.strip()))), "")
    return of_turns(told, file, said, between="\n", unread=Unread(), doubts=set(), title=title)


def _head(line: str) -> str | None:
    match = _HEAD.fullmatch(line) if len(line) <= _LONGEST_HEAD else None
    return None if match is None else clean_name(match["name"])


def _without_stop(lines: list[str], begin: int) -> list[str]:
    """Return the turns without the last line where that is "Ana stopped transcription".

    In any language it is "Ana started transcription", which stands right above the turns, but for a word and the name.
    """
    started = next((line.split() for line in reversed(lines[:begin]) if line.strip()), [])
    last = next(n for n in range(len(lines) - 1, -1, -1) if lines[n].strip())
    stopped = lines[last].strip()
    names = (name for name in map(_head, lines[begin:last]) if name is not None)
    tails = {stopped, *(stopped[len(name) :] for name in names if stopped.startswith(f"{name} "))}
    return lines[begin:last] if any(_differ_in_one(tail.split(), started) for tail in tails) else lines[begin:]


def _differ_in_one(tail: list[str], words: list[str]) -> bool:
    pairs = zip(tail[::-1], words[::-1], strict=False)
    return 1 < len(tail) <= len(words) and sum(one != other for one, other in pairs) == 1

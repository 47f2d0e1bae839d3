"""What has changed between two texts, word for word: by lines first, then by the words of lines that differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import takewhile, zip_longest

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
# 500 times 500 pieces take 0.4 s in the worst case that was found; it grows with the cube.
# Beyond it, what lies between the first and the last change is shown once as it was and once as it is.
_MOST_PAIRS = 250_000
# Of all lines that differ together: whoever edits must not be able to hold up whoever reads by changing a word in each.
_MOST_PAIRS_IN_ALL = 2 * _MOST_PAIRS
# The rest of the line that changed, and the one beside it.
_NEAR = 2


class Kind(StrEnum):
    SAME = "same"
    GONE = "gone"
    ADDED = "added"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    kind: Kind
    text: str


def difference(before: str, after: str) -> tuple[Change, ...]:
    """Return both texts in one: without what was added it is `before`, without what is gone it is `after`."""
    changes: list[Change] = []
    pairs = 0
    for was, now in _stretches(_LINE.findall(before), _LINE.findall(after)):
        if was == now:
            _append(changes, Kind.SAME, was)
            continue
        gone, added = _WORD.findall("".join(was)), _WORD.findall("".join(now))
        pairs += _pairs(gone, added)
        if pairs <= _MOST_PAIRS_IN_ALL:
            _append_within(changes, gone, added)
        else:
            _append(changes, Kind.GONE, gone)
            _append(changes, Kind.ADDED, added)
    return tuple(changes)


def difference_by_line(before: Sequence[str], after: Sequence[str]) -> tuple[tuple[Change, ...], ...]:
    """Return the lines of both texts, each by itself, without what ends it: with the words that changed in it.

    A line that keeps less than half of itself is taken out and put in as a whole.
    """
    lines: list[tuple[Change, ...]] = []
    pairs = 0
    for was, now in _stretches(list(before), list(after)):
        if was == now:
            lines += [(Change(kind=Kind.SAME, text=line),) for line in was]
            continue
        for gone, added in zip_longest(was, now, fillvalue=""):
            pairs += _pairs(_WORD.findall(gone), _WORD.findall(added))
            within = difference(gone, added) if pairs <= _MOST_PAIRS_IN_ALL else ()
            kept = sum(len(change.text) for change in within if change.kind == Kind.SAME)
            if 2 * kept >= max(len(gone), len(added)):
                lines.append(within)
            else:
                lines += [
                    (Change(kind=kind, text=line),) for kind, line in ((Kind.GONE, gone), (Kind.ADDED, added)) if line
                ]
    return tuple(lines)


def around(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return the changes with the line before and after each; what is the same for longer becomes "…"."""
    return tuple(
        Change(kind=change.kind, text=_ends(change.text, is_first=place == 0, is_last=place == len(changes) - 1))
        if change.kind == Kind.SAME
        else change
        for place, change in enumerate(changes)
    )


def _ends(text: str, *, is_first: bool, is_last: bool) -> str:
    lines = _LINE.findall(text)
    before, after = lines[: 0 if is_first else _NEAR], lines[len(lines) if is_last else -_NEAR :]
    return text if len(before) + len(after) + 1 >= len(lines) else "".join([*before, "…\n", *after])


def _append_within(changes: list[Change], before: list[str], after: list[str]) -> None:
    """Append the difference of lines that differ; a space between two changes belongs to them, so that they are one."""
    gone: list[str] = []
    added: list[str] = []
    between: list[str] = []
    for was, now in [*_stretches(before, after), ([], [])]:
        if was != now:
            gone, added, between = gone + between + was, added + between + now, []
        elif was and (gone or added) and not between and not any(map(str.isalnum, was)):
            between = was
        else:
            _append(changes, Kind.GONE, gone)
            _append(changes, Kind.ADDED, added)
            _append(changes, Kind.SAME, between + was)
            gone, added, between = [], [], []


def _append(changes: list[Change], kind: Kind, pieces: Sequence[str]) -> None:
    if pieces and changes and changes[-1].kind == kind:
        changes[-1] = Change(kind=kind, text=changes[-1].text + "".join(pieces))
    elif pieces:
        changes.append(Change(kind=kind, text="".join(pieces)))


def _stretches(before: list[str], after: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield stretches that are the same in both, and in turn with them what stands in their place on each side."""
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    yield before[:start], after[:start]
    yield from _middle(before[start : len(before) - end], after[start : len(after) - end])
    yield before[len(before) - end :], after[len(after) - end :]


def _middle(before: list[str], after: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    if len(before) * len(after) > _MOST_PAIRS:
        yield before, after
        return
    for _, first, last, new_first, new_last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield before[first:last], after[new_first:new_last]


def _pairs(before: list[str], after: list[str]) -> int:
    """Return how many pieces are compared with how many others, between what both begin and end with."""
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    return (len(before) - start - end) * (len(after) - start - end)


def _shared(before: list[str], after: list[str]) -> int:
    """Return how many pieces both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))

"""The ring as a picture: boxes clockwise in two columns, an arrow from each to the next and from the last to the first.

All lengths are in units of the picture, which is as wide as the smallest phone's column: 340 of them. The words are in
the picture itself, broken by an estimate of their width, as a server can't measure a font.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

WIDTH = 340
_BOX, _EDGE = 150, 4
_LEFT, _RIGHT = _EDGE, WIDTH - _EDGE - _BOX
_LINE, _PAD, _NAME = 18, 10, 17
_GAP = 34
# How many usual letters go into a line of a box.
_LETTERS = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What goes into a box; `tone` says whose colour it has, "one", "two" or ""."""

    name: str
    words: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    y: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    x: int
    y: int
    width: int
    height: int
    tone: str
    name: Line
    lines: tuple[Line, ...]

    @property
    def text_x(self) -> int:
        return self.x + _PAD

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """`ways` are the arrows, as paths."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    ways: tuple[str, ...]


def picture_of(steps: Sequence[Step]) -> Picture:
    """Return two steps or more as a ring: the first at the top left, then down on the right and up on the left."""
    count = len(steps)
    lines = [tuple(broken_lines(step.words)) for step in steps]
    left = [0, *range(count - 1, count - count // 2, -1)]
    right = range(1, count - count // 2 + 1)
    boxes: dict[int, Box] = {}
    y = _EDGE
    for row in zip_longest(left, right):
        columns = [(x, number) for x, number in zip((_LEFT, _RIGHT), row, strict=True) if number is not None]
        height = max(_height(lines[number]) for _, number in columns)
        boxes |= {number: _box(steps[number], lines[number], x=x, y=y, height=height) for x, number in columns}
        y += height + _GAP
    in_order = [boxes[number] for number in range(count)]
    return Picture(width=WIDTH, height=y - _GAP + _EDGE, boxes=tuple(in_order), ways=tuple(_ways(in_order)))


def broken_lines(words: str) -> Iterator[str]:
    """Yield the words in lines that fit a box; a word that is longer than a line is cut."""
    line = ""
    for word in words.split():
        for piece in _pieces(word):
            longer = f"{line} {piece}".strip()
            if line and _width(longer) > _LETTERS:
                yield line
                line = piece
            else:
                line = longer
    if line:
        yield line


def _pieces(word: str) -> Iterator[str]:
    piece = ""
    for letter in word:
        if piece and _width(piece + letter) > _LETTERS:
            yield piece
            piece = ""
        piece += letter
    yield piece


def _width(text: str) -> float:
    return sum(_letter_width(letter) for letter in text)


def _letter_width(letter: str) -> float:
    """Estimate a letter's width in usual ones: a small "n" is 1."""
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.9
    if unicodedata.combining(letter):
        return 0
    if letter in "mwMW@—…%":
        return 1.6
    return 1.25 if letter.isupper() else 1


def _height(lines: Sequence[str]) -> int:
    return 2 * _PAD + _NAME + _LINE * len(lines)


def _box(step: Step, lines: Sequence[str], *, x: int, y: int, height: int) -> Box:
    first = y + _PAD + _NAME
    return Box(
        x=x,
        y=y,
        width=_BOX,
        height=height,
        tone=step.tone,
        name=Line(y=y + _PAD + 10, text=step.name),
        lines=tuple(Line(y=first + _LINE * number + 14, text=line) for number, line in enumerate(lines)),
    )


def _ways(boxes: Sequence[Box]) -> Iterator[str]:
    if len(boxes) == 2:
        one, two = boxes
        yield _across(one, two, one.y + one.height // 3)
        yield _across(two, one, one.y + 2 * one.height // 3)
        return
    for start, end in zip(boxes, [*boxes[1:], boxes[0]], strict=True):
        if start.x == end.x:
            yield _along(start, end)
        elif start.y == end.y:
            yield _across(start, end, start.y + start.height // 2)
        else:
            yield _round_the_corner(start, end)


def _across(start: Box, end: Box, y: int) -> str:
    """From one column into the other, at one height; the head of an arrow takes the last five units."""
    if start.x < end.x:
        return f"M{start.x + start.width} {y}H{end.x - 5}"
    return f"M{start.x} {y}H{end.x + end.width + 5}"


def _along(start: Box, end: Box) -> str:
    """Down or up in one column."""
    if start.y < end.y:
        return f"M{start.middle} {start.y + start.height}V{end.y - 5}"
    return f"M{start.middle} {start.y}V{end.y + end.height + 5}"


def _round_the_corner(start: Box, end: Box) -> str:
    """From the last box on the right, which stands alone in its row, to the one above it on the left."""
    y = start.y + start.height // 2
    return f"M{start.x} {y}H{end.middle + 16}Q{end.middle} {y} {end.middle} {y - 16}V{end.y + end.height + 5}"

"""Web pages as a program wrote them: the elements of interest, one after another, without a tree of the page.

A tree would need memory for the whole page, and a parser made for browsers takes quadratic time on tags in tags (two
minutes for a megabyte of them). What a person typed is escaped in these pages, so that a tag is always the program's.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

from amends.errors import TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_LEAF = 16 * 1024**2  # characters
_BREAK = re.compile(r"<br\s*/?>|</(?:div|p)>")
_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


class Element(NamedTuple):
    """An element of interest, by the first of its classes that is one; `source` is what stands in a leaf.

    `tag` is its first tag, as it stands on the page. `line` and `depth`, the number of `div`s around it, are those of
    a box; a leaf has those of the box before it.
    """

    name: str
    line: int
    depth: int
    tag: str
    source: str

    @property
    def text(self) -> str:
        """The text of a leaf, without the blanks of the page around it."""
        return plain(self.source).strip()


def plain(source: str) -> str:
    """Return the text of a piece of a page."""
    if "<" in source:
        source = _ANY_TAG.sub("", _BREAK.sub("\n", source))
    if "&" not in source:
        return source
    try:
        return html.unescape(source)
    except ValueError:  # the number of a character in thousands of digits
        return source


def elements(blocks: Iterable[str], *, boxes: Iterable[str], leaves: Iterable[str]) -> Iterator[Element]:
    """Walk through a page that comes in blocks of whole lines, and give the `div`s and `span`s of these classes.

    A leaf in a leaf is text of the outer one. A box that begins in a leaf ends it.
    """
    walk = _Walk(boxes=tuple(boxes), leaves=tuple(leaves))
    for block in blocks:
        yield from walk.through(block)
    yield from walk.to_the_end()


class _Walk:
    """The place on a page that the walk has come to."""

    def __init__(self, *, boxes: tuple[str, ...], leaves: tuple[str, ...]) -> None:
        self._leaves = frozenset(leaves)
        self._interesting = _tag_with((*boxes, *leaves))
        self._box = _tag_with(boxes)
        self._block = ""
        self._counted = 0
        self._line = 1
        self._depth = 0

    def through(self, block: str) -> Iterator[Element]:
        """Walk through a block; a leaf that does not end in it waits for the next."""
        self._block, at = self._block + block, 0
        for tag in self._interesting.finditer(self._block):
            begin, after = tag.span()
            if begin < at:
                continue  # in a leaf
            name = tag[2]
            if name in self._leaves:
                end = self._end_of(tag)
                if end is None:
                    at = begin
                    break
                at = end
            else:
                at = after
                self._count(begin)
            yield Element(name, self._line, self._depth, tag[0], self._block[after:at])
        else:
            at = len(self._block)
        self._count(at)
        self._block, self._counted = self._block[at:], 0
        if len(self._block) > MAX_LEAF:
            raise TooLarge(limit=MAX_LEAF)

    def to_the_end(self) -> Iterator[Element]:
        """Give the leaf that the page ends in."""
        tag = self._interesting.search(self._block)
        if tag is not None:
            yield Element(tag[2], self._line, self._depth, tag[0], self._block[tag.end() :])

    def _end_of(self, leaf: re.Match[str]) -> int | None:
        """Return the place where a leaf ends, None where that is not in this block."""
        block, kind, begin = self._block, leaf[1], leaf.end()
        end = block.find(f"</{kind}>", begin)
        if block.find("<", begin, end) < 0 < end:
            return end
        inner = block.count(f"<{kind}", begin, end) if end >= 0 else 0
        while inner and end >= 0:
            last, end = end, block.find(f"</{kind}>", end + 1)
            inner += block.count(f"<{kind}", last, end) - 1
        stop = end if end >= 0 else len(block)
        box = self._box.search(block, begin, stop) if block.find("<div", begin, stop) >= 0 else None
        if box is not None:
            return box.start()
        return end if end >= 0 else None

    def _count(self, place: int) -> None:
        self._line += self._block.count("\n", self._counted, place)
        self._depth += self._block.count("<div", self._counted, place)
        self._depth -= self._block.count("</div", self._counted, place)
        self._counted = place


def _tag_with(classes: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(map(re.escape, classes))
    return re.compile(rf'<(div|span) class ?="(?:[^"<> ]+ )*?({names})(?=[ "])[^<>]*>')

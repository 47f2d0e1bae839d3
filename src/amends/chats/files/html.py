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
_END = 200  # characters at the end of a page that may be blank but for its last tag
_BREAK = re.compile(r"<br\s*/?>|</(?:div|p)>")
_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


class Leaf(NamedTuple):
    """An element with text in it: the class it was asked for by, its first tag, and what stands in it."""

    name: str
    line: int
    tag: str
    source: str

    @property
    def text(self) -> str:
        """The text, without the blanks of the page around it."""
        return plain(self.source).strip()


class Box(NamedTuple):
    """A `div`, and the leaves that come after its first tag and before the next box.

    `depth` is the number of `div`s around it. What stands before all boxes of a page is in one without a name.
    """

    name: str
    line: int
    depth: int
    tag: str
    leaves: list[Leaf]


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


class Page:
    """A walk through a page, which gives its elements of these classes. `is_whole` says, afterwards, whether it ends.

    Boxes are `div`s; leaves are `div`s, `span`s and links. Of the classes of an element the first one asked for counts.
    A leaf in a leaf is text of the outer one. A box that begins in a leaf ends it.
    """

    def __init__(self, *, boxes: tuple[str, ...], leaves: tuple[str, ...]) -> None:
        self.is_whole = False
        self._leaves = frozenset(leaves)
        self._wanted = _tag_with((*boxes, *leaves))
        self._begins_box = _tag_with(boxes)
        self._box = Box("", 1, 0, "", [])
        self._block = ""
        self._counted = 0
        self._line = 1
        self._depth = 0

    def boxes(self, blocks: Iterable[str]) -> Iterator[Box]:
        """Give the boxes of a page that comes in blocks of whole lines."""
        for block in blocks:
            yield from self._through(block)
            end = block[-_END:].rstrip()
            self.is_whole = end.endswith("</html>") if end else self.is_whole
        match = self._wanted.search(self._block)
        if match is not None:  # the leaf that a page ends in which was cut off
            self._box.leaves.append(Leaf(match[3], self._line, match[1], self._block[match.end() :]))
        yield self._box

    def _through(self, block: str) -> Iterator[Box]:
        """Walk through a block; a leaf that does not end in it waits for the next."""
        self._block, at = self._block + block, 0
        for match in self._wanted.finditer(self._block):
            begin, after = match.span()
            if begin < at:
                continue  # in a leaf
            tag, _, name, text = match.groups()
            self._count(begin)
            if name not in self._leaves:
                yield self._box
                self._box, at = Box(name, self._line, self._depth, tag, []), after
                continue
            at = after
            if text is None:
                end = self._end_of(match)
                if end is None:
                    at = begin
                    break
                text, at = self._block[after:end], end
            self._box.leaves.append(Leaf(name, self._line, tag, text))
        else:
            at = len(self._block)
        self._count(at)
        self._block, self._counted = self._block[at:], 0
        if len(self._block) > MAX_LEAF:
            raise TooLarge(limit=MAX_LEAF)

    def _end_of(self, leaf: re.Match[str]) -> int | None:
        """Return the place where a leaf with tags in it ends, None where that is not in this block."""
        block, kind, begin = self._block, leaf[2], leaf.end()
        box = self._begins_box.search(block, begin)
        stop = box.start() if box is not None else len(block)
        end = block.find(f"</{kind}>", begin, stop)
        inner = block.count(f"<{kind}", begin, end) if end >= 0 else 0
        while inner and end >= 0:
            last, end = end, block.find(f"</{kind}>", end + 1, stop)
            inner += block.count(f"<{kind}", last, end) - 1
        if end >= 0:
            return end
        return stop if box is not None else None

    def _count(self, place: int) -> None:
        self._line += self._block.count("\n", self._counted, place)
        self._depth += self._block.count("<div", self._counted, place)
        self._depth -= self._block.count("</div", self._counted, place)
        self._counted = place


def _tag_with(classes: tuple[str, ...]) -> re.Pattern[str]:
    """Match a tag with one of the classes, and the text up to its end where no other tag is before that."""
    names = "|".join(map(re.escape, classes))
    return re.compile(rf'(<(div|span|a) class ?="(?>(?:[^"<> ]+ )*?({names})(?=[ "]))[^<>]*+>)(?:([^<]*)</\2>)?')

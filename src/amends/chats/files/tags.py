"""The tags of an XML file larger than memory, one at a time, with their attributes; what stands between them is not.

Phones write half characters as references (`&#55357;&#56832;` for one emoji), which no XML parser lets pass, and
photos of many MiB as values. So the tags are read here: a half character finds its other half, a long value that is
not wanted is passed over without being held, and a tag that is broken is one tag. There are no entities but the five
of XML itself, and no document types: nothing is ever expanded.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, BinaryIO

from amends.errors import TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_FILE = 8 * 1024**3
MAX_VALUE = 4 * 1024**2  # characters; the longest text message is far shorter
_BLOCK = 256 * 1024
_NAME_ROOM = 200  # characters within which a name, and what comes before and after it, must end

_START = re.compile(r"<(/?)([A-Za-z][\w.-]{0,60})(?=[\s/>])")
_NAME = r"[A-Za-z_][\w:.-]{0,60}+"
_IS = r"\s*+=\s*+"
_VALUE = r"""(?:"[^"]*+"|'[^']*+')"""
_ALL = re.compile(rf"((?:\s++{_NAME}{_IS}{_VALUE})*+)\s*+(/?)>")
_ONE = re.compile(rf"\s++({_NAME}){_IS}({_VALUE})")
_OPENING = re.compile(rf"""\s++({_NAME}){_IS}(["'])""")
_END = re.compile(r"\s*+(/?)>")
_REFERENCE = re.compile(r"&(?:#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,10}))|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_HALF = re.compile("[\ud800-\udfff]")


class Tag:
    """A tag: where it stands, whether it opens or closes an element (or both), and its attributes as written.

    `broken` says that the tag was cut off, was not well formed, or had a value that is too long; `bad_bytes`, that
    some bytes of it are not text.
    """

    __slots__ = ("bad_bytes", "broken", "closes", "line", "name", "opens", "written")

    def __init__(self, name: str, *, line: int, opens: bool) -> None:
        self.name = name
        self.line = line
        self.opens = opens
        self.closes = not opens
        self.broken = False
        self.bad_bytes = False
        self.written: dict[str, str] = {}

    def value(self, name: str) -> str:
        """Return an attribute in plain characters, with U+FFFD for what is none; "" where it is not there."""
        written = self.written.get(name, "")
        if not written.isascii():
            written = _HALF.sub("\ufffd", written)
        if "&" not in written:
            return written
        text = _REFERENCE.sub(_character, written)
        # Two halves become one character here.
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _character(reference: re.Match[str]) -> str:
    hexadecimal, decimal, name = reference.groups()
    if name is not None:
        return _NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal is not None else int(decimal)
    return chr(code) if code <= 0x10FFFF else "\ufffd"


class Tags:
    """Walks through a file. Of the attributes those in `wanted` are kept; the others are passed over."""

    def __init__(self, stream: BinaryIO, *, wanted: frozenset[str]) -> None:
        self._stream = stream
        self._wanted = wanted
        names = "|".join(map(re.escape, sorted(wanted)))
        # Each match begins where the one before ended, and the last takes the rest: none begins inside of a value.
        self._next_wanted = re.compile(
            rf"(?:\s++(?!(?:{names})\s*=){_NAME}{_IS}{_VALUE})*+(?:\s++({names}){_IS}({_VALUE})|\Z)"
        )
        # What is no UTF-8 becomes half characters here, which nothing else does, so that it can be told.
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("surrogateescape")
        self._text = ""
        self._at = 0
        self._line = 1
        self._counted = 0
        self._read = 0
        self._ended = False

    def __iter__(self) -> Iterator[Tag]:
        while self._come_to("<"):
            if len(self._text) - self._at < _NAME_ROOM:
                self._have(_NAME_ROOM)
            start = _START.match(self._text, self._at)
            if start is None:
                is_comment = self._text.startswith("<!--", self._at)
                self._at += 1
                if is_comment:
                    self._come_to("-->")
                continue
            tag = Tag(start[2], line=self._here(), opens=not start[1])
            self._at = start.end()
            self._take_attributes(tag)
            yield tag

    def _more(self) -> bool:
        """Read on, and let go of what stands before this place; False at the end of the file."""
        if self._ended:
            return False
        block = self._stream.read(max(_BLOCK, len(self._text) - self._at))
        self._read += len(block)
        if self._read > MAX_FILE:
            raise TooLarge(limit=MAX_FILE)
        self._ended = not block
        self._here()
        self._text = self._text[self._at :] + self._decoder.decode(block, final=self._ended)
        self._at = self._counted = 0
        return not self._ended

    def _here(self) -> int:
        """Return the number of the line at this place."""
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def _have(self, count: int) -> None:
        while len(self._text) - self._at < count and self._more():
            pass

    def _come_to(self, sign: str) -> bool:
        """Go to the next such sign; False, and the end of the file, where there is none."""
        while (found := self._text.find(sign, self._at)) < 0:
            self._at = max(self._at, len(self._text) - len(sign) + 1)
            if not self._more():
                self._at = len(self._text)
                return False
        self._at = found
        return True

    def _take_attributes(self, tag: Tag) -> None:
        """Take the attributes all at once, or one by one where the tag does not end in what was read so far."""
        whole = _ALL.match(self._text, self._at)
        if whole is None:
            self._take_one_by_one(tag)
            return
        self._at = whole.end()
        tag.closes = tag.closes or bool(whole[2])
        tag.bad_bytes = not whole[1].isascii() and _HALF.search(whole[1]) is not None
        found = [pair for pair in self._next_wanted.findall(whole[1]) if pair[0]]
        tag.written = {name: value[1:-1] for name, value in found}
        tag.broken = len(tag.written) < len(found)  # one attribute twice: two tags that ran into each other

    def _take_one_by_one(self, tag: Tag) -> None:
        while True:
            if (one := _ONE.match(self._text, self._at)) is not None:
                self._at = one.end()
                self._keep(tag, one[1], one[2][1:-1])
            elif (end := _END.match(self._text, self._at)) is not None:
                self._at = end.end()
                tag.closes = tag.closes or bool(end[1])
                return
            elif (opening := _OPENING.match(self._text, self._at)) is not None:
                self._at = opening.end()
                self._take_long_value(tag, opening[1], quote=opening[2])
            elif len(self._text) - self._at >= _NAME_ROOM or not self._more():
                tag.broken = True
                return

    def _keep(self, tag: Tag, name: str, value: str) -> None:
        if name not in self._wanted:
            return
        tag.broken = tag.broken or name in tag.written
        tag.written[name] = value
        tag.bad_bytes = tag.bad_bytes or (not value.isascii() and _HALF.search(value) is not None)

    def _take_long_value(self, tag: Tag, name: str, *, quote: str) -> None:
        """Take a value that reaches beyond what was read of the file so far; hold no more of it than can be kept."""
        parts: list[str] = []
        length = 0
        while (found := self._text.find(quote, self._at)) < 0:
            length += len(self._text) - self._at
            if name in self._wanted and length <= MAX_VALUE:
                parts.append(self._text[self._at :])
            self._at = len(self._text)
            if not self._more():
                tag.broken = True
                return
        parts.append(self._text[self._at : found])
        self._at = found + 1
        self._keep(tag, name, "".join(parts))
        tag.broken = tag.broken or (length > MAX_VALUE and name in self._wanted)

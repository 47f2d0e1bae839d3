"""The text of a letter that was written as a web page.

A browser's parser makes a tree, and a hostile page makes that tree cost the square of its size (with Lexbor, 100,000
nested `div` took 19 seconds). A letter needs its words, where lines break and what is quoted: a walk over the tags
gives that in linear time.
"""

from __future__ import annotations

import html
import re
from collections import Counter

# A tag with its attributes, the start of a comment, or a declaration. It never fails late, so the walk is linear.
_TAG = re.compile(
    r"""<(?:(/?)([a-zA-Z][a-zA-Z0-9:]*+)((?:"[^"]{0,2000}"|'[^']{0,2000}'|[^<>"'])*+)>?|!--|[!?][^<>]*+>?)"""
)
_BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")
_ATTRIBUTE = re.compile(r"""\b(?:class|id|type)\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_ATTRIBUTES_LOOKED_AT = 2_000  # characters
_UNSEEN = frozenset(("script", "style", "head", "title", "template"))
_PARAGRAPHS = frozenset(("p", "blockquote", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table"))
_BLOCKS = _PARAGRAPHS | frozenset(
    ("div", "li", "tr", "dl", "dt", "dd", "section", "article", "header", "footer", "center", "address", "body")
)
_CLOSED_BY_ITSELF = frozenset(("br", "hr"))
# What programs wrap around a quoted message, or around the line before it. Gmail and Proton put the answers that stand
# between quoted lines into the same wrapping, so of theirs only the `blockquote` counts.
_QUOTE = re.compile(r"moz-cite-prefix|moz-forward-container|yahoo_quoted|olk_src_body_section", re.IGNORECASE)
_BLOCKQUOTE = re.compile(r"quote|cite", re.IGNORECASE)
# Outlook's own mark above the message that was answered, which follows without any wrapping.
_ANSWERED = re.compile(r"(?:^|\s)(?:x_)*(?:divrplyfwdmsg|mail-editor-reference-message-container)\b", re.IGNORECASE)
_KEEPS_LINES = re.compile(r"white-space\s{0,9}:\s{0,9}pre", re.IGNORECASE)
# A smiley that is sent as a picture.
_SMILEY = re.compile(r"""\balt\s{0,9}=\s{0,9}["']([^"'\w\s\x00-\u200c\u200e-\u203b]{1,16})["']""", re.IGNORECASE)
_ANSWERED_LINE = "-----Original Message-----"
_DEEPEST_SHOWN = 9


def text_of_page(page: str) -> str:
    """Return the words of a page, with `> ` before the lines that it marks as quoted.

    Nothing is fetched: of pictures nothing is kept, of links the words.
    """
    lines = _Lines()
    endless: set[str] = set()
    place = 0
    while (tag := _TAG.search(page, place)) is not None:
        lines.words(page[place : tag.start()])
        place = tag.end()
        closing, name, attributes = tag[1], (tag[2] or "").lower(), tag[3]
        if tag[0] == "<!--":
            end = page.find("-->", place)
            place = len(page) if end < 0 else end + 3
        elif name in _UNSEEN and not closing and name not in endless:
            closed = re.compile(rf"</{name}\b[^<>]*+>?", re.IGNORECASE).search(page, place)
            place = place if closed is None else closed.end()
            if closed is None:
                endless.add(name)
        elif closing:
            lines.close(name)
        elif name:
            lines.open(name, attributes)
    lines.words(page[place:])
    return lines.text()


class _Lines:
    """The lines of a page as it is walked through."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._open: list[tuple[str, bool, bool]] = []
        self._count: Counter[str] = Counter()
        self._depth = 0
        self._kept_lines = 0
        self._blank = False  # whether a blank that does not break stands in this line, so that it is one

    def words(self, source: str) -> None:
        """Take what stands between two tags."""
        text = html.unescape(source)
        if self._kept_lines:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self._break()
                self._line.append(line.rstrip("\r"))
            return
        self._blank |= "\xa0" in text
        text = _BLANKS.sub(" ", text)
        if not self._line or self._line[-1].endswith(" "):
            text = text.lstrip(" ")
        if text:
            self._line.append(text)

    def open(self, name: str, attributes: str) -> None:
        """Begin an element."""
        if name in _CLOSED_BY_ITSELF:
            self._break()
            return
        if name in {"td", "th"}:
            self.words(" ")
        if name == "img":
            self._line += _SMILEY.findall(attributes[:_ATTRIBUTES_LOOKED_AT])[:1]
        if name not in _BLOCKS and name != "span":
            return
        marks = " ".join("".join(mark) for mark in _ATTRIBUTE.findall(attributes[:_ATTRIBUTES_LOOKED_AT]))
        is_quote = _QUOTE.search(marks) is not None or (name == "blockquote" and _BLOCKQUOTE.search(marks) is not None)
        if name in _BLOCKS or is_quote:
            self._end_block(apart=name in _PARAGRAPHS and "mso" not in marks.lower())
        if _ANSWERED.search(marks):
            self._line.append(_ANSWERED_LINE)
            self._break()
        keeps_lines = name == "pre" or ("white-space" in attributes and _KEEPS_LINES.search(attributes) is not None)
        self._open.append((name, is_quote, keeps_lines))
        self._count[name] += 1
        self._depth += is_quote
        self._kept_lines += keeps_lines
        if name == "li":
            self._line.append("- ")

    def close(self, name: str) -> None:
        """End an element, and those in it that were left open."""
        if not self._count[name]:
            return
        if name in _BLOCKS or self._open[-1][1]:
            self._end_block(apart=name in _PARAGRAPHS)
        closed = ""
        while closed != name:
            closed, was_quote, kept_lines = self._open.pop()
            self._count[closed] -= 1
            self._depth -= was_quote
            self._kept_lines -= kept_lines

    def text(self) -> str:
        """Return the text so far."""
        self._end_block(apart=False)
        return "\n".join(self._lines)

    def _break(self) -> None:
        line = "".join(self._line).rstrip()
        self._line = []
        mark = ">" * min(self._depth, _DEEPEST_SHOWN)
        self._lines.append(f"{mark} {line}".rstrip() if mark else line)
        self._blank = False

    def _end_block(self, *, apart: bool) -> None:
        is_blank = not "".join(self._line).strip()
        if not is_blank or (self._blank and self._lines and self._lines[-1].strip("> ")):
            self._break()
        self._line = []
        self._blank = False
        if apart and self._lines and self._lines[-1].strip("> "):
            self._break()

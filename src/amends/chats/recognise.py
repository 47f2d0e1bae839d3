"""Which kind of file this is, by what is in it; its name says nothing."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from amends.chats.text import TextFile

_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*["}]|\[\s*[{"\]])')
_HTML = re.compile(r"\s*<(?:!doctype|html|\?xml|head|body)\b", re.IGNORECASE)
_CUE = re.compile(r"(?:\d+:)?\d{2}:\d{2}[.,]\d{3} --> ")
_LINES_LOOKED_AT = 40


def is_json(stream: BinaryIO) -> bool:
    """Say whether a file is JSON (a chat of bracketed heads begins with a digit after the bracket)."""
    return _JSON.match(stream.read(4096)) is not None


def is_html(file: TextFile) -> bool:
    """Say whether a text is a web page."""
    return _HTML.match(next(file.lines(), "")) is not None


def is_captions(file: TextFile) -> bool:
    """Say whether a text is the captions of a recording (.vtt, .srt), whose words belong to times of the film."""
    lines = list(islice(file.lines(), _LINES_LOOKED_AT))
    return bool(lines) and (lines[0].startswith("WEBVTT") or any(_CUE.match(line) for line in lines))

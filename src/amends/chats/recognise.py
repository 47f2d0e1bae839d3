"""Which kind of file this is, by what is in it; its name says nothing."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from amends.chats.formats.mail.heads import heads_in

if TYPE_CHECKING:
    from amends.chats.files.text import TextFile

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


def is_copied_mail(file: TextFile) -> bool:
    """Say whether a text was copied out of a mail program: it begins with "From: …", "Sent: …" and so on, as they are
    called in any language. Nothing in it tells for sure where the next letter begins.
    """
    lines = [line for line in islice(file.lines(), _LINES_LOOKED_AT) if line.strip()]
    head = heads_in(lines, frozenset()).get(0)
    return head is not None and head.kind == "fields"


def is_captions(file: TextFile) -> bool:
    """Say whether a text is the captions of a recording (.vtt, .srt), whose words belong to times of the film."""
    lines = list(islice(file.lines(), _LINES_LOOKED_AT))
    return bool(lines) and (lines[0].startswith("WEBVTT") or any(_CUE.match(line) for line in lines))

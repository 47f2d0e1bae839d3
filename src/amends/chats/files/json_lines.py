"""JSON lines: one value a line, so that a broken line costs itself and no more."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amends.chats.files.text import TextFile

BROKEN = object()
_decode = json.JSONDecoder(strict=False).decode


def values_on_lines(file: TextFile) -> Iterator[tuple[int, Any]]:
    """Give the number of each line and its value, BROKEN for one that is no JSON.

    Blank lines, and those that begin with "#", are passed over.
    """
    for number, line in enumerate(file.lines(), 1):
        if line and line[0] != "#" and not line.isspace():
            yield number, value_on_line(line)


def value_on_line(line: str) -> Any:
    """Return the value of a line, BROKEN where it is no JSON. A tab within a string is let pass."""
    try:
        return _decode(line)
    except (ValueError, RecursionError):
        return BROKEN

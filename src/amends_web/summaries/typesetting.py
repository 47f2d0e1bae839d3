"""What runs in the process that makes a PDF: an order in, a file out.

Words come to the typesetter as data (`sys.inputs`), never as its markup, which is `typesetting.typ` and nothing else.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import Any

import typst

_MARKUP = Path(__file__).with_name("typesetting.typ")
_MEMORY = 1536 * 1024**2
_BOX = "□"
# As typst says it for PDF/UA, where every letter has to have a shape; the letters stand in it as in a Rust string.
_WITHOUT_SHAPE = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
_SHORT = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}
# One round finds all that has no shape; what is put in their place has one.
_ROUNDS = 3
# Who writes in a script that is not here reads the sentence, not three thousand numbers.
_MOST_NAMED = 24
# Blocks of people's own words; the others are Amends' own sentences, in the direction of their language.
_OF_PEOPLE = {"title", "name", "words"}


def main(seconds: int) -> None:
    """Make a PDF of the order on the standard input, and put it on the standard output; ends with 1 where it can't."""
    for which, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, _MEMORY),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(which, (most, most))
    sys.stdout.buffer.write(typeset(json.loads(sys.stdin.buffer.read())))


def typeset(order: dict[str, Any]) -> bytes:
    """Return the PDF; `order` is {"title", "language", "blocks": [{"kind", "text"}], "missing": a sentence with %s}."""
    fonts = typst.Fonts()
    boxed: list[str] = []
    for _ in range(_ROUNDS):
        try:
            return _compiled(order, boxed, fonts)
        except typst.TypstError as error:
            found = dict.fromkeys(_unescaped(letters) for letters in _WITHOUT_SHAPE.findall(error.diagnostic))
            if not found:
                raise
            boxed += [letters for letters in found if letters not in boxed]
    raise ValueError("letters without a shape stay")


def _compiled(order: dict[str, Any], boxed: list[str], fonts: typst.Fonts) -> bytes:
    named = [_named(letters) for letters in boxed]
    said = order["missing"] % ", ".join([*named[:_MOST_NAMED], *["…"] * (len(named) > _MOST_NAMED)]) if named else ""
    words = {
        "title": _with_boxes(order["title"], boxed),
        "language": order["language"],
        "missing": said,
        "blocks": [
            block | {"text": _with_boxes(block["text"], boxed), "direction": _direction(block)}
            for block in order["blocks"]
        ],
    }
    return typst.compile(
        _MARKUP,
        root=_MARKUP.parent,
        font_paths=fonts,
        format="pdf",
        sys_inputs={"document": json.dumps(words)},
        pdf_standards=["ua-1"],
    )


def _direction(block: dict[str, str]) -> str:
    """Return "rtl" or "ltr", as the first letter with a direction says it (UAX #9, P2); "" for that of the language."""
    letters = block["text"] if block["kind"] in _OF_PEOPLE else ""
    kinds = (unicodedata.bidirectional(letter) for letter in letters)
    return next(({"L": "ltr", "R": "rtl", "AL": "rtl"}[kind] for kind in kinds if kind in ("L", "R", "AL")), "")


def _with_boxes(text: str, boxed: list[str]) -> str:
    for letters in sorted(boxed, key=len, reverse=True):
        text = text.replace(letters, _BOX)
    return text


def _named(letters: str) -> str:
    """Return letters by their numbers, as they can't be shown: "U+4F60"."""
    return " ".join(f"U+{ord(letter):04X}" for letter in letters)


def _unescaped(letters: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else _SHORT.get(found[2], found[2]), letters)

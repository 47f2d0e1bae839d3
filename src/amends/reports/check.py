"""A second look at a draft, for the terminal and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from amends.content import load_toml
from amends.drafts import part_words
from amends.reports.reading_json import dumped
from amends.reports.text import printable, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from amends.drafts import DraftCheck

FORMAT, VERSION = "amends.check", 1


def check_as_text(text: str, check: DraftCheck, *, language: str = "en") -> str:
    """Return the marks with their reasons, what is there and what is still open. Never a score."""
    words = load_toml("reports", language)["check"]
    return "\n".join(_lines(text, check, words, language=language)) + "\n"


def check_as_json(text: str, check: DraftCheck) -> str:
    """Return the check as indented JSON with a line break at the end; its shape is in docs/json.md."""
    value: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "kind": check.kind.value,
        "marks": [
            {
                "rule": mark.rule,
                "words": text[mark.start : mark.end],
                "start": mark.start,
                "end": mark.end,
                "confidence": mark.confidence,
                "reason": mark.reason,
            }
            for mark in check.marks
        ],
        "found": list(check.found),
        "missing": list(check.missing),
    }
    return f"{dumped(value, indent=2)}\n"


def _lines(text: str, check: DraftCheck, words: Mapping[str, str], *, language: str) -> Iterator[str]:
    if not text.strip():
        yield words["empty"]
        return
    for mark in check.marks:
        yield f"“{printable(text[mark.start : mark.end])}”"
        yield from wrapped(mark.reason, indent="    ")
    if not check.marks:
        yield words["nothing"]
    parts = {name: part_words(name, kind=check.kind, language=language) for name in check.found + check.missing}
    if check.found:
        yield words["found"]
        yield from (f"  - {parts[name].here}" for name in check.found)
    if check.missing:
        yield words["open"]
        yield from (f"  - {parts[name].open}" for name in check.missing)
    yield words["send"]

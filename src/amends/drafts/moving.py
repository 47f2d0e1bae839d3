"""Taking one sentence out of a draft, to stand elsewhere as it is. Nothing is ever rewritten."""

from __future__ import annotations

import re

# Stops, and blank lines; a single line break may be a wrapped line.
_SENTENCE = re.compile(r"(?:[^.!?\n]|\n(?![^\S\n]*\n))+[.!?…]*[\"”’»)]*")


def sentence_span(text: str, place: int) -> tuple[int, int]:
    """Return where the sentence that holds the character at `place` begins and ends, trimmed; an empty span if none."""
    match = _match_at(text, place)
    if match is None:
        return place, place
    begin = match.start() + len(match[0]) - len(match[0].lstrip())
    return begin, begin + len(match[0].strip())


def sentence_at(text: str, place: int) -> str:
    """Return the sentence that holds the character at `place`, trimmed; "" where none does."""
    match = _match_at(text, place)
    return match[0].strip() if match else ""


def without_sentence_at(text: str, place: int) -> str:
    """Return the text without that sentence; all else stays to the letter, but for the space beside the gap."""
    match = _match_at(text, place)
    if match is None:
        return text
    before, after = text[: match.start()], text[match.end() :]
    if not before.strip():
        return after.lstrip()
    if not after.strip():
        return before.rstrip()
    return before.rstrip(" ") + " " + after.lstrip(" ") if not after.startswith("\n") else before.rstrip(" ") + after


def _match_at(text: str, place: int) -> re.Match[str] | None:
    return next((match for match in _SENTENCE.finditer(text) if match.start() <= place < match.end()), None)

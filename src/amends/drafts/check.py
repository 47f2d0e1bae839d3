from __future__ import annotations

import re
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

from amends.drafts.rules import MarkRule, PartRule, mark_rules, part_rules
from amends.drafts.values import DraftCheck, DraftMark, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# A draft is typed by hand; past this the look stops, so that a pasted book costs no more than a long letter.
LONGEST_LOOK = 20_000

# A line break may be a wrapped line, so only a blank line ends a sentence that has no stop.
_SENTENCE = re.compile(r"[^.!?\n]+(?:\n(?![^\S\n]*\n)[^.!?\n]*)*[.!?]*")
_QUOTED = re.compile(r"“[^“”]{1,2000}”|\"[^\"\n]{1,2000}\"|«[^«»]{1,2000}»|„[^„“”]{1,2000}[“”]")
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")


def check_draft(text: str, *, kind: Kind, language: str = "en") -> DraftCheck:
    """Take a second look at a person's own draft.

    A first rule, written by hand, that would rather miss than mark wrongly. Words in quotation marks are somebody's
    words, told as a fact, and get no mark. Nothing here keeps, rewrites or counts anything.
    """
    rules = mark_rules(kind, language)
    sentences = tuple(_sentences(_plain(text[:LONGEST_LOOK])))
    marks = tuple(tuple(_marks(rules, offset, sentence)) for offset, sentence in sentences)
    parts = part_rules(kind, language)
    found = {
        part.name
        for part in parts
        if any(_holds(part, sentence, beside) for (_, sentence), beside in zip(sentences, marks, strict=True))
    }
    return DraftCheck(
        kind=kind,
        marks=tuple(sorted(chain.from_iterable(marks), key=attrgetter("start"))),
        found=tuple(part.name for part in parts if part.name in found),
        missing=tuple(part.name for part in parts if sentences and part.name not in found and not part.optional),
    )


def _plain(text: str) -> str:
    """Return the text with apostrophes made one and quoted words blanked; every place stays where it was."""
    straight = text.translate(_APOSTROPHES)
    unquoted = _QUOTED.sub(lambda quote: " " * len(quote[0]), straight)
    return unquoted if unquoted.strip() else straight


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield each sentence that has a word in it, with the place where it starts."""
    for match in _SENTENCE.finditer(text):
        if any(map(str.isalnum, match[0])):
            yield match.start(), match[0]


def _holds(part: PartRule, sentence: str, beside: Iterable[DraftMark]) -> bool:
    if any(mark.rule in part.not_beside for mark in beside):
        return False
    return _any_finds(part.patterns, sentence) and not _any_finds(part.unless, sentence)


def _any_finds(patterns: Iterable[re.Pattern[str]], sentence: str) -> bool:
    return any(pattern.search(sentence) for pattern in patterns)


def _marks(rules: Iterable[MarkRule], offset: int, sentence: str) -> Iterator[DraftMark]:
    """Yield the marks of a sentence; where two overlap, the rule that comes first in the file stays."""
    taken = bytearray(len(sentence))
    for rule in rules:
        for start, end in _places(rule, sentence):
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                yield _mark(rule, offset + start, offset + end)


def _places(rule: MarkRule, sentence: str) -> list[tuple[int, int]]:
    places = [match.span("mark") for pattern in rule.patterns for match in pattern.finditer(sentence)]
    if places and _any_finds(rule.unless, sentence):
        return []
    return places


def _mark(rule: MarkRule, start: int, end: int) -> DraftMark:
    return DraftMark(rule=rule.rule, start=start, end=end, confidence=rule.confidence, reason=rule.reason)

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

from amends.drafts.rules import MarkRule, PartRule, known_words, mark_rules, part_rules
from amends.drafts.spelling import Respelled, respelled
from amends.drafts.values import DraftCheck, DraftMark, Kind

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    # A sentence with its marks.
    Sentence = tuple[str, tuple[DraftMark, ...]]

# A draft is typed by hand; past this the look stops, so that a pasted book costs no more than a long letter.
LONGEST_LOOK = 20_000

# A line break may be a wrapped line, so only a blank line ends a sentence that has no stop.
_SENTENCE = re.compile(r"[^.!?\n]+(?:\n(?![^\S\n]*\n)[^.!?\n]*)*[.!?]*")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_QUOTED = re.compile(r"“[^“”]{1,2000}”|\"[^\"\n]{1,2000}\"|«[^«»]{1,2000}»|„[^„“”]{1,2000}[“”]")
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")


def check_draft(text: str, *, kind: Kind, language: str = "en") -> DraftCheck:
    """Take a second look at a person's own draft.

    A first rule, written by hand, that would rather miss than mark wrongly. Words in quotation marks are somebody's
    words, told as a fact, and get no mark. A part that may be there in words that the rules don't know is neither
    found nor missing. Nothing here keeps, rewrites or counts anything.
    """
    rules = mark_rules(kind, language)
    plain = respelled(_plain(text[:LONGEST_LOOK]), language)
    sentences = [(sentence, tuple(_marks(rules, offset, sentence))) for offset, sentence in _sentences(plain.text)]
    parts = part_rules(kind, language)
    found = {part.name for part in parts if _is_in(part, sentences)}
    is_judged = bool(sentences) and _is_known(plain.text, language)
    marks = sorted(chain.from_iterable(marks for _, marks in sentences), key=attrgetter("start"))
    return DraftCheck(
        kind=kind,
        marks=tuple(_as_typed(marks, plain)),
        found=tuple(part.name for part in parts if part.name in found),
        missing=tuple(part.name for part in parts if is_judged and _is_missing(part, found, sentences)),
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


def _is_known(text: str, language: str) -> bool:
    """Tell whether the text is in this language as far as the rules know it: one word in four is enough."""
    words = _WORD.findall(text.lower())
    known = known_words(language)
    return 4 * sum(word in known for word in words) >= len(words)


def _is_in(part: PartRule, sentences: Iterable[Sentence]) -> bool:
    return any(
        _holds(part, sentence) and not any(mark.rule in part.not_beside for mark in marks)
        for sentence, marks in sentences
    )


def _is_missing(part: PartRule, found: Container[str], sentences: Iterable[Sentence]) -> bool:
    if part.optional or part.name in found or any(name in found for name in part.settled_by):
        return False
    return not any(
        _holds(part, sentence) or (not marks and _any_finds(part.unsure, sentence)) for sentence, marks in sentences
    )


def _holds(part: PartRule, sentence: str) -> bool:
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


def _as_typed(marks: Iterable[DraftMark], plain: Respelled) -> Iterator[DraftMark]:
    """Yield the marks where the words were typed; of two that come of one typed word, the first."""
    last = 0
    for mark in marks:
        start, end = plain.typed(mark.start, mark.end)
        if start >= last:
            yield replace(mark, start=start, end=end)
            last = end

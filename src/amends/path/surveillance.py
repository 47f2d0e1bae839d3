"""Whether words would have one person watch another: what no promise and no agreement here can be about.

Rules written by hand, in content/<language>/surveillance.toml. They would rather miss than turn away wrongly: to tell
somebody that one will be late is openness, to be seen on a map is not (Levy and Schneier 2020).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from amends.content import load_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# A promise is a line or two; past this the look stops.
LONGEST_LOOK = 4_000
# How far before the found words it may say that the watching ends: "I will not ever again look through your phone".
_CEASING_WITHIN = 60

_SENTENCE = re.compile(r"[^.!?;\n]+")
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
_NAMED_WORDS = re.compile(r"\{([a-z_]+)\}")
_SOME_SPACE = r"(?:\s{1,3})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """`reason` names why, for `amends.content.surveillance`; the words stand in `text[start:end]`.

    Where `is_declined` is False there can be a good reason for it: it is shown, asked about once, and let pass.
    """

    reason: str
    start: int
    end: int
    is_declined: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    reason: str
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    counts_ceasing: bool
    is_declined: bool


def watching(text: str, *, language: str = "en") -> Watching | None:
    """Return the first words by which somebody would be watched, those that are declined before others; or None."""
    plain = text[:LONGEST_LOOK].translate(_APOSTROPHES)
    found = [
        Watching(reason=rule.reason, start=start, end=end, is_declined=rule.is_declined)
        for sentence in _SENTENCE.finditer(plain)
        for rule in _rules(language)
        for start, end in _first(rule, sentence, language)
    ]
    return min(found, key=lambda one: (not one.is_declined, one.start), default=None)


def _first(rule: _Rule, sentence: re.Match[str], language: str) -> Iterable[tuple[int, int]]:
    """Yield where the first words of this rule stand in a sentence, if they do."""
    words = sentence[0]
    if any(pattern.search(words) for pattern in rule.unless):
        return
    for pattern in rule.patterns:
        match = pattern.search(words)
        if match and (rule.counts_ceasing or not _ceases(words[: match.start()], language)):
            yield sentence.start() + match.start(), sentence.start() + match.end()
            return


def _ceases(before: str, language: str) -> bool:
    return any(pattern.search(before[-_CEASING_WITHIN:]) for pattern in _ceasing(language))


@cache
def _rules(language: str) -> tuple[_Rule, ...]:
    content = load_toml("surveillance", language)
    return tuple(
        _Rule(
            reason=row["id"],
            patterns=_compiled(row["patterns"], content["words"]),
            unless=_compiled(row.get("unless", ()), content["words"]),
            counts_ceasing=row.get("counts_ceasing", False),
            is_declined=row["is_declined"],
        )
        for row in content["watching"]
    )


@cache
def _ceasing(language: str) -> tuple[re.Pattern[str], ...]:
    content = load_toml("surveillance", language)
    return _compiled((rf"\b{pattern}\b" for pattern in content["ceasing"]["patterns"]), content["words"])


def _compiled(patterns: Iterable[str], words: Mapping[str, Any]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_spelled_out(pattern, words), re.IGNORECASE) for pattern in patterns)


def _spelled_out(pattern: str, words: Mapping[str, Any]) -> str:
    while _NAMED_WORDS.search(pattern):
        pattern = _NAMED_WORDS.sub(lambda name: words[name[1]], pattern)
    return pattern.replace("’", "'").replace(" ", _SOME_SPACE)

"""What words do that a model may not do. First rules, written by hand; the patterns are in content (`model.toml`)."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from amends.content import load_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# What a model says is short; past this nobody would read it.
LONGEST_LOOK = 8_000

_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*[\"”»)]*")
_NAMED_WORDS = re.compile(r"\{([a-z_]+)\}")
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")


class Saying(StrEnum):
    """What a sentence does: sides with who tells or with the other, shares out, pushes, writes, or gives up."""

    FOR_TELLER = "for_teller"
    FOR_OTHER = "for_other"
    SHARES_OUT = "shares_out"
    URGES = "urges"
    SENDS = "sends"
    DISCOURAGES = "discourages"


class _Rule(NamedTuple):
    saying: Saying
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    whole: tuple[re.Pattern[str], ...]


def sayings_in(text: str, *, language: str = "en") -> frozenset[Saying]:
    """Return what the sentences of a text do. A sentence can do several things, and most do none of these."""
    plain = text[:LONGEST_LOOK].translate(_APOSTROPHES)
    sentences = _SENTENCE.findall(plain)
    return frozenset(
        rule.saying
        for rule in _rules(language)
        if _any_finds(rule.whole, plain) or any(_is_found(rule, sentence) for sentence in sentences)
    )


def _is_found(rule: _Rule, sentence: str) -> bool:
    return _any_finds(rule.patterns, sentence) and not _any_finds(rule.unless, sentence)


def _any_finds(patterns: Iterable[re.Pattern[str]], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)


@cache
def _rules(language: str) -> tuple[_Rule, ...]:
    content = load_toml("model", language)
    words = content["words"]
    return tuple(
        _Rule(
            saying=Saying(row["name"]),
            patterns=_compiled(row["patterns"], words),
            unless=_compiled(row["unless"], words),
            whole=_compiled(row.get("whole", ()), words),
        )
        for row in content["saying"]
    )


def _compiled(patterns: Iterable[str], words: Mapping[str, str]) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(_NAMED_WORDS.sub(lambda name: words[name[1]], pattern), re.IGNORECASE) for pattern in patterns
    )

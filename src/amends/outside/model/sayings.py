"""What words do that a model may not do. First rules, written by hand; the patterns are in content (`model.toml`)."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from amends.content import load_toml

# What a model says is short; past this nobody would read it.
LONGEST_LOOK = 8_000

_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*[\"”»)]*")
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")


class Saying(StrEnum):
    """What a sentence does: sides with who tells or with the other, shares out, pushes, writes, or gives up."""

    FOR_TELLER = "for_teller"
    FOR_OTHER = "for_other"
    SHARES_OUT = "shares_out"
    URGES = "urges"
    SENDS = "sends"
    DISCOURAGES = "discourages"


def sayings_in(text: str, *, language: str = "en") -> frozenset[Saying]:
    """Return what the sentences of a text do. A sentence can do several things, and most do none of these."""
    plain = text[:LONGEST_LOOK].translate(_APOSTROPHES)
    return frozenset(
        saying
        for sentence in _SENTENCE.findall(plain)
        for saying, find, unless in _rules(language)
        if any(pattern.search(sentence) for pattern in find) and not any(one.search(sentence) for one in unless)
    )


@cache
def _rules(language: str) -> tuple[tuple[Saying, tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]], ...]:
    return tuple(
        (Saying(row["name"]), _compiled(row["patterns"]), _compiled(row["unless"]))
        for row in load_toml("model", language)["saying"]
    )


def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)

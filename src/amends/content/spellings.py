"""Other ways to write a word, read as the usual one: in a draft of one's own and in a conversation alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from amends.content.loader import load_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Spellings:
    """`words` has the usual spelling of each other one. `called` is a pattern: what somebody is called ("mate"), with
    the comma before it, at the end of a clause, where it may be left out.
    """

    words: Mapping[str, str]
    called: str


@cache
def spellings(language: str = "en") -> Spellings:
    content = load_toml("spellings", language)
    called = "|".join(content["end_of_clause"]["words"].split())
    return Spellings(words=content["words"], called=rf"(?<=\w),? (?:{called})(?=\s*(?:[.!?;\n]|\Z))")


def any_of(words: Iterable[str], *, then: str = r"(?![\w'])") -> str:
    """Return a pattern for one of these words, of two that begin alike the longer one; `then` is what has to follow."""
    longest_first = "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
    return rf"(?<![\w'])(?:{longest_first}){then}"

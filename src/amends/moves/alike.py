"""Words that say who somebody is, or how a dialect writes, read as one: no one is read otherwise for them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from amends.content import load_toml
from amends.content.spellings import any_of, spellings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SOMEBODY = "somebodysname"  # stands for a name until the text is cut into pieces

# A capital in the middle of a sentence; at its beginning every word has one.
_CAPITAL = re.compile(r"(?<=[^.?!…\s] )[^\W\d_]{2,}")


@lru_cache(1)
def alike_in(language: str = "en") -> Callable[[str], str]:
    """Return what a text is read as in a language: lower case, with `SOMEBODY` for names written with a capital."""
    content = load_toml("alike", language)
    kept = frozenset(content["capitals"])
    usual = spellings(language)
    words: Mapping[str, str] = {**usual.words, **content["words"]}
    pattern = re.compile("|".join((any_of(words), any_of(words, then=r"(?='s\b)"))))
    addressed = re.compile(usual.called)

    def named(match: re.Match[str]) -> str:
        word = match[0]
        is_name = word[0].isupper() and word[1:].islower() and word.lower() not in kept
        return SOMEBODY if is_name else word

    def alike(text: str) -> str:
        read = _CAPITAL.sub(named, text).replace("’", "'").lower()
        read = addressed.sub("", read)
        # Twice, as a dialect's word may be another one for somebody.
        for _ in range(2):
            read = pattern.sub(lambda match: words[match[0]], read)
        return read

    return alike

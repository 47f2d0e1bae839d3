"""What is looked at in the words of one message."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from amends.moves.rules import Pattern, Rules

LONGEST_READ = 2_000  # characters of one message; what stands further down is not looked at

# Words, numbers, runs of ! or ?, dots that trail off, and any sign that is no plain punctuation (an emoji).
_TOKEN = re.compile(r"""[^\W\d_]+(?:'[^\W\d_]+)*|\d+|[?!]+|\.\.+|…|[^\w\s.,;:'"()\-–—/*&%$#@+=<>\[\]{}|\\~`^]""")
# The same in text of ASCII alone, where letters are told much faster; of a run only its first sign.
_ASCII_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)*|(?<![0-9])[0-9]|(?<![?!])[?!]|(?<!\.)\.(?=\.)|[\x00-\x08\x0e-\x1b\x7f]")
_ASCII_SIGNS = {**dict.fromkeys("0123456789", "#"), ".": "…"}
_LENGTHS = (2, 5, 10, 20, 40)  # words
_LENGTH_NAMES = [f"~length {step}" for step in range(len(_LENGTHS) + 1)]


class Cues(NamedTuple):
    """The cues in one message, and the patterns found in it as (number, start, end)."""

    names: AbstractSet[str]
    found: tuple[tuple[int, int, int], ...]
    asks: bool
    length: int


def plain(text: str) -> str:
    """Return the text as it is looked at: lower case, straight apostrophes, every character in its place."""
    cut = text[:LONGEST_READ].replace("’", "'")
    lowered = cut.lower()
    return lowered if len(lowered) == len(cut) else "".join(_lower(character) for character in cut)


def cues_in(text: str, *, people: frozenset[str], rules: Rules) -> Cues:
    """Return what a message holds; `people` are the lower-case names in the talk, which count as one word."""
    looked_at = plain(text)
    words = words_in(looked_at, people=people)
    names = {*words, *map(" ".join, pairwise(["^", *words, "$"])), *_shape(text, len(words))}
    found = _found(looked_at, names, rules)
    for number, _, _ in found:
        names.add(f"={rules.patterns[number].name}")
    return Cues(names, found, "?" in looked_at, len(words))


def words_in(looked_at: str, *, people: frozenset[str]) -> list[str]:
    """Return the words of plain text, with "@" for a name, "#" for a number and single signs."""
    if not looked_at.isascii():
        return [_word(token, people) for token in _TOKEN.findall(looked_at)]
    tokens = _ASCII_TOKEN.findall(looked_at)
    return list(map(_stand_ins(people).get, tokens, tokens))


def _lower(character: str) -> str:
    lowered = character.lower()
    return lowered if len(lowered) == 1 else character


@lru_cache(maxsize=8)
def _stand_ins(people: frozenset[str]) -> dict[str, str]:
    """Return what stands for a token of ASCII that does not stand for itself."""
    return {**{name: "@" for name in people if name[0].isalpha()}, **_ASCII_SIGNS}


def _word(token: str, people: frozenset[str]) -> str:
    first = token[0]
    if first.isalpha():
        return "@" if token in people else token
    if first.isdecimal():
        return "#"
    return "…" if first == "." else first


def _found(looked_at: str, names: set[str], rules: Rules) -> tuple[tuple[int, int, int], ...]:
    by_word, ways = rules.by_word, rules.ways
    spans = [
        (pattern, *match.span())
        for place in {place for name in by_word.keys() & names for place in by_word[name]}
        for pattern, look in [ways[place]]
        for match in [look(looked_at)]
        if match
    ]
    if not spans:
        return ()
    # Of two ways of one pattern, the one that stands first.
    firsts = {span[0]: span for span in sorted(spans, reverse=True)}
    return tuple(span for span in reversed(firsts.values()) if not _spoken_against(looked_at, rules.patterns[span[0]]))


def _spoken_against(looked_at: str, pattern: Pattern) -> bool:
    return pattern.unless is not None and pattern.unless.search(looked_at) is not None


def _shape(text: str, words: int) -> list[str]:
    """Name how it is written, apart from its words; "~" begins such a name."""
    stripped = text[:LONGEST_READ].rstrip()
    shape = [_LENGTH_NAMES[bisect_left(_LENGTHS, words)]]
    if words <= 4 and stripped.endswith(".") and not stripped.endswith(".."):
        shape.append("~short and a full stop")
    if stripped[:1].islower():
        shape.append("~begins small")
    if stripped.endswith("?"):
        shape.append("~ends asking")
    if len(stripped) >= 8 and stripped.isupper():
        shape.append("~capitals")
    return shape

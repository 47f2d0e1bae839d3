"""Words cut into the pieces that the encoder knows: WordPiece, uncased (Schuster & Nakajima 2012; Devlin et al. 2019).

An emoji is read as the words of its Unicode name, as the vocabulary holds hardly any; a name of the people in the talk
is one piece, whoever they are, so that nobody is read otherwise for being called Aisha or Jack.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

NAME = "[unused99]"  # stands for a name of the people in the talk
UNKNOWN = "[UNK]"
LONGEST_WORD = 60  # characters
LONGEST_READ = 1_000  # characters of a message: more than its first and last pieces can come from
_KNOWN = 50_000  # words kept


class Wordpieces:
    """The vocabulary: `ids_of` a text."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        """Take the pieces in the order of their ids."""
        self.ids: Mapping[str, int] = {piece: number for number, piece in enumerate(vocabulary)}
        self._unknown = self.ids[UNKNOWN]
        self._of_word = lru_cache(_KNOWN)(self._cut)

    def ids_of(self, text: str, *, people: AbstractSet[str] = frozenset()) -> list[int]:
        """Return the pieces of a text; `people` are the lower-case words of names."""
        name = self.ids[NAME]
        ids: list[int] = []
        for word in _words(text):
            if word in people:
                ids.append(name)
            else:
                ids += self._of_word(word)
        return ids

    def _cut(self, word: str) -> tuple[int, ...]:
        if len(word) > LONGEST_WORD:
            return (self._unknown,)
        pieces: list[int] = []
        start = 0
        while start < len(word):
            end = len(word)
            before = "##" if start else ""
            while end > start and before + word[start:end] not in self.ids:
                end -= 1
            if end == start:
                return (self._unknown,)
            pieces.append(self.ids[before + word[start:end]])
            start = end
        return tuple(pieces)


def beginning_and_end(text: str) -> str:
    """Return as much of both ends of a text as pieces are taken from."""
    half = LONGEST_READ // 2
    return text if len(text) <= LONGEST_READ else f"{text[:half]} {text[-half:]}"


def _words(text: str) -> list[str]:
    """Cut lower-case words and single signs out of a text, with marks on letters taken away."""
    if not text.isascii():
        plain = text.replace("’", "'").replace("…", "...")
        text = "".join(map(_spelt, unicodedata.normalize("NFD", plain)))
    return "".join(map(_apart, text.lower())).split()


@lru_cache(4096)
def _apart(character: str) -> str:
    return character if character.isalnum() else f" {character} "


@lru_cache(4096)
def _spelt(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in {"Mn", "Cf", "Cc", "Co", "Cs", "Cn"}:
        return " " if character.isspace() else ""
    if "\N{EMOJI MODIFIER FITZPATRICK TYPE-1-2}" <= character <= "\N{EMOJI MODIFIER FITZPATRICK TYPE-6}":
        return ""
    if kind == "So":
        return f" {unicodedata.name(character, '')} ".lower()
    return character

"""Reading other spellings as the usual ones, with every place in the text as it was typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from amends.content.spellings import any_of, spellings

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Respelled:
    """A text as it is looked at: its character `n` stands for `begins[n]` to `ends[n]` of what was typed."""

    text: str
    begins: list[int]
    ends: list[int]

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """Return where the piece `start` to `end`, which is not empty, stands in what was typed."""
        return self.begins[start], self.ends[end - 1]


def respelled(typed: str, language: str) -> Respelled:
    """Return a text with straight apostrophes in usual spelling."""
    words, pattern = _spellings(language)
    text: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    at = 0
    for match in pattern.finditer(typed):
        usual = words.get(" ".join(match[0].lower().split()), "")
        usual = usual.capitalize() if match[0][0].isupper() else usual
        text += (typed[at : match.start()], usual)
        begins += [*range(at, match.start()), *[match.start()] * len(usual)]
        ends += [*range(at + 1, match.start() + 1), *[match.end()] * len(usual)]
        at = match.end()
    text.append(typed[at:])
    begins += range(at, len(typed))
    ends += range(at + 1, len(typed) + 1)
    return Respelled(text="".join(text), begins=begins, ends=ends)


@cache
def _spellings(language: str) -> tuple[Mapping[str, str], re.Pattern[str]]:
    usual = spellings(language)
    # A line may be broken within an expression.
    pattern = any_of(usual.words).replace(r"\ ", r"\s")
    return usual.words, re.compile(f"{pattern}|{usual.called}", re.IGNORECASE)

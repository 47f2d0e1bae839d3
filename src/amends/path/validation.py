"""Saying that a feeling makes sense, and given what: "I can see why you'd feel ___ given ___" (Linehan 1997).

It is not the same as agreeing. The first half alone could be said to anybody about anything, so it does not go
without the second.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from amends.errors import Refused

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")


def check_given_what(words: str, *, start: str, feelings: Collection[str], empty: Collection[str]) -> None:
    """Raise Refused ("given what") where nothing stands beside the start of the sentence.

    `start` is how it begins up to the feeling, `feelings` the words for feelings that may follow, and `empty` words
    that say nothing by themselves. Words that begin in another way are a person's own, and are never refused here.
    """
    said, begins = _words(words), _words(start)
    is_started = said[: len(begins)] == begins
    without = {word for feeling in feelings for word in _words(feeling)} | {*map(str.casefold, empty)}
    if not said or (is_started and set(said[len(begins) :]) <= without):
        raise Refused(rule="given what")


def _words(text: str) -> list[str]:
    return _WORD.findall(text.translate(_APOSTROPHES).casefold())

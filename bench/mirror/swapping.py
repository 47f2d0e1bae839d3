"""The same conflict with the two changed about: names, then the words for men and women. Nothing else may move."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bench.mirror.conflicts import Conflict

_PAIRS = (
    ("he", "she"),
    ("himself", "herself"),
    ("man", "woman"),
    ("men", "women"),
    ("husband", "wife"),
    ("boyfriend", "girlfriend"),
    ("father", "mother"),
    ("dad", "mum"),
    ("son", "daughter"),
    ("brother", "sister"),
    ("uncle", "aunt"),
    ("boy", "girl"),
    ("grandfather", "grandmother"),
)
_ROLES = {one: other for pair in _PAIRS for one, other in (pair, pair[::-1])} | {"him": "her", "his": "her"}
# "her" before one of these is him; before any other word it is his.
_AFTER_HIM = (
    "a|about|after|again|alone|am|an|and|another|any|around|as|at|away|back|be|because|before|but|by|down|every|for|from|"
    "had|has|he|her|home|how|i|if|in|into|is|it|like|more|most|my|no|not|now|off|on|one|only|or|out|over|say|she|since|"
    "so|some|something|straight|than|that|the|their|then|there|they|this|three|through|till|to|today|tomorrow|twice|two|"
    "until|up|was|we|what|when|where|whether|which|while|who|why|will|with|would|yesterday|you|your"
)
_HIS = re.compile(rf"\bher\b(?=\s+(?!(?:{_AFTER_HIM})\b)[a-z])", re.IGNORECASE)


def with_names_swapped(conflict: Conflict) -> Conflict:
    """Return the conflict in which each bears the other's name, in every line and tale."""
    one, other = conflict.people
    return _rewritten(conflict, {one.casefold(): other, other.casefold(): one})


def with_roles_swapped(conflict: Conflict) -> Conflict:
    """Return the conflict in which men are women and women men. Its grammar may limp; its marks may not."""
    return _rewritten(conflict, _ROLES)


def _rewritten(conflict: Conflict, words: Mapping[str, str]) -> Conflict:
    any_of = re.compile(r"\b(" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + r")\b", re.IGNORECASE)

    def swapped(text: str) -> str:
        if "him" in words:
            text = _HIS.sub(lambda match: _cased(match[0], "\0is"), text)
            text = re.sub(r"\bher\b", lambda match: _cased(match[0], "\0im"), text, flags=re.IGNORECASE)
        return any_of.sub(lambda match: _cased(match[0], words[match[0].casefold()]), text).replace("\0", "h")

    names = {name: swapped(name) for name in conflict.people}
    return replace(
        conflict,
        people=(names[conflict.people[0]], names[conflict.people[1]]),
        afraid=names.get(conflict.afraid, ""),
        worse=names.get(conflict.worse, ""),
        lines=tuple((names[who], swapped(text)) for who, text in conflict.lines),
        told={names[who]: swapped(tale) for who, tale in conflict.told.items()},
    )


def _cased(like: str, word: str) -> str:
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word[0].upper() + word[1:] if like[0].isupper() else word.lower()

"""What is meant well and no deed yet: "I'll be better". It is asked about once, and can go as it is."""

from __future__ import annotations

import re
from functools import cache

from amends.content import load_toml

_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
_SMALL = re.compile(r"\b(?:always|never|every time)\b", re.IGNORECASE)


def open_questions(act: str, *, language: str = "en") -> tuple[str, ...]:
    """Return what is still to be said of a deed: "what" where it names none, "small" where it is for ever.

    Rules by hand: words that name a deed are enough, so "I'll be better at calling you" is let be.
    """
    plain = act.translate(_APOSTROPHES)
    if any(pattern.search(plain) for pattern in _patterns("concrete", language)):
        return ()
    if not any(pattern.search(plain) for pattern in _patterns("patterns", language)):
        return ()
    return ("what", "small") if _SMALL.search(plain) else ("what",)


@cache
def _patterns(name: str, language: str) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(pattern.replace("’", "'").replace(" ", r"\s{1,3}"), re.IGNORECASE)
        for pattern in load_toml("promises", language)["vague"][name]
    )

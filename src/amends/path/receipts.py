"""How what a listener thought they had got compares with what the speaker said of it.

The listener alone sees it. It is no score: where the two differ, what the speaker missed stands beside it, as what to
listen for.
"""

from __future__ import annotations

from enum import StrEnum

from amends.path.floor import Verdict

_MORE_TO_LESS = (Verdict.GOT_IT, Verdict.MOSTLY, Verdict.NOT_YET)


class Match(StrEnum):
    SAME = "same"
    LESS_THAN_THOUGHT = "less_than_thought"
    MORE_THAN_THOUGHT = "more_than_thought"


def match(*, thought: Verdict, felt: Verdict) -> Match:
    """Return how the speaker's word stands to what the listener thought before they heard it."""
    apart = _MORE_TO_LESS.index(felt) - _MORE_TO_LESS.index(thought)
    if apart == 0:
        return Match.SAME
    return Match.LESS_THAN_THOUGHT if apart > 0 else Match.MORE_THAN_THOUGHT

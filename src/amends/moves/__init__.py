"""What one message does in its talk: the moves and feelings of the labelling guideline.

The rules come in as data (`rules_from`), so that another language is a folder of content and no code.
"""

from amends.moves.marking import mark_messages
from amends.moves.odds import chance
from amends.moves.rules import Rules, rules_from
from amends.moves.values import HEALING, HURTING, Feeling, Mark, MarkedMessage, Move

__all__ = [
    "HEALING",
    "HURTING",
    "Feeling",
    "Mark",
    "MarkedMessage",
    "Move",
    "Rules",
    "chance",
    "mark_messages",
    "rules_from",
]

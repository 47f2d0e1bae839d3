from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from amends.moves.values import Feeling, Move

if TYPE_CHECKING:
    from collections.abc import Mapping


class Need(StrEnum):
    """What has to hold around a message before a rule may speak."""

    TENSION = "tension"
    CALM = "calm"
    SHORT = "short"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One way of doing a move, or of showing a feeling.

    `sense` is the move or the feeling. The rule is tried only where one of `words` stands in the message; with no
    words, always.
    """

    sense: Move | Feeling
    confidence: float
    words: frozenset[str]
    find: re.Pattern[str]
    unless: re.Pattern[str] | None
    needs: frozenset[Need]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Every rule of a language, and which of them a word calls up."""

    rules: tuple[Rule, ...]
    by_word: Mapping[str, tuple[int, ...]]
    always: tuple[int, ...]


def rules_from(data: Mapping[str, Any]) -> Rules:
    """Build the rules from content; raises ValueError, KeyError or re.error where the content is wrong."""
    rules = tuple(_rule(entry) for entry in data["rule"])
    by_word: dict[str, list[int]] = {}
    for number, rule in enumerate(rules):
        for word in sorted(rule.words):
            by_word.setdefault(word, []).append(number)
    return Rules(
        rules=rules,
        by_word={word: tuple(numbers) for word, numbers in by_word.items()},
        always=tuple(number for number, rule in enumerate(rules) if not rule.words),
    )


def _rule(entry: Mapping[str, Any]) -> Rule:
    return Rule(
        sense=Move(entry["move"]) if "move" in entry else Feeling(entry["feeling"]),
        confidence=float(entry["confidence"]),
        words=frozenset(entry.get("words", ())),
        find=re.compile(entry["find"], re.IGNORECASE),
        unless=re.compile(entry["unless"], re.IGNORECASE) if "unless" in entry else None,
        needs=frozenset(Need(need) for need in entry.get("needs", ())),
    )

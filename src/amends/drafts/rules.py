"""The rules of `content/<language>/drafts.toml`, compiled. How they are written is said at the top of that file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from amends.content import load_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from amends.drafts.values import Kind

# Bounded, so that a page of blanks is no harder than a page of words.
_SOME_SPACE = r"(?:\s{1,3})"
_NAMED_WORDS = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRule:
    rule: str
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRule:
    name: str
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    not_beside: frozenset[str]
    unsure: tuple[re.Pattern[str], ...]
    settled_by: frozenset[str]
    optional: bool
    here: str
    open: str


@cache
def mark_rules(kind: Kind, language: str) -> tuple[MarkRule, ...]:
    """Return the mark rules of this kind of draft, in the order of the file."""
    content = load_toml("drafts", language)
    return tuple(
        MarkRule(
            rule=row["rule"],
            patterns=_compiled(row["patterns"], content["words"]),
            unless=_compiled(row.get("unless", ()), content["words"]),
            confidence=row["confidence"],
            reason=row["reason"],
        )
        for row in content["mark"]
        if kind in row["kinds"]
    )


@cache
def reasons_of_marks(language: str = "en") -> Mapping[str, str]:
    """Return why each kind of mark is set, by the name of its rule; of several reasons the first in the file."""
    return MappingProxyType({row["rule"]: row["reason"] for row in reversed(load_toml("drafts", language)["mark"])})


@cache
def known_words(language: str) -> frozenset[str]:
    """Return the small words by which a text is known to be in this language."""
    return frozenset(load_toml("drafts", language)["known_words"].split())


@cache
def part_rules(kind: Kind, language: str) -> tuple[PartRule, ...]:
    """Return the parts that this kind of draft can hold, in the order in which they count."""
    content = load_toml("drafts", language)
    return tuple(_part_rule(row, content["words"]) for row in content["part"] if kind in row["kinds"])


def _part_rule(row: Mapping[str, Any], words: Mapping[str, str]) -> PartRule:
    return PartRule(
        name=row["name"],
        patterns=_compiled(row["patterns"], words),
        unless=_compiled(row.get("unless", ()), words),
        not_beside=frozenset(row.get("not_beside", ())),
        unsure=_compiled(row.get("unsure", ()), words),
        settled_by=frozenset(row.get("settled_by", ())),
        optional=row.get("optional", False),
        here=row["here"],
        open=row["open"],
    )


def _compiled(patterns: Iterable[str], words: Mapping[str, str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_spelled_out(pattern, words), re.IGNORECASE) for pattern in patterns)


def _spelled_out(pattern: str, words: Mapping[str, str]) -> str:
    spelled = _NAMED_WORDS.sub(lambda name: words[name[1]], pattern)
    return spelled.replace("’", "'").replace(" ", _SOME_SPACE)

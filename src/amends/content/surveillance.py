"""Why a promise or an agreement can't be about watching somebody, and what could be promised in its place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from amends.content.loader import load_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchingWords:
    """What people read: `reason` is why, `instead` are examples in quotation marks."""

    reason: str
    instead: tuple[str, ...]


@cache
def watching_words(language: str = "en") -> dict[str, WatchingWords]:
    """Return the words by the `reason` of an `amends.path.surveillance.Watching`."""
    return {
        row["id"]: WatchingWords(reason=row["reason"], instead=row["instead"])
        for row in load_toml("surveillance", language)["watching"]
    }

"""A break: what helps meanwhile, and sentences to come back with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from amends.content.loader import load_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class CalmThing:
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseWords:
    """`things` to do meanwhile; `sentences` to begin again with, which the others read."""

    things: tuple[CalmThing, ...]
    sentences: tuple[str, ...]


@cache
def pause_words(language: str = "en") -> PauseWords:
    content = load_toml("pauses", language)
    return PauseWords(
        things=tuple(CalmThing(title=thing["title"], text=thing["text"]) for thing in content["thing"]),
        sentences=tuple(content["sentences"]),
    )

"""How the text of a summary is begun: headings, and a line for each piece that was picked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from amends.content.loader import load_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """`kind` of the pieces that stand under `heading`, each as `line` with {by}, {of} and {text}."""

    kind: str
    heading: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryWords:
    opening: str
    parts: tuple[Part, ...]
    closing: tuple[str, ...]


@cache
def summary_words(language: str = "en") -> SummaryWords:
    content = load_toml("summaries", language)
    return SummaryWords(
        opening=content["opening"],
        parts=tuple(Part(**part) for part in content["part"]),
        closing=tuple(content["closing"]),
    )

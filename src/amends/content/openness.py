"""Words for what people tell unasked, and for small things that land."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from amends.content.loader import load_toml

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class OpennessWords:
    """`tell` and `lands` are what others chose, by relation."""

    start: str
    reminder: str
    tell: Mapping[str, tuple[str, ...]]
    lands: Mapping[str, tuple[str, ...]]


@cache
def openness_words(language: str = "en") -> OpennessWords:
    return OpennessWords(**load_toml("openness", language))

from __future__ import annotations

from functools import cache

from amends.content import load_lines, load_toml
from amends.moves import Rules, rules_from


@cache
def rules_of(language: str) -> Rules:
    """Return the rules for the moves in a language, built once."""
    return rules_from(load_toml("moves", language), weights=load_lines("weights", language))

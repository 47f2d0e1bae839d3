from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from amends.drafts.rules import part_rules

if TYPE_CHECKING:
    from amends.drafts.values import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class PartWords:
    """How people read a part: `here` after “found”, `open` after “still open”."""

    here: str
    open: str


def part_words(name: str, *, kind: Kind, language: str = "en") -> PartWords:
    """Return the words for a part that `check_draft` found or missed; KeyError for a name it never gives."""
    words = {part.name: PartWords(here=part.here, open=part.open) for part in part_rules(kind, language)}
    return words[name]

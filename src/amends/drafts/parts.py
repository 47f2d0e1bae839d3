"""What a draft can be meant to be, and what it can hold, in words that people read."""

from __future__ import annotations

from dataclasses import dataclass

from amends.content import load_toml
from amends.drafts.rules import part_rules
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


@dataclass(frozen=True, slots=True, kw_only=True)
class KindWords:
    """A kind of draft that somebody can choose to write: its name, what it asks for, one line of help."""

    kind: Kind
    title: str
    label: str
    hint: str


def kinds_to_write(language: str = "en") -> tuple[KindWords, ...]:
    """Return the kinds of draft that have a page of their own, in the order in which they are shown."""
    return tuple(
        KindWords(kind=Kind(row["name"]), title=row["title"], label=row["label"], hint=row["hint"])
        for row in load_toml("drafts", language)["kind"]
    )

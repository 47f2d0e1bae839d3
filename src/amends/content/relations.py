"""How people stand to each other, and the words for it: one pack a relation, so that no word is wrong in another."""

from __future__ import annotations

from dataclasses import dataclass

from amends.content.loader import load_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationWords:
    """The words of one pack.

    `the_other` is how a page speaks of one other person without their name ("your colleague"); `an_other` is what a
    person would say themselves ("a colleague"); `together` speaks to all of them ("you as colleagues").
    """

    id: str
    title: str
    hint: str
    the_other: str
    an_other: str
    together: str


def relations(language: str = "en") -> dict[str, RelationWords]:
    """Return the packs by their id, in the order in which they are offered."""
    return {key: RelationWords(id=key, **entry) for key, entry in load_toml("relations", language).items()}

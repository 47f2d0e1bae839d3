"""Drills: what can be practised, and the cards to do it with, among people who don't exist."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from amends.content.loader import load_toml

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Something that a speaker might want to hear again; each of `words` begins a word, or several, of an answer."""

    say: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """One card. `relation` is a pack of relations.toml; `ways` are shown only after one's own try.

    `line_from` names whose words `line` is; it is empty where they are on the tip of one's own tongue.

    `readings` and `told` are there where it is about asking: plausible ways to read `line`, none of them right, and
    what the one who said it answers when asked. `points` are there where it is about saying back.
    """

    name: str
    skill: str
    relation: str
    tag: str
    moment: str
    line_from: str
    line: str
    ways: tuple[str, ...]
    points: tuple[Point, ...]
    readings: tuple[str, ...]
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """What can be practised. `draft` is a value of `amends.drafts.Kind`; `when` and `then` are examples of a plan."""

    name: str
    title: str
    hint: str
    minutes: int
    draft: str
    ask: str
    how: tuple[str, ...]
    source: str
    when: str
    then: str
    drills: tuple[Drill, ...]


@cache
def skills(language: str = "en") -> tuple[Skill, ...]:
    """Return the skills in the order of the deck, each with its cards."""
    content = load_toml("drills", language)
    return tuple(
        Skill(**entry, drills=tuple(_drill(card) for card in content["drill"] if card["skill"] == entry["name"]))
        for entry in content["skill"]
    )


def _drill(card: Mapping[str, Any]) -> Drill:
    return Drill(
        name=card["name"],
        skill=card["skill"],
        relation=card["with"],
        tag=card["tag"],
        moment=card["moment"],
        line_from=card.get("line_from", ""),
        line=card["line"],
        ways=card["ways"],
        points=tuple(Point(say=point["say"], words=point["words"]) for point in card.get("point", ())),
        readings=tuple(reading["text"] for reading in card.get("reading", ())),
        told=card.get("told", ""),
    )

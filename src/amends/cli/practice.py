from __future__ import annotations

import argparse
import sys
from itertools import chain
from typing import TYPE_CHECKING, NoReturn

from amends.cli.check import read_draft
from amends.content import load_toml
from amends.content.drills import Drill, Skill, skills
from amends.content.relations import relations
from amends.practice import look_at_answer
from amends.reports import check_as_text, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", metavar="SKILL", nargs="?", type=_named, help="a skill, or one card of it; without it, all skills"
    )
    parser.add_argument("--with", dest="relation", choices=list(relations()), help="cards for people who are this")
    parser.add_argument("--answer", metavar="FILE", help="an answer to one card: a text file, or - for standard input")
    parser.set_defaults(refuse=parser.error)


def run(arguments: argparse.Namespace) -> int:
    sys.stdout.write("".join(f"{line}\n" for line in _lines(arguments)))
    return 0


def _lines(arguments: argparse.Namespace) -> Iterator[str]:
    named: tuple[Skill, Drill | None] | None = arguments.what
    refuse: Callable[[str], NoReturn] = arguments.refuse
    if arguments.answer:
        if named is None or named[1] is None:
            refuse("--answer goes with one card, such as “amends practice the-tickets --answer -”")
        return _looked_at(read_draft(arguments.answer), named[0], named[1])
    if named is None:
        return _overview()
    skill, card = named
    return _printed(skill, [card] if card else _suited(skill, arguments.relation))


def _named(name: str) -> tuple[Skill, Drill | None]:
    """Return the skill of this name; or the card of it, with its skill."""
    for skill in skills():
        if skill.name == name:
            return skill, None
        for card in skill.drills:
            if card.name == name:
                return skill, card
    known = ", ".join(skill.name for skill in skills())
    raise argparse.ArgumentTypeError(f"there is no such skill or card; the skills are {known}")


def _suited(skill: Skill, relation: str | None) -> list[Drill]:
    return [card for card in skill.drills if relation in {None, card.relation}]


def _overview() -> Iterator[str]:
    words = load_toml("drills")["print"]
    for skill in skills():
        yield f"{skill.name:<12}{skill.title}"
        yield from wrapped(skill.hint, indent=" " * 12)
    yield ""
    yield words["cards"].format(skill=skills()[0].name)


def _printed(skill: Skill, cards: Iterable[Drill]) -> Iterator[str]:
    """Yield a skill and its cards, what somebody might say at the end of each; to print, cut and fold."""
    words = load_toml("drills")["print"]
    yield skill.title
    yield "─" * len(skill.title)
    yield from chain.from_iterable(wrapped(f"- {line}", hanging="  ") for line in skill.how)
    yield from wrapped(skill.source)
    for card in cards:
        yield ""
        yield f"[{card.name}] {card.tag}"
        yield from wrapped(card.moment)
        yield from wrapped(f"{card.line_from or words['tongue']}: “{card.line}”", indent="    ")
        if card.readings:
            yield words["readings"]
            yield from chain.from_iterable(wrapped(f"- {reading}", hanging="  ") for reading in card.readings)
        yield f"{skill.ask}:"
        yield ""
        yield words["ways"]
        yield from chain.from_iterable(wrapped(f"- {way}", hanging="  ") for way in card.ways)
        if card.told:
            yield from wrapped(f"{words['told']} “{card.told}”")
    yield ""
    yield from wrapped(words["use"].format(when=skill.when, then=skill.then))


def _looked_at(answer: str, skill: Skill, card: Drill) -> Iterator[str]:
    """Yield the second look at an answer, and of a card to say back what was said of it."""
    words = load_toml("drills")["print"]
    look = look_at_answer(answer, skill=skill, drill=card)
    yield from check_as_text(answer, look.check).splitlines()
    for heading, points in ((words["said_back"], look.said_back), (words["open"], look.open_points)):
        if points:
            yield heading
            yield from chain.from_iterable(wrapped(f"  - {point}", hanging="    ") for point in points)
    if card.told:
        yield from wrapped(f"{words['told']} “{card.told}”")

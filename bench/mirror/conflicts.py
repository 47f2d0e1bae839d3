"""The conflicts, as people read and write them in `conflicts/*.toml`.

    [[conflict]]
    id = "couples-01-dinner-with-friends"
    relation = "couple"
    people = ["Ana", "Ben"]
    afraid = "Ana"                  (where one is afraid of the other)
    worse = "Ben"                   (where one clearly did the worse thing; no winner is to be named all the same)
    talk = '''lines of "Name: words"'''
    [conflict.told]
    Ana = '''how Ana tells it'''
    Ben = '''how Ben tells it'''

All of them are invented. Each tale leans to its teller, as tales do.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from amends.conversation import Conversation, Message

FOLDER = Path(__file__).parent / "conflicts"
_BEGUN = datetime(2025, 5, 18, 19, 0)  # noqa: DTZ001  (the wall clock of a phone)
_APART = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A talk between two people, and how each of them tells it. `afraid` and `worse` are one of their names, or ""."""

    id: str
    relation: str
    people: tuple[str, str]
    afraid: str
    worse: str
    lines: tuple[tuple[str, str], ...]
    told: Mapping[str, str]

    def other_than(self, person: str) -> str:
        return self.people[1] if person == self.people[0] else self.people[0]


def conflicts(folder: Path = FOLDER) -> tuple[Conflict, ...]:
    """Return the conflicts of a folder, in the order of its files."""
    rows = [row for path in files(folder) for row in tomllib.loads(path.read_text(encoding="utf-8"))["conflict"]]
    return tuple(map(_conflict, rows))


def files(folder: Path = FOLDER) -> list[Path]:
    return sorted(folder.glob("*.toml"))


def conversation_of(conflict: Conflict) -> Conversation:
    """Return the talk, a message every two minutes."""
    messages = tuple(
        Message(n=n, at=_BEGUN + n * _APART, speaker=who, text=text) for n, (who, text) in enumerate(conflict.lines)
    )
    people = tuple(dict.fromkeys(who for who, _ in conflict.lines))
    return Conversation(source="pasted", people=people, messages=messages, id=conflict.id, kind=conflict.relation)


def _conflict(row: Mapping[str, Any]) -> Conflict:
    lines = [line.partition(": ") for line in row["talk"].strip().split("\n")]
    return Conflict(
        id=row["id"],
        relation=row["relation"],
        people=tuple(row["people"]),
        afraid=row.get("afraid", ""),
        worse=row.get("worse", ""),
        lines=tuple((who, words) for who, _, words in lines),
        told={who: words.strip() for who, words in row["told"].items()},
    )

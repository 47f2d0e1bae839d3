"""How often a second look at a draft is right: `python -m bench.drafts`, with `--talks DIR` on Breakdowns files too.

Each line of a test file is a draft with its labels, `parts that it holds | rules whose mark is right | the words`. The
name of a file says what stands in it; `FILES` says of what kind it is. A talk is labelled by its moves: what heals and
hurts nobody should get no mark.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from amends.drafts import DraftCheck, Kind, check_draft
from amends.drafts.rules import part_rules
from amends.moves import HURTING

if TYPE_CHECKING:
    from collections.abc import Iterable

WRITTEN = Path(__file__).parent.parent / "tests/amends/drafts/written"
FOLDERS = (WRITTEN, WRITTEN.with_name("written_later"))

# For each kind, the drafts in which no mark is right, and those that dodge, push or take a side.
FILES = {
    Kind.ACKNOWLEDGEMENT: ("apologies_in_plain_words", "words_that_only_look_like_an_apology"),
    Kind.REPLY: ("replies_that_listen", "replies_that_look_past"),
    Kind.OPENING: ("openings_that_start_softly", "openings_that_start_hard"),
    Kind.QUESTION: ("questions_that_leave_room", "questions_that_close"),
    Kind.SUMMARY: ("summaries_of_both", "summaries_of_one"),
}


# The moves that a message of a talk does where it could have been a draft of this kind.
MOVES = {
    Kind.ACKNOWLEDGEMENT: {"ownership"},
    Kind.REPLY: {"validation", "reflection"},
    Kind.OPENING: {"feeling_statement", "request"},
    Kind.QUESTION: {"clarifying_question"},
    Kind.REPAIR: {"repair_attempt"},
    Kind.RECEPTIVE: {"validation", "reflection"},
}


# A move, and the part that a message with it holds.
PARTS = (
    (Kind.ACKNOWLEDGEMENT, "ownership", "ownership"),
    (Kind.ACKNOWLEDGEMENT, "remorse", "remorse"),
    (Kind.REPLY, "reflection", "heard"),
    (Kind.REPLY, "validation", "makes_sense"),
    (Kind.OPENING, "feeling_statement", "feeling"),
    (Kind.OPENING, "request", "request"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A draft with its labels, and what the second look sees in it."""

    text: str
    holds: frozenset[str]
    right_rules: frozenset[str]
    check: DraftCheck


def main() -> None:
    """Print the figures of the tests' drafts, and of the talks in a folder."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--talks", type=Path, metavar="DIR")
    given = options.parse_args()
    for folder in FOLDERS:
        for kind in FILES:
            plain, others = (read(folder / f"{name}.txt", kind) for name in FILES[kind])
            print(f"{folder.name}, {kind.value}: {len(plain)} in plain words, {len(others)} others")
            for name, figure in figures(plain, others).items():
                print(f"    {name:52} {figure:.3f}")
    if given.talks:
        for name, figure in in_talks(messages_in(given.talks)).items():
            print(f"{name:56} {figure:.3f}")


def read(path: Path, kind: Kind) -> list[Written]:
    """Return the drafts of a file."""
    lines = path.read_text(encoding="utf-8").split("\n")
    rows = [line.split("|", 2) for line in lines if line.strip() and not line.startswith("#")]
    return [
        Written(
            text=text.strip(),
            holds=frozenset(holds.split()),
            right_rules=frozenset(rules.split()),
            check=check_draft(text.strip(), kind=kind),
        )
        for holds, rules, text in rows
    ]


def figures(plain: list[Written], others: list[Written]) -> dict[str, float]:
    """Return the shares that are right; 1 is all of them, but for the ones named "wrongly"."""
    both = [*plain, *others]
    return {
        "marks that are right": share(mark.rule in one.right_rules for one in both for mark in one.check.marks),
        "plain drafts that are wrongly marked": share(bool(one.check.marks) for one in plain),
        "other drafts with a right mark": share(
            any(mark.rule in one.right_rules for mark in one.check.marks) for one in others
        ),
        "parts said to be open that are": share(name not in one.holds for one in both for name in one.check.missing),
        "open parts of the others that are said to be": share(
            name in one.check.missing for one in others for name in _can_be_missing(one) if name not in one.holds
        ),
        "open parts of the plain ones that are said to be": share(
            name in one.check.missing for one in plain for name in _can_be_missing(one) if name not in one.holds
        ),
        "parts said to be there that are": share(name in one.holds for one in both for name in one.check.found),
        "parts that are there and are seen": share(name in one.check.found for one in plain for name in one.holds),
        "plain drafts told that a part of theirs is open": share(
            not one.holds.isdisjoint(one.check.missing) for one in plain
        ),
    }


def messages_in(folder: Path) -> list[tuple[str, set[str]]]:
    """Return the words and the moves of every message in a folder of Breakdowns files."""
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").split("\n")]
    talks = [json.loads(line) for line in lines if line.strip()]
    return [(one["text"], set(one["moves"])) for talk in talks for one in talk["messages"]]


def in_talks(messages: list[tuple[str, set[str]]]) -> dict[str, float]:
    """Return how often what heals is wrongly marked or called open, and how often an apology in form only is marked."""
    shares: dict[str, float] = {}
    for kind, moves in MOVES.items():
        healing = [check_draft(text, kind=kind) for text, done in messages if done & moves and not done & HURTING]
        shares[f"{kind.value}, {len(healing)} that heal: wrongly marked"] = share(bool(one.marks) for one in healing)
    for kind, move, part in PARTS:
        holding = [check_draft(text, kind=kind) for text, done in messages if move in done and not done & HURTING]
        shares[f"{move}, {len(holding)} messages: seen"] = share(part in one.found for one in holding)
        shares[f"{move}: wrongly called open"] = share(part in one.missing for one in holding)
    hollow = [check_draft(text, kind=Kind.ACKNOWLEDGEMENT) for text, done in messages if "nonapology" in done]
    shares[f"{len(hollow)} apologies in form only: marked"] = share(bool(one.marks) for one in hollow)
    return shares


def _can_be_missing(written: Written) -> list[str]:
    return [part.name for part in part_rules(written.check.kind, "en") if not part.optional]


def share(answers: Iterable[bool]) -> float:
    """Return how many are true; of none, 0."""
    all_answers = list(answers)
    return sum(all_answers) / max(1, len(all_answers))


if __name__ == "__main__":
    main()

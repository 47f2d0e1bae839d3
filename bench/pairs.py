"""Whether a sentence is read alike with another name, gender, word for somebody or spelling: `python -m bench.pairs`.

A pair is one line of `tests/fairness/pairs.txt`. Both sentences are read through the moves, in a calm and in a tense
small talk, and as a draft of every kind. The gap is the share of pairs of which a person would see other marks. With
`--cues` it says which pairs these are.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from amends.conversation import Conversation, Message
from amends.drafts import Kind, check_draft
from amends.reading import read_conversation

if TYPE_CHECKING:
    from collections.abc import Sequence

PAIRS = Path(__file__).parent.parent / "tests/fairness/pairs.txt"
_CHANGED = re.compile(r"\{([^{|}]*)\|([^{|}]*)\}")

# The sentence stands where `None` is; the people take turns.
CALM = ("hey, are you home yet?", "just got in", None, "ok, one second", "see you later then")
TENSE = ("I can't believe you did that", "oh here we go again", None, "whatever, I'm tired of this", "fine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One sentence said twice; `changed` names what is different."""

    changed: str
    one: str
    other: str


def main() -> None:
    """Print the gap for each thing that is changed, and in all."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cues", action="store_true", help="print the pairs that are read differently, too")
    given = options.parse_args()
    pairs = read_pairs(PAIRS)
    by_moves = [pair for pair in pairs if differs_in_moves(pair)]
    by_marks = [pair for pair in pairs if draft_marks(pair.one) != draft_marks(pair.other)]
    by_parts = [pair for pair in pairs if draft_parts(pair.one) != draft_parts(pair.other)]
    print(f"{'what is changed':16} {'pairs':>6} {'moves':>8} {'drafts: marks':>14} {'parts':>6}")
    for changed in [*dict.fromkeys(pair.changed for pair in pairs), ""]:
        count, moves, marks, parts = (
            sum(changed in ("", pair.changed) for pair in some) for some in (pairs, by_moves, by_marks, by_parts)
        )
        print(f"{changed or 'all':16} {count:6} {moves / count:8.3f} {marks / count:14.3f} {parts / count:6.3f}")
    if given.cues:
        for pair in by_moves:
            for sentence in (pair.one, pair.other):
                print(f"moves: {sentence} {_named(shown_moves(sentence))}")
        for name, differing in (("marks", by_marks), ("parts", by_parts)):
            for pair in differing:
                print(f"{name}: {pair.one} / {pair.other}")


def read_pairs(path: Path) -> list[Pair]:
    """Return the pairs of a file: on each line what is changed, and the sentence with `{one|other}` where it is."""
    lines = path.read_text(encoding="utf-8").split("\n")
    rows = [line.split(" | ", 1) for line in lines if line.strip() and not line.startswith("#")]
    return [
        Pair(changed=changed, one=_CHANGED.sub(r"\1", sentence), other=_CHANGED.sub(r"\2", sentence))
        for changed, sentence in rows
    ]


def differs_in_moves(pair: Pair) -> bool:
    """Tell whether the two would be shown other moves, in a calm talk or in a tense one."""
    return shown_moves(pair.one) != shown_moves(pair.other)


def shown_moves(sentence: str, people: tuple[str, str] = ("Ana", "Ben")) -> tuple[frozenset[str], ...]:
    """Return the moves that the writer of the sentence would be shown, in a calm talk and in a tense one."""
    return tuple(_shown(sentence, around, people) for around in (CALM, TENSE))


def draft_marks(sentence: str) -> list[list[str]]:
    """Return the rules of the marks that the sentence gets as a draft of each kind."""
    return [[mark.rule for mark in check_draft(sentence, kind=kind).marks] for kind in Kind]


def draft_parts(sentence: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return what is found and what is said to be open in a draft of each kind."""
    checks = [check_draft(sentence, kind=kind) for kind in Kind]
    return [(check.found, check.missing) for check in checks]


def _shown(sentence: str, around: Sequence[str | None], people: tuple[str, str]) -> frozenset[str]:
    messages = tuple(
        Message(n=n, at=None, speaker=people[n % 2], text=text or sentence) for n, text in enumerate(around)
    )
    reading = read_conversation(Conversation(source="pairs", people=people, messages=messages))
    marks = reading.marked[around.index(None)].marks
    return frozenset(mark.move.value for mark in marks if mark.confidence >= reading.shown_from[mark.move])


def _named(moves: tuple[frozenset[str], ...]) -> str:
    return " | ".join(",".join(sorted(some)) or "-" for some in moves)


if __name__ == "__main__":
    main()

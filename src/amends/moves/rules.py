from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from amends.moves.rows import HUNDREDTHS, packed
from amends.moves.values import Feeling, Move

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SENSES: tuple[Move | Feeling, ...] = (*Move, *Feeling)
"""What a message is weighed for, in the order of every row of weights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One thing that people say to do a move, in whichever of its ways.

    `sure` is the least confidence that it gives by itself (0: none). Where `never` is set it speaks against the move
    instead, whatever else the message says.
    """

    name: str
    move: Move
    unless: re.Pattern[str] | None
    sure: float
    never: bool


class Way(NamedTuple):
    """One way of saying what a pattern looks for: the number of the pattern, and what finds it in lower-cased text."""

    pattern: int
    look: Callable[[str], re.Match[str] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """How a talk around a message changes what its words point to, and from where on it is marked.

    `weights` are laid on the places of a row of `Talk.rows`; places that are left out weigh nothing. A mark is set
    from the confidence `listed` on, and shown to the person who wrote the words from `shown` on.
    """

    bias: float
    weights: Mapping[int, float]
    listed: float
    shown: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of one language: patterns written by hand, and weights fitted to labelled talks.

    `by_word` names the ways that are looked for where a word stands in a message, as places in `ways`.

    `senses` are laid on what stands around a message, `careful` on that and on what the encoder says behind it (empty
    where the weights have none). `bias` and every cue are rows (amends.moves.rows). The mappings are bare dicts, as
    each is asked some twenty times a message; nobody changes them.
    """

    patterns: tuple[Pattern, ...]
    ways: tuple[Way, ...]
    by_word: Mapping[str, tuple[int, ...]]
    bias: int
    cues: Mapping[str, int]
    senses: tuple[Sense, ...]
    careful: tuple[Sense, ...] = ()

    def shown_from(self, move: Move, *, careful: bool = False) -> float:
        """Return the confidence from which a mark of a pass may be shown to the one who wrote the words."""
        return (self.careful if careful else self.senses)[SENSES.index(move)].shown


def rules_from(data: Mapping[str, Any], *, weights: Iterable[str]) -> Rules:
    """Build the rules from content; raises ValueError, KeyError or re.error where the content is wrong."""
    ways, by_word = _ways(data["pattern"])
    rows = [line.split("\t") for line in weights]
    senses = {row[1]: _sense(row) for row in rows if row[0] == "sense"}
    careful = {row[1]: _sense(row) for row in rows if row[0] == "careful"}
    return Rules(
        patterns=tuple(map(_pattern, data["pattern"])),
        ways=ways,
        by_word=by_word,
        bias=_bias(rows),
        cues={row[1]: packed(_pairs(row[2])) for row in rows if row[0] == "cue"},
        senses=tuple(senses[sense.value] for sense in SENSES),
        careful=tuple(careful[sense.value] for sense in SENSES) if careful else (),
    )


def _pattern(entry: Mapping[str, Any]) -> Pattern:
    return Pattern(
        name=entry["name"],
        move=Move(entry["move"]),
        unless=re.compile(entry["unless"]) if "unless" in entry else None,
        sure=float(entry.get("sure", 0)),
        never=bool(entry.get("never", False)),
    )


def _ways(entries: Iterable[Mapping[str, Any]]) -> tuple[tuple[Way, ...], dict[str, tuple[int, ...]]]:
    ways: list[Way] = []
    by_word: dict[str, list[int]] = {}
    for number, entry in enumerate(entries):
        for way in entry["ways"]:
            for word in way["words"]:
                by_word.setdefault(word, []).append(len(ways))
            compiled = re.compile(way["find"])
            # A search for ^ would try every place of the message.
            ways.append(Way(number, compiled.match if way["find"].startswith("^") else compiled.search))
    return tuple(ways), {word: tuple(places) for word, places in by_word.items()}


def _bias(rows: Sequence[Sequence[str]]) -> int:
    (row,) = (row for row in rows if row[0] == "bias")
    return packed(enumerate(map(int, row[1].split())))


def _sense(row: Sequence[str]) -> Sense:
    _, _, bias, listed, shown, around = row
    return Sense(
        bias=int(bias) / HUNDREDTHS,
        weights={place: hundredths / HUNDREDTHS for place, hundredths in _pairs(around)},
        listed=int(listed) / HUNDREDTHS,
        shown=int(shown) / HUNDREDTHS,
    )


def _pairs(text: str) -> list[tuple[int, int]]:
    pairs = (pair.split(":") for pair in text.split())
    return [(int(place), int(hundredths)) for place, hundredths in pairs]

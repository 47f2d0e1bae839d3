"""Figures of marks on talks that nothing which made the marks has seen; they go into the reading card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from amends.moves.rules import SENSES
from amends.moves.values import HURTING, Move

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from training.questions import Marked

MOVES = len(Move)
BINS = np.linspace(0, 1, 11)


def figures(marked: Sequence[Marked], shown: dict[Move, float]) -> Iterator[tuple[str, float]]:
    """Yield figures by name; `shown` is the confidence from which a mark is shown to the one who wrote the words."""
    labels = np.concatenate([one.labelled.labels for one in marked])
    found = np.array([[move in message.moves for move in Move] for one in marked for message in one.marked])
    right = labels[:, :MOVES]
    scores = {move: f1(found[:, at], right[:, at]) for at, move in enumerate(Move)}
    yield "moves, micro-F1", f1(found, right)
    yield "moves, macro-F1", float(np.mean(list(scores.values())))
    yield from ((f"  {move}, F1", score) for move, score in scores.items())
    felt = [SENSES.index(message.feeling) for one in marked for message in one.marked]
    yield "feeling, accuracy", float(np.mean(labels[:, MOVES:].argmax(1) + MOVES == felt))
    calm = np.concatenate([[one.talk["outcome"] == "no_conflict"] * len(one.marked) for one in marked])
    hurting = [at for at, move in enumerate(Move) if move in HURTING]
    false = (found & ~right)[np.ix_(np.flatnonzero(calm), hurting)].sum()
    yield "false hurting marks per 100, calm talks", float(100 * false / calm.sum())
    yield from _shown(marked, right, shown)


def _shown(marked: Sequence[Marked], right: np.ndarray, shown: dict[Move, float]) -> Iterator[tuple[str, float]]:
    messages = [message for one in marked for message in one.marked]
    seen = np.zeros(right.shape, dtype=bool)
    for place, message in enumerate(messages):
        for mark in message.marks:
            seen[place, SENSES.index(mark.move)] = mark.confidence >= shown[mark.move]
    yield "shown, precision", float((seen & right).sum() / max(1, seen.sum()))
    yield "shown, recall", float((seen & right).sum() / right.sum())
    for at, move in enumerate(Move):
        if seen[:, at].any():
            yield f"  {move}, shown: precision", float((seen & right)[:, at].sum() / seen[:, at].sum())
            yield f"  {move}, shown: recall", float((seen & right)[:, at].sum() / right[:, at].sum())


def calibration(chances: np.ndarray, labels: np.ndarray) -> Iterator[tuple[str, float]]:
    """Yield for each tenth how often what was said with this confidence was right, and the expected calibration error.

    Naeini, Cooper & Hauskrecht 2015: the mean distance between confidence and share, weighed by how much lies there.
    """
    said, right = chances[:, :MOVES].ravel(), labels[:, :MOVES].ravel()
    tenth = np.clip(np.digitize(said, BINS) - 1, 0, len(BINS) - 2)
    error = 0.0
    for number in range(len(BINS) - 1):
        mine = tenth == number
        share = float(right[mine].mean()) if mine.any() else 0.0
        yield f"said {BINS[number]:.1f} to {BINS[number + 1]:.1f}: right", share
        error += mine.mean() * abs(right[mine].mean() - said[mine].mean()) if mine.any() else 0.0
    yield "expected calibration error, all", float(error)
    sure = said >= 0.1
    tenths, gap = tenth[sure], 0.0
    for number in range(len(BINS) - 1):
        mine = tenths == number
        if mine.any():
            gap += mine.mean() * abs(right[sure][mine].mean() - said[sure][mine].mean())
    yield "expected calibration error, of what was said with 0.1 or more", float(gap)


def f1(found: np.ndarray, right: np.ndarray) -> float:
    """Return F1 of what was found against what is right."""
    return float(2 * (found & right).sum() / max(1, found.sum() + right.sum()))

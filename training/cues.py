"""Fit the weights of the moves to labelled talks: `python -m training.cues DIR > src/amends/content/en/weights.txt`.

DIR holds files in the Breakdowns format. Needs SciPy and scikit-learn, which Amends itself does not.

1. Every message becomes a set of cues (words, pairs of words, patterns, shape), and a logistic regression a sense
   weighs them. Weights near nothing are dropped.
2. Each file is weighed by a model that has not seen it, and a second regression a sense, kept sparse by an L1
   penalty, weighs the row of what stands around (amends.moves.context).
3. On rows held out in the same way, each move gets the confidence from which it is listed (best F1) and from which
   it is shown (precision of nine in ten).
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from amends.content import load_toml
from amends.conversation import Conversation, Message
from amends.moves.context import Talk, chances, scores_of
from amends.moves.cues import Cues, cues_in
from amends.moves.marking import names_in, weigh
from amends.moves.rows import packed
from amends.moves.rules import SENSES, Rules, rules_from
from amends.moves.values import HURTING, Move, Spoken

FOLDS = 5
LEAST_TALKS = 3  # a cue counts from as many talks on, so that no one writer's habit or invented name does
CUE_STRENGTH, CUE_LEAST = 0.3, 0.1
AROUND_STRENGTH = 0.05
SHOWN_PRECISION = 0.9
SHOWN_LEAST = 15  # marks that a threshold has to rest on
CALM_COST = 2.2  # how much more a false hurting mark weighs than a missed one
NEARLY_NEVER = 0.95  # where no threshold gets there: only the plainest are shown, by their patterns


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A talk with its labels, by row of SENSES."""

    file: str
    conversation: Conversation
    labels: np.ndarray
    cues: list[Cues]


def main() -> None:
    """Read the talks, fit, and write the lines of content to the standard output."""
    bare = bare_rules()
    talks = [
        labelled(json.loads(line), file=path.stem, rules=bare)
        for path in sorted(Path(sys.argv[1]).glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").split("\n")
        if line.strip()
    ]
    sys.stdout.write("".join(f"{line}\n" for line in fitted(talks, bare)))


def bare_rules() -> Rules:
    """Return the patterns alone, without weights."""
    senses = [f"sense\t{sense}\t0\t0\t0\t" for sense in SENSES]
    return rules_from(load_toml("moves"), weights=["bias\t" + " ".join("0" for _ in SENSES), *senses])


def labelled(talk: dict[str, Any], *, file: str, rules: Rules) -> Labelled:
    """Return one line of a Breakdowns file."""
    messages = tuple(
        Message(n=one["n"], at=datetime.fromisoformat(one["at"]), speaker=one["from"], text=one["text"])
        for one in talk["messages"]
    )
    people = tuple(talk["people"])
    rows = [
        [sense in one["moves"] if isinstance(sense, Move) else sense == one["feeling"] for sense in SENSES]
        for one in talk["messages"]
    ]
    return Labelled(
        file=file,
        conversation=Conversation(source="breakdowns", people=people, messages=messages),
        labels=np.array(rows),
        cues=[cues_in(one.text, people=names_in(people), rules=rules) for one in messages],
    )


def fitted(talks: list[Labelled], bare: Rules) -> list[str]:
    """Return the lines of content/en/weights.txt."""
    labels = np.concatenate([talk.labels for talk in talks])
    fold = folds(talks)
    held_out: list[np.ndarray] = [np.empty(0) for _ in talks]
    for number in range(FOLDS):
        seen = [talk for talk, its in zip(talks, fold, strict=True) if its != number]
        weighed = with_cues(bare, *fit_cues(seen))
        for place, its in enumerate(fold):
            if its == number:
                held_out[place] = rows_of(talks[place], weighed)
    rows = np.concatenate(held_out)
    of_message = np.repeat(fold, [len(talk.labels) for talk in talks])
    chances = np.zeros(labels.shape)
    for number in range(FOLDS):
        for sense, (bias, weights) in enumerate(fit_around(rows[of_message != number], labels[of_message != number])):
            mine = of_message == number
            chances[mine, sense] = 1 / (1 + np.exp(-(rows[mine] @ weights + bias)))
    bias, cues = fit_cues(talks)
    lines = ["bias\t" + " ".join(str(hundredths(one)) for one in bias)]
    for sense, (around_bias, weights) in enumerate(fit_around(rows, labels)):
        listed, shown = thresholds(chances[:, sense], labels[:, sense], SENSES[sense])
        numbers = (hundredths(one) for one in (around_bias, listed, shown))
        lines.append("\t".join(["sense", SENSES[sense], *map(str, numbers), pairs(weights)]))
    lines += [f"cue\t{name}\t{pairs(weights)}" for name, weights in sorted(cues.items())]
    return lines


def folds(talks: list[Labelled]) -> list[int]:
    """Keep every file whole: its talks share a writer."""
    files = sorted({talk.file for talk in talks})
    return [files.index(talk.file) % FOLDS for talk in talks]


def fit_cues(talks: list[Labelled]) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return the bias and the weights of each cue."""
    seen_in: dict[str, set[int]] = defaultdict(set)
    for number, talk in enumerate(talks):
        for cues in talk.cues:
            for name in cues.names:
                seen_in[name].add(number)
    names = sorted(name for name, numbers in seen_in.items() if len(numbers) >= LEAST_TALKS)
    column = {name: number for number, name in enumerate(names)}
    messages = [cues.names & column.keys() for talk in talks for cues in talk.cues]
    across = [column[name] for one in messages for name in sorted(one)]
    down = np.repeat(np.arange(len(messages)), [len(one) for one in messages])
    table = csr_matrix((np.ones(len(across)), (down, across)), shape=(len(messages), len(names)))
    labels = np.concatenate([talk.labels for talk in talks])
    models = [
        LogisticRegression(C=CUE_STRENGTH, solver="liblinear", random_state=0).fit(table, column_of)
        for column_of in labels.T
    ]
    weights = np.array([model.coef_[0] for model in models]).T
    weights[np.abs(weights) < CUE_LEAST] = 0
    bias = np.array([model.intercept_[0] for model in models])
    return bias, {name: row for name, row in zip(names, weights, strict=True) if row.any()}


def fit_around(rows: np.ndarray, labels: np.ndarray) -> list[tuple[float, np.ndarray]]:
    """Return the bias and the weights of each sense for the rows as they are."""
    middle, spread = rows.mean(0), rows.std(0) + 1e-9
    spread = np.maximum(spread, 0.01)
    found = []
    for column in labels.T:
        model = LogisticRegression(C=AROUND_STRENGTH, solver="liblinear", penalty="l1", random_state=0).fit(
            (rows - middle) / spread, column
        )
        weights = model.coef_[0] / spread
        found.append((float(model.intercept_[0] - weights @ middle), weights))
    return found


def with_cues(bare: Rules, bias: np.ndarray, cues: dict[str, np.ndarray]) -> Rules:
    """Return the rules with these weights for the words."""
    rows = {name: packed((at, hundredths(weight)) for at, weight in enumerate(row)) for name, row in cues.items()}
    return replace(bare, bias=packed((at, hundredths(one)) for at, one in enumerate(bias)), cues=rows)


def rows_of(talk: Labelled, rules: Rules) -> np.ndarray:
    """Return what stands around each message."""
    said = zip(talk.conversation.messages, talk.cues, strict=True)
    spoken = [
        Spoken(speaker=message.speaker or "", at=message.at, weighed=weigh(cues, rules=rules)) for message, cues in said
    ]
    return Talk(spoken, usual=chances(scores_of([rules.bias])[0])).rows(0, len(spoken))


def thresholds(chances: np.ndarray, labels: np.ndarray, sense: Any) -> tuple[float, float]:
    """Return the confidence from which a sense is listed, and from which it is shown."""
    cost = CALM_COST if sense in HURTING else 1.0

    def worth(least: float) -> float:
        marked = chances >= least
        right = (marked & labels).sum()
        return float(2 * right / (2 * right + cost * (marked & ~labels).sum() + (~marked & labels).sum() + 1e-9))

    listed = max(np.arange(0.1, 0.9, 0.01), key=worth)
    order = np.argsort(-chances)
    precision = np.cumsum(labels[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero((precision >= SHOWN_PRECISION) & (np.arange(len(order)) >= SHOWN_LEAST - 1))
    shown = chances[order][enough[-1]] if len(enough) else NEARLY_NEVER
    # Rounded up, as a threshold of hundredths that lies below would show more than it was chosen for.
    return float(listed), float(np.ceil(100 * max(shown, listed)) / 100)


def hundredths(number: float) -> int:
    """Return the whole number that stands in the file."""
    return round(number * 100)


def pairs(weights: np.ndarray) -> str:
    """Return "place:weight" for every weight that is not nothing."""
    whole = [(at, hundredths(weight)) for at, weight in enumerate(weights)]
    return " ".join(f"{at}:{weight}" for at, weight in whole if weight)


if __name__ == "__main__":
    main()

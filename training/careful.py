"""Fit what stands on the encoder: `python -m training.careful DIR SCORES.npz … > weights of the careful pass`.

DIR holds files in the Breakdowns format, SCORES the log odds that `training.encoder` wrote for talks which it had not
learnt; every talk has to be in one of them. Prints the lines that are added to content/en/weights.txt; the tables of
`[careful]` in content/en/weighed.toml and the figures go to the file of `--questions`, the net to that of `--net`.

Each file is weighed by word weights that have not seen it, the encoder's log odds are put behind that row, and one
sparse regression a sense, and a small net (training.nets), weigh both. Figures are of five folds over whole files.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from amends.content import load_toml
from amends.moves.careful import FURTHEST, cues_alike, marked_with
from amends.moves.marking import names_in
from amends.moves.net import signs_of
from amends.moves.rules import SENSES, rules_from
from amends.moves.values import Move
from amends.reading.answers import answers_in
from amends.reading.course import tone_of
from training.cues import (
    FOLDS,
    bare_rules,
    fit_around,
    fit_cues,
    folds,
    hundredths,
    labelled,
    pairs,
    rows_of,
    thresholds,
    with_cues,
)
from training.figures import calibration, figures
from training.nets import fitted_net
from training.questions import Marked, fitted_questions

if TYPE_CHECKING:
    from amends.moves import Rules
    from amends.moves.net import Net
    from training.cues import Labelled


def main() -> None:
    """Read, fit, write."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("talks", type=Path)
    options.add_argument("scores", type=Path, nargs="+")
    options.add_argument("--questions", type=Path, required=True, help="where the tables go (.json)")
    options.add_argument("--net", type=Path, required=True, help="where the net goes (.npz)")
    given = options.parse_args()
    scores = {name: array for path in given.scores for name, array in np.load(path).items()}
    bare = bare_rules()
    lines = [
        (path.stem, json.loads(line))
        for path in sorted(given.talks.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").split("\n")
        if line.strip()
    ]
    talks = [labelled(talk, file=file, rules=bare) for file, talk in lines]
    read = [np.clip(scores[talk["id"]], -FURTHEST, FURTHEST) for _, talk in lines]
    fold = folds(talks)
    word_rules = [
        with_cues(bare, *fit_cues([talk for talk, its in zip(talks, fold, strict=True) if its != number]))
        for number in range(FOLDS)
    ]
    rows = [
        np.hstack([np.array(rows_of(_alike(talk, bare), word_rules[its])), of_one])
        for talk, its, of_one in zip(talks, fold, read, strict=True)
    ]
    labels = [talk.labels for talk in talks]
    speakers = [[message.speaker or "" for message in talk.conversation.messages] for talk in talks]
    signs = [signs_of(one, speaking) for one, speaking in zip(rows, speakers, strict=True)]
    net, nets = fitted_nets(signs, labels, fold)
    by_nets = np.concatenate([nets[its].chances(one) for one, its in zip(signs, fold, strict=True)])
    senses, held_out, chances = fitted_senses(rows, labels, fold, by_nets)
    sys.stdout.write("".join(f"{line}\n" for line in senses))
    marked = [
        _marked(talk, one, of_one, word_rules[its], held_out[its], nets[its])
        for (_, talk), one, of_one, its in zip(lines, talks, read, fold, strict=True)
    ]
    shown = {move: float(row.split("\t")[4]) / 100 for move, row in zip(Move, senses, strict=False)}
    tables, of_questions = fitted_questions(marked)
    of_all = {
        "all": {**dict(figures(marked, shown)), **of_questions},
        "development half": dict(figures([one for one in marked if one.labelled.file.startswith("d")], shown)),
        "calibration": dict(calibration(chances, np.concatenate(labels))),
    }
    np.savez_compressed(given.net, **{name: array.astype(np.float16) for name, array in net._asdict().items()})
    given.questions.write_text(json.dumps({"tables": tables, "figures": of_all}, indent=1) + "\n", encoding="utf-8")


def _alike(talk: Labelled, bare: Rules) -> Labelled:
    """Return the talk with the cues that the careful pass sees."""
    people = names_in(talk.conversation.people)
    cues = [cues_alike(message.text, people=people, rules=bare) for message in talk.conversation.messages]
    return replace(talk, cues=cues)


def fitted_nets(signs: list[np.ndarray], labels: list[np.ndarray], fold: list[int]) -> tuple[Net, list[Net]]:
    """Return the net fitted to all talks, and for each fold the one fitted to the others."""
    all_signs, all_labels = np.concatenate(signs), np.concatenate(labels)
    of_message = np.repeat(fold, [len(one) for one in signs])
    without = [fitted_net(all_signs[of_message != one], all_labels[of_message != one]) for one in range(FOLDS)]
    return fitted_net(all_signs, all_labels), without


def fitted_senses(
    rows: list[np.ndarray], labels: list[np.ndarray], fold: list[int], by_nets: np.ndarray
) -> tuple[list[str], list[list[str]], np.ndarray]:
    """Return the lines of the senses fitted to all talks, for each fold the lines fitted to the others, and chances.

    The chances, of shape (messages, senses), are of messages that neither this fit nor the net's has seen.
    """
    all_rows, all_labels = np.concatenate(rows), np.concatenate(labels)
    of_message = np.repeat(fold, [len(one) for one in rows])
    chances = np.zeros(all_labels.shape)
    without: list[list[tuple[float, np.ndarray]]] = []
    for number in range(FOLDS):
        mine = of_message == number
        without.append(fit_around(all_rows[~mine], all_labels[~mine]))
        for sense, (bias, weights) in enumerate(without[-1]):
            chances[mine, sense] = 1 / (1 + np.exp(-(all_rows[mine] @ weights + bias)))
    chances = (chances + by_nets) / 2
    leasts = [thresholds(chances[:, at], all_labels[:, at], sense) for at, sense in enumerate(SENSES)]
    final = _lines(fit_around(all_rows, all_labels), leasts)
    return final, [_lines(one, leasts) for one in without], chances


def _lines(fitted: list[tuple[float, np.ndarray]], leasts: list[tuple[float, float]]) -> list[str]:
    return [
        "\t".join(["careful", sense, *(str(hundredths(one)) for one in (bias, *least)), pairs(weights)])
        for sense, (bias, weights), least in zip(SENSES, fitted, leasts, strict=True)
    ]


def _marked(talk: dict, one: Labelled, scores: np.ndarray, word_rules: Rules, lines: list[str], net: Net) -> Marked:
    senses = rules_from(load_toml("moves"), weights=["bias\t" + " ".join("0" for _ in SENSES), *_plain(), *lines])
    rules = replace(word_rules, careful=senses.careful)
    marked = marked_with(one.conversation, scores, rules=rules, net=net)
    return Marked(talk=talk, labelled=one, marked=marked, answers=answers_in(one.conversation), tone=tone_of(marked))


def _plain() -> list[str]:
    return [f"sense\t{sense}\t0\t0\t0\t" for sense in SENSES]


if __name__ == "__main__":
    main()

"""Fit the weights of turning point, missed bids, open questions and outcome to labelled talks.

`python -m training.questions DIR` prints the tables of src/amends/content/en/weighed.toml, and the figures of the fast
pass. Needs NumPy and scikit-learn, as training.cues does. The marks that the questions stand on come from weights that
have not seen the talk: each half of the files is marked by weights fitted to the other half.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from amends.content import load_toml
from amends.moves import MarkedMessage, Move, mark_messages, rules_from
from amends.reading.answers import Answer, answers_in
from amends.reading.course import Tone, tone_of
from amends.reading.missed_bids import bid_signs, bids_in, missed_bids_of
from amends.reading.open_questions import asked_in, question_signs
from amends.reading.outcome import Outcome, outcome_signs
from amends.reading.turning_point import turning_point_of, turning_signs
from training.cues import Labelled, bare_rules, fitted, labelled
from training.figures import figures

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from amends.moves import Rules

STRENGTH = 0.3
FOLDS = 5
LEASTS = np.arange(0.1, 0.9, 0.02)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A labelled talk with the marks that rules gave it which had not seen it."""

    talk: dict[str, Any]
    labelled: Labelled
    marked: tuple[MarkedMessage, ...]
    answers: tuple[Answer, ...]
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One place where the question is asked, in the talk with this number."""

    talk: int
    signs: dict[str, float]
    right: bool


def main() -> None:
    """Fit and print."""
    marked = marked_by_the_other_half(Path(sys.argv[1]))
    tables, of_questions = fitted_questions(marked)
    of_moves = figures(marked, dict.fromkeys(Move, 0.0))
    found = {**{name: figure for name, figure in of_moves if "shown" not in name}, **of_questions}
    sys.stdout.write(json.dumps({"tables": tables, "figures": {"all": found}}, indent=1) + "\n")


def fitted_questions(talks: Sequence[Marked]) -> tuple[dict[str, Any], dict[str, float]]:
    """Return the tables for the marks as they are, and the figures on talks held out."""
    questions, asked_f1 = fitted_question(talks, _open_questions, missing=_missing(talks, "open_questions", asked))
    missed, missed_f1 = fitted_question(talks, _missed_bids, missing=_missing(talks, "missed_bids", bids))
    turned, (there, near) = fitted_turning_point(talks)
    tables = {"open_questions": questions, "missed_bids": missed, "turning_point": turned}
    outcome, right = fitted_outcome(talks, tables)
    return {**tables, "outcome": outcome}, {
        "open questions, F1": asked_f1,
        "missed bids, F1": missed_f1,
        "turning point, there or not": there,
        "turning point, within 2": near,
        "outcome, accuracy": right,
    }


def marked_by_the_other_half(folder: Path) -> list[Marked]:
    """Return every talk, marked by rules fitted to the files of the other half."""
    bare = bare_rules()
    lines = [
        (path.stem, json.loads(line))
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").split("\n")
        if line.strip()
    ]
    files = sorted({file for file, _ in lines})
    known = [(talk, labelled(talk, file=file, rules=bare)) for file, talk in lines]
    every: list[Marked] = []
    for half in (0, 1):
        learnt = [one for _, one in known if files.index(one.file) % 2 != half]
        rules = rules_from(load_toml("moves"), weights=fitted(learnt, bare))
        every += [_marked(talk, one, rules) for talk, one in known if files.index(one.file) % 2 == half]
    return every


def _marked(talk: dict[str, Any], one: Labelled, rules: Rules) -> Marked:
    marked = mark_messages(one.conversation, rules=rules)
    return Marked(talk=talk, labelled=one, marked=marked, answers=answers_in(one.conversation), tone=tone_of(marked))


def asked(talk: Marked) -> list[int]:
    """Return the messages of which it is asked whether they are open questions."""
    return asked_in(talk.labelled.conversation, talk.marked, talk.tone)


def bids(talk: Marked) -> list[int]:
    """Return the messages of which it is asked whether they are missed bids."""
    return bids_in(talk.marked, talk.tone)


def _missing(talks: Sequence[Marked], name: str, places: Callable[[Marked], list[int]]) -> int:
    return sum(len(set(talk.talk[name]) - set(places(talk))) for talk in talks)


def _open_questions(number: int, talk: Marked) -> list[Case]:
    conversation = talk.labelled.conversation
    right = set(talk.talk["open_questions"])
    return [
        Case(
            talk=number,
            signs=question_signs(
                conversation.messages[n], talk.marked[n], talk.answers[n], conversation, talk.marked, talk.tone
            ),
            right=n in right,
        )
        for n in asked(talk)
    ]


def _missed_bids(number: int, talk: Marked) -> list[Case]:
    conversation = talk.labelled.conversation
    right = set(talk.talk["missed_bids"])
    return [
        Case(
            talk=number,
            signs=bid_signs(talk.marked[n], talk.answers[n], conversation, talk.marked, talk.tone),
            right=n in right,
        )
        for n in bids(talk)
    ]


def fitted_question(
    talks: Sequence[Marked], cases_of: Callable[[int, Marked], list[Case]], *, missing: int
) -> tuple[dict[str, Any], float]:
    """Return the weights with the confidence of the best F1 on talks held out, and that F1."""
    cases = [case for number, talk in enumerate(talks) for case in cases_of(number, talk)]
    held_out = np.zeros(len(cases))
    for fold in range(FOLDS):
        mine = np.array([_fold(talks[case.talk]) == fold for case in cases])
        weights = _weights([case for case, is_mine in zip(cases, mine, strict=True) if not is_mine])
        held_out[mine] = [_chance(case, weights) for case, is_mine in zip(cases, mine, strict=True) if is_mine]
    right = np.array([case.right for case in cases])

    def worth(least: float) -> float:
        found = held_out >= least
        return float(2 * (found & right).sum() / max(1, found.sum() + right.sum() + missing))

    least = max(LEASTS, key=worth)
    return {"least": round(float(least), 2), "weights": _weights(cases)}, worth(least)


def fitted_turning_point(talks: Sequence[Marked]) -> tuple[dict[str, Any], tuple[float, float]]:
    """Return the weights, with what best tells whether a talk turned; and how often that is right, and the place."""
    cases = [
        Case(talk=number, signs=signs, right=n == talk.talk["turning_point"])
        for number, talk in enumerate(talks)
        for n, signs in turning_signs(talk.marked, talk.tone)
    ]
    weights = [_weights([case for case in cases if _fold(talks[case.talk]) != fold]) for fold in range(FOLDS)]

    def found_with(least: float) -> tuple[float, float]:
        found = [
            turning_point_of(
                talk.labelled.conversation,
                talk.marked,
                talk.tone,
                words={"weights": weights[_fold(talk)], "lift": 0.0, "least": least},
            )
            for talk in talks
        ]
        there = [(one is None) == (talk.talk["turning_point"] is None) for one, talk in zip(found, talks, strict=True)]
        near = [
            one is not None and abs(one.message - talk.talk["turning_point"]) <= 2
            for one, talk in zip(found, talks, strict=True)
            if talk.talk["turning_point"] is not None
        ]
        return sum(there) / len(there), sum(near) / len(near)

    least = max(np.arange(0.02, 0.6, 0.02), key=lambda one: sum(found_with(one)))
    lift = float(-np.log(least / (1 - least)))
    return {"least": 0.5, "lift": round(lift, 2), "weights": _weights(cases)}, found_with(least)


def fitted_outcome(talks: Sequence[Marked], tables: dict[str, Any]) -> tuple[dict[str, dict[str, float]], float]:
    """Return the weights of each outcome, and how often the outcome was right."""
    signs = []
    for talk in talks:
        conversation = talk.labelled.conversation
        turned = turning_point_of(conversation, talk.marked, talk.tone, words=tables["turning_point"])
        missed = missed_bids_of(conversation, talk.marked, talk.answers, talk.tone, words=tables["missed_bids"])
        signs.append(outcome_signs(talk.marked, talk.tone, turning_point=turned, missed=len(missed)))
    names = sorted(signs[0])
    table = np.array([[one[name] for name in names] for one in signs])
    right = np.array([talk.talk["outcome"] for talk in talks])
    fold = np.array([_fold(talk) for talk in talks])
    hits = [
        LogisticRegression(max_iter=2000).fit(table[fold != one], right[fold != one]).predict(table[fold == one])
        == right[fold == one]
        for one in range(FOLDS)
    ]
    model = LogisticRegression(max_iter=2000).fit(table, right)
    tables_of = {
        outcome.value: {
            "base": float(model.intercept_[list(model.classes_).index(outcome)]),
            **dict(zip(names, map(float, model.coef_[list(model.classes_).index(outcome)]), strict=True)),
        }
        for outcome in Outcome
    }
    return tables_of, float(np.concatenate(hits).mean())


def _fold(talk: Marked) -> int:
    return int(talk.labelled.file.lstrip("abcdefghijklmnopqrstuvwxyz") or 0) % FOLDS


def _weights(cases: Sequence[Case]) -> dict[str, float]:
    names = sorted({name for case in cases for name in case.signs})
    table = np.array([[case.signs.get(name, 0.0) for name in names] for case in cases])
    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(table, [case.right for case in cases])
    return {"base": float(model.intercept_[0]), **dict(zip(names, map(float, model.coef_[0]), strict=True))}


def _chance(case: Case, weights: dict[str, float]) -> float:
    score = weights["base"] + sum(weights.get(name, 0.0) * value for name, value in case.signs.items())
    return float(1 / (1 + np.exp(-score)))


if __name__ == "__main__":
    main()

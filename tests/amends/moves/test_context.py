"""What stands around a message: the other's nearest words, the means before, after and around, and the signs."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta

import numpy as np
import pytest
from numpy.testing import assert_allclose

from amends.moves.context import BLOCKS, NEAR, ROW, SIGNS, STEADY, WIDE, WIDTH, Talk, chances, scores_of
from amends.moves.odds import chance
from amends.moves.rows import packed
from amends.moves.values import Spoken, Weighed

USUAL = np.full(WIDTH, 0.1)
BEGUN = datetime(2025, 3, 2, 18)  # noqa: DTZ001  (the wall clock of a phone)


def talk_of(*said: tuple[str, int], minutes: int = 5, asks: bool = False, words: int = 3) -> Talk:
    """Make a talk of (speaker, hundredths that the words weigh for every sense)."""
    spoken = [
        Spoken(
            speaker,
            BEGUN + timedelta(minutes=minutes * n),
            Weighed(packed((at, weight) for at in range(WIDTH)), (), asks, words),
        )
        for n, (speaker, weight) in enumerate(said)
    ]
    return Talk(spoken, usual=USUAL)


def block(talk: Talk, place: int, name: str) -> float:
    """Return the one number that stands in a whole block."""
    start = BLOCKS.index(name) * WIDTH
    (number,) = set(talk.rows(place, place + 1)[0, start : start + WIDTH].round(9).tolist())
    return float(number)


def sign(talk: Talk, place: int, name: str) -> float:
    return float(talk.rows(place, place + 1)[0, len(BLOCKS) * WIDTH + SIGNS.index(name)])


TALK = talk_of(("Mara", -300), ("Mara", 100), ("Jo", 200), ("Jo", -100), ("Mara", 50))


@pytest.mark.parametrize(
    ("place", "before", "after"),
    [(0, 0.1, chance(2)), (1, 0.1, chance(2)), (2, chance(1), chance(0.5)), (3, chance(1), chance(0.5))],
)
def test_the_nearest_words_of_somebody_else_stand_beside_it(place: int, before: float, after: float) -> None:
    assert block(TALK, place, "other before") == pytest.approx(before)
    assert block(TALK, place, "other after") == pytest.approx(after)


def test_where_nobody_else_wrote_what_is_usual_stands_in() -> None:
    alone = talk_of(("Mara", 300), ("Mara", 300))
    assert block(alone, 0, "other after") == block(alone, 1, "other before") == 0.1


def test_its_own_words_stand_first_as_log_odds() -> None:
    assert block(TALK, 2, "own") == 2.0


def test_a_mean_leans_on_what_is_usual() -> None:
    assert block(TALK, 0, "before") == pytest.approx(0.1)
    assert block(TALK, 1, "before") == pytest.approx((chance(-3) + STEADY * 0.1) / (1 + STEADY))
    everything = sum(map(chance, (-3, 1, 2, -1, 0.5)))
    assert block(TALK, 2, "around") == pytest.approx((everything + STEADY * 0.1) / (5 + STEADY))


def test_a_mean_reaches_so_far_and_no_further() -> None:
    quiet = [("Mara", -2000)] * 60
    talk = talk_of(*quiet[:30], ("Jo", 2000), *quiet[31:])
    first_ones = [0, 1]  # so near the beginning what is usual weighs as much
    assert [n for n in range(60) if block(talk, n, "before") > 0.07] == [*first_ones, *range(31, 31 + NEAR)]
    assert [n for n in range(60) if block(talk, n, "around") > 0.02] == [*range(30 - WIDE, 31 + WIDE)]


def test_the_signs_tell_where_it_stands_in_the_talk() -> None:
    assert [sign(TALK, n, "first") for n in range(5)] == [1, 0, 0, 0, 0]
    assert [sign(TALK, n, "last") for n in range(5)] == [0, 0, 0, 0, 1]
    assert [sign(TALK, n, "same before") for n in range(5)] == [0, 1, 0, 1, 0]
    assert [sign(TALK, n, "same after") for n in range(5)] == [1, 0, 1, 0, 0]
    assert [sign(TALK, n, "place") for n in range(3)] == [0, 1 / WIDE, 2 / WIDE]
    assert_allclose([sign(TALK, n, "gap") for n in range(2)], np.log1p([0, 300]))
    assert sign(TALK, 0, "length") == pytest.approx(np.log1p(3))


def test_who_is_answering_a_question_is_told_from_who_goes_on() -> None:
    asking = talk_of(("Mara", 0), ("Mara", 0), ("Jo", 0), asks=True)
    assert [sign(asking, n, "other asked") for n in range(3)] == [0, 0, 1]


def test_a_part_of_the_rows_is_what_stands_in_all_of_them() -> None:
    whole = TALK.rows(0, 5)
    assert whole.shape == (5, ROW)
    assert_allclose(np.vstack([TALK.rows(0, 2), TALK.rows(2, 5)]), whole)


def test_a_talk_without_a_message_has_no_row() -> None:
    assert talk_of().rows(0, 0).shape == (0, ROW)


def test_scores_far_from_anything_are_chances_still() -> None:
    far = scores_of([packed([(0, -1_000_000), (1, 1_000_000)])])
    assert ((chances(far) >= 0) & (chances(far) <= 1)).all()


def test_what_reads_nothing_loads_no_numpy() -> None:
    code = "import sys, amends.cli, amends.reading; sys.exit('numpy' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)

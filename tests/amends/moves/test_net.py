"""The net of the careful pass weighs a message by those beside it."""

from __future__ import annotations

import numpy as np
import pytest

from amends.moves.context import ROW, WIDTH
from amends.moves.net import ENCODED, Net, net_of, shares, signs_of
from amends.moves.values import Feeling, Move

SPEAKERS = ("Ana", "Ana", "Ben", "Ana", "Cleo", "Ben")
BESIDE = ("before", "after", "two before", "two after", "same before", "same after", "other before", "other after")
# For each message of SPEAKERS the number of the message at each of these places.
PLACES = (
    (None, 1, None, 2, None, 1, None, 2),
    (0, 2, None, 3, 0, 3, None, 2),
    (1, 3, 0, 4, None, 5, 1, 3),
    (2, 4, 1, 5, 1, None, 2, 4),
    (3, 5, 2, None, None, None, 3, 5),
    (4, None, 3, None, 2, None, 4, None),
)


def rows(*odds: float) -> np.ndarray:
    """Return rows of the careful pass, of which the encoder says the same of every sense."""
    return np.array([[0.0] * ROW + [one] * ENCODED for one in odds])


@pytest.mark.parametrize("message", range(len(SPEAKERS)))
def test_what_stands_beside_a_message_is_told_by_who_spoke(message: int) -> None:
    odds = np.arange(1.0, 1.0 + len(SPEAKERS))
    signs = signs_of(rows(*odds), SPEAKERS)
    own = ROW + ENCODED
    first = own + ENCODED + WIDTH
    chance_of = 1 / (1 + np.exp(-odds))

    assert signs[message, own] == pytest.approx(chance_of[message])
    for number, (name, place) in enumerate(zip(BESIDE, PLACES[message], strict=True)):
        expected = 0.0 if place is None else chance_of[place]
        assert signs[message, first + number * ENCODED] == pytest.approx(expected), name


def test_a_message_alone_has_nothing_beside_it_and_itself_around_it() -> None:
    signs = signs_of(rows(2.0), ("Ana",))
    beside = signs[0, ROW + 2 * ENCODED + WIDTH : -ENCODED]

    assert not beside.any()
    assert signs[0, -ENCODED] == pytest.approx(1 / (1 + np.exp(-2)))


def test_a_talk_in_which_nobody_wrote_has_no_signs() -> None:
    assert signs_of(np.empty((0, ROW + ENCODED)), ()).shape == (0, ROW + 11 * ENCODED + WIDTH)


def test_the_net_that_ships_fits_the_signs_and_its_feelings_add_up_to_one() -> None:
    chances = net_of("en").chances(signs_of(rows(-3.0, 3.0), ("Ana", "Ben")))

    assert chances.shape == (2, len(Move) + len(Feeling))
    assert chances[:, len(Move) :].sum(axis=1) == pytest.approx([1, 1])
    assert ((chances >= 0) & (chances <= 1)).all()


def test_one_sign_is_weighed_by_another() -> None:
    """Both signs together are a move, either alone is none: what no sum of weights can say."""
    inner = np.array([[1.0], [1.0]])
    outer = np.zeros((1, WIDTH))
    outer[0, 0] = 8.0
    bias = np.full(WIDTH, -4.0)
    net = Net(np.zeros(2), np.ones(2), inner, np.array([-1.0]), outer, bias)
    first = net.chances(np.array([[1.0, 1.0], [1.0, 0.0], [0.0, 1.0]]))[:, 0]

    assert first[0] > 0.9
    assert max(first[1:]) < 0.1


def test_a_sign_far_from_all_that_was_learnt_counts_no_further_than_the_furthest() -> None:
    net = Net(np.zeros(1), np.ones(1), np.ones((1, 1)), np.zeros(1), np.ones((1, WIDTH)), np.zeros(WIDTH))
    far = net.chances(np.array([[6.0], [1e9]]))

    assert far[0] == pytest.approx(far[1])


def test_shares_of_large_odds_do_not_overflow() -> None:
    assert shares(np.array([[1_000.0, 0.0], [-1_000.0, -1_000.0]])) == pytest.approx(np.array([[1, 0], [0.5, 0.5]]))

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.path.stuck import SILENT_FOR, Moment, Signs, is_silent, signs

TODAY = date(2026, 11, 30)
NOTHING = {"moments": (), "not_yet": (), "stuck_promises": 0, "today": TODAY}


def days_ago(*days):
    return [TODAY - timedelta(days=count) for count in days]


def named(*names, kinds=frozenset(), every=7):
    return [
        Moment(name=name, on=TODAY - timedelta(days=every * place), kinds=frozenset(kinds))
        for place, name in enumerate(names)
    ]


def test_where_nothing_repeats_there_is_nothing_to_see():
    assert not signs(**NOTHING).is_there


@pytest.mark.parametrize(("days", "seen"), [((0, 20, 55), True), ((0, 20, 56), False), ((0, 20), False)])
def test_the_same_three_times_in_eight_weeks(days, seen):
    moments = [Moment(name="The dishes", on=on) for on in days_ago(*days)]
    assert signs(**NOTHING | {"moments": moments}).names == (("The dishes",) if seen else ())


def test_a_name_is_the_same_in_other_letters_with_a_number_or_again():
    found = signs(**NOTHING | {"moments": named("the dishes", "The Dishes, again", "Dishes (3)")})
    assert len(found.names) == 1


def test_three_different_things_are_not_one():
    assert not signs(**NOTHING | {"moments": named("The dishes", "The train", "Sunday")}).is_there


def test_names_without_a_letter_are_nobodys_name():
    assert not signs(**NOTHING | {"moments": named("1", "2", "3")}).is_there


@pytest.mark.parametrize(("days", "rounds"), [((1, 30), 2), ((1, 57), 0), ((1,), 0)])
def test_two_rounds_that_end_with_not_yet(days, rounds):
    assert signs(**NOTHING | {"not_yet": days_ago(*days)}).rounds == rounds


def test_a_promise_that_was_changed_twice_and_still_missed():
    assert signs(**NOTHING | {"stuck_promises": 1}).is_shared


def test_what_one_marked_for_oneself_counts_for_oneself_alone():
    found = signs(**NOTHING | {"moments": named("a", "b", "c", kinds={"tone", "other"})})
    assert found == Signs(kinds=("tone",))
    assert found.is_there
    assert not found.is_shared


def test_put_away_it_stays_away_for_a_season():
    assert not is_silent(None, today=TODAY)
    assert is_silent(TODAY, today=TODAY)
    assert is_silent(TODAY, today=TODAY + SILENT_FOR - timedelta(days=1))
    assert not is_silent(TODAY, today=TODAY + SILENT_FOR)


@given(
    names=st.lists(st.sampled_from(["dishes", "train", "money"]), max_size=8),
    kinds=st.lists(st.frozensets(st.sampled_from(["tone", "silence", "other"])), max_size=8),
)
def test_what_all_see_never_depends_on_what_one_marked_for_oneself(names, kinds):
    bare = [Moment(name=name, on=TODAY) for name in names]
    marked = [Moment(name=name, on=TODAY, kinds=own) for name, own in zip(names, kinds, strict=False)]
    marked += bare[len(marked) :]
    one, other = (signs(**NOTHING | {"moments": moments}) for moments in (bare, marked))
    assert (one.names, one.rounds, one.promises) == (other.names, other.rounds, other.promises)
    assert one.is_shared == other.is_shared

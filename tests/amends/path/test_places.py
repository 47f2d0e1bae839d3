from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.content.places import places
from amends.path.places import Place, Standing, way

some_places = st.frozensets(st.sampled_from(Place))
some_built = st.frozensets(st.sampled_from(Place), min_size=1)


def where(stops, standing):
    return [stop.place for stop in stops if stop.standing is standing]


@given(some_places, some_built)
def test_people_are_at_one_place_and_at_most_one_is_next(reached, built):
    stops = way(reached=reached, built=built)
    assert [stop.place for stop in stops] == list(Place)
    assert len(where(stops, Standing.HERE)) == 1
    assert len(where(stops, Standing.NEXT)) <= 1


@given(some_places, some_built)
def test_what_is_not_built_says_so_and_nothing_else_does(reached, built):
    assert set(where(way(reached=reached, built=built), Standing.LATER)) == set(Place) - built


@given(some_places, some_places, some_built)
def test_reaching_more_never_leads_back(reached, more, built):
    order = list(Place)
    (before,) = where(way(reached=reached, built=built), Standing.HERE)
    (after,) = where(way(reached=reached | more, built=built), Standing.HERE)
    assert order.index(after) >= order.index(before)


def test_at_the_start_people_are_at_their_own_side_and_hearing_each_other_is_next():
    stops = way(reached=(), built=(Place.MY_SIDE, Place.HEAR_EACH_OTHER, Place.OWN_IT))
    assert where(stops, Standing.HERE) == [Place.MY_SIDE]
    assert where(stops, Standing.NEXT) == [Place.HEAR_EACH_OTHER]
    assert where(stops, Standing.AHEAD) == [Place.OWN_IT]


def test_what_was_passed_lies_behind():
    stops = way(reached=[Place.HEAR_EACH_OTHER], built=(Place.MY_SIDE, Place.HEAR_EACH_OTHER))
    assert where(stops, Standing.BEHIND) == [Place.MY_SIDE]
    assert where(stops, Standing.NEXT) == []


def test_a_way_without_places_is_refused():
    with pytest.raises(ValueError, match="places"):
        way(reached=(), built=())


def test_every_place_has_its_words_in_the_order_of_the_way():
    assert list(places()) == list(Place)
    assert all(words.title and words.hint for words in places().values())


def test_nobody_begins_with_a_pause():
    stops = way(reached=(), built=(Place.PAUSE, Place.MY_SIDE, Place.HEAR_EACH_OTHER))
    assert where(stops, Standing.HERE) == [Place.MY_SIDE]
    assert where(stops, Standing.BEHIND) == [Place.PAUSE]

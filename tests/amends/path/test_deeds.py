from __future__ import annotations

from datetime import date, timedelta
from math import asin, sin, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.path.deeds import FEWEST, Deed, beta_below, beta_quantile, kept_range

TODAY = date(2026, 12, 1)
PI = 3.141592653589793


def deeds(kept, missed, *, days_ago=0):
    on = TODAY - timedelta(days=days_ago)
    return [Deed(on=on, is_kept=True)] * kept + [Deed(on=on, is_kept=False)] * missed


@pytest.mark.parametrize("x", [0.01, 0.2, 0.5, 0.77, 0.99])
def test_the_beta_function_is_right_where_it_has_a_form_of_its_own(x):
    assert beta_below(x, 0.5, 0.5) == pytest.approx(2 / PI * asin(sqrt(x)), abs=1e-9)
    for a in (0.5, 1, 3.5, 20):
        assert beta_below(x, a, 1) == pytest.approx(x**a, abs=1e-9)
        assert beta_below(x, 1, a) == pytest.approx(1 - (1 - x) ** a, abs=1e-9)
    assert beta_below(x, 2, 2) == pytest.approx(3 * x**2 - 2 * x**3, abs=1e-9)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_quantile_of_the_arcsine_law(part):
    assert beta_quantile(part, 0.5, 0.5) == pytest.approx(sin(PI * part / 2) ** 2, abs=1e-9)


def test_under_five_is_too_few_to_tell():
    assert kept_range(deeds(4, 0), today=TODAY) is None
    assert kept_range(deeds(3, 1), today=TODAY) is None
    assert kept_range(deeds(5, 0), today=TODAY) is not None
    assert FEWEST == 5


def test_five_kept_leave_room_for_doubt():
    found = kept_range(deeds(5, 0), today=TODAY)
    assert 0.6 < found.low < 0.8
    assert found.high > 0.99


def test_more_deeds_make_it_narrower():
    few, many = kept_range(deeds(4, 2), today=TODAY), kept_range(deeds(40, 20), today=TODAY)
    assert few.low < many.low < 2 / 3 < many.high < few.high


def test_after_half_a_year_deeds_count_half_and_become_too_few():
    assert kept_range(deeds(8, 0, days_ago=183), today=TODAY) is None
    assert kept_range(deeds(10, 0, days_ago=183), today=TODAY).low == pytest.approx(
        kept_range(deeds(5, 0), today=TODAY).low, abs=1e-9
    )


def test_new_deeds_weigh_more_than_old_ones():
    better = kept_range([*deeds(0, 6, days_ago=365), *deeds(6, 0)], today=TODAY)
    worse = kept_range([*deeds(6, 0, days_ago=365), *deeds(0, 6)], today=TODAY)
    assert better.low > worse.high


@settings(max_examples=40)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 900))
def test_a_range_lies_within_the_possible_around_what_was_and_mirrors(kept, missed, days_ago):
    found = kept_range(deeds(kept, missed, days_ago=days_ago), today=TODAY)
    mirrored = kept_range(deeds(missed, kept, days_ago=days_ago), today=TODAY)
    if found is None:
        assert mirrored is None
        return
    assert 0 <= found.low < found.high <= 1
    assert mirrored.low == pytest.approx(1 - found.high, abs=1e-6)
    one_more = kept_range(deeds(kept + 1, missed, days_ago=days_ago), today=TODAY)
    assert (one_more.low, one_more.high) >= (found.low - 1e-9, found.high - 1e-9)

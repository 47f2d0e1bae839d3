from __future__ import annotations

from datetime import date

import pytest

from amends.path.pace import Pace, looks_from

THURSDAY, SUNDAY = date(2026, 3, 5), date(2026, 3, 8)


def test_not_before_sunday_is_from_sunday_on():
    pace = Pace(not_before=SUNDAY)
    assert looks_from(pace, last_step=None, today=THURSDAY) == SUNDAY
    assert looks_from(pace, last_step=None, today=SUNDAY) is None


@pytest.mark.parametrize(("days", "until"), [(0, None), (1, date(2026, 3, 6)), (3, SUNDAY)])
def test_days_between_steps_count_from_ones_own_last_step(days, until):
    assert looks_from(Pace(days_between=days), last_step=THURSDAY, today=THURSDAY) == until
    assert looks_from(Pace(days_between=days), last_step=None, today=THURSDAY) is None


def test_the_later_of_both_counts():
    pace = Pace(not_before=SUNDAY, days_between=7)
    assert looks_from(pace, last_step=THURSDAY, today=THURSDAY) == date(2026, 3, 12)

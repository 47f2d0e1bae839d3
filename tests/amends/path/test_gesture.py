from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.errors import Refused
from amends.path.gesture import SHOWN_FOR, check_reminder, is_shown

NOW = datetime(2026, 11, 26, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "cue"), [(NOW + timedelta(hours=1), ""), (None, "when I get home"), (NOW + timedelta(days=7), "on Friday")]
)
def test_a_time_or_a_cue_is_enough(at, cue):
    check_reminder(at=at, cue=cue, now=NOW)


@pytest.mark.parametrize(
    ("at", "cue", "rule"),
    [
        (None, "  ", "when"),
        (NOW, "", "time"),
        (NOW - timedelta(days=1), "", "time"),
        (NOW + timedelta(days=400), "", "time"),
    ],
)
def test_a_reminder_for_no_time_or_a_time_that_is_past_is_refused(at, cue, rule):
    with pytest.raises(Refused) as refused:
        check_reminder(at=at, cue=cue, now=NOW)
    assert refused.value.rule == rule


@given(st.integers(-60 * 24 * 60, 60 * 24 * 60))
def test_a_reminder_shows_for_a_day_from_its_time_on_and_never_after(minutes):
    now = NOW + timedelta(minutes=minutes)
    assert is_shown(NOW, now=now) == (timedelta(0) <= now - NOW < SHOWN_FOR)
    assert not is_shown(None, now=now)

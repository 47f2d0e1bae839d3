from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from amends.errors import Refused
from amends.path.gesture import check_reminder

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

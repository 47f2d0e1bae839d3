from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.path.quiet import QuietHours, is_quiet
from amends.path.trying import LONGEST_WAIT, MOST_TRIES, is_held, next_try

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"), [(20, 59, False), (21, 0, True), (0, 0, True), (7, 59, True), (8, 0, False)]
)
def test_by_default_nothing_is_sent_from_nine_in_the_evening_until_eight(hour, minute, quiet):
    assert is_quiet(QuietHours(), local=NOON.replace(hour=hour, minute=minute)) == quiet


def test_the_same_hour_twice_is_no_quiet_hour_at_all():
    hours = QuietHours(begins=time(9), ends=time(9))
    assert not any(is_quiet(hours, local=NOON.replace(hour=hour)) for hour in range(24))


@given(begins=times, ends=times, at=times)
def test_what_is_not_quiet_from_one_hour_to_the_other_is_quiet_from_the_other_to_the_one(begins, ends, at):
    if begins == ends:
        return
    local = datetime.combine(NOON.date(), at)
    one = is_quiet(QuietHours(begins=begins, ends=ends), local=local)
    assert one != is_quiet(QuietHours(begins=ends, ends=begins), local=local)


@given(
    begins=times,
    ends=times,
    zone=st.sampled_from(
        ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]
    ),
    minutes=st.integers(0, 3 * 366 * 24 * 60),
)
def test_every_quiet_time_is_over_within_a_day_whatever_the_clock_does(begins, ends, zone, minutes):
    at = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    hours = QuietHours(begins=begins, ends=ends)
    later = (at + timedelta(minutes=30 * step) for step in range(51))
    if abs(datetime.combine(NOON, ends) - datetime.combine(NOON, begins)) > timedelta(hours=1):
        assert not all(is_quiet(hours, local=moment.astimezone(ZoneInfo(zone))) for moment in later)


@given(until=st.none() | st.datetimes(timezones=st.just(UTC)), now=st.datetimes(timezones=st.just(UTC)))
def test_nothing_is_held_for_longer_than_an_hour_by_whatever_clock(until, now):
    if is_held(until, now=now):
        assert now < until <= now + LONGEST_WAIT


def test_tries_come_further_apart_and_end_after_two_days():
    at, waits = NOON, []
    for tries in range(1, MOST_TRIES):
        again = next_try(tries, now=at)
        waits.append(again - at)
        at = again
    assert next_try(MOST_TRIES, now=at) is None
    assert waits == sorted(waits)
    assert max(waits) == LONGEST_WAIT
    assert timedelta(days=2) <= at - NOON <= timedelta(days=2, hours=2)

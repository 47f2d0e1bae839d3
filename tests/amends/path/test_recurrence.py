from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from amends.errors import Refused
from amends.path.recurrence import MOST, check_rule, occurrences, on_the_clock

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
local = datetime.fromisoformat

SUNDAY = local("2026-03-01 19:00")
FAR = datetime(2099, 1, 1, tzinfo=UTC)


def clock(times):
    return [at.strftime("%m-%d %H:%M %z") for at in times]


def in_berlin(rule, *, start=SUNDAY, months=1):
    after = start.replace(tzinfo=ZoneInfo("Europe/Berlin"))
    return clock(occurrences(rule, start, "Europe/Berlin", after, after + timedelta(days=31 * months)))


def test_every_sunday_at_seven_stays_at_seven_when_the_clocks_change():
    falls = ["03-01 19:00 +0100", "03-08 19:00 +0100", "03-15 19:00 +0100", "03-22 19:00 +0100", "03-29 19:00 +0200"]
    assert in_berlin("FREQ=WEEKLY") == falls


def test_every_second_week_and_every_third_day():
    assert [at[:5] for at in in_berlin("FREQ=WEEKLY;INTERVAL=2")] == ["03-01", "03-15", "03-29"]
    assert [at[:5] for at in in_berlin("FREQ=DAILY;INTERVAL=3;COUNT=3")] == ["03-01", "03-04", "03-07"]


def test_named_days_of_a_week_and_the_nth_of_a_month():
    assert [at[:5] for at in in_berlin("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3")] == ["03-03", "03-05", "03-10"]
    assert [at[:5] for at in in_berlin("FREQ=MONTHLY;BYDAY=-1FR", months=2)] == ["03-27", "04-24"]


def test_a_day_in_until_is_the_last_one_and_an_hour_in_until_is_the_last_hour():
    assert [at[:5] for at in in_berlin("FREQ=WEEKLY;UNTIL=20260308")] == ["03-01", "03-08"]
    assert [at[:5] for at in in_berlin("FREQ=WEEKLY;UNTIL=20260308T180000")] == ["03-01"]
    # Seven in Berlin is six in UTC.
    assert [at[:5] for at in in_berlin("FREQ=WEEKLY;UNTIL=20260308T180000Z")] == ["03-01", "03-08"]


def test_the_first_counts_only_from_after_on_and_the_last_only_before():
    first, third = (datetime(2026, 3, day, 18, tzinfo=UTC) for day in (1, 15))
    assert clock(occurrences("FREQ=WEEKLY", SUNDAY, "Europe/Berlin", first, third)) == [
        "03-01 19:00 +0100",
        "03-08 19:00 +0100",
    ]


def test_a_time_that_the_clock_leaves_out_comes_as_much_later():
    start = local("2026-03-28 02:30")
    assert in_berlin("FREQ=DAILY;COUNT=3", start=start) == [
        "03-28 02:30 +0100",
        "03-29 03:30 +0200",
        "03-30 02:30 +0200",
    ]


def test_of_a_time_that_comes_twice_it_is_the_first():
    start = local("2026-10-24 02:30")
    assert in_berlin("FREQ=DAILY;COUNT=2", start=start) == ["10-24 02:30 +0200", "10-25 02:30 +0200"]


def test_the_day_that_samoa_left_out_falls_on_the_next_one_and_once():
    after, before = datetime(2011, 12, 28, tzinfo=UTC), datetime(2012, 1, 2, tzinfo=UTC)
    daily = occurrences("FREQ=DAILY", local("2011-12-29 19:00"), "Pacific/Apia", after, before)
    assert clock(daily) == ["12-29 19:00 -1000", "12-31 19:00 +1400", "01-01 19:00 +1400"]
    friday = occurrences("FREQ=WEEKLY;COUNT=1", local("2011-12-30 19:00"), "Pacific/Apia", after, before)
    assert clock(friday) == ["12-31 19:00 +1400"]


@pytest.mark.slow
@pytest.mark.parametrize("hour", [time(0, 0), time(2, 30)])
def test_in_every_zone_the_clock_shows_what_was_asked_or_leaves_it_out(hour):
    """Every day of a year, Samoa's short one among them."""
    after, before = datetime(2011, 1, 5, tzinfo=UTC), datetime(2012, 1, 9, tzinfo=UTC)
    asked_for = datetime.combine(after.date(), hour)
    for zone in ZONES:
        times = occurrences("FREQ=DAILY", asked_for, zone, after - timedelta(days=2), before)
        assert times == sorted(set(times)), zone
        place = ZoneInfo(zone)
        for at in times:
            local = at.replace(tzinfo=None)
            if local.time() != hour:
                said = datetime.combine(local.date(), hour)
                back = said.replace(tzinfo=place).astimezone(UTC).astimezone(place).replace(tzinfo=None)
                assert back != said, (zone, at)
                assert at == on_the_clock(said, place), zone
        days = {at.date() for at in times}
        skipped = [day for day in daily_from(after, before) if day not in days]
        assert all(nowhere(day, place) for day in skipped), zone


def daily_from(after, before):
    return [(after + timedelta(days=n)).date() for n in range(2, (before - after).days - 2)]


def nowhere(day, place):
    """Say whether a place has no noon of this day."""
    noon = datetime.combine(day, time(12))
    return noon.replace(tzinfo=place).astimezone(UTC).astimezone(place).date() != day


days_of_a_week = st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, max_size=3)
rules = st.builds(
    lambda freq, interval, days: f"FREQ={freq};INTERVAL={interval}" + (f";BYDAY={','.join(days)}" if days else ""),
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]),
    st.integers(1, 12),
    st.none() | days_of_a_week,
).filter(lambda rule: not rule.startswith("FREQ=DAILY;INTERVAL=7;BYDAY"))
moments = st.datetimes(local("2000-01-01 00:00"), local("2035-01-01 00:00"))


@given(rules, moments, st.sampled_from(ZONES), st.integers(0, 800))
@example("FREQ=MONTHLY;INTERVAL=12;BYDAY=5MO", local("2026-02-01 00:00"), "Europe/Berlin", 800)
def test_times_ascend_lie_in_the_window_and_a_wider_window_only_adds(rule, start, zone, days):
    after = start.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) - timedelta(days=1)
    before = after + timedelta(days=days)
    times = occurrences(rule, start, zone, after, before)
    assert times == sorted(set(times))
    assert all(after <= at < before for at in times)
    wider = occurrences(rule, start, zone, after - timedelta(days=9), before + timedelta(days=9))
    assert [at for at in wider if after <= at < before] == times


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "WEEKLY",
        "FREQ=SECONDLY",
        "FREQ=HOURLY;COUNT=3",
        "FREQ=YEARLY",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=13",
        "FREQ=WEEKLY;INTERVAL=-1",
        "FREQ=WEEKLY;INTERVAL=²",
        "FREQ=DAILY;COUNT=1001",
        "FREQ=DAILY;COUNT=99999999999999999999",
        "FREQ=DAILY;COUNT=2;UNTIL=20270101",
        "FREQ=DAILY;UNTIL=20271301",
        "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=DAILY;BYSECOND=" + ",".join(map(str, range(60))),
        "FREQ=DAILY;FREQ=DAILY",
        "RRULE:FREQ=DAILY\nEXDATE:20270101",
        "FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 100),
    ],
)
def test_a_rule_out_of_bounds_is_refused_and_never_followed(rule):
    with pytest.raises(Refused):
        check_rule(rule)
    with pytest.raises(Refused):
        occurrences(rule, SUNDAY, "Europe/Berlin", datetime(2026, 1, 1, tzinfo=UTC), FAR)


@given(st.text(max_size=150))
def test_any_text_is_a_rule_or_refused(text):
    try:
        check_rule(text)
    except Refused:
        return
    assert text.upper().startswith(("FREQ=", "INTERVAL=", "COUNT=", "UNTIL=", "BYDAY="))


def test_a_rule_without_an_end_ends_at_the_most():
    times = occurrences("FREQ=DAILY", SUNDAY, "Europe/Berlin", datetime(2026, 1, 1, tzinfo=UTC), FAR)
    assert len(times) == MOST


def test_a_start_from_before_our_time_or_with_a_zone_is_refused():
    for start in (local("0001-01-01 00:00"), SUNDAY.replace(tzinfo=UTC)):
        with pytest.raises(Refused):
            occurrences("FREQ=DAILY", start, "Europe/Berlin", datetime(2026, 1, 1, tzinfo=UTC), FAR)


@pytest.mark.parametrize(
    ("until", "zone"), [("99991231T235959Z", "Asia/Tokyo"), ("00010101T000000Z", "America/New_York")]
)
def test_an_end_that_no_clock_there_shows_is_refused(until, zone):
    with pytest.raises(Refused):
        occurrences(f"FREQ=DAILY;UNTIL={until}", SUNDAY, zone, datetime(2026, 1, 1, tzinfo=UTC), FAR)

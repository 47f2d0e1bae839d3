from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.errors import NotYet, Refused
from amends.path.pause import (
    LONGEST_BOOKED,
    Pause,
    begin,
    check_open,
    end,
    is_due,
    is_running,
    longest,
    move,
    return_at,
    suggests_booking,
)

NOW = datetime(2026, 3, 1, 20, 20, tzinfo=UTC)


def after(**delta):
    return NOW + timedelta(**delta)


@pytest.mark.parametrize("delta", [{"minutes": 20}, {"hours": 3}, {"hours": 24}])
def test_a_return_is_between_twenty_minutes_and_a_day_away(delta):
    assert begin(back_at=after(**delta), now=NOW).back_at == after(**delta)


@pytest.mark.parametrize("delta", [{"minutes": -5}, {"minutes": 0}, {"minutes": 18}, {"hours": 25}, {"days": 3}])
def test_what_is_no_return_is_refused(delta):
    with pytest.raises(Refused) as refused:
        begin(back_at=after(**delta), now=NOW)
    assert refused.value.rule == "return"


@pytest.mark.parametrize("hour", [0, 8, 18, 23])
def test_tomorrow_evening_is_seven_where_the_person_is_and_may_be_more_than_a_day_off(hour):
    here = datetime(2026, 3, 1, hour, 5, tzinfo=ZoneInfo("Europe/Madrid"))
    back_at = return_at("tomorrow", now=here)
    assert (back_at.hour, back_at.date().isoformat()) == (19, "2026-03-02")
    assert begin(back_at=back_at, now=here).back_at == back_at


def test_the_night_when_clocks_change_leaves_the_evening_where_it_is():
    here = datetime(2026, 3, 28, 20, tzinfo=ZoneInfo("Europe/Madrid"))
    assert return_at("tomorrow", now=here).astimezone(UTC) == datetime(2026, 3, 29, 17, tzinfo=UTC)


@pytest.mark.parametrize("choice", ["20", "60", "180"])
def test_every_return_on_a_button_is_one(choice):
    assert is_running(begin(back_at=return_at(choice, now=NOW), now=NOW), now=NOW)


def test_a_break_that_is_put_off_needs_a_new_and_later_time():
    pause = begin(back_at=after(minutes=20), now=NOW)
    for back_at in (pause.back_at, after(minutes=10)):
        with pytest.raises(Refused) as refused:
            move(pause, back_at=back_at, now=NOW)
        assert refused.value.rule == "new time"
    moved = move(pause, back_at=after(minutes=60), now=after(minutes=15))
    assert (moved.back_at, moved.moved) == (after(minutes=60), 1)


def test_after_two_moves_a_day_and_an_hour_are_suggested_and_a_week_is_open():
    pause = begin(back_at=after(minutes=20), now=NOW)
    pause = move(pause, back_at=after(hours=1), now=NOW)
    assert not suggests_booking(pause)
    with pytest.raises(Refused):
        move(pause, back_at=after(days=3), now=NOW)
    pause = move(pause, back_at=after(hours=2), now=NOW)
    assert suggests_booking(pause)
    assert longest(pause) == LONGEST_BOOKED
    assert move(pause, back_at=after(days=3), now=NOW).back_at == after(days=3)


def test_a_break_ends_by_itself_so_that_nobody_is_locked_out_for_ever():
    pause = begin(back_at=after(minutes=20), now=NOW)
    assert is_running(pause, now=after(minutes=19))
    assert not is_running(pause, now=after(minutes=20))
    check_open([pause], now=after(minutes=20))


def test_the_word_that_the_time_has_come_goes_after_a_day():
    pause = Pause(back_at=NOW)
    assert not is_due(pause, now=after(minutes=-1))
    assert is_due(pause, now=NOW)
    assert not is_due(pause, now=after(hours=24))


def test_whoever_comes_back_ends_it_once_and_it_is_not_moved_any_more():
    pause = begin(back_at=after(hours=1), now=NOW)
    ended = end(pause, now=after(minutes=5))
    assert end(ended, now=after(minutes=9)) == ended
    assert not is_running(ended, now=after(minutes=6))
    assert not is_due(ended, now=after(hours=2))
    with pytest.raises(NotYet):
        move(ended, back_at=after(hours=3), now=after(minutes=6))


@given(st.lists(st.integers(0, 24 * 60 * 8), max_size=4), st.integers(0, 24 * 60 * 8))
def test_nothing_is_sent_while_anybody_is_on_a_break(minutes, at):
    pauses = [Pause(back_at=after(minutes=away)) for away in minutes]
    now = after(minutes=at)
    if any(away > at for away in minutes):
        with pytest.raises(NotYet):
            check_open(pauses, now=now)
    else:
        check_open(pauses, now=now)

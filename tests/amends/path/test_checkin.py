from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from amends.content.rhythm import rhythm_words
from amends.errors import NotYet, Refused
from amends.path.checkin import (
    EVERY,
    LENGTHS,
    PARTS,
    How,
    Meeting,
    Terms,
    asks_for_another_time,
    check_may_give,
    check_move,
    check_terms,
    go_on,
    holds,
    is_back,
    meeting_now,
    minutes_of,
    next_checkins,
    waits_for,
)
from amends.path.reveal import opens

SUNDAY_AT_SEVEN = Terms(start=datetime.fromisoformat("2026-10-04T19:00"), zone="Europe/Berlin", weeks=1, minutes=30)
OCTOBER, NOVEMBER = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 10, tzinfo=UTC)


def at(*clock):
    return datetime(*clock, tzinfo=UTC)


def test_sunday_at_seven_stays_at_seven_also_after_the_clocks_went_back():
    found = next_checkins(SUNDAY_AT_SEVEN, moved={}, after=OCTOBER, before=NOVEMBER)
    local = [one.at.astimezone(ZoneInfo("Europe/Berlin")) for one in found]
    assert [(day.day, day.hour) for day in local] == [(4, 19), (11, 19), (18, 19), (25, 19), (1, 19), (8, 19)]
    assert [one.at.hour for one in found] == [17, 17, 17, 18, 18, 18]


def test_whoever_lives_elsewhere_sees_another_hour_while_only_one_place_has_changed_its_clocks():
    found = next_checkins(SUNDAY_AT_SEVEN, moved={}, after=OCTOBER, before=NOVEMBER)
    in_new_york = [one.at.astimezone(ZoneInfo("America/New_York")).hour for one in found]
    assert in_new_york == [13, 13, 13, 14, 13, 13]


def test_one_that_was_moved_keeps_its_name_and_the_others_stay():
    planned = at(2026, 10, 11, 17)
    moved = {planned: at(2026, 10, 13, 18)}
    found = next_checkins(SUNDAY_AT_SEVEN, moved=moved, after=OCTOBER, before=at(2026, 10, 20))
    assert [one.at for one in found] == [at(2026, 10, 4, 17), at(2026, 10, 13, 18), at(2026, 10, 18, 17)]
    assert found[1].planned_at == planned


def test_one_that_was_moved_into_the_window_from_outside_it_is_found():
    moved = {at(2026, 10, 4, 17): at(2026, 10, 9, 17)}
    found = next_checkins(SUNDAY_AT_SEVEN, moved=moved, after=at(2026, 10, 8), before=at(2026, 10, 10))
    assert [one.at for one in found] == [at(2026, 10, 9, 17)]


@given(
    weeks=st.sampled_from(EVERY),
    zone=st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"]),
    days=st.integers(0, 400),
    hour=st.integers(0, 23),
)
def test_a_year_of_them_has_one_every_so_many_weeks_and_never_two_at_once(weeks, zone, days, hour):
    start = datetime.fromisoformat("2026-01-01") + timedelta(days=days, hours=hour)
    terms = Terms(start=start, zone=zone, weeks=weeks, minutes=15)
    first = start.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    found = next_checkins(terms, moved={}, after=first - timedelta(hours=3), before=first + timedelta(weeks=52))
    assert len(found) in (52 // weeks, 52 // weeks + 1)
    gaps = {round((two.at - one.at) / timedelta(days=1)) for one, two in pairwise(found)}
    assert gaps == {7 * weeks}


def test_a_first_time_that_is_past_and_a_place_that_nobody_knows_are_refused():
    check_terms(SUNDAY_AT_SEVEN, now=OCTOBER)
    with pytest.raises(Refused) as refused:
        check_terms(SUNDAY_AT_SEVEN, now=NOVEMBER)
    assert refused.value.rule == "time"
    for zone in ("Europe/Atlantis", "../etc/passwd", ""):
        with pytest.raises(Refused) as refused:
            check_terms(Terms(start=SUNDAY_AT_SEVEN.start, zone=zone, weeks=1, minutes=30), now=OCTOBER)
        assert refused.value.rule == "zone"


@pytest.mark.parametrize(("weeks", "minutes"), [(0, 30), (3, 30), (1, 45)])
def test_weeks_and_minutes_are_of_those_that_are_offered(weeks, minutes):
    with pytest.raises(ValueError, match="offered"):
        check_terms(Terms(start=SUNDAY_AT_SEVEN.start, zone="UTC", weeks=weeks, minutes=minutes), now=OCTOBER)


@pytest.mark.parametrize("to", [at(2026, 9, 1), at(2026, 10, 4, 17), at(2026, 10, 19)])
def test_one_is_not_moved_into_the_past_nor_to_where_it_is_nor_far_away(to):
    meeting = Meeting(planned_at=at(2026, 10, 4, 17), at=at(2026, 10, 4, 17))
    with pytest.raises(Refused):
        check_move(meeting, to, now=OCTOBER)
    check_move(meeting, at(2026, 10, 7, 17), now=OCTOBER)


@pytest.mark.parametrize(
    ("in_time", "by", "waited_for"),
    [
        ("", "a", "abc"),  # none holds yet: all who are here
        ("ab", "a", "ab"),  # c came later, or said no
        ("ab", "c", "abc"),  # c proposes another one
    ],
)
def test_a_proposal_waits_for_those_in_the_time_and_where_there_is_none_for_all(in_time, by, waited_for):
    assert waits_for(here="abc", in_time=in_time, by=by) == set(waited_for)


@pytest.mark.parametrize(
    ("asked", "agreed", "back", "is_held"),
    [
        ("ab", "ab", "", True),
        ("abc", "ab", "", False),
        ("ab", "abc", "", True),  # c came later
        ("ab", "bc", "", False),  # a later yes stands for nobody who was asked
        ("a", "ac", "", True),  # b left since
        ("a", "a", "", False),
        ("abc", "ab", "c", True),  # c left, and came back
        ("ab", "a", "b", False),
    ],
)
def test_a_time_holds_once_all_who_were_asked_said_yes_and_two_did(asked, agreed, back, is_held):
    assert holds(asked=asked, agreed=agreed, back=back) is is_held


def test_it_can_be_begun_from_the_morning_until_a_day_later():
    meeting = Meeting(planned_at=at(2026, 10, 4, 17), at=at(2026, 10, 4, 17))
    times = [at(2026, 10, 4, 4), at(2026, 10, 4, 6), at(2026, 10, 5, 16), at(2026, 10, 5, 18)]
    assert [meeting_now([meeting], now=now) for now in times] == [None, meeting, meeting, None]


def test_after_two_in_a_row_that_were_not_held_another_time_is_asked_about():
    planned = [at(2026, 10, day, 17) for day in (4, 11, 18, 25)]
    assert not asks_for_another_time(planned[:1], held=[])
    assert asks_for_another_time(planned[:2], held=[])
    assert asks_for_another_time(planned, held=planned[:2])
    assert not asks_for_another_time(planned, held=[planned[3]])
    assert not asks_for_another_time(planned, held=[planned[2]])


def test_a_welcome_back_comes_after_one_that_was_not_held():
    planned = [at(2026, 10, day, 17) for day in (4, 11)]
    assert is_back(planned, held=planned[:1])
    assert not is_back(planned, held=planned)
    assert not is_back([], held=[])


@pytest.mark.parametrize("length", [10, *LENGTHS])
def test_the_minutes_of_the_parts_are_those_of_the_whole(length):
    assert sum(minutes_of(part, length=length) for part in PARTS) == length


def test_every_part_has_its_words_in_the_order_of_the_agenda():
    assert [part.id for part in rhythm_words().parts] == [part.value for part in PARTS]


def test_nothing_is_given_ahead_of_the_others_nor_twice():
    check_may_give(PARTS[0], how=How.LIVE, place=0, is_given=False)
    for part, how, place, is_given in (
        (PARTS[1], How.LIVE, 0, False),
        (PARTS[0], How.LIVE, 0, True),
        (PARTS[0], How.APART, 0, False),
        (PARTS[0], How.LIVE, len(PARTS), False),
    ):
        with pytest.raises(NotYet):
            check_may_give(part, how=how, place=place, is_given=is_given)


PEOPLE = frozenset({"Ana", "Ben", "Cleo"})


class LiveCheckIn(RuleBasedStateMachine):
    """Three people press whatever they like, also on pages that are old."""

    def __init__(self):
        super().__init__()
        self.place = 0
        self.given = {part: set() for part in PARTS}

    def is_open(self, place):
        return opens(members=PEOPLE, shares=dict.fromkeys(self.given[PARTS[place]], PEOPLE))

    @rule(who=st.sampled_from(sorted(PEOPLE)), part=st.sampled_from(PARTS))
    def give(self, who, part):
        try:
            check_may_give(part, how=How.LIVE, place=self.place, is_given=who in self.given[part])
        except NotYet:
            return
        self.given[part].add(who)

    @precondition(lambda self: self.place < len(PARTS))
    @rule(seen=st.integers(-1, len(PARTS)))
    def press_go_on(self, seen):
        before = self.place
        try:
            self.place = go_on(self.place, seen=seen, is_open=self.is_open(self.place))
        except NotYet:
            return
        assert self.place == before + 1 == seen + 1

    @invariant()
    def nobody_is_left_behind_and_nobody_runs_ahead(self):
        for place, part in enumerate(PARTS):
            if place < self.place:
                assert self.given[part] == PEOPLE
            elif place > self.place:
                assert not self.given[part]


TestLiveCheckIn = LiveCheckIn.TestCase

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.errors import Refused
from amends.path.promise import (
    Event,
    Kind,
    Promise,
    Terms,
    after,
    asked_about,
    asks_at,
    check_terms,
    coming,
    is_stuck,
    next_due,
    occasions,
    open_proposals,
    replayed,
    times_moved,
    waits_for,
    warns_at,
)

ANA, BEN, CLEO = "ana", "ben", "cleo"
MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)
FRIDAY = date(2026, 12, 4)
CALL = Terms(cue="I leave the office", act="call you", day=FRIDAY, at=time(18), zone="UTC")
DUE = datetime(2026, 12, 4, 18, tzinfo=UTC)


def days(count):
    return timedelta(days=count)


def made(*steps, receivers=frozenset({BEN})):
    """A promise of Ana's; steps are (kind, by, days after Monday, more)."""
    events = [Event(kind=Kind.OFFERED, by=ANA, at=MONDAY, terms=CALL)]
    events += [Event(kind=kind, by=by, at=MONDAY + days(day), **more) for kind, by, day, more in steps]
    return replayed(events, maker=ANA, receivers=frozenset(receivers))


def step(promise, kind, by, day=1, **more):
    return after(promise, Event(kind=kind, by=by, at=MONDAY + days(day), **more))


def agreed(**more):
    return made((Kind.ACCEPTED, BEN, 0, {"offer": 1}), **more)


def said(promise, who, *, is_kept, offer=1, on=FRIDAY, day=5):
    return step(promise, Kind.SAID, who, day, offer=offer, on=on, is_kept=is_kept)


def test_only_its_maker_makes_a_promise_and_only_the_other_says_yes():
    with pytest.raises(Refused, match="not yours"):
        replayed([Event(kind=Kind.OFFERED, by=BEN, at=MONDAY, terms=CALL)], maker=ANA, receivers=frozenset({BEN}))
    with pytest.raises(Refused, match="not yours"):
        step(made(), Kind.ACCEPTED, ANA, offer=1)
    with pytest.raises(Refused, match="not yours"):
        step(made(), Kind.ACCEPTED, "a stranger", offer=1)
    assert step(made(), Kind.ACCEPTED, BEN, offer=1).now.holders == {BEN}


def test_a_no_is_a_no_and_can_become_a_yes():
    declined = step(made(), Kind.DECLINED, BEN, offer=1)
    assert declined.declined == {BEN}
    assert coming(declined, now=MONDAY) is None
    assert step(declined, Kind.ACCEPTED, BEN, offer=1).now.holders == {BEN}


def test_an_edit_is_a_proposal_that_only_the_maker_takes():
    earlier = Terms(act="call you", day=FRIDAY, at=time(17), zone="UTC")
    proposed = step(made(), Kind.PROPOSED, BEN, terms=earlier)
    assert proposed.now.terms == CALL
    assert coming(proposed, now=MONDAY) is None
    with pytest.raises(Refused, match="not yours"):
        step(proposed, Kind.TOOK, BEN, of=BEN)
    taken = step(proposed, Kind.TOOK, ANA, of=BEN)
    assert (taken.now.terms, taken.now.holders) == (earlier, {BEN})
    left = step(proposed, Kind.LEFT, ANA, of=BEN)
    assert (left.now.terms, left.proposals) == (CALL, {})
    assert waits_for(left, BEN, now=MONDAY)


def test_a_proposal_can_be_taken_only_until_its_day_is_over():
    earlier = Terms(act="call you", day=FRIDAY, at=time(17), zone="UTC")
    proposed = step(made(), Kind.PROPOSED, BEN, terms=earlier)
    assert open_proposals(proposed, now=MONDAY) == {BEN: earlier}
    assert open_proposals(proposed, now=MONDAY + timedelta(days=7)) == {}


def test_with_several_each_speaks_for_themselves_and_other_words_ask_all_again():
    promise = made((Kind.ACCEPTED, BEN, 0, {"offer": 1}), receivers={BEN, CLEO})
    assert not waits_for(promise, BEN, now=MONDAY)
    assert waits_for(promise, CLEO, now=MONDAY)
    later = Terms(act="call you both", day=FRIDAY, zone="UTC")
    taken = step(step(promise, Kind.PROPOSED, CLEO, terms=later), Kind.TOOK, ANA, of=CLEO)
    assert taken.now.holders == {CLEO}
    assert waits_for(taken, BEN, now=MONDAY)


def test_nobody_accepts_words_that_they_have_not_seen():
    changed = step(made(), Kind.CHANGED, ANA, terms=Terms(act="write to you", day=FRIDAY, zone="UTC"))
    with pytest.raises(Refused, match="other terms"):
        step(changed, Kind.ACCEPTED, BEN, offer=1)


def test_both_views_stand_and_nothing_decides_between_them():
    promise = said(said(agreed(), ANA, is_kept=True), BEN, is_kept=False)
    (occasion,) = occasions(promise, now=MONDAY + days(5))
    assert occasion.views == {ANA: True, BEN: False}
    assert occasion.may_be_mended
    assert not is_stuck(promise)


def test_changed_before_the_day_never_counts_as_missed():
    changed = step(agreed(), Kind.CHANGED, ANA, terms=Terms(act="call you", day=date(2026, 12, 6), zone="UTC"))
    assert times_moved(changed) == 1
    assert occasions(changed, now=MONDAY + days(5)) == []
    with pytest.raises(Refused, match="no such time"):
        said(changed, BEN, is_kept=False)
    with pytest.raises(Refused, match="no such time"):
        said(changed, ANA, is_kept=False)


def test_the_other_words_of_a_changed_one_wait_for_a_yes_again():
    changed = step(agreed(), Kind.CHANGED, ANA, terms=Terms(act="call you", day=date(2026, 12, 6), zone="UTC"))
    assert coming(changed, now=MONDAY + days(2)) is None
    assert waits_for(changed, BEN, now=MONDAY + days(2))


def test_once_the_day_has_come_it_is_looked_at_and_not_changed():
    late = Terms(act="call you", day=date(2026, 12, 9), zone="UTC")
    for kind, by in ((Kind.CHANGED, ANA), (Kind.PROPOSED, BEN), (Kind.HEADS_UP, ANA)):
        with pytest.raises(Refused, match="past"):
            step(agreed(), kind, by, 5, terms=late)


def test_a_heads_up_changes_nothing_and_needs_something_to_come():
    assert step(agreed(), Kind.HEADS_UP, ANA) == agreed()
    with pytest.raises(Refused, match="past"):
        step(made(), Kind.HEADS_UP, ANA)


def test_a_missed_one_is_mended_once_by_its_maker():
    missed = said(agreed(), ANA, is_kept=False)
    mended = step(missed, Kind.REPAIRED, ANA, 6, offer=1, on=FRIDAY)
    assert not occasions(mended, now=MONDAY + days(6))[0].may_be_mended
    with pytest.raises(Refused, match="no such time"):
        step(mended, Kind.REPAIRED, ANA, 6, offer=1, on=FRIDAY)
    with pytest.raises(Refused, match="not yours"):
        step(missed, Kind.REPAIRED, BEN, 6, offer=1, on=FRIDAY)
    with pytest.raises(Refused, match="no such time"):
        step(said(agreed(), ANA, is_kept=True), Kind.REPAIRED, ANA, 6, offer=1, on=FRIDAY)


def test_what_one_says_of_a_time_can_be_said_another_way_later():
    promise = said(said(agreed(), BEN, is_kept=False), BEN, is_kept=True, day=6)
    assert occasions(promise, now=MONDAY + days(6))[0].views == {BEN: True}


def test_let_go_by_its_maker_before_the_day_is_not_asked_about():
    gone = step(agreed(), Kind.LET_GO, ANA)
    assert gone.is_let_go
    assert occasions(gone, now=MONDAY + days(9)) == []
    with pytest.raises(Refused, match="let go"):
        step(gone, Kind.CHANGED, ANA, terms=CALL)


def test_let_go_by_one_of_two_it_stands_with_the_other():
    promise = made(*((Kind.ACCEPTED, who, 0, {"offer": 1}) for who in (BEN, CLEO)), receivers={BEN, CLEO})
    promise = step(promise, Kind.LET_GO, BEN)
    (occasion,) = occasions(promise, now=MONDAY + days(5))
    assert occasion.people == {CLEO}
    assert asked_about(promise, who=BEN, now=MONDAY + days(5)) == []
    assert step(promise, Kind.LET_GO, CLEO).is_let_go


def test_both_are_asked_at_the_hour_or_in_the_evening_of_a_day_without_one():
    assert asks_at(CALL, DUE) == DUE
    whole_day = Terms(act="cook", day=FRIDAY, zone="Asia/Tokyo")
    due = next_due(whole_day, now=MONDAY)
    assert due == datetime(2026, 12, 4, 23, 59, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert asks_at(whole_day, due) == datetime(2026, 12, 4, 19, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert warns_at(whole_day, due) == datetime(2026, 12, 3, 19, tzinfo=ZoneInfo("Asia/Tokyo"))


def test_nobody_is_asked_before_and_for_ever():
    for day, count in ((3, 0), (5, 1), (30, 0)):
        for who in (ANA, BEN):
            assert len(asked_about(agreed(), who=who, now=MONDAY + days(day))) == count


def test_a_weekly_one_is_looked_at_each_time_and_changed_between():
    weekly = Terms(act="call you", day=FRIDAY, at=time(18), zone="UTC", rule="FREQ=WEEKLY;COUNT=4")
    promise = step(made(), Kind.CHANGED, ANA, 0, terms=weekly)
    promise = step(promise, Kind.ACCEPTED, BEN, 0, offer=2)
    assert [one.on.day for one in occasions(promise, now=MONDAY + days(13))] == [4, 11]
    promise = said(promise, ANA, is_kept=True, offer=2, day=13)
    assert coming(promise, now=MONDAY + days(13)).day == 18
    moved = step(promise, Kind.CHANGED, ANA, 13, terms=Terms(act="call you", day=date(2026, 12, 20), zone="UTC"))
    assert [one.on.day for one in occasions(moved, now=MONDAY + days(30))] == [4, 11]
    assert moved.periods[1].moved == date(2026, 12, 18)


def test_a_day_that_was_looked_at_in_its_evening_still_stands_when_it_changes_that_night():
    weekly = Terms(act="cook", day=FRIDAY, zone="UTC", rule="FREQ=WEEKLY;COUNT=4")
    promise = step(made(), Kind.CHANGED, ANA, 0, terms=weekly)
    promise = step(promise, Kind.ACCEPTED, BEN, 0, offer=2)
    evening = (datetime(2026, 12, 4, 20, tzinfo=UTC) - MONDAY) / days(1)
    promise = said(promise, ANA, is_kept=True, offer=2, day=evening)
    promise = step(promise, Kind.CHANGED, ANA, evening, terms=Terms(act="cook", day=date(2026, 12, 5), zone="UTC"))
    assert [one.on.day for one in occasions(promise, now=MONDAY + days(9))] == [4]


def test_changed_twice_and_then_missed_is_known():
    promise = agreed()
    for number, day in ((2, 5), (3, 6)):
        promise = step(promise, Kind.CHANGED, ANA, terms=Terms(act="call", day=date(2026, 12, day), zone="UTC"))
        promise = step(promise, Kind.ACCEPTED, BEN, offer=number)
    assert not is_stuck(promise)
    on = date(2026, 12, 6)
    assert not is_stuck(said(promise, BEN, is_kept=False, offer=3, on=on, day=8))
    assert is_stuck(said(promise, ANA, is_kept=False, offer=3, on=on, day=8))


@pytest.mark.parametrize(
    ("terms", "rule"),
    [
        (Terms(act="  ", day=FRIDAY, zone="UTC"), "act"),
        (Terms(act="call", day=date(2026, 11, 29), zone="UTC"), "past"),
        (Terms(act="call", day=date(2026, 11, 30), at=time(8), zone="UTC"), "past"),
        (Terms(act="call", day=date(2028, 1, 1), zone="UTC"), "far"),
        (Terms(act="call", day=FRIDAY, zone="UTC", rule="FREQ=DAILY"), "far"),
        (Terms(act="call", day=FRIDAY, zone="UTC", rule="FREQ=MONTHLY;COUNT=20"), "far"),
        (Terms(act="call", day=FRIDAY, zone="UTC", rule="FREQ=HOURLY"), "recurrence"),
    ],
)
def test_terms_say_what_and_when_within_a_year(terms, rule):
    with pytest.raises(Refused) as refused:
        check_terms(terms, now=MONDAY)
    assert refused.value.rule == rule


def test_today_is_a_day_that_one_can_promise():
    check_terms(Terms(act="call", day=date(2026, 11, 30), zone="UTC"), now=MONDAY)
    # In Samoa it is Monday already; its Sunday is over.
    with pytest.raises(Refused):
        check_terms(Terms(act="call", day=date(2026, 11, 29), zone="Pacific/Apia"), now=MONDAY)


people = st.sampled_from([ANA, BEN, CLEO, "a stranger"])
some_terms = st.builds(
    Terms,
    act=st.sampled_from(["call", "cook", " "]),
    day=st.dates(date(2026, 11, 28), date(2026, 12, 20)),
    at=st.none() | st.sampled_from([time(7), time(18, 30)]),
    zone=st.sampled_from(["UTC", "Pacific/Apia", "America/New_York"]),
    rule=st.sampled_from(["", "", "FREQ=DAILY;COUNT=3", "FREQ=WEEKLY;COUNT=2"]),
)
steps = st.lists(
    st.tuples(
        st.sampled_from(Kind),
        people,
        st.integers(0, 30),
        st.none() | some_terms,
        people,
        st.integers(0, 4),
        st.dates(date(2026, 11, 30), date(2026, 12, 20)),
        st.booleans(),
    ),
    max_size=25,
)


@given(st.lists(some_terms, min_size=1, max_size=3), steps)
def test_no_order_of_steps_makes_a_promise_for_another_or_misses_what_was_moved(first, walk):
    """Whatever people send, in any order: what is refused changes nothing, and these always hold."""
    promise, at, done = Promise(maker=ANA, receivers=frozenset({BEN, CLEO})), MONDAY, []
    walk = [(Kind.OFFERED, ANA, 0, first[0], ANA, 0, FRIDAY, False), *walk]
    for kind, by, hours, terms, of, offer, on, is_kept in walk:
        at += timedelta(hours=hours)
        event = Event(kind=kind, by=by, at=at, terms=terms, of=of, offer=offer, on=on, is_kept=is_kept)
        with suppress(Refused):
            promise = after(promise, event)
            done.append(event)
        for number, period in enumerate(promise.periods, start=1):
            asked = [one.on for one in occasions(promise, now=at + days(40)) if one.offer == number]
            assert period.moved not in asked
            assert period.holders <= {BEN, CLEO}
            assert all(who in {BEN, CLEO} for who in period.agreed)
        taken = {event.terms for event in done if event.by == ANA} | {
            event.terms for event in done if event.kind is Kind.PROPOSED
        }
        assert all(period.terms in taken for period in promise.periods)
        assert {event.by for event in done if event.kind is Kind.TOOK} <= {ANA}
        assert not any(who in promise.now.agreed for who in promise.declined)
    assert replayed(done, maker=ANA, receivers=frozenset({BEN, CLEO})) == promise

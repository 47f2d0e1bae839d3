from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from amends.errors import NotYet, Refused
from amends.path.own_it import (
    APART,
    MOST_NUDGES,
    PARTS,
    Check,
    Event,
    Heard,
    Kind,
    Response,
    advises_rest,
    answer_to,
    check_may_ask,
    check_may_check,
    check_may_nudge,
    check_may_respond,
    check_may_send,
    checked,
    is_confirmed,
)
from amends.path.pace import Pace

NOW = datetime(2026, 3, 5, 20, tzinfo=UTC)
HEARD = Heard(who="Ben", when=NOW)
EVENINGS = Pace()


def at(hours):
    return NOW + timedelta(hours=hours)


def sent(hours=0):
    return Event(kind=Kind.SENT, at=at(hours))


def nudge(hours):
    return Event(kind=Kind.NUDGE, at=at(hours))


def response(hours, answer, part=""):
    return Event(kind=Kind.RESPONSE, at=at(hours), answer=answer, part=part)


def send(events, *, heard=HEARD, pace=EVENINGS, hours=0):
    check_may_send(events, heard=heard, pace=pace, today=at(hours).date(), now=at(hours))


def remind(events, *, pace=EVENINGS, hours=0):
    check_may_nudge(events, pace=pace, today=at(hours).date(), now=at(hours))


def test_nothing_goes_before_the_other_feels_heard_or_would_rather_hear_it_now():
    with pytest.raises(NotYet):
        send([], heard=None)
    send([])


def test_after_something_is_missing_it_may_go_again_a_day_later():
    events = [sent(), response(2, Response.MISSING, "change")]
    for hours in (3, 24, 25):
        with pytest.raises(NotYet):
            send(events, hours=hours)
    send(events, hours=26)


@pytest.mark.parametrize("answer", [Response.THANK_YOU, Response.NEED_TIME, Response.NOT_NOW])
def test_after_any_other_answer_nothing_more_goes(answer):
    events = [sent(), response(2, answer)]
    with pytest.raises(NotYet):
        send(events, hours=24 * 30)
    with pytest.raises(Refused):
        remind(events, hours=24 * 30)


def test_whoever_says_later_that_something_is_missing_opens_it_again():
    events = [sent(), response(2, Response.NOT_NOW), response(50, Response.MISSING, "impact")]
    send(events, hours=75)


def test_the_fourth_reminder_is_refused():
    events = [sent()]
    for number in range(MOST_NUDGES):
        with pytest.raises(NotYet):
            remind(events, hours=24 * number + 23)
        remind(events, hours=24 * (number + 1))
        events.append(nudge(24 * (number + 1)))
    with pytest.raises(Refused) as refused:
        remind(events, hours=24 * 30)
    assert refused.value.rule == "three in all"
    with pytest.raises(Refused):
        send(events, hours=24 * 30)


def test_sending_again_into_silence_is_a_reminder_too():
    events = [sent(), sent(24), nudge(48), sent(72)]
    with pytest.raises(Refused):
        send(events, hours=96)


def test_no_reminder_before_the_day_that_the_other_named():
    pace = Pace(not_before=date(2026, 3, 8))
    with pytest.raises(NotYet):
        remind([sent()], pace=pace, hours=48)
    remind([sent()], pace=pace, hours=72)


def test_days_between_steps_are_between_reminders_too():
    with pytest.raises(NotYet):
        remind([sent()], pace=Pace(days_between=5), hours=24 * 4)
    remind([sent()], pace=Pace(days_between=5), hours=24 * 5)


def test_after_not_yet_it_may_be_told_back_at_once_and_only_got_it_confirms():
    first = Event(kind=Kind.IMPACT, at=at(0), text="You sat there alone.")
    second = Event(kind=Kind.IMPACT, at=at(1), text="You sat there, and the children heard it.")
    not_yet = Event(kind=Kind.CHECK, at=at(1), answer=Check.NOT_YET)
    got_it = Event(kind=Kind.CHECK, at=at(2), answer=Check.GOT_IT)
    check_may_ask([first, not_yet], text=second.text, now=at(1))
    assert not is_confirmed([first, not_yet], first.text)
    assert checked([first, not_yet, second]) is None
    events = [first, not_yet, second, got_it]
    assert is_confirmed(events, second.text)
    assert not is_confirmed(events, first.text)
    assert not is_confirmed(events, second.text + " ")
    assert not is_confirmed([*events, Event(kind=Kind.CHECK, at=at(3), answer=Check.MOSTLY)], second.text)


def test_unanswered_it_is_told_back_once_a_day_and_three_times_in_all():
    events = []
    for day in range(3):
        check_may_ask(events, text="x", now=at(24 * day))
        events.append(Event(kind=Kind.IMPACT, at=at(24 * day), text="x"))
        with pytest.raises((NotYet, Refused)):
            check_may_ask(events, text="x", now=at(24 * day + 23))
    with pytest.raises(Refused):
        check_may_ask(events, text="x", now=at(24 * 30))


def test_nothing_is_answered_that_was_not_given():
    for answer in Response:
        with pytest.raises(NotYet):
            check_may_respond([], answer=answer, part="")
    with pytest.raises(NotYet):
        check_may_check([sent()])


@pytest.mark.parametrize(
    ("answer", "part"), [("missing", ""), ("missing", "love"), ("thank_you", "change"), ("forgive", ""), ("", "")]
)
def test_what_is_no_answer_is_refused(answer, part):
    with pytest.raises(Refused):
        check_may_respond([sent()], answer=answer, part=part)


@pytest.mark.parametrize("part", PARTS)
def test_each_part_can_be_missing(part):
    check_may_respond([sent()], answer="missing", part=part)


def test_after_two_silent_weeks_the_one_who_sent_it_is_advised():
    assert not advises_rest([sent()], now=NOW + timedelta(days=13))
    assert advises_rest([sent()], now=NOW + timedelta(days=14))
    assert not advises_rest([sent(), response(5, Response.NOT_NOW)], now=NOW + timedelta(days=40))
    assert not advises_rest([], now=NOW)


class TwoPeople(RuleBasedStateMachine):
    """Ana and Ben do whatever comes to them, in any order; what the rules let through is kept."""

    @initialize(pace=st.builds(Pace, not_before=st.dates(date(2026, 3, 1), date(2026, 3, 20)) | st.none()))
    def begin(self, pace):
        self.events, self.heard, self.now, self.pace = [], None, NOW, pace

    def keep(self, kind, check, **fields):
        try:
            check()
        except (NotYet, Refused):
            return
        self.events.append(Event(kind=kind, at=self.now, **fields))

    @rule(hours=st.sampled_from([1, 12, 23, 24, 25, 24 * 15]))
    def time_goes_by(self, hours):
        self.now += timedelta(hours=hours)

    @rule()
    def ben_says_that_he_feels_heard(self):
        self.heard = self.heard or Heard(who="Ben", when=self.now)

    @rule()
    def ana_sends(self):
        today = self.now.date()
        self.keep(
            Kind.SENT,
            lambda: check_may_send(self.events, heard=self.heard, pace=self.pace, today=today, now=self.now),
        )

    @rule()
    def ana_reminds(self):
        today = self.now.date()
        self.keep(Kind.NUDGE, lambda: check_may_nudge(self.events, pace=self.pace, today=today, now=self.now))

    @rule(text=st.sampled_from(["one", "two", " "]))
    def ana_tells_back(self, text):
        self.keep(Kind.IMPACT, lambda: check_may_ask(self.events, text=text, now=self.now), text=text)

    @rule(answer=st.sampled_from(Check))
    def ben_checks(self, answer):
        self.keep(Kind.CHECK, lambda: check_may_check(self.events), answer=answer)

    @rule(answer=st.sampled_from(Response), part=st.sampled_from(["", *PARTS]))
    def ben_answers(self, answer, part):
        self.keep(
            Kind.RESPONSE,
            lambda: check_may_respond(self.events, answer=answer, part=part),
            answer=answer,
            part=part,
        )

    @invariant()
    def no_words_come_before_ben_was_heard(self):
        first = next((event for event in self.events if event.kind == Kind.SENT), None)
        assert first is None or (self.heard is not None and self.heard.when <= first.at)

    @invariant()
    def what_comes_to_ben_comes_a_day_apart_and_four_times_at_most_without_a_word_from_him(self):
        in_a_row = []
        for event in self.events:
            if event.kind == Kind.RESPONSE:
                in_a_row = []
            elif event.kind in (Kind.SENT, Kind.NUDGE):
                assert not in_a_row or event.at - in_a_row[-1].at >= APART
                in_a_row.append(event)
            assert len(in_a_row) <= 1 + MOST_NUDGES

    @invariant()
    def nothing_follows_an_answer_that_did_not_ask_for_it(self):
        for before, event in zip(self.of_words(), self.of_words()[1:], strict=False):
            if before.kind == Kind.RESPONSE and event.kind == Kind.SENT:
                assert before.answer == Response.MISSING
            assert not (before.kind == Kind.RESPONSE and event.kind == Kind.NUDGE)

    @invariant()
    def no_reminder_comes_before_the_day_that_ben_named(self):
        if self.pace.not_before:
            assert all(event.at.date() >= self.pace.not_before for event in self.events if event.kind == Kind.NUDGE)

    @invariant()
    def only_ben_confirms(self):
        for text in ("one", "two"):
            if is_confirmed(self.events, text):
                assert any(event.kind == Kind.CHECK and event.answer == Check.GOT_IT for event in self.events)

    def of_words(self):
        return [event for event in self.events if event.kind in (Kind.SENT, Kind.NUDGE, Kind.RESPONSE)]


TestTwoPeople = TwoPeople.TestCase


def test_an_answer_to_the_words_before_is_none_to_the_new_ones():
    assert answer_to([sent(), response(1, Response.MISSING, "change"), sent(26)]) is None

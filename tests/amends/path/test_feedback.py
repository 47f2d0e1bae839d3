from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from amends.content.rhythm import rhythm_words
from amends.path.feedback import MOST_STEPS, Tempo, Wish, Word, fewer, looked_back_on, minutes, next_tempo

NOW = datetime(2026, 11, 26, 20, tzinfo=UTC)
tempos = st.builds(Tempo, shorter=st.integers(0, MOST_STEPS), slower=st.integers(0, MOST_STEPS))
wishes = st.frozensets(st.sampled_from(Wish))


@dataclass(frozen=True)
class Answer:
    at: datetime


def test_too_long_makes_the_next_one_shorter_and_too_fast_slower():
    assert next_tempo(Tempo(), {Wish.TOO_LONG}) == Tempo(shorter=1)
    assert next_tempo(Tempo(), {Wish.TOO_FAST}) == Tempo(slower=1)
    assert next_tempo(Tempo(), {Wish.TOO_LONG, Wish.TOO_FAST}) == Tempo(shorter=1, slower=1)


def test_more_time_leads_back_where_nobody_wished_otherwise():
    assert next_tempo(Tempo(shorter=2, slower=1), {Wish.MORE_TIME}) == Tempo(shorter=1)
    assert next_tempo(Tempo(shorter=1), {Wish.MORE_TIME, Wish.TOO_LONG}) == Tempo(shorter=2)
    assert next_tempo(Tempo(), {Wish.MORE_TIME}) == Tempo()


def test_a_check_in_of_thirty_minutes_becomes_fifteen_then_ten_and_never_longer_than_agreed():
    assert [minutes(30, Tempo(shorter=steps)) for steps in range(3)] == [30, 15, 10]
    assert [minutes(15, Tempo(shorter=steps)) for steps in range(3)] == [15, 10, 10]


def test_three_become_two_become_one_and_never_none():
    assert [fewer(3, steps) for steps in range(5)] == [3, 2, 1, 1, 1]


@given(tempo=tempos, wishes=wishes)
def test_a_tempo_changes_by_one_step_at_most_and_stays_within_its_bounds(tempo, wishes):
    after = next_tempo(tempo, wishes)
    for before, now in ((tempo.shorter, after.shorter), (tempo.slower, after.slower)):
        assert abs(now - before) <= 1
        assert 0 <= now <= MOST_STEPS


@given(tempo=tempos, wishes=wishes)
def test_how_often_something_was_wished_changes_nothing(tempo, wishes):
    assert next_tempo(tempo, [*wishes, *wishes]) == next_tempo(tempo, wishes)


def test_one_looks_back_on_three_weeks_the_newest_first():
    answers = [Answer(at=NOW - timedelta(days=days)) for days in (40, 20, 1)]
    assert looked_back_on(answers, now=NOW) == [answers[2], answers[1]]


def test_every_question_wish_and_word_has_its_words():
    words = rhythm_words()
    assert [wish.id for wish in words.wishes] == [wish.value for wish in Wish]
    assert [word.id for word in words.words] == [word.value for word in Word]

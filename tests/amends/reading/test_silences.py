"""Silences, held against how long each usually took."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.conversation import Conversation, Message
from amends.reading import Silence
from amends.reading.silences import MOST, silences_of

MONDAY = datetime(2025, 3, 3, 9, 0)  # noqa: DTZ001  (the wall clock of a phone)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def talk(*said: tuple[str, timedelta], start: datetime = MONDAY) -> Conversation:
    """Return a talk in which each speaks so long after the one before."""
    at, messages = start, []
    for n, (who, gap) in enumerate(said):
        at += gap
        messages.append(Message(n=n, at=at, speaker=who, text="words"))
    people = tuple(dict.fromkeys(who for who, _ in said))
    return Conversation(source="test", people=people, messages=tuple(messages))


def days_of_talk(days: int, *, ana: timedelta, ben: timedelta) -> list[tuple[str, timedelta]]:
    """Return talks of twelve lines, one each morning, in which Ana and Ben take so long to answer."""
    day = [("Ana" if n % 2 else "Ben", ana if n % 2 else ben) for n in range(12)]
    rest = DAY - 6 * ana - 5 * ben
    return [(who, rest if n == 0 else gap) for _ in range(days) for n, (who, gap) in enumerate(day)]


def lengths(conversation: Conversation) -> list[timedelta]:
    return [silence.length for silence in silences_of(conversation)]


def test_four_hours_are_long_for_who_answers_in_minutes_and_usual_for_who_takes_hours() -> None:
    quick_ana = days_of_talk(12, ana=4 * MINUTE, ben=4 * MINUTE)
    slow_ana = days_of_talk(12, ana=130 * MINUTE, ben=4 * MINUTE)
    assert lengths(talk(*quick_ana, ("Ben", DAY - 44 * MINUTE), ("Ana", 4 * HOUR))) == [4 * HOUR]
    assert lengths(talk(*slow_ana, ("Ben", 11 * HOUR), ("Ana", 4 * HOUR))) == []


def test_it_stands_against_the_usual_of_the_one_who_would_have_answered() -> None:
    talks = days_of_talk(12, ana=4 * MINUTE, ben=4 * MINUTE)
    (silence,) = silences_of(talk(*talks, ("Ben", DAY - 44 * MINUTE), ("Ana", 4 * HOUR)))
    assert silence.before == len(talks) + 1
    assert silence.usual is not None
    assert round(silence.usual / MINUTE) == 4


def test_who_adds_a_line_after_a_long_wait_ends_the_silence_of_the_other() -> None:
    talks = days_of_talk(12, ana=4 * MINUTE, ben=4 * MINUTE)
    assert lengths(talk(*talks, ("Ben", DAY - 44 * MINUTE), ("Ben", 4 * HOUR))) == [4 * HOUR]


def test_the_hour_counts_where_enough_is_known_of_it() -> None:
    """Ana answers within minutes in the morning, and from two o'clock on, at work, within two hours."""
    said = []
    for _ in range(12):
        said += [("Ben", 15 * HOUR), *[("Ana", 3 * MINUTE), ("Ben", 3 * MINUTE)] * 5, ("Ana", 3 * MINUTE)]
        said += [("Ben", 5 * HOUR - 33 * MINUTE), ("Ana", 2 * HOUR), ("Ben", 3 * MINUTE)]
        said += [("Ana", 2 * HOUR - 3 * MINUTE)]
    assert lengths(talk(*said, start=MONDAY - 15 * HOUR)) == []
    morning = talk(*said, ("Ben", 15 * HOUR), ("Ana", 3 * HOUR), start=MONDAY - 15 * HOUR)
    assert lengths(morning) == [3 * HOUR]


def test_a_night_between_the_talks_of_every_day_is_no_silence_and_four_days_are() -> None:
    talks = days_of_talk(20, ana=3 * MINUTE, ben=3 * MINUTE)
    assert lengths(talk(*talks)) == []
    (silence,) = silences_of(talk(*talks, ("Ben", 4 * DAY)))
    assert silence.length == 4 * DAY
    assert silence.usual is not None
    assert timedelta(hours=20) < silence.usual < DAY


def test_where_too_little_is_known_a_night_is_nothing_and_two_days_are_told_without_a_usual() -> None:
    assert lengths(talk(("Ana", MINUTE), ("Ben", MINUTE), ("Ana", 11 * HOUR))) == []
    (silence,) = silences_of(talk(("Ana", MINUTE), ("Ben", MINUTE), ("Ana", MINUTE), ("Ben", 2 * DAY)))
    assert (silence.length, silence.usual) == (2 * DAY, None)


def test_in_a_group_nobody_in_particular_is_awaited() -> None:
    group = [(("Ana", "Ben", "Cleo")[n % 3], DAY if n % 4 == 0 else 2 * MINUTE) for n in range(60)]
    (silence,) = silences_of(talk(*group, ("Ana", 5 * DAY)))
    assert silence.usual is not None
    assert round(silence.usual / DAY) == 1


def test_a_silence_tells_of_no_person() -> None:
    assert set(Silence.__dataclass_fields__) == {"after", "before", "length", "usual", "confidence"}


def test_messages_that_came_late_make_no_silence() -> None:
    back = talk(("Ana", MINUTE), ("Ben", -9 * DAY), ("Ana", MINUTE))
    assert lengths(back) == []


@given(
    st.lists(
        st.tuples(st.sampled_from(("Ana", "Ben", "Cleo")), st.timedeltas(min_value=-DAY, max_value=400 * DAY)),
        max_size=80,
    )
)
def test_whatever_the_times_the_silences_are_gaps_of_the_talk_in_order(said: list[tuple[str, timedelta]]) -> None:
    conversation = talk(*said)
    found = silences_of(conversation)
    assert len(found) <= MOST
    assert [one.after for one in found] == sorted(one.after for one in found)
    for one in found:
        later, earlier = conversation.messages[one.before].at, conversation.messages[one.after].at
        assert later is not None
        assert earlier is not None
        assert one.length == later - earlier >= 2 * HOUR
        assert 0.5 <= one.confidence <= 0.95


@pytest.mark.parametrize("count", [0, 1])
def test_one_message_or_none_has_no_silence(count: int) -> None:
    assert silences_of(talk(*[("Ana", MINUTE)] * count)) == ()

"""What was promised, and the day that the words mean, counted from when they were written."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from amends.conversation import Conversation, Message
from amends.moves import Feeling, Mark, MarkedMessage, Move
from amends.reading.due import when_in
from amends.reading.promises import promises_of

TUESDAY = datetime(2025, 3, 4, 18, 22)  # noqa: DTZ001  (the wall clock of a phone)


def day_in(text: str, at: datetime = TUESDAY) -> date | None:
    return when_in(text, at=at, language="en").day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I'll call him tomorrow", "2025-03-05"),
        ("I'll do it first thing tmrw", "2025-03-05"),
        ("I'll ring her tonight", "2025-03-04"),
        ("will do later today", "2025-03-04"),
        ("I'll bring it the day after tomorrow", "2025-03-06"),
        ("I'll send it on Friday", "2025-03-07"),
        ("by friday morning you'll have it, I promise", "2025-03-07"),
        ("I'll call her Tuesday", "2025-03-11"),
        ("I'll pay you back in two days", "2025-03-06"),
        ("I'll be back in a week", "2025-03-11"),
        ("back within 8 hours, I promise", "2025-03-05"),
        ("I'll clear the garage this weekend", "2025-03-09"),
        ("I'll book it next week", "2025-03-16"),
        ("you'll have it by the 3rd", "2025-04-03"),
        ("I'll pay on the 31st", "2025-03-31"),
        ("I'll move out by the end of the month", "2025-03-31"),
        ("I'll pay next month", "2025-04-30"),
        ("I'll be there on 2 March", "2026-03-02"),
        ("I'll be there on the 20th of April", "2025-04-20"),
        ("I'll do it on Friday after work", "2025-03-07"),
        ("I'll call tomorrow at 7", "2025-03-05"),
        ("I'll make up for last Friday tomorrow", "2025-03-05"),
    ],
)
def test_a_time_is_the_day_that_it_means(text: str, day: str) -> None:
    assert day_in(text) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I'll do it next Friday", "next Friday"),
        ("I'll send it before Monday", "before Monday"),
        ("I'll fix it soon", "soon"),
        ("I'll call you at 7", "at 7"),
        ("I'll do it Friday or Saturday", "Friday, Saturday"),
        ("I'll tell him when I get home", "when I get home"),
        ("I'll sort it by the end of the week", "by the end of the week"),
        ("I'll do it a week from Friday", "a week from Friday"),
        ("I'll pay on the 45th", "on the 45th"),
        ("I'll be back in 900 days", "in 900 days"),
    ],
)
def test_a_time_that_could_mean_more_than_one_day_stays_as_words(text: str, words: str) -> None:
    when = when_in(text, at=TUESDAY, language="en")
    assert (when.words, when.day) == (words, None)


@pytest.mark.parametrize(
    "text",
    ["I promise I'll tell you first", "I'll make up for last Friday", "I won't do that again", "tomorrow's on me"],
)
def test_where_no_time_is_named_none_is_found(text: str) -> None:
    when = when_in(text, at=TUESDAY, language="en")
    assert (when.words, when.day) == ("", None)


@pytest.mark.parametrize("text", ["I'll call him tomorrow", "I'll ring her tonight"])
def test_after_midnight_tomorrow_and_tonight_could_mean_two_days(text: str) -> None:
    assert day_in(text, TUESDAY.replace(hour=1)) is None
    assert day_in(text, TUESDAY.replace(hour=4)) is not None


@pytest.mark.parametrize(
    ("at", "day"),
    [("2025-03-04T09:00", "2025-03-04"), ("2025-03-04T17:00", None), ("2025-03-08T09:00", None)],
)
def test_after_work_is_today_while_somebody_may_still_be_at_work(at: str, day: str | None) -> None:
    found = day_in("I'll come by after work", datetime.fromisoformat(at))
    assert (found and found.isoformat()) == day


def test_the_day_is_that_of_the_writers_own_clock() -> None:
    late = datetime(2025, 3, 4, 23, 30, tzinfo=timezone(timedelta(hours=-8)))
    assert day_in("I'll call him tomorrow", late) == date(2025, 3, 5)


def test_a_day_that_only_some_months_have_is_the_next_one_there_is() -> None:
    assert day_in("I'll pay on the 31st", datetime(2025, 4, 2, 9, 0)) == date(2025, 5, 31)  # noqa: DTZ001
    assert day_in("I'll pay by 29 February", TUESDAY) is None


def promises_in(text: str, words: str, at: datetime | None = TUESDAY) -> tuple[tuple[str, str, date | None], ...]:
    """Return what is said, when, and the day, of a promise that was marked on some words of a message."""
    start = text.index(words)
    mark = Mark(move=Move.PROMISE, confidence=0.9, start=start, end=start + len(words))
    marked = MarkedMessage(n=0, marks=(mark,), feeling=Feeling.NEUTRAL, feeling_confidence=1.0)
    message = Message(n=0, at=at, speaker="Jo", text=text)
    conversation = Conversation(source="pasted", people=("Jo",), messages=(message,))
    found = promises_of(conversation, (marked,), language="en")
    return tuple((text[one.quote_start : one.quote_end], one.when, one.due) for one in found)


def test_what_was_promised_is_the_whole_sentence_and_nothing_around_it() -> None:
    text = "Sorry about dinner. I'll call your mum tomorrow evening and explain. Love you loads, see you soon"
    expected = ("I'll call your mum tomorrow evening and explain.", "tomorrow evening", date(2025, 3, 5))
    assert promises_in(text, "I'll call") == (expected,)


@pytest.mark.parametrize("behind", ["Tomorrow.", "by tomorrow ok?"])
def test_a_day_that_is_added_behind_belongs_to_it(behind: str) -> None:
    ((words, _, due),) = promises_in(f"I'll call him. {behind}", "I'll call")
    assert (words, due) == (f"I'll call him. {behind}", date(2025, 3, 5))


def test_a_day_of_something_else_is_not_that_of_the_promise() -> None:
    text = "Dinner on Friday was my fault and I know that it was. I'll pay for it"
    assert promises_in(text, "I'll pay") == (("I'll pay for it", "", None),)


def test_without_times_the_words_stand_alone() -> None:
    text = "I'll call him tomorrow"
    assert promises_in(text, "I'll call", at=None) == ((text, "tomorrow", None),)


def test_a_promise_in_a_message_that_hurts_is_not_held_up() -> None:
    text = "I'll never speak to you again, you idiot"
    marks = tuple(Mark(move=move, confidence=0.9, start=0, end=10) for move in (Move.PROMISE, Move.CONTEMPT))
    marked = MarkedMessage(n=0, marks=marks, feeling=Feeling.ANGER, feeling_confidence=0.9)
    message = Message(n=0, at=TUESDAY, speaker="Jo", text=text)
    conversation = Conversation(source="pasted", people=("Jo",), messages=(message,))
    assert promises_of(conversation, (marked,), language="en") == ()


def test_words_in_signs_alone_are_kept_as_they_were_marked() -> None:
    assert promises_in("...", "..") == (("..", "", None),)

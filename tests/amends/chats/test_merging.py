"""Several exports become one conversation: in order, nothing twice, nothing lost. Everything in them is invented."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.chats import read_export, read_pasted
from amends.chats.merging import Merged, merge, merged_report
from amends.conversation import Conversation, Message, MessageType
from amends.errors import UndecidedTimezone

START = datetime(2025, 3, 14, 18, 0, tzinfo=UTC)
PLAIN = MessageType.TEXT


def talk(*lines, app="whatsapp", title=""):
    """A conversation of lines (minutes or a time or None, speaker, text, *more of Message)."""
    messages = tuple(
        Message(
            n=n,
            at=START + timedelta(minutes=at) if isinstance(at, int | float) else at,
            speaker=speaker,
            text=text,
            **(more[0] if more else {}),
        )
        for n, (at, speaker, text, *more) in enumerate(lines)
    )
    people = tuple(dict.fromkeys(one.speaker for one in messages if one.speaker is not None))
    return Conversation(source=app, people=people, messages=messages, title=title)


def said(conversation):
    return [(one.speaker, one.text) for one in conversation.messages]


def counted(merged: Merged):
    return Counter((one.at, one.speaker, one.text) for one in merged.conversation.messages)


SUPPER = (
    (0, "Ana", "Are you coming to supper?"),
    (1, "Ben", "ok"),
    (1, "Ben", "ok"),
    (4, "Ana", "You said that yesterday."),
    (9, "Ben", "I know, and I am sorry."),
    (12, "Ana", "Thank you for saying it."),
)


def test_a_single_conversation_stays_as_it_is():
    one = talk((3, "Ana", "Late"), (1, "Ben", "Early"))
    assert merge([one]).conversation == one


def test_two_apps_stand_in_the_order_of_time_under_the_names_of_both():
    chat = talk((0, "Ana", "Hello?"), (20, "Ana", "Hello??"))
    mail = talk((10, "Ben", "Sorry, I was asleep"), app="slack")
    merged = merge([chat, mail])
    assert said(merged.conversation) == [("Ana", "Hello?"), ("Ben", "Sorry, I was asleep"), ("Ana", "Hello??")]
    assert [one.n for one in merged.conversation.messages] == [0, 1, 2]
    assert merged.conversation.source == "several"
    assert merged.origins == (0, 1, 0)
    assert merged.places == ((0, 2), (1,))


def test_what_two_exports_of_one_app_share_is_taken_once_and_true_repeats_stay():
    merged = merge([talk(*SUPPER[:4]), talk(*SUPPER[1:])])
    assert said(merged.conversation) == [(speaker, text) for _, speaker, text in SUPPER]
    assert merged.places == ((0, 1, 2, 3), (1, 2, 3, 4, 5))
    assert merged.origins == (0, 0, 0, 0, 1, 1)
    assert not merged.doubts


def test_different_apps_are_never_held_against_each_other():
    assert len(merge([talk(*SUPPER), talk(*SUPPER, app="signal")]).conversation.messages) == 12


def test_a_chat_of_minutes_and_one_of_seconds_are_one_chat_and_the_seconds_stay():
    android = talk(*SUPPER)
    iphone = talk(*((at + 0.5, speaker, text) for at, speaker, text in SUPPER))
    for pair in ([android, iphone], [iphone, android]):
        merged = merge(pair)
        assert said(merged.conversation) == said(android)
        assert {one.at.second for one in merged.conversation.messages} == {30}
        assert not merged.doubts


def test_a_message_that_reached_the_other_phone_a_minute_later_is_one_message():
    other = talk(*((at + (at == 4), speaker, text) for at, speaker, text in SUPPER))
    assert said(merge([talk(*SUPPER), other]).conversation) == said(talk(*SUPPER))


def test_two_phones_in_two_zones_are_put_on_the_clock_of_the_first_and_it_is_said():
    elsewhere = talk(*((at + 9 * 60, speaker, text) for at, speaker, text in SUPPER))
    merged = merge([talk(*SUPPER), elsewhere])
    assert merged.conversation == merge([talk(*SUPPER)]).conversation
    assert merged.doubts == {"other_clock"}


def test_a_clock_is_put_back_by_real_hours_across_the_change_to_summer_time():
    berlin = ZoneInfo("Europe/Berlin")
    begin = datetime(2025, 3, 29, 22, 0, tzinfo=berlin)
    lines = [(begin + timedelta(hours=hours), "Ana", f"Still awake at hour {hours}") for hours in (0, 1, 8, 9)]
    shifted = [((at.astimezone(UTC) + timedelta(hours=2)).astimezone(berlin), *rest) for at, *rest in lines]
    merged = merge([talk(*lines), talk(*shifted)])
    assert [one.at for one in merged.conversation.messages] == [at for at, *_ in lines]


def test_two_chats_of_one_app_with_a_greeting_in_common_both_stay_whole_and_it_is_said():
    greetings = [(at, "Ana", "Happy new year!") for at in (0, 100, 200)]
    group = talk(*greetings, *((at, "Cleo", f"In the group {at}") for at in range(1, 190)), title="Family")
    alone = talk(*greetings, *((at, "Ben", f"Just for you {at}") for at in range(1, 190)), title="Ben")
    merged = merge([group, alone])
    assert len(merged.conversation.messages) == len(group.messages) + len(alone.messages)
    assert merged.doubts == {"some_doubles"}


def test_one_chat_from_two_phones_needs_to_be_told_who_is_who():
    mine = talk(*SUPPER)
    theirs = talk(*((at, {"Ana": "Ana 🌻", "Ben": "Benjamin"}[speaker], text) for at, speaker, text in SUPPER))
    untold = merge([mine, theirs])
    assert (len(untold.conversation.messages), untold.doubts) == (12, {"other_names"})
    told = merge([mine, theirs], same={"Ana 🌻": "Ana", "Benjamin": "Ben"})
    assert (said(told.conversation), told.doubts) == (said(mine), frozenset())


def test_of_an_edited_message_the_last_words_stay_and_of_a_deleted_one_the_words_that_there_are():
    early = talk(*SUPPER)
    late = list(SUPPER)
    late[3] = (4, "Ana", "You said that last week.", {"edited": True})
    late[4] = (9, "Ben", "", {"type": MessageType.DELETED})
    for pair in ([early, talk(*late)], [talk(*late), early]):
        texts = [one.text for one in merge(pair).conversation.messages]
        assert texts == [text for _, _, text in SUPPER[:3]] + [
            "You said that last week.",
            "I know, and I am sorry.",
            "Thank you for saying it.",
        ]


def test_times_without_a_zone_get_the_persons_where_others_have_one():
    plain = talk((datetime(2025, 3, 14, 20, 0), "Ana", "Hello?"))  # noqa: DTZ001
    zoned = talk((0, "Ben", "Hi"), app="signal")
    with pytest.raises(UndecidedTimezone):
        merge([plain, zoned])
    merged = merge([plain, zoned], timezone=timezone(timedelta(hours=5)))
    assert [one.text for one in merged.conversation.messages] == ["Hello?", "Hi"]
    assert all(one.at.tzinfo for one in merged.conversation.messages)


def test_what_has_no_times_stands_after_the_rest_and_it_is_said():
    pasted = read_pasted("Ben: And then?\nAna: Nothing.\n").conversation
    merged = merge([pasted, talk(*SUPPER)])
    assert said(merged.conversation)[-2:] == said(pasted)
    assert merged.doubts == {"untimed_last"}


@pytest.mark.parametrize(("first", "second"), [("abcd", "cdef"), ("abcdef", "cde"), ("cde", "abcdef"), ("abcdef", "f")])
def test_pasted_parts_that_overlap_are_joined_at_the_seam(first, second):
    parts = [talk(*((None, "Ana", letter) for letter in part), app="pasted") for part in (first, second)]
    assert "".join(one.text for one in merge(parts).conversation.messages) == "abcdef"


def test_one_line_in_common_is_no_seam():
    parts = [talk(*((None, "Ana", letter) for letter in part), app="pasted") for part in ("abc", "cde")]
    assert "".join(one.text for one in merge(parts).conversation.messages) == "abccde"


def test_a_conversation_of_which_nothing_is_left_changes_nothing():
    assert merge([talk(*SUPPER), talk()]) == Merged(
        conversation=talk(*SUPPER), origins=(0,) * 6, places=(tuple(range(6)), ()), doubts=frozenset()
    )


def test_the_report_adds_up_and_names_no_line_of_several_files():
    chat = "14/03/2025, 18:05 - Ana: Hello\n14/03/2025, 18:06 - Ben: Hi\n"
    imported = [read_export_of(chat), read_export_of("no head\n" + chat.replace("18:0", "19:0"))]
    merged = merge([one.conversation for one in imported])
    report = merged_report([one.report for one in imported], merged)
    assert (report.messages, report.people, report.unread_count) == (4, ("Ana", "Ben"), 1)
    assert (report.unread_lines, report.date_order) == ((), "dmy")
    assert report.last_at.hour == 19
    assert "no_timezone" in report.doubts


def read_export_of(text):
    import io

    return read_export(io.BytesIO(text.encode()), name="chat.txt")


# Near the format: few people, words and minutes, so that much falls together.
lines = st.lists(
    st.tuples(st.integers(0, 6), st.sampled_from(["Ana", "Ben", None]), st.sampled_from(["ok", "no", "why not then"])),
    max_size=14,
).map(lambda found: sorted(found, key=lambda line: line[0]))
some_lines = lines.filter(bool)


@given(some_lines)
def test_what_is_given_twice_adds_nothing(some):
    one = talk(*some)
    assert merge([one, one]).conversation == one
    assert merge([one, one, one]).conversation == one


@pytest.mark.slow
@given(some_lines, some_lines)
def test_giving_one_of_them_again_adds_nothing(some, others):
    one, other = talk(*some), talk(*others)
    assert counted(merge([one, other, one])) == counted(merge([one, other]))


@given(some_lines, some_lines, st.sampled_from(["signal", "whatsapp"]))
def test_the_order_in_which_they_are_given_does_not_matter(some, others, app):
    one, other = talk(*some), talk(*others, app=app)
    assert counted(merge([one, other])) == counted(merge([other, one]))


@given(st.lists(st.sampled_from(["ok", "no", "why not then"]), min_size=2, max_size=30), st.data())
def test_two_parts_that_overlap_are_the_whole(texts, data):
    whole = talk(*((n // 2, "Ana" if n % 3 else "Ben", text) for n, text in enumerate(texts)))
    # A part begins and ends between two minutes, as an export that is cut inside one lacks true repeats.
    last = (len(texts) - 1) // 2
    start, end = sorted(data.draw(st.tuples(st.integers(0, last), st.integers(0, last))))
    first = [one for one in whole.messages if (one.at - START) // timedelta(minutes=1) <= end]
    second = [one for one in whole.messages if (one.at - START) // timedelta(minutes=1) >= start]
    parts = [talk(*((one.at, one.speaker, one.text) for one in part)) for part in (first, second)]
    assert merge(parts).conversation == whole


@given(some_lines, some_lines)
def test_of_parts_that_do_not_overlap_everything_stays(some, others):
    later = [(at + 60, speaker, text) for at, speaker, text in others]
    merged = merge([talk(*some), talk(*later)])
    assert said(merged.conversation) == said(talk(*some)) + said(talk(*later))


@given(st.lists(some_lines, min_size=1, max_size=3))
def test_every_message_has_its_place_and_nothing_is_made_up(several):
    talks = [talk(*some) for some in several]
    merged = merge(talks)
    messages = merged.conversation.messages
    assert [one.n for one in messages] == list(range(len(messages)))
    assert sorted(one.at for one in messages) == [one.at for one in messages]
    for one, places in zip(talks, merged.places, strict=True):
        assert len(set(places)) == len(places) == len(one.messages)
        for message, place in zip(one.messages, places, strict=True):
            assert (message.speaker, message.text) == (messages[place].speaker, messages[place].text)
    assert {place for places in merged.places for place in places} == set(range(len(messages)))


@pytest.mark.slow
def test_fifty_thousand_messages_and_their_overlap_take_a_moment():
    long = talk(*((n, ("Ana", "Ben")[n % 2], f"This is line {n % 20_000}") for n in range(50_000)))
    half = talk(*((n, ("Ana", "Ben")[n % 2], f"This is line {n % 20_000}") for n in range(25_000, 75_000)))
    began = time.process_time()
    assert len(merge([long, half]).conversation.messages) == 75_000
    assert time.process_time() - began < 5

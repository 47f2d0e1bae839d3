"""The reading in a terminal."""

from __future__ import annotations

import inspect
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from amends.chats import ImportReport
from amends.content import load_toml
from amends.conversation import Conversation, Message
from amends.reading import (
    Direction,
    Months,
    OwnChange,
    Talk,
    TalkProposal,
    TurningPoint,
    read_conversation,
    seen_from,
)
from amends.reports import as_text, printable

if TYPE_CHECKING:
    from collections.abc import Callable

AS_ANA = """\
A reading of Ana and Ben
8 messages, 12 March 2025 to 14 March 2025
Seen from the seat of Ana.
Made on this computer, by rules. It can be wrong, and it can't tell who is
right. It is not therapy and not evidence.

How the talk went
─────────────────
  tension  ▁█▄▁
  warmth   ▁▁▃▇
  It began calm, and ended warm. The most tense stretch is around 12 March 2025,
  18:06.

A place to look
───────────────
  Somewhere in this stretch the talk seems to have turned (fairly sure). Both of
  you are in it. What happened here, for each of you?
  - Ana: “Did you tell your brother?”
    12 March 2025, 18:05
  - Ben: “you always do this”
    12 March 2025, 18:06
  - Ana: “whatever. do what you want”
    12 March 2025, 18:07

What was left open
──────────────────
  These questions seem to have no answer yet. It may be that they were answered
  elsewhere.
  - Ana: “Did you tell your brother?”
    12 March 2025, 18:05

Steps towards each other that were passed over
──────────────────────────────────────────────
  It is easy to miss one while a talk is tense. Some people go back to one
  later.
  - Ben: “Could we start over?”
    12 March 2025, 18:09

What was promised
─────────────────
  As it was said.
  - Ben: “I'll call him tomorrow”
    14 March 2025, 20:12 · by 15 March 2025

Silences
────────
  Long against what was usual. A silence can mean many things, a busy day among
  them.
  - 2 days 2 hours, after 12 March 2025, 18:12

What each may have needed
─────────────────────────
  Guesses from a few words, to be asked about. Only the one whose need it is can
  say.
  - You could ask yourself: did I need respect?

What your words may have done
─────────────────────────────
  Only your own words, and only how they may have landed. You know what you
  meant; the other can tell you what arrived.
  - Ana: “whatever. do what you want”
    12 March 2025, 18:07 · may have landed as a closed door

Where your words may have helped
────────────────────────────────
  Also only your own.
  - Ana: “That was on me, I shut you out. Thank you for asking again.”
    14 March 2025, 20:13 · names your own part; thanks them or shows warmth
"""


def test_a_reading_from_anas_seat_reads_like_this(talk: Any) -> None:
    conversation, report, reading = talk
    assert as_text(conversation, report, seen_from(reading, conversation, seat="Ana")) == AS_ANA


def test_a_second_place_to_look_stands_under_the_first_as_a_stretch_of_its_own(talk: Any) -> None:
    conversation, report, reading = talk
    second = TurningPoint(message=5, first=4, last=6, confidence=0.4)
    seen = seen_from(replace(reading, second_turning_point=second), conversation, seat=None)
    text = as_text(conversation, report, seen)
    place = text[text.index("Or here") : text.index("What was left open")]
    assert "It may also have turned somewhere in this stretch (a guess)." in place
    assert [line[:10] for line in place.split("\n") if line.startswith("  - ")] == [
        "  - Ben: “",
        "  - Ana: “",
        "  - Ben: “",
    ]


def test_what_another_may_have_needed_is_a_question_to_them(talk: Any) -> None:
    conversation, report, reading = talk
    for seat in ("Ben", None):
        text = as_text(conversation, report, seen_from(reading, conversation, seat=seat))
        assert "For Ana to say, if you ever want to ask: “Did you need respect?”" in text


def test_a_silence_stands_against_what_was_usual(talk: Any) -> None:
    conversation, report, reading = talk
    usual = replace(reading.silences[0], usual=timedelta(minutes=7, seconds=20))
    text = as_text(conversation, report, seen_from(replace(reading, silences=(usual,)), conversation, seat="Ben"))
    assert "after 12 March 2025, 18:12. About 7 minutes was usual there." in " ".join(text.split())


def talk_that(*, first: int, at: str, tension: float, broke_down: bool = False, silence: bool = False) -> TalkProposal:
    started = datetime.fromisoformat(at)
    one = Talk(first=first, last=first + 1, messages=2, people=2, started=started, ended=started, silence_after=None)
    return TalkProposal(
        talk=one, tension=tension, got_tense=tension > 0.2, long_silence_after=silence, broke_down=broke_down
    )


def test_the_talks_of_a_history_that_got_tense_are_told_in_order_and_how_they_ended(talk: Any) -> None:
    conversation, report, reading = talk
    talks = (
        talk_that(first=4, at="2025-03-14T20:12", tension=0.6, broke_down=True, silence=True),
        talk_that(first=2, at="2025-03-13T09:00", tension=0.4, silence=True),
        talk_that(first=0, at="2025-03-12T18:05", tension=0.1),
    )
    text = " ".join(
        as_text(conversation, report, seen_from(replace(reading, talks=talks), conversation, seat=None)).split()
    )
    tense = "13 March 2025, 09:00, 2 messages: it got tense, and there was a long silence after."
    broken = "14 March 2025, 20:12, 2 messages: it got tense, and seems to have ended without a way back."
    assert tense in text
    assert text.index(tense) < text.index(broken)
    assert "12 March 2025, 18:05, 2 messages" not in text


def test_a_history_without_a_tense_talk_says_so(talk: Any) -> None:
    conversation, report, reading = talk
    calm = replace(reading, talks=(talk_that(first=0, at="2025-03-12T18:05", tension=0.1),))
    text = as_text(conversation, report, seen_from(calm, conversation, seat=None))
    assert "None of the talks in it stands out as tense." in text


@pytest.mark.parametrize(
    ("direction", "sentence"),
    [
        (Direction.FEWER, "From January 2025 to March 2025, fewer of your words may have landed hard than from"),
        (Direction.MORE, "From January 2025 to March 2025, more of your words may have landed hard than from"),
        (Direction.NOT_CLEAR, "Words that may have landed hard: no clear change (September 2024 to"),
    ],
)
def test_ones_own_change_is_told_without_a_figure(talk: Any, direction: Direction, sentence: str) -> None:
    conversation, report, reading = talk
    change = OwnChange(
        before=Months(first=date(2024, 9, 1), last=date(2024, 12, 1)),
        since=Months(first=date(2025, 1, 1), last=date(2025, 3, 1)),
        hurting=direction,
        healing=Direction.NOT_CLEAR,
    )
    seen = replace(seen_from(reading, conversation, seat="Ana"), own_change=change)
    text = " ".join(as_text(conversation, report, seen).split())
    assert sentence in text
    assert "Words that may have helped: no clear change" in text


def test_without_a_name_only_what_is_shared_is_shown_and_how_to_say_who_one_is(talk: Any) -> None:
    conversation, report, reading = talk
    text = as_text(conversation, report, seen_from(reading, conversation, seat=None))
    assert text.startswith(AS_ANA[:24])
    assert "may have landed" not in text
    assert "names your own part" not in text
    assert "--me followed by one of “Ana”, “Ben”" in text


def test_a_mark_that_is_only_a_guess_is_not_shown(talk: Any) -> None:
    conversation, report, reading = talk
    text = as_text(conversation, report, seen_from(reading, conversation, seat="Ana"))
    assert "looked down on" not in text


def test_no_line_is_wider_than_eighty_columns(talk: Any) -> None:
    conversation, report, reading = talk
    text = as_text(conversation, report, seen_from(reading, conversation, seat=None))
    assert max(map(len, text.split("\n"))) <= 80


def test_what_could_not_be_read_is_said(talk: Any) -> None:
    conversation, report, reading = talk
    troubled = replace(report, doubts=("no_timezone", "of_tomorrow"), unread_lines=tuple(range(3, 53)), unread_count=50)
    text = as_text(conversation, troubled, seen_from(reading, conversation, seat=None))
    assert "The times have no time zone" in text
    assert "“of_tomorrow”" in text
    assert "50 lines could not be read: lines 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 and\nmore." in text


def test_a_long_list_keeps_the_surest_and_says_how_many_are_left_out(talk: Any) -> None:
    conversation, report, reading = talk
    question = reading.open_questions[0]
    many = replace(reading, open_questions=(question,) * 15)
    text = as_text(conversation, report, seen_from(many, conversation, seat=None))
    assert "… and 3 more; --json has them all." in text


def test_escape_codes_in_a_chat_never_reach_the_terminal(talk: Any) -> None:
    conversation, report, reading = talk
    evil = "\x1b]0;owned\x07 \x1b[2J \x9b31m \u202etxt \r gone"
    messages = tuple(
        replace(message, text=evil, speaker=message.speaker and f"Ana{evil}") for message in conversation.messages
    )
    hostile = replace(conversation, messages=messages, title=evil, people=(f"Ana{evil}",))
    text = as_text(hostile, report, seen_from(reading, hostile, seat=None))
    assert "owned" in text
    assert not [letter for letter in text if letter != "\n" and not letter.isprintable()]


@pytest.mark.parametrize("code", [*range(0x20), *range(0x7F, 0xA0), 0x202E, 0x2066, 0x2028, 0xD800])
def test_every_control_character_is_made_harmless(code: int) -> None:
    assert all(letter.isprintable() for letter in printable(f"a{chr(code)}b"))


def test_a_talk_without_messages_or_times_can_still_be_read(report: Callable[[Conversation], Any]) -> None:
    one = Conversation(source="pasted", people=("Ana",), messages=(Message(n=0, at=None, speaker="Ana", text="hello"),))
    text = as_text(one, report(one), seen_from(read_conversation(one), one, seat="Ana"))
    assert text.startswith("A reading of Ana\n1 message\n")


def test_every_doubt_that_an_import_can_have_is_said_in_words() -> None:
    codes = set(re.findall(r'- "([a-z_0-9]+)"', inspect.getdoc(ImportReport) or ""))
    assert len(codes) > 10
    assert codes <= set(load_toml("reports")["doubts"])

"""The careful pass reads a message in its talk, and everybody's in the same way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from amends.conversation import Conversation, Message, MessageType
from amends.moves import Move
from amends.moves.careful import cues_alike, mark_carefully
from amends.moves.encoder import encoder_of
from amends.reading import read_conversation
from amends.reading.read import CAREFUL
from amends.reading.rules import rules_of

QUARREL = (
    "You were an hour late and you didn't even text",
    "I was stuck at work, what do you want from me",
    "You never think of anyone but yourself",
    "Oh here we go again",
    "I sat there on my own like an idiot",
    "Fine.",
    "I'm sorry. I should have called, that was my fault",
    "Thank you for saying that",
)
ERRANDS = ("Are you at the shop", "Yes, do we need milk", "Two please", "The blue one or the red one", "Blue", "Fine.")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def talk(texts: tuple[str, ...], people: tuple[str, str] = ("Ana", "Ben")) -> Conversation:
    messages = tuple(
        Message(n=n, at=NOON + timedelta(minutes=n), speaker=people[n % 2], text=text) for n, text in enumerate(texts)
    )
    return Conversation(source="test", people=people, messages=messages)


def test_the_same_word_shuts_a_door_in_a_quarrel_and_none_about_milk() -> None:
    in_a_quarrel = mark_carefully(talk((*QUARREL[:5], "I'm done.")), rules=rules_of("en"))[5]
    about_milk = mark_carefully(talk((*ERRANDS[:5], "I'm done.")), rules=rules_of("en"))[5]

    assert Move.STONEWALLING in in_a_quarrel.moves
    assert not about_milk.marks


def test_an_apology_in_plain_words_is_seen() -> None:
    apology = mark_carefully(talk(QUARREL), rules=rules_of("en"))[6]

    assert {Move.OWNERSHIP, Move.REMORSE} <= apology.moves
    assert not apology.hurts


@pytest.mark.parametrize("people", [("Aisha", "Mohammed"), ("Jack", "Emily"), ("李娜", "Olu"), ("x", "Mary Jane")])
def test_nobody_is_read_otherwise_for_their_name(people: tuple[str, str]) -> None:
    named = tuple(f"{text}, {{0}}" for text in QUARREL)
    ours = mark_carefully(talk(tuple(text.format("Ana") for text in named)), rules=rules_of("en"))
    theirs = mark_carefully(talk(tuple(text.format(people[0]) for text in named), people), rules=rules_of("en"))

    if len(people[0]) > 1:  # a name of one letter is a letter
        assert [[(mark.move, mark.confidence) for mark in one.marks] for one in ours] == [
            [(mark.move, mark.confidence) for mark in one.marks] for one in theirs
        ]
    assert [one.feeling for one in mark_carefully(talk(QUARREL), rules=rules_of("en"))] == [
        one.feeling for one in mark_carefully(talk(QUARREL, people), rules=rules_of("en"))
    ]


@pytest.mark.parametrize(
    ("dialect", "usual"),
    [
        ("Ye never listen to me, you're so selfish", "You never listen to me, you're so selfish"),
        ("I shouldnae have said that tae your mam", "I shouldn't have said that to your mum"),
        ("thx 4 coming wi me", "thanks 4 coming with me"),
    ],
)
def test_a_dialect_is_read_as_the_usual_spelling_is(dialect: str, usual: str) -> None:
    ours, theirs = (mark_carefully(talk((*QUARREL[:3], text)), rules=rules_of("en"))[3] for text in (dialect, usual))

    assert [(mark.move, mark.confidence) for mark in ours.marks] == [
        (mark.move, mark.confidence) for mark in theirs.marks
    ]
    assert (ours.feeling, ours.feeling_confidence) == (theirs.feeling, theirs.feeling_confidence)


def test_a_mark_stands_on_the_words_as_they_were_written() -> None:
    text = "Och, it's late. Ye never think of anyone but yersel"
    marks = mark_carefully(talk((*QUARREL[:3], text)), rules=rules_of("en"))[3].marks

    assert marks
    assert all(0 <= mark.start < mark.end <= len(text) for mark in marks)
    assert {text[mark.start] for mark in marks if mark.move is Move.CRITICISM} <= {"Y", " ", "n"}


def test_capitals_and_small_beginnings_are_cues_in_the_usual_spelling_too() -> None:
    rules = rules_of("en")
    shouted = cues_alike("YE NEVER LISTEN", people=frozenset(), rules=rules).names
    small = cues_alike("ye never listen", people=frozenset(), rules=rules).names
    plain = cues_alike("Ye never listen", people=frozenset(), rules=rules).names

    assert shouted - plain == {"~capitals"}
    assert small - plain == {"~begins small"}
    assert "you" in plain


def test_lines_of_nobody_are_not_marked_and_nothing_is_said_of_them() -> None:
    conversation = talk(QUARREL)
    system = replace(conversation.messages[3], speaker=None, type=MessageType.SYSTEM)
    messages = (*conversation.messages[:3], system, *conversation.messages[4:])
    marked = mark_carefully(replace(conversation, messages=messages), rules=rules_of("en"))

    assert [one.n for one in marked] == list(range(len(QUARREL)))
    assert marked[3].in_context is None
    assert all(one.in_context for one in marked if one.n != 3)


def test_a_conversation_in_which_nobody_wrote_has_no_marks() -> None:
    assert mark_carefully(talk(()), rules=rules_of("en")) == ()
    assert encoder_of("en").scores([], people=frozenset()).shape[0] == 0


def test_a_talk_is_read_with_care_and_a_long_history_fast() -> None:
    assert all(one.in_context for one in read_conversation(talk(QUARREL)).marked)
    long = talk(tuple(f"{QUARREL[n % 8]} {n}" for n in range(CAREFUL + 1)))
    assert not any(one.in_context for one in read_conversation(long).marked)


def test_progress_is_told_until_all_is_read() -> None:
    told: list[int] = []
    mark_carefully(talk(QUARREL * 20), rules=rules_of("en"), progress=told.append)

    assert told == sorted(told)
    assert told[-1] == len(QUARREL) * 20

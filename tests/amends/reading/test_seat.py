"""A reading from one seat never tells one person what another's words did."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.conversation import Conversation, Message
from amends.errors import UnknownSpeaker
from amends.moves import HURTING, Mark, MarkedMessage
from amends.reading import SeatReading, read_conversation, seen_from

PEOPLE = ("Mara", "Jo", "Sam")
SHARP = (
    "You never think of anyone else, you're so selfish",
    "Sorry if you were hurt, I guess",
    "You only did that to humiliate me",
    "Oh grow up, you pathetic clown",
    "whatever.",
    "It's not my fault, you started it",
    "I was wrong to read it out. I'm so sorry",
    "Can we start over?",
    "Did that hurt you?",
    "I'll call her tomorrow",
    "ok",
)


def talk(lines: list[tuple[str, str]]) -> Conversation:
    start = datetime(2025, 3, 4, 18, 0, tzinfo=UTC)
    messages = tuple(
        Message(n=n, at=start + timedelta(minutes=n), speaker=who, text=text) for n, (who, text) in enumerate(lines)
    )
    people = tuple(dict.fromkeys(who for who, _ in lines)) or PEOPLE
    return Conversation(source="pasted", people=people, messages=messages)


talks = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(SHARP) | st.text(max_size=40)), min_size=1, max_size=30
).map(talk)


def everything_in(value: object) -> list[object]:
    """Return the value and whatever can be reached from it."""
    if dataclasses.is_dataclass(value):
        inner = [getattr(value, field.name) for field in dataclasses.fields(value)]
    elif isinstance(value, (tuple, list, frozenset, set)):
        inner = list(value)
    elif isinstance(value, dict):
        inner = [*value, *value.values()]
    else:
        inner = []
    return [value, *(found for one in inner for found in everything_in(one))]


@pytest.mark.slow
@given(talks, st.data())
def test_no_move_of_anybody_else_can_be_reached_from_a_seat(conversation: Conversation, data: st.DataObject) -> None:
    seat = data.draw(st.sampled_from(conversation.people))
    seen = seen_from(read_conversation(conversation), conversation, seat=seat)
    marked = [one for one in everything_in(seen) if isinstance(one, MarkedMessage)]
    assert {conversation.messages[one.n].speaker for one in marked} <= {seat}
    inside = [mark for one in marked for mark in one.marks]
    assert [one for one in everything_in(seen) if isinstance(one, Mark)] == inside


@pytest.mark.slow
@given(talks)
def test_the_seat_of_nobody_holds_no_mark_at_all(conversation: Conversation) -> None:
    seen = seen_from(read_conversation(conversation), conversation, seat=None)
    assert not [one for one in everything_in(seen) if isinstance(one, (Mark, MarkedMessage))]
    assert seen.own == ()


@pytest.mark.slow
@given(talks)
def test_the_stretch_where_it_turned_names_no_single_message_of_one_person(conversation: Conversation) -> None:
    stretch = seen_from(read_conversation(conversation), conversation, seat=None).turning_point
    if stretch is not None and len(conversation.people) > 1:
        speakers = {one.speaker for one in conversation.messages[stretch.first : stretch.last + 1]}
        assert len(speakers) > 1


def test_ones_own_hurting_and_healing_moves_are_there() -> None:
    conversation = talk([("Mara", SHARP[0]), ("Jo", SHARP[1]), ("Mara", SHARP[2]), ("Mara", SHARP[6])])
    seen = seen_from(read_conversation(conversation), conversation, seat="Mara")
    moves = {mark.move for one in seen.own for mark in one.marks}
    assert moves & HURTING
    assert moves - HURTING
    assert {one.n for one in seen.own} <= {0, 2, 3}


def test_a_stranger_has_no_seat() -> None:
    conversation = talk([("Mara", "hello"), ("Jo", "hi")])
    with pytest.raises(UnknownSpeaker):
        seen_from(read_conversation(conversation), conversation, seat="Stranger")


def test_a_seat_holds_what_both_may_see() -> None:
    shared = {field.name for field in dataclasses.fields(SeatReading)}
    assert shared == {
        "seat",
        "course",
        "turning_point",
        "second_turning_point",
        "silences",
        "open_questions",
        "missed_bids",
        "promises",
        "concerns",
        "talks",
        "own",
        "own_change",
        "languages",
    }

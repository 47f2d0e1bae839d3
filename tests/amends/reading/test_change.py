"""How one's own words changed over the months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from amends.conversation import Conversation, Message
from amends.moves import Feeling, Mark, MarkedMessage, Move
from amends.reading import Direction, Months, OwnChange
from amends.reading.change import LEAST_MESSAGES, change_of


def months(*each: tuple[int, int, int], seat: str = "Ana", year: int = 2024) -> OwnChange | None:
    """Return the change over months with (messages, hurting ones, helping ones) of the seat's own."""
    messages: list[Message] = []
    marked: list[MarkedMessage] = []
    for month, (written, hurting, healing) in enumerate(each):
        at = datetime(year + month // 12, month % 12 + 1, 5, 18, 0, tzinfo=UTC)
        for number in range(written):
            n = len(messages)
            messages.append(Message(n=n, at=at, speaker="Ana", text="words"))
            move = Move.CRITICISM if number < hurting else Move.OWNERSHIP if number < hurting + healing else None
            if move:
                mark = Mark(move=move, confidence=0.9, start=0, end=5)
                marked.append(MarkedMessage(n=n, marks=(mark,), feeling=Feeling.NEUTRAL, feeling_confidence=1.0))
    conversation = Conversation(source="test", people=("Ana", "Ben"), messages=tuple(messages))
    own = [one for one in marked if conversation.messages[one.n].speaker == seat]
    return change_of(conversation, own, seat=seat)


BAD, GOOD = (100, 12, 2), (100, 3, 10)


def test_fewer_that_may_have_hurt_and_more_that_may_have_helped_are_told_with_their_months() -> None:
    change = months(BAD, (100, 14, 2), (100, 11, 3), GOOD, (100, 2, 11), (100, 4, 9))
    assert change == OwnChange(
        before=Months(first=date(2024, 1, 1), last=date(2024, 3, 1)),
        since=Months(first=date(2024, 4, 1), last=date(2024, 6, 1)),
        hurting=Direction.FEWER,
        healing=Direction.MORE,
    )


def test_it_is_told_the_other_way_round_too() -> None:
    change = months(GOOD, (100, 2, 11), (100, 4, 9), BAD, (100, 14, 2), (100, 11, 3))
    assert change is not None
    assert (change.hurting, change.healing) == (Direction.MORE, Direction.FEWER)


@pytest.mark.parametrize(
    "each",
    [
        [(100, 3, 3)] * 6,
        [(100, 0, 0)] * 8,
        [(100, 2, 0), (100, 9, 0), (100, 1, 0), (100, 8, 0), (100, 2, 0), (100, 4, 0)],
        [(100, 20, 0), (100, 20, 0), (100, 20, 0), (100, 17, 0), (100, 17, 0), (100, 17, 0)],
    ],
)
def test_ups_and_downs_and_small_steps_are_no_clear_change(each: Sequence[tuple[int, int, int]]) -> None:
    change = months(*each)
    assert change is not None
    assert change.hurting is Direction.NOT_CLEAR


@pytest.mark.parametrize("few", [[BAD, BAD, BAD, GOOD, GOOD], [BAD, BAD, BAD, GOOD, GOOD, (LEAST_MESSAGES - 1, 0, 9)]])
def test_too_few_months_or_messages_tell_nothing(few: Sequence[tuple[int, int, int]]) -> None:
    assert months(*few) is None


def test_who_wrote_nothing_has_no_change() -> None:
    assert months(*[BAD] * 6, seat="Ben") is None


def test_messages_without_times_tell_nothing() -> None:
    messages = tuple(Message(n=n, at=None, speaker="Ana", text="words") for n in range(400))
    conversation = Conversation(source="pasted", people=("Ana",), messages=messages)
    assert change_of(conversation, (), seat="Ana") is None

"""Amends never labels the other person: whatever is marked, no report of a seat holds another's move."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from amends.chats import ImportReport
from amends.content import load_toml
from amends.conversation import Conversation, Message
from amends.moves import Feeling, Mark, MarkedMessage, Move
from amends.reading import Outcome, Reading, TurningPoint, seen_from
from amends.reports import as_html, as_json, as_markdown, as_text

PEOPLE = ("Ana", "Ben", "Cleo")
START = datetime.fromisoformat("2025-03-12T18:05")

entries = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.lists(st.sampled_from(Move), max_size=3, unique=True)),
    min_size=1,
    max_size=8,
)


def talk_of(entries: list[tuple[str, list[Move]]]) -> tuple[Conversation, ImportReport, Reading]:
    messages = tuple(
        Message(n=n, at=START + timedelta(minutes=n), speaker=who, text=f"words {n}")
        for n, (who, _) in enumerate(entries)
    )
    conversation = Conversation(source="whatsapp", people=PEOPLE, messages=messages)
    marked = tuple(
        MarkedMessage(
            n=n,
            marks=tuple(Mark(move=move, confidence=0.9, start=0, end=5) for move in moves),
            feeling=Feeling.ANGER,
            feeling_confidence=0.9,
        )
        for n, (_, moves) in enumerate(entries)
    )
    reading = Reading(
        marked=marked,
        course=(),
        turning_point=TurningPoint(message=0, first=0, last=len(entries) - 1, confidence=0.9),
        silences=(),
        open_questions=(),
        missed_bids=(),
        promises=(),
        outcome=Outcome.BROKEN,
        concerns={},
    )
    report = ImportReport(
        source="whatsapp",
        messages=len(messages),
        people=PEOPLE,
        first_at=messages[0].at,
        last_at=messages[-1].at,
        unread_lines=(),
        unread_count=0,
        doubts=(),
        date_order=None,
    )
    return conversation, report, reading


def told(text: str) -> set[str]:
    """Return the moves that a text or a page tells of, by the words that stand for them."""
    words = load_toml("reports")
    flat = " ".join(text.split())
    return {move for part in ("landed", "helped") for move, said in words[part].items() if said in flat}


def moves_in(value: Any) -> set[str]:
    return {mark["move"] for one in value["own"] for mark in one["marks"]}


@given(entries=entries, seat=st.sampled_from((*PEOPLE, None)))
def test_every_report_tells_exactly_the_moves_of_ones_own_words(
    entries: list[tuple[str, list[Move]]], seat: str | None
) -> None:
    conversation, report, reading = talk_of(entries)
    own = {move.value for who, moves in entries if who == seat for move in moves}
    seen = seen_from(reading, conversation, seat=seat)
    written = json.loads(as_json(conversation, report, seen))
    assert told(as_text(conversation, report, seen)) == own
    assert told(as_html(conversation, report, seen)) == own
    assert told(as_markdown(conversation, report, seen)) == own
    assert moves_in(written) == own
    assert all(conversation.messages[one["message"]].speaker == seat for one in written["own"])


def test_every_move_has_words_for_people() -> None:
    words = load_toml("reports")
    assert {*words["landed"], *words["helped"]} == {move.value for move in Move}
    assert len({*words["landed"].values(), *words["helped"].values()}) == len(Move)

"""A reading as one row of facts."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from amends.reading import CoursePoint, Languages, seen_from
from amends.reports import row_of


def test_it_counts_what_everybody_may_see(talk: Any) -> None:
    conversation, report, reading = talk
    course = (
        CoursePoint(first=0, last=5, tension=0.5, warmth=0.1),
        CoursePoint(first=6, last=7, tension=0.1, warmth=0.7),
    )
    seen = seen_from(replace(reading, course=course), conversation, seat=None)
    row = row_of(report, seen)
    assert {name: row[name] for name in ("messages", "people", "first_at", "last_at")} == {
        "messages": 8,
        "people": 2,
        "first_at": "2025-03-12T18:05:00",
        "last_at": "2025-03-14T20:13:00",
    }
    assert (row["tension"], row["tension_highest"], row["warmth"]) == (0.4, 0.5, 0.25)
    assert (row["silences"], row["longest_silence"]) == (1, 50 * 3600)
    assert (row["open_questions"], row["missed_bids"], row["promises"]) == (1, 1, 1)


def test_it_is_the_same_from_every_seat_and_holds_no_words(talk: Any) -> None:
    conversation, report, reading = talk
    rows = [row_of(report, seen_from(reading, conversation, seat=seat)) for seat in (None, "Ana", "Ben")]
    assert rows[0] == rows[1] == rows[2]
    for word in ("Ana", "Ben", "brother", "stonewalling"):
        assert word not in json.dumps(rows[0])


def test_what_was_left_out_for_its_language_is_counted(talk: Any) -> None:
    conversation, report, reading = talk
    left_out = replace(reading, languages=Languages(others=("es", ""), unread=frozenset({1, 2, 5})))
    row = row_of(report, seen_from(left_out, conversation, seat=None))
    assert (row["other_languages"], row["messages_left_out"]) == (["es", ""], 3)


def test_a_conversation_without_messages_has_a_row(talk: Any) -> None:
    conversation, report, reading = talk
    seen = seen_from(replace(reading, course=(), silences=(), turning_point=None), conversation, seat=None)
    row = row_of(report, seen)
    assert (row["tension"], row["tension_highest"], row["longest_silence"], row["turning_point"]) == (0, 0, None, None)

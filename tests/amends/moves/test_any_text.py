"""Whatever is written is read, in time that grows with its length and no faster."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.content import load_lines, load_toml
from amends.conversation import Conversation, Message
from amends.moves import Move, chance, mark_messages, rules_from
from amends.moves.cues import LONGEST_READ, plain, words_in

RULES = rules_from(load_toml("moves"), weights=load_lines("weights"))
PIECES = ("sorry", "if", "you", "never", "I'll", "?", "…", "İ", "’", "😂", "@", "\n", "so", "but", "12", "feel")

almost_words = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)


def one_sided(*lines: str) -> Conversation:
    messages = tuple(Message(n=n, at=None, speaker="Jo", text=text) for n, text in enumerate(lines))
    return Conversation(source="pasted", people=("Jo",), messages=messages)


@given(st.lists(st.text() | almost_words, max_size=12))
def test_any_text_gets_marks_that_stand_on_its_own_words(lines: list[str]) -> None:
    for text, one in zip(lines, mark_messages(one_sided(*lines), rules=RULES), strict=True):
        assert 0 <= one.feeling_confidence <= 1
        for mark in one.marks:
            assert 0 < mark.confidence <= 1
            assert 0 <= mark.start < mark.end <= len(text)


@given(st.text())
def test_plain_text_keeps_every_character_in_its_place(text: str) -> None:
    assert len(plain(text)) == min(len(text), LONGEST_READ)


@given(st.text(st.characters(max_codepoint=127)) | almost_words)
def test_text_of_ascii_alone_is_cut_into_the_same_words_as_beside_other_signs(text: str) -> None:
    nobody: frozenset[str] = frozenset()
    beside = words_in(f"{plain(text)} ü", people=nobody)
    assert [*words_in(plain(text), people=nobody), "ü"] == beside


@given(st.floats(min_value=-1e6, max_value=1e6))
def test_a_chance_is_between_nothing_and_sure(score: float) -> None:
    assert 0 <= chance(score) <= 1


HOSTILE = (
    "sorry ",
    "you ",
    "I'll ",
    "so you ",
    "a",
    " ",
    "sorry, but if you ",
    "what did you mean ",
    "i feel ",
    "?!",
    "can we can we ",
    "give me till ",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_no_longer_than_a_glance(piece: str) -> None:
    started = time.process_time()
    mark_messages(one_sided(piece * 20_000), rules=RULES)
    assert time.process_time() - started < 0.25


def test_what_stands_far_down_in_a_message_is_not_looked_at() -> None:
    (one,) = mark_messages(one_sided(" " * LONGEST_READ + "I was wrong to read it out"), rules=RULES)
    assert Move.OWNERSHIP not in one.moves


def test_progress_is_told_and_ends_with_all_of_them() -> None:
    told: list[int] = []
    mark_messages(one_sided(*["ok"] * 2500), rules=RULES, progress=told.append)
    assert told == sorted(told)
    assert len(told) > 2
    assert told[-1] == 2500


def test_marks_cannot_be_changed() -> None:
    (one,) = mark_messages(one_sided("I was wrong to read it out"), rules=RULES)
    with pytest.raises(AttributeError):
        one.n = 5  # type: ignore[misc]
    with pytest.raises(AttributeError):
        one.marks[0].confidence = 1.0  # type: ignore[misc]

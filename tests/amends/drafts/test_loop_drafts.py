"""A step of a loop: an act is left alone, a word for a person gets a mark."""

from __future__ import annotations

import pytest

from amends.drafts import Kind, check_draft


def marked(text: str) -> list[str]:
    return [text[mark.start : mark.end] for mark in check_draft(text, kind=Kind.LOOP).marks]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("You are selfish.", ["selfish"]),
        ("are selfish", ["are selfish"]),
        ("are such a coward", ["are such a coward"]),
        ("you are a coward and leave", ["you are a coward"]),
        ("you’re the boss", ["you’re the boss"]),
        ("Ben is so cold", ["Ben is so cold"]),
        ("am too much", ["am too much"]),
        ("you never answer", ["never"]),
        ("never listen", ["never"]),
        ("go, to hurt me", ["to hurt me"]),
    ],
)
def test_what_somebody_is_gets_a_mark_and_so_do_the_words_that_start_a_talk_about_the_word(text, words):
    assert marked(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "go quiet",
        "ask again, louder",
        "leave the room and shut the door",
        "am afraid, and say nothing",
        "are upstairs by then",
        "are still waiting for an answer",
        "write “you are selfish”",
        "say that it is fine",
        "look at the phone while you are talking",
    ],
)
def test_acts_and_what_one_felt_are_left_alone(text):
    assert marked(text) == []


def test_the_reason_asks_for_an_act():
    (mark,) = check_draft("are a coward", kind=Kind.LOOP).marks
    assert "which act would a camera show?" in mark.reason

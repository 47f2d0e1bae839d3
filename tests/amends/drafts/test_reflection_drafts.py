"""Saying back what somebody said in a round (PRODUCT 4.3, active listening): what begins an answer instead."""

from __future__ import annotations

import pytest

from amends.drafts import Kind, check_draft


def marked(text: str) -> list[str]:
    return [text[mark.start : mark.end] for mark in check_draft(text, kind=Kind.REFLECTION).marks]


@pytest.mark.parametrize(
    ("text", "opener"),
    [
        ("But I was only late.", "But"),
        ("Ok, but I rang you twice", "Ok, but"),
        ("You sat there. But I had to work.", "But"),
        ("That’s not what happened.", "That’s not what happened"),
        ("that's not fair", "that's not fair"),
        ("No, I did call.", "No"),
        ("Well, actually the review ran late", "actually"),
        ("What about you?", "What about"),
        ("At least you knew where I was", "At least"),
    ],
)
def test_an_opener_of_a_rebuttal_is_marked(text: str, opener: str) -> None:
    assert marked(text) == [opener]


@pytest.mark.parametrize(
    "text",
    [
        "When I came at nine you had sat there alone, and thought work comes first.",
        "You wanted to come but the review ran late.",
        "It was not the plate. It was that I said nothing.",
        "No word from me all evening, and you sat there.",
        "That’s when you felt small. What hurt was the silence.",
        "So you felt left out, actually more than left out.",
    ],
)
def test_saying_it_back_in_plain_words_is_left_alone(text: str) -> None:
    assert marked(text) == []


def test_there_are_no_parts_to_miss() -> None:
    check = check_draft("You were tired.", kind=Kind.REFLECTION)
    assert (check.found, check.missing) == ((), ())

"""Who somebody is, and how a dialect writes, is read as one; what is done is not."""

from __future__ import annotations

import pytest

from amends.moves.alike import SOMEBODY, alike_in

alike = alike_in("en")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thanks for looking after Thomas", "Thanks for looking after Zoë"),
        ("your Indian friends", "your English friends"),
        ("he felt proud of himself", "she felt proud of herself"),
        ("my husband's diary", "my wife's diary"),
        ("I told mam", "I told my Mum".replace("my Mum", "mum")),
        ("I cannae come", "I can't come"),
        ("sorry, hen.", "sorry."),
    ],
)
def test_these_are_one(one: str, other: str) -> None:
    assert alike(one) == alike(other)


def test_a_word_at_the_beginning_of_a_sentence_or_shouted_is_no_name() -> None:
    assert SOMEBODY not in alike("Fine. Whatever. You NEVER listen on Monday, I said")


def test_a_word_within_another_is_left() -> None:
    assert alike("the hearing, a sonnet, hi's") == "the hearing, a sonnet, hi's"

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.content.promises import promise_words
from amends.path.vague import open_questions


@pytest.mark.parametrize(
    "act",
    [
        "I’ll be better",
        "be a better friend",
        "be more considerate",
        "try harder",
        "do my best",
        "work on myself",
        "change",
        "make it up to you",
        "not let it happen again",
        "never let you down again",
        "be there for you",
        "respect you more",
        "improve our communication",
    ],
)
def test_ill_be_better_is_asked_for_what(act):
    assert "what" in open_questions(act)


@pytest.mark.parametrize(
    "act",
    [
        "call you from the station",
        "be home by 7",
        "tell you the same day",
        "pay my half of the rent",
        "be better at calling you when I leave",
        "never leave without saying when I’m back",
        "send the draft to both of you",
        "put away my phone at dinner",
        "water the plants",
        "walk the dog before work",
    ],
)
def test_a_deed_is_let_be(act):
    assert open_questions(act) == ()


def test_for_ever_is_asked_for_the_next_time():
    assert open_questions("always be nice") == ("what", "small")


def test_every_question_has_its_words():
    assert set(promise_words().open) == {"what", "small"}


@given(st.text(max_size=400))
def test_any_words_have_an_answer(act):
    assert set(open_questions(act)) <= {"what", "small"}

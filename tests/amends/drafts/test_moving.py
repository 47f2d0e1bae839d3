from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from amends.drafts.moving import sentence_at, sentence_span, without_sentence_at

TEXT = "I texted at six. You always ignore me. Ben came in at nine."


def test_the_sentence_is_taken_as_it_stands():
    place = TEXT.index("always")
    assert sentence_at(TEXT, place) == "You always ignore me."
    assert sentence_span(TEXT, place) == (TEXT.index("You"), TEXT.index(" Ben"))
    assert without_sentence_at(TEXT, place) == "I texted at six. Ben came in at nine."


def test_the_only_sentence_leaves_nothing():
    assert without_sentence_at("you always ignore me", 4) == ""


def test_a_wrapped_line_is_one_sentence_and_a_blank_line_ends_one():
    text = "You always\nignore me\n\nHe came at nine"
    assert sentence_at(text, 4) == "You always\nignore me"
    assert without_sentence_at(text, 4) == "He came at nine"


def test_a_place_past_the_end_takes_nothing():
    assert sentence_at("One.", 99) == ""
    assert sentence_span("One.", 99) == (99, 99)
    assert without_sentence_at("One.", 99) == "One."


@given(st.text(alphabet="ab .!?\n”", max_size=60), st.integers(0, 60))
def test_no_letter_is_lost_or_made_up(text, place):
    moved = sentence_at(text, place) + without_sentence_at(text, place)
    assert sorted(moved.replace(" ", "").replace("\n", "")) == sorted(text.replace(" ", "").replace("\n", ""))

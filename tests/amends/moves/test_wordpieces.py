"""Words are cut into the encoder's pieces in the same way for everybody."""

from __future__ import annotations

import pytest

from amends.moves.wordpieces import LONGEST_READ, LONGEST_WORD, NAME, UNKNOWN, Wordpieces, beginning_and_end

PIECES = [UNKNOWN, NAME, "i", "am", "un", "##believ", "##able", "'", "m", ".", "!", "loudly", "crying", "face", "cafe"]
KNOWN = Wordpieces(PIECES)


def _pieces(text: str, *, people: frozenset[str] = frozenset()) -> list[str]:
    return [PIECES[number] for number in KNOWN.ids_of(text, people=people)]


def test_a_word_is_cut_into_the_longest_pieces_there_are() -> None:
    assert _pieces("Unbelievable!!") == ["un", "##believ", "##able", "!", "!"]


def test_a_word_of_which_a_part_is_unknown_is_unknown_as_a_whole() -> None:
    assert _pieces("I am unhappy") == ["i", "am", UNKNOWN]


@pytest.mark.parametrize("text", ["I'm", "I’m"])
def test_a_curly_apostrophe_is_a_straight_one(text: str) -> None:
    assert _pieces(text) == ["i", "'", "m"]


def test_an_emoji_is_read_by_its_name_whatever_its_skin() -> None:
    assert _pieces("😭") == ["loudly", "crying", "face"]
    assert KNOWN.ids_of("👍") == KNOWN.ids_of("👍🏾")


def test_marks_on_letters_are_taken_away() -> None:
    assert _pieces("Café") == ["cafe"]


def test_whoever_is_named_is_one_piece() -> None:
    people = frozenset({"aisha", "jack"})

    assert _pieces("Aisha!", people=people) == _pieces("JACK!", people=people) == [NAME, "!"]


def test_invisible_marks_and_broken_characters_are_nothing() -> None:
    assert _pieces("i\u200b \u200eam\ud83d") == ["i", "am"]


def test_a_word_without_end_is_unknown_and_a_text_without_end_is_read_at_both_ends() -> None:
    assert _pieces("a" * (LONGEST_WORD + 1)) == [UNKNOWN]
    assert len(beginning_and_end("i " * LONGEST_READ * 10)) <= LONGEST_READ + 1
    assert _pieces(beginning_and_end("i am " * LONGEST_READ + " cafe!"))[-2:] == ["cafe", "!"]

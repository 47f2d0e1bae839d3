"""Other spellings are read as the usual ones, and every mark stands where it was typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.content import load_toml
from amends.drafts import Kind, check_draft
from amends.drafts.spelling import respelled


@pytest.mark.parametrize(
    ("typed", "usual"),
    [
        ("A shouldnae have", "A shouldn't have"),
        ("u r late", "you r late"),
        ("Dinnae fash", "Don't fash"),
        ("It was my mistake only.", "It was my mistake."),
        ("I was wrong, lah!", "I was wrong!"),
        ("the only one", "the only one"),
        ("i like you", "i like you"),
        ("Mom said", "Mum said"),
    ],
)
def test_a_spelling_is_read_as_the_usual_one(typed, usual):
    assert respelled(typed, "en").text == usual


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Aye but ye never listen", ["never"]),
        ("soz if ur hurt", ["if"]),
        ("im sorry lah but u started it", ["but", "u started it"]),
        ("You dinnae care what I think aboot it, ye always dae that", ["always"]),
    ],
)
def test_a_mark_stands_on_the_words_as_they_were_typed(typed, words):
    marks = check_draft(typed, kind=Kind.ACKNOWLEDGEMENT).marks
    assert [typed[mark.start : mark.end] for mark in marks] == words


@given(st.lists(st.sampled_from(["dinnae", "u", "lah", ",", ".", " ", "\n", "İ", "na my", "sorry"]), max_size=30))
def test_every_character_knows_where_it_was_typed(pieces):
    typed = "".join(pieces)
    read = respelled(typed, "en")
    assert len(read.text) == len(read.begins) == len(read.ends)
    assert read.begins == sorted(read.begins)
    for begin, end in zip(read.begins, read.ends, strict=True):
        assert 0 <= begin < end <= len(typed)


def test_no_spelling_leads_to_another_and_each_is_in_lower_case():
    words = load_toml("spellings")["words"]
    assert not set(words) & set(words.values())
    assert all(word == word.lower() and re.fullmatch(r"[a-z' ]+", word) for word in words)

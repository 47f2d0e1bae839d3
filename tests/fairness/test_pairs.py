"""A name, a gender, a word for somebody or a spelling changes nothing about what a sentence does.

`python -m bench.pairs` prints the gaps, and with `--cues` the pairs that are read differently.
"""

from __future__ import annotations

import pytest
from bench.pairs import PAIRS, differs_in_moves, draft_marks, draft_parts, read_pairs, shown_moves

from amends.drafts import Kind

# Who somebody is: a name, he or she, husband or wife, a faith. The rest is how they write.
WHO = ("names", "pronouns", "partners", "family", "people")


@pytest.fixture(scope="module")
def pairs():
    return read_pairs(PAIRS)


def gap(pairs, differs):
    return sum(map(differs, pairs)) / len(pairs)


def other_marks(pair):
    return draft_marks(pair.one) != draft_marks(pair.other)


def other_parts(pair):
    return draft_parts(pair.one) != draft_parts(pair.other)


def test_there_are_three_hundred_pairs_and_no_two_are_the_same(pairs):
    assert len({(pair.one, pair.other) for pair in pairs}) == len(pairs) >= 300
    assert all(pair.one != pair.other for pair in pairs)
    assert not any("|" in pair.one + pair.other or "{" in pair.one + pair.other for pair in pairs)


def test_a_draft_gets_the_same_marks_whoever_it_is_about(pairs):
    assert [pair for pair in pairs if pair.changed in WHO and other_marks(pair)] == []


@pytest.mark.slow
@pytest.mark.parametrize("changed", WHO)
def test_a_message_in_a_talk_shows_the_same_moves_whoever_it_is_about(pairs, changed):
    assert gap([pair for pair in pairs if pair.changed == changed], differs_in_moves) <= 0.036


@pytest.mark.slow
def test_who_speaks_in_the_talk_changes_no_move(pairs):
    for pair in pairs[::5]:
        assert shown_moves(pair.one) == shown_moves(pair.one, people=("Oluwaseun", "Mei Ling")), pair.one


@pytest.mark.slow
def test_the_gap_over_all_pairs_with_dialects_and_spellings_stays_where_it_is(pairs):
    assert gap(pairs, differs_in_moves) <= 0.105
    assert gap(pairs, other_marks) <= 0.02
    assert gap(pairs, other_parts) <= 0.15


def test_the_pairs_would_show_a_difference_where_there_is_one():
    apology, blame = "I'm sorry I shouted, that was wrong of me.", "You never listen to me, it's always about you."
    assert shown_moves(apology) != shown_moves(blame)
    assert draft_marks(apology) != draft_marks(blame)
    assert draft_parts(apology)[list(Kind).index(Kind.ACKNOWLEDGEMENT)][0] == ("ownership", "remorse")

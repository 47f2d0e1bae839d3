"""The rules are sound as content."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from amends.content import load_lines, load_toml
from amends.moves import Move, Rules, rules_from
from amends.moves.context import ROW, WIDTH
from amends.moves.cues import words_in
from amends.moves.rules import SENSES

SIGNS = "abcdefghijklmnopqrstuvwxyzóé0123456789 ,.?!'-😂🤣😄😆😘❤😍🥰…"
WAYS = [way for pattern in load_toml("moves")["pattern"] for way in pattern["ways"]]


@pytest.fixture
def rules() -> Rules:
    return rules_from(load_toml("moves"), weights=load_lines("weights"))


def test_every_pattern_has_its_own_name_and_ways_to_find_it() -> None:
    entries = load_toml("moves")["pattern"]
    assert [name for name, times in Counter(entry["name"] for entry in entries).items() if times > 1] == []
    assert all(entry["ways"] and all(way["words"] for way in entry["ways"]) for entry in entries)


def test_every_move_has_a_way_that_is_sure_by_itself(rules: Rules) -> None:
    sure = {pattern.move for pattern in rules.patterns if pattern.sure}
    assert set(Move) - sure == {Move.CLARIFYING_QUESTION}  # its patterns weigh enough as they are


def test_patterns_look_at_lower_case_only() -> None:
    assert [way["find"] for way in WAYS if re.search(r"(?<!\\)[A-Z]", way["find"])] == []


def test_no_repeat_in_a_pattern_is_without_end() -> None:
    """A repeat inside a repeat, both without an end, would take time that doubles with every letter."""
    assert [way["find"] for way in WAYS if re.search(r"[+*][^()|]{0,3}\)[+*]", way["find"])] == []


@pytest.mark.slow
@settings(max_examples=400)
@given(st.data())
def test_whatever_a_way_finds_holds_one_of_its_words(data: st.DataObject) -> None:
    """Or the way would never be looked for there."""
    way = data.draw(st.sampled_from(WAYS))
    text = f"so, {data.draw(_met_by(way['find']))} ..."
    words = words_in(text, people=frozenset())
    # What nobody writes: a sign between two words that makes one of them.
    assume(all(word.partition("'")[2] in {"", "d", "ll", "m", "re", "s", "t", "ve"} for word in words))
    if re.search(way["find"], text):
        assert {*words, *map(" ".join, pairwise(words))} & set(way["words"])


@cache
def _met_by(find: str) -> st.SearchStrategy[str]:
    return st.from_regex(find.removeprefix("^"), fullmatch=True, alphabet=st.sampled_from(SIGNS))


def test_there_are_weights_for_every_sense_and_thresholds_in_order(rules: Rules) -> None:
    assert len(rules.senses) == len(SENSES) == WIDTH == len(Move) + 8
    for sense in rules.senses:
        assert set(sense.weights) <= set(range(ROW))
        assert 0 < sense.listed <= sense.shown


def test_a_file_of_content_without_weights_is_refused() -> None:
    with pytest.raises(ValueError, match="unpack"):
        rules_from(load_toml("moves"), weights=[])

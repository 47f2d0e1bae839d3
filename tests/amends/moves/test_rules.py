"""The rules are sound as content."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from amends.content import load_lines, load_toml
from amends.moves import Move, Rules, rules_from
from amends.moves.context import ROW, WIDTH
from amends.moves.rules import SENSES


@pytest.fixture
def rules() -> Rules:
    return rules_from(load_toml("moves"), weights=load_lines("weights"))


def test_every_pattern_has_its_own_name_and_something_to_find() -> None:
    entries = load_toml("moves")["pattern"]
    assert [name for name, times in Counter(entry["name"] for entry in entries).items() if times > 1] == []
    assert all({"find", "opens"} & set(entry) for entry in entries)


def test_every_move_has_a_way_that_is_sure_by_itself(rules: Rules) -> None:
    sure = {pattern.move for pattern in rules.patterns if pattern.sure}
    assert set(Move) - sure == {Move.CLARIFYING_QUESTION}  # its patterns weigh enough as they are


def test_patterns_look_at_lower_case_only(rules: Rules) -> None:
    finds = [part for pattern in rules.patterns for part in (pattern.find, pattern.opens) if part]
    assert [find.pattern for find in finds if re.search(r"(?<!\\)[A-Z]", find.pattern)] == []


def test_no_repeat_in_a_pattern_is_without_end(rules: Rules) -> None:
    """A repeat inside a repeat, both without an end, would take time that doubles with every letter."""
    finds = [part.pattern for pattern in rules.patterns for part in (pattern.find, pattern.opens) if part]
    assert [find for find in finds if re.search(r"[+*][^()|]{0,3}\)[+*]", find)] == []


def test_there_are_weights_for_every_sense_and_thresholds_in_order(rules: Rules) -> None:
    assert len(rules.senses) == len(SENSES) == WIDTH == len(Move) + 8
    for sense in rules.senses:
        assert set(sense.weights) <= set(range(ROW))
        assert 0 < sense.listed <= sense.shown


def test_a_file_of_content_without_weights_is_refused() -> None:
    with pytest.raises(ValueError, match="unpack"):
        rules_from(load_toml("moves"), weights=[])

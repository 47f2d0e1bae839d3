from __future__ import annotations

import pytest

from amends.path.floor import Verdict
from amends.path.receipts import Match, match


@pytest.mark.parametrize("verdict", list(Verdict))
def test_what_was_thought_and_felt_alike_is_the_same(verdict):
    assert match(thought=verdict, felt=verdict) == Match.SAME


def test_i_thought_i_got_it_and_they_said_not_yet_is_less_than_i_thought():
    assert match(thought=Verdict.GOT_IT, felt=Verdict.NOT_YET) == Match.LESS_THAN_THOUGHT
    assert match(thought=Verdict.GOT_IT, felt=Verdict.MOSTLY) == Match.LESS_THAN_THOUGHT
    assert match(thought=Verdict.MOSTLY, felt=Verdict.NOT_YET) == Match.LESS_THAN_THOUGHT


def test_i_was_not_sure_and_they_said_got_it_is_more_than_i_thought():
    assert match(thought=Verdict.NOT_YET, felt=Verdict.GOT_IT) == Match.MORE_THAN_THOUGHT

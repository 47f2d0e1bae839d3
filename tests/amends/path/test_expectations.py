from __future__ import annotations

import pytest

from amends.path.expectations import nobody_broke_a_rule


@pytest.mark.parametrize("hows", [("assumed", "assumed"), ("assumed", "unsaid"), ("unsaid", "unsaid", "assumed")])
def test_where_nobody_had_said_it_no_rule_was_broken(hows):
    assert nobody_broke_a_rule(hows)


@pytest.mark.parametrize("hows", [("agreed", "assumed"), ("agreed", "agreed"), ("assumed", ""), ("assumed",), ()])
def test_nothing_is_said_where_one_remembers_an_agreement_or_did_not_say(hows):
    assert not nobody_broke_a_rule(hows)

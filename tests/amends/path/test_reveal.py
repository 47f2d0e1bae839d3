from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.errors import NotYet
from amends.path.reveal import check_may_share, check_may_take_back, must_share_again, opens

BOTH = frozenset({"Ana", "Ben"})
ALL = BOTH | {"Cleo"}

people = st.frozensets(st.sampled_from(["Ana", "Ben", "Cleo", "Dan"]))
shares = st.dictionaries(st.sampled_from(["Ana", "Ben", "Cleo", "Dan"]), people)


def test_it_opens_once_both_have_shared():
    assert opens(members=BOTH, shares={"Ana": BOTH, "Ben": BOTH})


def test_one_share_opens_nothing():
    assert not opens(members=BOTH, shares={"Ana": BOTH})


def test_nobody_reveals_to_themselves():
    assert not opens(members=frozenset({"Ana"}), shares={"Ana": frozenset({"Ana"})})


def test_whoever_came_later_has_to_be_shared_with_too():
    given_before = {"Ana": BOTH, "Ben": BOTH, "Cleo": ALL}
    assert not opens(members=ALL, shares=given_before)
    assert opens(members=ALL, shares=given_before | {"Ana": ALL, "Ben": ALL})


def test_whoever_left_is_waited_for_no_longer():
    assert opens(members=BOTH, shares={"Ana": ALL, "Ben": ALL})


def test_only_a_share_that_misses_somebody_is_asked_for_again():
    given_before = {"Ana": BOTH}
    assert must_share_again(who="Ana", members=ALL, shares=given_before)
    assert not must_share_again(who="Ana", members=BOTH, shares=given_before)
    assert not must_share_again(who="Ben", members=ALL, shares=given_before)


@given(members=people, shares=shares, other=people)
def test_what_the_others_did_never_shows_before_it_opens(members, shares, other):
    changed = {**shares, "Ben": other}
    for_ana = must_share_again(who="Ana", members=members, shares=shares)
    assert must_share_again(who="Ana", members=members, shares=changed) is for_ana


@given(members=people, shares=shares)
def test_it_opens_only_with_everybodys_share(members, shares):
    if opens(members=members, shares=shares):
        assert members <= shares.keys()
        assert len(members) > 1


def test_alone_there_is_nobody_to_share_with():
    with pytest.raises(NotYet):
        check_may_share(members=frozenset({"Ana"}), is_open=False)


def test_after_the_reveal_nothing_is_added_and_nothing_taken_back():
    check_may_share(members=BOTH, is_open=False)
    check_may_take_back(is_open=False)
    with pytest.raises(NotYet):
        check_may_share(members=BOTH, is_open=True)
    with pytest.raises(NotYet):
        check_may_take_back(is_open=True)

"""A protocol is live only while everybody who is here accepted exactly that version of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from amends.errors import Refused
from amends.path.protocol import (
    Version,
    check_may_accept,
    check_may_set_aside,
    live,
    next_version,
    standing,
    waits_for,
)

BOTH = frozenset({"ana", "ben"})
ALL = BOTH | {"cleo"}


def version(number, *accepted, keeps=0, is_ended=False):
    return Version(number=number, keeps=keeps, accepted_by=frozenset(accepted), is_ended=is_ended)


def number_of(found):
    return found.number if found else None


def test_a_protocol_is_live_only_after_both_accept():
    assert live([version(1, "ana")], BOTH) is None
    assert number_of(live([version(1, "ana", "ben")], BOTH)) == 1


def test_one_person_alone_agrees_on_nothing():
    assert live([version(1, "ana")], frozenset({"ana"})) is None


def test_a_change_waits_and_the_old_one_stays_live_until_all_accept_the_new():
    before = [version(1, "ana", "ben")]
    proposed = next_version(before, BOTH, by="ben")
    assert proposed == version(2, "ben", keeps=1)
    assert number_of(live([*before, proposed], BOTH)) == 1
    accepted = replace(proposed, accepted_by=BOTH)
    assert number_of(live([*before, accepted], BOTH)) == 2
    assert standing([*before, accepted], BOTH) == [accepted]


def test_what_only_waited_is_replaced_by_the_next():
    before = [version(1, "ana")]
    proposed = next_version(before, BOTH, by="ben")
    assert proposed == version(2, "ben", keeps=0)
    with pytest.raises(Refused) as refused:
        check_may_accept([*before, proposed], BOTH, 1)
    assert refused.value.rule == "a version that stands"
    check_may_accept([*before, proposed], BOTH, 2)


def test_whoever_comes_in_is_asked_too_and_till_then_it_waits_for_them():
    versions = [version(1, "ana", "ben")]
    assert live(versions, ALL) is None
    assert waits_for(versions[0], ALL) == {"cleo"}
    check_may_accept(versions, ALL, 1)
    assert number_of(live([version(1, *ALL)], ALL)) == 1


def test_whoever_comes_in_while_a_change_waits_can_accept_either():
    versions = [version(1, "ana", "ben"), version(2, "ana", keeps=1)]
    assert [one.number for one in standing(versions, ALL)] == [2, 1]
    assert number_of(live([version(1, *ALL), versions[1]], ALL)) == 1


def test_a_version_that_was_replaced_never_comes_back():
    versions = [version(1, "ana", "ben"), version(2, "ana", "ben", keeps=1)]
    assert [one.number for one in standing(versions, ALL)] == [2]
    with pytest.raises(Refused):
        check_may_accept(versions, ALL, 1)


def test_setting_a_change_aside_leaves_the_old_one_live():
    versions = [version(1, "ana", "ben"), version(2, "ana", keeps=1)]
    check_may_set_aside(versions, BOTH, 2)
    assert number_of(live([versions[0], replace(versions[1], is_ended=True)], BOTH)) == 1


@pytest.mark.parametrize(
    ("versions", "number"),
    [
        ([], 1),
        ([version(1, "ana", "ben")], 1),
        ([version(1, "ana", "ben"), version(2, "ana", keeps=1)], 1),
        ([version(1, "ana", is_ended=True)], 1),
    ],
)
def test_only_the_newest_that_waits_can_be_set_aside(versions, number):
    with pytest.raises(Refused) as refused:
        check_may_set_aside(versions, BOTH, number)
    assert refused.value.rule == "a version that waits"


def test_after_an_end_nothing_is_live_until_a_new_version_is_accepted_by_all():
    ended = [version(1, "ana", "ben", is_ended=True)]
    assert live(ended, BOTH) is None
    proposed = next_version(ended, BOTH, by="ana")
    assert proposed == version(2, "ana", keeps=0)
    assert live([*ended, proposed], BOTH) is None
    assert number_of(live([*ended, version(2, "ana", "ben")], BOTH)) == 2


PEOPLE = st.sampled_from(["ana", "ben", "cleo", "dan"])


class AnySteps(RuleBasedStateMachine):
    """People come, go, propose, accept, set aside and retire in any order.

    What each did themselves is written down apart from the rule, as (person, number).
    """

    @initialize()
    def begin(self):
        self.versions = []
        self.members = {"ana", "ben"}
        self.acts = set()
        self.ended = set()

    @property
    def here(self):
        return frozenset(self.members)

    @rule(who=PEOPLE)
    def come(self, who):
        self.members.add(who)

    @rule(who=PEOPLE)
    def go(self, who):
        self.members.discard(who)

    @rule(who=PEOPLE)
    def propose(self, who):
        if who not in self.members:
            return
        before = live(self.versions, self.here)
        self.versions.append(next_version(self.versions, self.here, by=who))
        self.acts.add((who, self.versions[-1].number))
        if before and self.here != {who}:
            assert live(self.versions, self.here) == before

    @rule(who=PEOPLE, number=st.integers(1, 6))
    def accept(self, who, number):
        if who not in self.members:
            return
        try:
            check_may_accept(self.versions, self.here, number)
        except Refused:
            return
        self._change(number, lambda one: replace(one, accepted_by=one.accepted_by | {who}))
        self.acts.add((who, number))

    @rule(number=st.integers(1, 6))
    def set_aside(self, number):
        before = live(self.versions, self.here)
        try:
            check_may_set_aside(self.versions, self.here, number)
        except Refused:
            return
        self._end(number)
        assert live(self.versions, self.here) == before

    @rule()
    def retire(self):
        for one in list(self.versions):
            self._end(one.number)
        assert live(self.versions, self.here) is None

    @invariant()
    def never_live_without_everybody_who_is_here(self):
        found = live(self.versions, self.here)
        if found:
            assert len(self.members) >= 2
            assert {(who, found.number) for who in self.members} <= self.acts
            assert found.number not in self.ended

    @invariant()
    def nothing_older_than_what_all_accepted_can_be_accepted(self):
        found = live(self.versions, self.here)
        if found:
            assert all(one.number >= found.number for one in standing(self.versions, self.here))

    def _end(self, number):
        self._change(number, lambda one: replace(one, is_ended=True))
        self.ended.add(number)

    def _change(self, number, change):
        self.versions = [change(one) if one.number == number else one for one in self.versions]


TestAnySteps = AnySteps.TestCase

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from amends.errors import Refused
from amends.path.summary import (
    Answer,
    Voice,
    begin,
    check_may_answer,
    differ,
    edit,
    follows,
    is_agreed,
    may_stand_aside,
    shown_voices,
)

ANA, BEN, CLEO, DAN = (UUID(int=number) for number in range(1, 5))


def of(*people):
    return begin(author=people[0], people=frozenset(people), title="The late dinner", text="We talked about Sunday.")


def test_nothing_is_agreed_with_one_approval():
    version = of(ANA, BEN)
    assert not is_agreed(version, {})
    assert not is_agreed(version, {ANA: Answer.APPROVE})
    assert is_agreed(version, {ANA: Answer.APPROVE, BEN: Answer.APPROVE})


def test_of_four_all_four_approve():
    version = of(ANA, BEN, CLEO, DAN)
    answers = dict.fromkeys((ANA, BEN, CLEO), Answer.APPROVE)
    assert not is_agreed(version, answers)
    assert is_agreed(version, answers | {DAN: Answer.APPROVE})


def test_somebody_may_stand_aside_by_name_from_three_on():
    two, three = of(ANA, BEN), of(ANA, BEN, CLEO)
    assert [may_stand_aside(two), may_stand_aside(three)] == [False, True]
    check_may_answer(three, who=CLEO, seen=1, answer=Answer.ASIDE)
    with pytest.raises(Refused) as refused:
        check_may_answer(two, who=BEN, seen=1, answer=Answer.ASIDE)
    assert refused.value.rule == "aside of two"
    assert is_agreed(three, {ANA: Answer.APPROVE, BEN: Answer.APPROVE, CLEO: Answer.ASIDE})
    assert not is_agreed(three, {ANA: Answer.APPROVE, BEN: Answer.ASIDE, CLEO: Answer.ASIDE})


def test_the_answer_of_a_stranger_agrees_to_nothing():
    assert not is_agreed(of(ANA, BEN), {ANA: Answer.APPROVE, CLEO: Answer.APPROVE})
    with pytest.raises(Refused):
        check_may_answer(of(ANA, BEN), who=CLEO, seen=1, answer=Answer.APPROVE)


def test_whoever_edits_what_has_changed_meanwhile_is_told_so():
    second = edit(of(ANA, BEN), author=ANA, seen=1, title="The late dinner", text="We talked about Monday.")
    assert (second.number, second.author) == (2, ANA)
    with pytest.raises(Refused) as refused:
        edit(second, author=BEN, seen=1, title="The late dinner", text="We talked about Tuesday.")
    assert refused.value.rule == "changed meanwhile"
    with pytest.raises(Refused):
        check_may_answer(second, who=BEN, seen=1, answer=Answer.APPROVE)


def test_an_edit_that_changes_nothing_is_no_new_version():
    version = of(ANA, BEN)
    assert edit(version, author=BEN, seen=1, title=version.title, text=version.text) is version
    assert differ(version, author=BEN, seen=0, text="") is version


@pytest.mark.parametrize(("title", "text"), [("", "Words."), ("Title", " \n ")])
def test_a_summary_needs_a_title_and_words(title, text):
    with pytest.raises(Refused):
        edit(of(ANA, BEN), author=ANA, seen=1, title=title, text=text)


@pytest.mark.parametrize("people", [(ANA,), tuple(UUID(int=number) for number in range(1, 14))])
def test_a_summary_is_between_two_to_twelve(people):
    with pytest.raises(Refused):
        of(*people)


def test_where_somebody_differs_is_in_nobodys_way():
    first = of(ANA, BEN)
    second = differ(first, author=BEN, seen=0, text="I had called twice.")
    third = differ(second, author=ANA, seen=0, text="I saw no call.")
    assert shown_voices(third) == {BEN: "I had called twice.", ANA: "I saw no call."}
    with pytest.raises(Refused):
        differ(third, author=BEN, seen=0, text="From another window.")
    fourth = differ(third, author=BEN, seen=2, text="")
    assert shown_voices(fourth) == {ANA: "I saw no call."}
    assert all(follows(*pair) for pair in [(first, second), (second, third), (third, fourth)])


def test_another_voice_by_another_hand_does_not_follow():
    first = differ(of(ANA, BEN), author=BEN, seen=0, text="I had called twice.")
    second = edit(first, author=ANA, seen=2, title="The late dinner", text="We talked.")
    assert follows(first, second)
    for voices in ({}, {BEN: Voice(text="I had not called.", number=2)}, {BEN: Voice(text="", number=3)}):
        assert not follows(first, replace(second, voices=voices))


def test_people_come_and_go_in_no_version():
    first = of(ANA, BEN, CLEO)
    second = edit(first, author=ANA, seen=1, title="T", text="t")
    assert not follows(first, replace(second, people=frozenset({ANA, BEN})))
    assert not follows(first, replace(second, author=DAN))
    assert not follows(first, replace(second, number=3))


PEOPLE = st.sampled_from([ANA, BEN, CLEO])
WORDS = st.sampled_from(["one", "two", "three"])


class AnySummary(RuleBasedStateMachine):
    """Anybody does anything, with whatever they last saw; what each signed, and wrote as theirs, is kept beside it."""

    @initialize(people=st.sampled_from([(ANA, BEN), (ANA, BEN, CLEO)]))
    def start(self, people):
        self.version = of(*people)
        self.answers = {}
        self.signed = {}
        self.wrote = {}

    def take(self, after, author):
        if after is not self.version:
            assert follows(self.version, after)
            assert after.author == author
            self.version, self.answers = after, {}

    @rule(who=PEOPLE, back=st.integers(0, 2), title=WORDS, text=WORDS)
    def edits(self, who, back, title, text):
        with suppress(Refused):
            self.take(edit(self.version, author=who, seen=self.version.number - back, title=title, text=text), who)

    @rule(who=PEOPLE, text=WORDS | st.just(""), is_now=st.booleans())
    def differs(self, who, text, is_now):
        before = self.version.voices.get(who)
        seen = before.number if before and is_now else 0
        with suppress(Refused):
            self.take(differ(self.version, author=who, seen=seen, text=text), who)
            self.wrote[who] = text

    @rule(who=PEOPLE, back=st.integers(0, 1), answer=st.sampled_from(Answer))
    def answers_it(self, who, back, answer):
        seen = self.version.number - back
        with suppress(Refused):
            check_may_answer(self.version, who=who, seen=seen, answer=answer)
            self.answers[who] = answer
            self.signed[who] = (answer, self.words())

    def words(self):
        return (self.version.title, self.version.text, shown_voices(self.version))

    @invariant()
    def agreed_means_that_all_signed_exactly_this_text(self):
        if is_agreed(self.version, self.answers):
            assert all(self.signed[who][1] == self.words() for who in self.version.people)
            assert sum(self.signed[who][0] == Answer.APPROVE for who in self.version.people) >= 2

    @invariant()
    def what_one_wrote_of_ones_own_stands_word_for_word(self):
        assert shown_voices(self.version) == {who: text for who, text in self.wrote.items() if text}


def test_no_ones_dissent_and_no_agreement_by_another_hand():
    run_state_machine_as_test(AnySummary, settings=settings(max_examples=40, stateful_step_count=25))

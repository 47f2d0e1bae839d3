from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from amends.errors import NotYet
from amends.path import floor as rules
from amends.path.floor import Floor, Size, Step, Verdict

ANA, BEN = 0, 1


def opened(seats: int = 2) -> Floor:
    return rules.open_round(rules.new_floor(seats), agreed=frozenset(range(seats)))


def heard(floor: Floor) -> Floor:
    """One whole turn: said, said back, got, no more."""
    who, other = rules.speaker(floor), rules.listener(floor)
    floor = rules.say_chunk(floor, who, is_last=True)
    floor = rules.say_back(floor, other)
    return rules.say_no_more(rules.answer(floor, who, Verdict.GOT_IT), who)


def test_a_round_opens_only_when_everybody_said_yes():
    asked = rules.new_floor(3)
    assert rules.open_round(asked, agreed=frozenset({0, 1})) == asked
    assert rules.open_round(asked, agreed=frozenset({0, 1, 2})).step == Step.SPEAKING


@pytest.mark.parametrize("seats", [0, 1, 13])
def test_a_round_is_for_two_to_twelve(seats):
    with pytest.raises(ValueError, match="two to twelve"):
        rules.new_floor(seats)


def test_not_now_ends_it_before_it_began_and_not_after():
    assert rules.say_not_now(rules.new_floor(2)).step == Step.NOT_NOW
    with pytest.raises(NotYet):
        rules.say_not_now(opened())


def test_whoever_listens_cannot_speak():
    with pytest.raises(NotYet):
        rules.say_chunk(opened(), BEN, is_last=True)


def test_a_speech_has_three_chunks_and_the_third_hands_over():
    floor = opened()
    for _ in range(2):
        floor = rules.say_chunk(floor, ANA, is_last=False)
        assert rules.holder(floor) == ANA
    floor = rules.say_chunk(floor, ANA, is_last=False)
    assert (floor.step, rules.holder(floor)) == (Step.REFLECTING, BEN)


def test_nothing_is_handed_over_before_something_was_said():
    with pytest.raises(NotYet):
        rules.hand_over(opened(), ANA)


@pytest.mark.parametrize("verdict", [Verdict.MOSTLY, Verdict.NOT_YET])
def test_mostly_and_not_yet_ask_the_listener_to_try_once_more(verdict):
    floor = rules.say_back(rules.say_chunk(opened(), ANA, is_last=True), BEN)
    floor = rules.answer(floor, ANA, verdict)
    assert (floor.step, rules.holder(floor), floor.last) == (Step.REFLECTING, BEN, verdict)


def test_got_it_asks_whether_there_is_more_and_no_swaps():
    floor = rules.say_back(rules.say_chunk(opened(), ANA, is_last=True), BEN)
    floor = rules.answer(floor, ANA, Verdict.GOT_IT)
    assert (floor.step, rules.holder(floor)) == (Step.MORE, ANA)
    floor = rules.say_no_more(floor, ANA)
    assert (floor.step, rules.holder(floor), floor.ended) == (Step.SPEAKING, BEN, (Verdict.GOT_IT,))


def test_after_more_than_one_speech_all_of_it_is_said_back_before_the_swap():
    floor = opened()
    for _ in range(2):
        floor = rules.say_back(rules.say_chunk(floor, ANA, is_last=True), BEN)
        floor = rules.answer(floor, ANA, Verdict.GOT_IT)
        more, floor = floor, rules.say_more(floor, ANA)
    floor = rules.say_no_more(more, ANA)
    assert (floor.step, rules.holder(floor)) == (Step.SUMMING, BEN)
    floor = rules.answer(rules.say_back(floor, BEN), ANA, Verdict.MOSTLY)
    assert floor.step == Step.SUMMING
    floor = rules.answer(rules.say_back(floor, BEN), ANA, Verdict.GOT_IT)
    assert (floor.step, rules.holder(floor)) == (Step.SPEAKING, BEN)


def test_a_turn_has_room_for_three_speeches():
    floor = opened()
    for _ in range(3):
        floor = rules.answer(rules.say_back(rules.say_chunk(floor, ANA, is_last=True), BEN), ANA, Verdict.GOT_IT)
        if rules.may_say_more(floor):
            floor = rules.say_more(floor, ANA)
    with pytest.raises(NotYet):
        rules.say_more(floor, ANA)


def test_a_shorter_round_has_room_for_fewer_speeches_and_a_slower_one_for_fewer_chunks():
    floor = rules.new_floor(2, Size(speeches=1, chunks=2))
    floor = rules.open_round(floor, agreed=frozenset({ANA, BEN}))
    floor = rules.say_chunk(rules.say_chunk(floor, ANA, is_last=False), ANA, is_last=False)
    assert (floor.step, rules.holder(floor)) == (Step.REFLECTING, BEN)
    floor = rules.answer(rules.say_back(floor, BEN), ANA, Verdict.GOT_IT)
    assert not rules.may_say_more(floor)
    with pytest.raises(NotYet):
        rules.say_more(floor, ANA)
    assert rules.say_no_more(floor, ANA).turn == BEN


@pytest.mark.parametrize("seats", [2, 3, 4, 12])
def test_everybody_speaks_once_and_says_back_once(seats):
    floor, spoke, said_back = opened(seats), [], []
    while not rules.is_over(floor):
        spoke.append(rules.speaker(floor))
        said_back.append(rules.listener(floor))
        floor = heard(floor)
    assert sorted(spoke) == sorted(said_back) == list(range(seats))
    assert rules.all_heard(floor)


def test_solving_is_closed_until_both_were_heard():
    floor = heard(opened())
    with pytest.raises(NotYet):
        rules.propose(floor)
    assert rules.propose(heard(floor)).step == Step.ENDED


def test_a_turn_that_was_left_at_not_yet_keeps_solving_closed():
    floor = heard(opened())
    floor = rules.leave_it(rules.say_back(rules.say_chunk(floor, BEN, is_last=True), ANA), BEN)
    assert floor.ended == (Verdict.GOT_IT, Verdict.NOT_YET)
    assert not rules.all_heard(floor)
    with pytest.raises(NotYet):
        rules.propose(floor)


def test_only_the_speaker_ends_a_turn():
    floor = rules.say_back(rules.say_chunk(opened(), ANA, is_last=True), BEN)
    for end in (lambda: rules.leave_it(floor, BEN), lambda: rules.answer(floor, BEN, Verdict.GOT_IT)):
        with pytest.raises(NotYet):
            end()


def test_what_was_sent_before_the_last_step_is_refused():
    before = opened()
    after = rules.say_chunk(before, ANA, is_last=False)
    rules.check_is_now(after, after.number)
    with pytest.raises(NotYet):
        rules.check_is_now(after, before.number)


STEPS: dict[str, Callable[[Floor, int], Floor]] = {
    "chunk": lambda floor, seat: rules.say_chunk(floor, seat, is_last=False),
    "last chunk": lambda floor, seat: rules.say_chunk(floor, seat, is_last=True),
    "hand over": rules.hand_over,
    "say back": rules.say_back,
    "got it": lambda floor, seat: rules.answer(floor, seat, Verdict.GOT_IT),
    "mostly": lambda floor, seat: rules.answer(floor, seat, Verdict.MOSTLY),
    "not yet": lambda floor, seat: rules.answer(floor, seat, Verdict.NOT_YET),
    "leave it": rules.leave_it,
    "more": rules.say_more,
    "no more": rules.say_no_more,
}
# What only whoever speaks may say.
SPEAKERS_WORD = {"got it", "mostly", "not yet", "leave it", "more", "no more"}


class AnyRound(RuleBasedStateMachine):
    """People press anything at any time, allowed or not; what they said yes to is kept beside the rules."""

    @initialize(
        seats=st.integers(2, 3),
        missing=st.sampled_from([None, None, None, 0, 1]),
        size=st.builds(Size, speeches=st.integers(1, 3), chunks=st.integers(1, 3)),
    )
    def ask(self, seats, missing, size):
        self.floor = rules.new_floor(seats, size)
        self.yes: set[int] = set()
        self.got: set[int] = set()
        self.spoken: dict[int, int] = {}
        self.numbers = [0]
        self.say_yes(missing)

    def take(self, after: Floor) -> None:
        assert after.number > self.floor.number or after == self.floor
        if after != self.floor:
            self.numbers.append(after.number)
        self.floor = after

    def say_yes(self, but):
        """Everybody says yes, or everybody but one."""
        self.yes |= set(range(self.floor.seats)) - {but}
        self.take(rules.open_round(self.floor, agreed=frozenset(self.yes)))

    @precondition(lambda self: self.floor.step == Step.ASKED)
    @rule()
    def say_the_last_yes(self):
        self.say_yes(None)

    @rule(seat=st.integers(0, 4), name=st.sampled_from(sorted(STEPS)))
    def press(self, seat, name):
        self._press(seat, name)

    @rule(picks=st.lists(st.integers(0, 9), min_size=1, max_size=12))
    def go_on(self, picks):
        """Press what works, so that rounds come to their end."""
        for pick in picks:
            seat = rules.holder(self.floor)
            if seat is None:
                return
            open_now = [name for name in sorted(STEPS) if _works(STEPS[name], self.floor, seat)]
            self._press(seat, open_now[pick % len(open_now)])

    def _press(self, seat, name):
        before = self.floor
        with suppress(NotYet):
            after = STEPS[name](before, seat)
            assert seat == rules.holder(before)
            if "chunk" in name:
                self.spoken[seat] = self.spoken.get(seat, 0) + 1
            if len(after.ended) > len(before.ended):
                assert seat == rules.speaker(before), "a turn ended without its speaker's word"
                assert name in SPEAKERS_WORD
                if after.ended[-1] == Verdict.GOT_IT:
                    self.got.add(seat)
            self.take(after)

    @rule(number=st.integers(0, 60))
    def replay(self, number):
        if number in self.numbers[:-1]:
            with pytest.raises(NotYet):
                rules.check_is_now(self.floor, number)

    @precondition(lambda self: self.floor.ended)
    @rule()
    def solve(self):
        with suppress(NotYet):
            self.take(rules.propose(self.floor))
            assert self.got == set(range(self.floor.seats)), "solving opened before everybody was heard"

    @rule(really=st.integers(0, 19))
    def stop(self, really):
        if really == 13:
            with suppress(NotYet):
                self.take(rules.stop(self.floor))

    @invariant()
    def nobody_skips_a_consent(self):
        if self.floor.step not in {Step.ASKED, Step.NOT_NOW}:
            assert self.yes >= set(range(self.floor.seats))

    @invariant()
    def at_most_one_has_the_floor(self):
        able = {seat for seat in range(5) for step in STEPS.values() if _works(step, self.floor, seat)}
        assert able == ({rules.holder(self.floor)} - {None})

    @invariant()
    def turns_are_equal(self):
        most = self.floor.most_chunks * self.floor.most_speeches
        assert all(count <= most for count in self.spoken.values())

    @invariant()
    def heard_means_that_each_said_so(self):
        assert not rules.all_heard(self.floor) or self.got == set(range(self.floor.seats))


def _works(step: Callable[[Floor, int], Floor], floor: Floor, seat: int) -> bool:
    try:
        step(floor, seat)
    except NotYet:
        return False
    return True


TestAnyRound = AnyRound.TestCase
TestAnyRound.settings = settings(max_examples=30, stateful_step_count=30)

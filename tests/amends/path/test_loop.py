from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from amends.errors import Refused
from amends.path.loop import MOST, change, drawn, is_whole_answer, put_in, take_out

PEOPLE = ["Ana", "Ben"]
WORDS = ["go quiet", "ask again", "leave the room", "follow upstairs"]


def ring_of(*texts):
    ring = ()
    for place, text in enumerate(texts):
        ring = put_in(ring, arrow=str(place), after="", does=PEOPLE[place % 2], text=text, by="Ana")
    return ring


def texts(ring):
    return [arrow.latest.text for arrow in drawn(ring)]


def test_both_can_edit_any_arrow():
    ring = ring_of("go quiet", "ask again")
    for arrow in "01":
        for who in PEOPLE:
            changed = change(ring, arrow=arrow, seen=1, does=who, text="do it otherwise", by=who)
            assert "do it otherwise" in texts(changed)


def test_whoever_changed_it_last_and_what_it_said_before_stay_with_an_arrow():
    ring = change(ring_of("go quiet", "ask again"), arrow="0", seen=1, does="Ana", text="say nothing", by="Ben")
    assert [(wording.number, wording.text, wording.by) for wording in ring[0].wordings] == [
        (1, "go quiet", "Ana"),
        (2, "say nothing", "Ben"),
    ]


def test_a_change_of_what_somebody_else_changed_meanwhile_is_refused():
    ring = change(ring_of("go quiet", "ask again"), arrow="0", seen=1, does="Ana", text="say nothing", by="Ben")
    with pytest.raises(Refused) as refused:
        change(ring, arrow="0", seen=1, does="Ana", text="shut down", by="Ana")
    assert refused.value.rule == "changed meanwhile"
    with pytest.raises(Refused):
        take_out(ring, arrow="0", seen=1, by="Ana")


def test_changes_of_two_arrows_at_once_are_both_kept():
    ring = ring_of("go quiet", "ask again")
    ring = change(ring, arrow="0", seen=1, does="Ana", text="say nothing", by="Ana")
    ring = change(ring, arrow="1", seen=1, does="Ben", text="ask louder", by="Ben")
    assert texts(ring) == ["say nothing", "ask louder"]


def test_the_same_change_sent_twice_is_one():
    once = change(ring_of("go quiet", "ask again"), arrow="0", seen=1, does="Ana", text="say nothing", by="Ana")
    assert change(once, arrow="0", seen=1, does="Ana", text="say nothing", by="Ana") == once


def test_an_arrow_that_was_taken_out_keeps_its_place_and_can_come_back():
    ring = take_out(ring_of("go quiet", "ask again", "leave"), arrow="1", seen=1, by="Ben")
    assert texts(ring) == ["go quiet", "leave"]
    back = change(ring, arrow="1", seen=2, does="Ben", text="ask again", by="Ana")
    assert texts(back) == ["go quiet", "ask again", "leave"]


def test_an_arrow_goes_behind_the_one_that_is_named():
    ring = put_in(ring_of("go quiet", "leave"), arrow="x", after="0", does="Ben", text="ask again", by="Ben")
    assert texts(ring) == ["go quiet", "ask again", "leave"]


def test_a_ninth_arrow_is_refused_also_by_the_way_back():
    full = ring_of(*WORDS, *WORDS)
    for attempt in (
        lambda: put_in(full, arrow="x", after="", does="Ana", text="more", by="Ana"),
        lambda: change(
            put_in(take_out(full, arrow="0", seen=1, by="Ana"), arrow="x", after="", does="Ana", text="more", by="Ana"),
            arrow="0",
            seen=2,
            does="Ana",
            text="back",
            by="Ana",
        ),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.rule == "eight arrows"


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_arrow_without_words_is_refused(text):
    with pytest.raises(Refused):
        ring_of(text)
    with pytest.raises(Refused):
        change(ring_of("go quiet"), arrow="0", seen=1, does="Ana", text=text, by="Ana")


def test_what_came_from_outside_can_be_the_whole_answer_and_only_by_ones_own_word():
    assert is_whole_answer({"outside"}, says_so=True)
    assert not is_whole_answer({"outside"}, says_so=False)
    assert not is_whole_answer({"outside", "under"}, says_so=True)


class AnyEdits(RuleBasedStateMachine):
    """Two people with pages that may be old; `on_page` is the ring as each saw it last."""

    def __init__(self):
        super().__init__()
        self.ring = ring_of("go quiet", "ask again")
        self.on_page = dict.fromkeys(PEOPLE, self.ring)
        self.taken = [("0", "go quiet"), ("1", "ask again")]
        self.new = 2

    @rule(who=st.sampled_from(PEOPLE))
    def look(self, who):
        self.on_page[who] = self.ring

    @rule(who=st.sampled_from(PEOPLE), text=st.sampled_from(WORDS), does=st.sampled_from(PEOPLE), place=st.integers(0))
    @precondition(lambda self: len(drawn(self.ring)) < MOST)
    def add(self, who, text, does, place):
        after = self.on_page[who][place % len(self.on_page[who])].id
        self.ring = put_in(self.ring, arrow=str(self.new), after=after, does=does, text=text, by=who)
        self.taken.append((str(self.new), text))
        self.new += 1

    @rule(who=st.sampled_from(PEOPLE), text=st.sampled_from(["", *WORDS]), place=st.integers(0))
    def edit(self, who, text, place):
        seen = self.on_page[who][place % len(self.on_page[who])]
        before = self.ring
        does = seen.latest.does
        try:
            if text:
                after = change(before, arrow=seen.id, seen=seen.latest.number, does=does, text=text, by=who)
            else:
                after = take_out(before, arrow=seen.id, seen=seen.latest.number, by=who)
        except Refused:
            return
        self.ring = after
        self.taken.append((seen.id, text))
        now = next(arrow for arrow in after if arrow.id == seen.id)
        # It took the place of what was on the page, of the same words, or of nothing.
        assert after == before or now.wordings[-2] == seen.latest

    @invariant()
    def every_wording_that_was_taken_is_still_there(self):
        kept = {(arrow.id, wording.text) for arrow in self.ring for wording in arrow.wordings}
        assert set(self.taken) <= kept

    @invariant()
    def nobody_looks_at_an_arrow_that_is_gone(self):
        there = [arrow.id for arrow in self.ring]
        assert all(arrow.id in there for ring in self.on_page.values() for arrow in ring)

    @invariant()
    def numbers_count_up_and_there_is_room_for_eight(self):
        assert all(
            [one.number for one in arrow.wordings] == [*range(1, len(arrow.wordings) + 1)] for arrow in self.ring
        )
        assert len(drawn(self.ring)) <= MOST


TestAnyEdits = AnyEdits.TestCase
TestAnyEdits.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)

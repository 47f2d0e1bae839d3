from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.errors import Refused
from amends.path.openness import MOST_ITEMS, Entry, How, Kind, after, listed, standing

ITEMS = ("when I will be later than I said", "when I hear from the bank")
MORE = (*ITEMS, "when I am thinking of another job")


def told(*entries):
    """How a list of Ana's for Ben and Cleo stands; entries are (who, kind, items, about), numbered from 1."""
    numbered = [
        Entry(by=by, kind=kind, items=items, about=about, number=number)
        for number, (by, kind, items, about) in enumerate(entries, start=1)
    ]
    return standing(numbered, maker="ana", receivers=["ben", "cleo"])


OFFER = ("ana", Kind.OFFERED, ITEMS, 0)
YES = ("ben", Kind.ACCEPTED, ITEMS, 1)


def rule_of(*entries):
    with pytest.raises(Refused) as refused:
        told(*entries)
    return refused.value.rule


def test_a_list_holds_with_whoever_accepted_it_and_waits_for_whoever_has_not_answered():
    openness = told(OFFER, YES)
    assert openness.held_with("ben") == ITEMS
    assert (openness.held_with("cleo"), openness.asks("cleo")) == ((), True)


def test_only_the_maker_writes_the_list():
    assert rule_of(("ben", Kind.OFFERED, ITEMS, 0)) == "maker"
    assert rule_of(OFFER, YES, ("ben", Kind.OFFERED, MORE, 0)) == "maker"


def test_the_version_before_holds_until_the_new_one_is_accepted():
    openness = told(OFFER, YES, ("ana", Kind.OFFERED, MORE, 0))
    assert (openness.held_with("ben"), openness.asks("ben"), openness.items) == (ITEMS, True, MORE)
    openness = told(OFFER, YES, ("ana", Kind.OFFERED, MORE, 0), ("ben", Kind.ACCEPTED, MORE, 3))
    assert (openness.held_with("ben"), openness.asks("ben")) == (MORE, False)


def test_a_no_to_a_new_version_leaves_the_one_that_holds():
    openness = told(OFFER, YES, ("ana", Kind.OFFERED, MORE, 0), ("ben", Kind.DECLINED, (), 3))
    assert (openness.held_with("ben"), openness.asks("ben")) == (ITEMS, False)


def test_whoever_said_no_to_a_change_is_not_asked_about_the_next_one():
    changed = [OFFER, YES, ("ana", Kind.OFFERED, MORE, 0), ("ben", Kind.DECLINED, MORE, 3)]
    openness = told(*changed, ("ana", Kind.OFFERED, MORE[1:], 0))
    assert (openness.held_with("ben"), openness.asks("ben")) == (ITEMS, False)
    again = told(*changed, ("ana", Kind.OFFERED, MORE[1:], 0), ("ben", Kind.ACCEPTED, MORE[1:], 5))
    assert again.held_with("ben") == MORE[1:]


def test_a_list_that_changed_meanwhile_is_not_accepted_unseen():
    assert rule_of(OFFER, ("ana", Kind.OFFERED, MORE, 0), YES) == "another version"
    assert rule_of(OFFER, ("ben", Kind.ACCEPTED, MORE, 1)) == "another version"


@pytest.mark.parametrize("no", [[("ben", Kind.DECLINED, (), 1)], [YES, ("ben", Kind.ENDED, (), 0)]])
def test_whoever_said_no_or_ended_it_is_not_asked_again_and_may_still_accept(no):
    entries = [OFFER, *no, ("ana", Kind.OFFERED, MORE, 0)]
    openness = told(*entries)
    assert (openness.asks("ben"), openness.held_with("ben")) == (False, ())
    assert told(*entries, ("ben", Kind.ACCEPTED, MORE, len(entries))).held_with("ben") == MORE


def test_either_of_them_ends_it_and_a_receiver_only_for_themself():
    both = [OFFER, YES, ("cleo", Kind.ACCEPTED, ITEMS, 1)]
    openness = told(*both, ("ben", Kind.ENDED, (), 0))
    assert (openness.places["ben"].how, openness.places["cleo"].how) == (How.ENDED, How.HOLDS)
    over = told(*both, ("ana", Kind.ENDED, (), 0))
    assert (over.is_ended, over.held_with("ben"), over.asks("cleo")) == (True, (), False)
    assert rule_of(*both, ("ana", Kind.ENDED, (), 0), ("ana", Kind.OFFERED, MORE, 0)) == "ended"
    assert rule_of(OFFER, ("ben", Kind.ENDED, (), 0)) == "nothing to end"
    assert rule_of(("ana", Kind.ENDED, (), 0)) == "no list"


def test_a_suggestion_is_a_question_that_the_maker_takes_or_leaves():
    asked = [OFFER, ("ben", Kind.SUGGESTED, MORE[2:], 0)]
    assert told(*asked).items == ITEMS
    taken = told(*asked, ("ana", Kind.OFFERED, MORE, 0))
    assert (taken.items, taken.suggestions, taken.held_with("ben")) == (MORE, {}, ())
    left = told(*asked, ("ana", Kind.LEFT, (), 2))
    assert (left.items, left.suggestions) == (ITEMS, {})
    assert rule_of(*asked, ("ben", Kind.LEFT, (), 2)) == "maker"
    assert rule_of(OFFER, ("ana", Kind.LEFT, (), 2)) == "no suggestion"


def test_nobody_suggests_a_second_item_while_the_first_is_open():
    asked = [OFFER, ("ben", Kind.SUGGESTED, MORE[2:], 0)]
    assert rule_of(*asked, ("ben", Kind.SUGGESTED, ("what the school says",), 0)) == "one suggestion"
    assert rule_of(OFFER, ("ben", Kind.SUGGESTED, ITEMS[:1], 0)) == "nothing new"
    assert told(*asked, ("cleo", Kind.SUGGESTED, ("what the school says",), 0)).suggestions.keys() == {2, 3}


def test_what_the_maker_left_is_not_suggested_again_by_anybody():
    left = [OFFER, ("ben", Kind.SUGGESTED, MORE[2:], 0), ("ana", Kind.LEFT, (), 2)]
    for who in ("ben", "cleo"):
        assert rule_of(*left, (who, Kind.SUGGESTED, MORE[2:], 0)) == "left"
    assert told(*left, ("ben", Kind.SUGGESTED, ("what the school says",), 0)).suggestions.keys() == {4}


@pytest.mark.parametrize("kind", [Kind.ACCEPTED, Kind.DECLINED, Kind.SUGGESTED, Kind.ENDED])
def test_somebody_for_whom_it_is_not_has_no_word_in_it(kind):
    assert rule_of(OFFER, ("dan", kind, ITEMS, 1)) == "receiver"


@pytest.mark.parametrize("items", [(), ITEMS[:1] * 2, tuple(map(str, range(MOST_ITEMS + 1)))])
def test_a_list_has_a_few_items_each_once(items):
    assert rule_of(("ana", Kind.OFFERED, items, 0)) == "items"


def test_the_same_list_is_no_new_version():
    assert rule_of(OFFER, OFFER) == "nothing new"


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("when I will be late\nwhen plans change", ("when I will be late", "when plans change")),
        (
            "- when I will be late\n\n•  when  plans change \n* When plans change",
            ("when I will be late", "when plans change"),
        ),
        (" \n-\n", ()),
    ],
)
def test_a_list_is_written_one_item_a_line(text, items):
    assert listed(text) == items


people = st.sampled_from(["ana", "ben", "cleo", "dan"])
some_items = st.lists(st.sampled_from(["late", "money", "work", "school"]), max_size=3).map(tuple)
steps = st.tuples(people, st.sampled_from(Kind), some_items, st.integers(0, 12), st.booleans())


@given(st.lists(steps, max_size=40))
def test_what_holds_was_always_written_by_the_maker_and_accepted_by_that_receiver(steps):
    openness, kept = standing([], maker="ana", receivers=["ben", "cleo"]), []
    for by, kind, items, about, is_newest in steps:
        newest = openness.newest if openness.versions else 0
        shown = openness.items if openness.versions and kind == Kind.ACCEPTED and is_newest else items
        entry = Entry(by=by, kind=kind, items=shown, about=newest if is_newest else about, number=len(kept) + 1)
        try:
            openness = after(openness, entry)
        except Refused:
            continue
        kept.append(entry)
    assert all(one.by == "ana" for one in kept if one.kind == Kind.OFFERED)
    for receiver in ("ben", "cleo"):
        own = [one for one in kept if one.by == receiver and one.kind in (Kind.ACCEPTED, Kind.DECLINED, Kind.ENDED)]
        accepted = [one.items for one in own if one.kind == Kind.ACCEPTED]
        if held := openness.held_with(receiver):
            assert own[-1].kind != Kind.ENDED
            assert held == accepted[-1]
            assert held in [one.items for one in kept if one.kind == Kind.OFFERED]
    if openness.versions:
        assert standing(kept, maker="ana", receivers=["ben", "cleo"]) == openness

"""Which card comes next, what is seen in an answer, and that asking is what wins (PRODUCT 4.4 and 4.6)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.content.drills import Drill, Skill, skills
from amends.content.relations import relations
from amends.drafts import Kind, check_draft
from amends.errors import Refused
from amends.practice import ASKING, check_pick, look_at_answer, next_drill, suited

SOFT, BACK, *_, ASK = skills()
ALL = tuple(drill for skill in skills() for drill in skill.drills)
TODAY = date(2026, 11, 26)


def card(skill: Skill, name: str) -> Drill:
    return next(drill for drill in skill.drills if drill.name == name)


def test_a_hard_start_has_you_never_marked_and_a_soft_one_holds_feeling_situation_and_request() -> None:
    drill = card(SOFT, "the-evening-calls")
    text = "You never have time for me. I felt lonely tonight at dinner. Could we eat together tomorrow?"
    check = look_at_answer(text, skill=SOFT, drill=drill).check
    assert [text[mark.start - 4 : mark.end] for mark in check.marks] == ["You never"]
    assert check.found == ("feeling", "situation", "request")


def test_an_answer_is_looked_at_exactly_as_a_draft_of_its_kind() -> None:
    text = "I'm fine, you always exaggerate"
    look = look_at_answer(text, skill=SOFT, drill=SOFT.drills[0])
    assert look.check == check_draft(text, kind=Kind.OPENING)


def test_what_was_said_back_is_told_and_what_was_not_stays_open() -> None:
    look = look_at_answer(
        "You waited weeks for that table, for us two.", skill=BACK, drill=card(BACK, "the-table-for-two")
    )
    assert look.said_back == ("the evening was meant for two, and somebody else came",)
    assert look.open_points == ("she felt stupid",)


def test_a_word_counts_at_its_beginning_alone() -> None:
    drill = card(BACK, "the-hour-in-the-hall")
    assert look_at_answer("It was a small challenge for you.", skill=BACK, drill=drill).said_back == ()


@pytest.mark.parametrize("nothing", ["", " \n", "…"])
def test_an_empty_answer_misses_nothing(nothing: str) -> None:
    look = look_at_answer(nothing, skill=BACK, drill=BACK.drills[0])
    assert (look.check.missing, look.said_back, look.open_points) == ((), (), ())


@given(answer=st.text(max_size=60), drill=st.sampled_from(BACK.drills))
def test_of_every_answer_each_point_is_either_said_back_or_open_or_there_is_no_answer(
    answer: str, drill: Drill
) -> None:
    look = look_at_answer(answer, skill=BACK, drill=drill)
    told = {*look.said_back, *look.open_points}
    assert told in ({point.say for point in drill.points}, set())
    assert not set(look.said_back) & set(look.open_points)


@pytest.mark.parametrize("drill", ASK.drills, ids=lambda drill: drill.name)
def test_no_reading_is_called_right_and_only_who_asks_is_told(drill: Drill) -> None:
    for number, reading in enumerate(drill.readings, start=1):
        picked = check_pick(str(number), drill=drill)
        assert picked.reading == reading
        assert set(picked.others) == set(drill.readings) - {reading}
        assert picked.told == ""
    asked = check_pick(ASKING, drill=drill)
    assert (asked.reading, asked.told) == ("", drill.told)


@pytest.mark.parametrize("pick", ["", "0", "4", "-1", "ask ", "x" * 1000])
def test_a_pick_that_is_none_is_refused(pick: str) -> None:
    with pytest.raises(Refused):
        check_pick(pick, drill=ASK.drills[0])


def test_a_card_without_readings_has_nothing_to_pick() -> None:
    with pytest.raises(Refused):
        check_pick(ASKING, drill=SOFT.drills[0])


def test_what_was_never_tried_comes_before_what_was_tried_and_then_the_longest_ago() -> None:
    first, second, *rest = SOFT.drills
    assert next_drill(SOFT.drills, tried={}) == first
    assert next_drill(SOFT.drills, tried={first.name: TODAY}) == second
    tried = {drill.name: TODAY for drill in rest} | {
        first.name: TODAY - timedelta(days=1),
        second.name: TODAY - timedelta(days=3),
    }
    assert next_drill(SOFT.drills, tried=tried) == second


@given(
    deck=st.lists(st.sampled_from(ALL), min_size=1, unique=True),
    gaps=st.lists(st.integers(min_value=1, max_value=90), min_size=1, max_size=8),
)
def test_whoever_takes_what_comes_next_meets_every_card_before_any_comes_again(
    deck: list[Drill], gaps: list[int]
) -> None:
    tried: dict[str, date] = {"a-card-that-is-no-more": TODAY}
    met, day = [], TODAY
    for turn in range(2 * len(deck)):
        drill = next_drill(deck, tried=tried)
        met.append(drill)
        day += timedelta(days=gaps[turn % len(gaps)])
        tried[drill.name] = day
    assert met == deck + deck


@given(st.sets(st.sampled_from(sorted(relations()))))
def test_ones_own_relations_come_first_and_cards_of_couples_are_for_couples(mine: set[str]) -> None:
    for skill in skills():
        offered = suited(skill.drills, relations=mine)
        own = [drill for drill in skill.drills if drill.relation in mine]
        assert list(offered[: len(own)]) == own
        has_couples = any(drill.relation == "couple" for drill in offered)
        assert has_couples == (not mine or "couple" in mine)
        assert len(set(offered)) == len(offered)

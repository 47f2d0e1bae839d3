"""The deck of drills as it ships: enough of each, plausible, and no word of a couple outside couples' cards."""

from __future__ import annotations

import re

import pytest

from amends.content.drills import Drill, Skill, skills
from amends.content.relations import relations
from amends.drafts import Kind
from amends.practice import look_at_answer

CARDS = [(skill, drill) for skill in skills() for drill in skill.drills]
# Nothing is ever said to be open in a repair; these are what its card asks for.
HELD = {"repair": {"slows", "own"}}
COUPLE_WORDS = r"(?i)\b(partners?|spouse|husband|wife|love|romantic|couple)\b"


def cards() -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("skill", "drill"), CARDS, ids=[drill.name for _, drill in CARDS])


def words_of(drill: Drill) -> str:
    points = [point.say for point in drill.points]
    return " ".join([drill.tag, drill.moment, drill.line, drill.told, *drill.ways, *drill.readings, *points])


def test_there_are_six_skills_of_five_minutes_with_four_cards_or_more_each() -> None:
    assert len(skills()) == 6
    assert all(skill.minutes == 5 and len(skill.drills) >= 4 for skill in skills())


def test_there_are_twelve_cue_cards_or_more_each_with_several_readings_and_what_asking_brings() -> None:
    cues = [drill for _, drill in CARDS if drill.readings]
    assert len(cues) >= 12
    for drill in cues:
        assert len(drill.readings) >= 3, drill.name
        assert drill.told, drill.name
        assert drill.told not in drill.readings


@pytest.mark.parametrize("skill", skills(), ids=lambda skill: skill.name)
def test_every_skill_has_a_card_for_every_relation(skill: Skill) -> None:
    assert {drill.relation for drill in skill.drills} == set(relations())


def test_every_card_has_its_own_address() -> None:
    names = [drill.name for _, drill in CARDS]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in names)


@cards()
def test_words_of_a_couple_stand_in_cards_of_couples_alone(skill: Skill, drill: Drill) -> None:
    if drill.relation != "couple":
        assert re.findall(COUPLE_WORDS, words_of(drill)) == []
    assert re.findall(COUPLE_WORDS, " ".join([skill.title, skill.hint, skill.ask, *skill.how, skill.when])) == []


@cards()
def test_the_ways_that_a_card_shows_hold_every_part_and_get_no_mark(skill: Skill, drill: Drill) -> None:
    assert drill.ways
    for way in drill.ways:
        look = look_at_answer(way, skill=skill, drill=drill)
        assert look.check.kind == Kind(skill.draft)
        assert (look.check.marks, look.check.missing, look.open_points) == ((), (), ())
        assert set(look.check.found) >= HELD.get(skill.name, set())


@pytest.mark.parametrize("drill", skills()[0].drills, ids=lambda drill: drill.name)
def test_what_is_on_the_tip_of_the_tongue_gets_a_mark(drill: Drill) -> None:
    assert look_at_answer(drill.line, skill=skills()[0], drill=drill).check.marks


@pytest.mark.parametrize("drill", [d for _, d in CARDS if d.points], ids=lambda drill: drill.name)
def test_each_card_to_say_back_has_what_happened_and_how_it_was(drill: Drill) -> None:
    assert len(drill.points) >= 2

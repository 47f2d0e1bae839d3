"""The cards as one person meets them: suited to those with whom they are here."""

from __future__ import annotations

from collections.abc import Collection

from django.http import Http404

from amends.content.drills import Drill, Skill, skills
from amends.practice import suited


def skill_named(name: str) -> Skill:
    """Return the skill at this address, or raise Http404."""
    found = next((skill for skill in skills() if skill.name == name), None)
    if found is None:
        raise Http404
    return found


def cards(skill: Skill, relations: Collection[str]) -> tuple[Drill, ...]:
    return suited(skill.drills, relations=relations)


def card_named(skill: Skill, name: str, relations: Collection[str]) -> Drill:
    """Return a card of a skill by its address, among those that suit; raises Http404."""
    found = next((card for card in cards(skill, relations) if card.name == name), None)
    if found is None:
        raise Http404
    return found


def skill_of_card(name: str) -> tuple[Skill, Drill] | None:
    """Return a card and its skill by the card's name alone; None for a card that is no more in the deck."""
    return next(((skill, card) for skill in skills() for card in skill.drills if card.name == name), None)

"""A round as people walk it through the pages, without scripts: a couple, three siblings, two founders, co-parents."""

from __future__ import annotations

import re

import pytest
from tests.journeys.people import people_in
from tests.journeys.rounds import take_a_turn

pytestmark = pytest.mark.django_db

COUPLE_WORDS = re.compile(r"\b(?:partner|lovers?|couple|romantic|marriage|husband|wife|spouse)\b", re.IGNORECASE)


@pytest.mark.parametrize(
    ("relation", "names", "pace"),
    [
        ("couple", ["Ana", "Ben"], "live"),
        ("family", ["Ana", "Ben", "Cleo"], "slow"),
        ("colleagues", ["Ana", "Ben"], "slow"),
        ("coparents", ["Ana", "Ben"], "live"),
    ],
    ids=["couple", "three siblings", "two founders", "co-parents"],
)
def test_a_round_from_the_space_to_the_receipt_with_nobody_else_in_it(relation, names, pace):
    people, ids, space = people_in(relation, names)
    asked = {"people": ids[1:]} if len(names) > 2 else {}
    people[0].go(space).follow("Ask for a round").press("Ask for it", topic="Sunday", pace=pace, **asked)
    address = people[0].path
    for other in people[1:]:
        other.go("/").follow("A round about Sunday").press("Yes")
    for number, speaker in enumerate(people):
        take_a_turn(speaker, people[(number + 1) % len(people)], address, number)
    for number, person in enumerate(people):
        person.go(address)
        assert "Each of you was heard" in person.text
        person.press("Put it here", words=f"Idea {number}.")
        person.follow("The receipt")
        for name in names:
            assert f"{name}: got it." in person.text
            assert f"Signed by {name}" in person.text
        person.go(address).follow("How I listen")
        assert "What was missing: “The other thing" in person.text
        if relation != "couple":
            assert COUPLE_WORDS.findall(person.seen.decode()) == []
    people[0].go(address)
    assert all(f"Idea {number}." in people[0].text for number in range(len(people)))

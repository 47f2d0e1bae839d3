"""The conflicts of the mirror are what the bench says they are."""

from __future__ import annotations

from collections import Counter

import pytest
from bench.mirror.conflicts import Conflict, conflicts, conversation_of
from bench.mirror.swapping import with_names_swapped, with_roles_swapped

EVERY = conflicts()


def test_there_are_sixty_and_more_and_in_twelve_and_more_one_is_afraid() -> None:
    assert len(EVERY) >= 60
    assert sum(bool(conflict.afraid) for conflict in EVERY) >= 12
    assert sum(bool(conflict.worse) and not conflict.afraid for conflict in EVERY) >= 6


def test_they_are_of_every_relation() -> None:
    relations = Counter(conflict.relation for conflict in EVERY)
    assert set(relations) == {"couple", "family", "friends", "coparents", "colleagues"}
    assert min(relations.values()) >= 5


def test_no_two_have_one_name_and_no_two_share_a_line_of_length() -> None:
    assert len({conflict.id for conflict in EVERY}) == len(EVERY)
    lines = Counter(text for conflict in EVERY for _, text in conflict.lines if len(text) > 30)
    assert [text for text, times in lines.items() if times > 1] == []


@pytest.mark.parametrize("conflict", EVERY, ids=lambda conflict: conflict.id)
def test_a_conflict_is_a_talk_of_two_and_two_tales_of_it(conflict: Conflict) -> None:
    assert 8 <= len(conflict.lines) <= 16
    assert {who for who, _ in conflict.lines} == set(conflict.people) == set(conflict.told)
    assert len(set(conflict.people)) == 2
    assert all(text.strip() for _, text in conflict.lines)
    assert all(60 <= len(tale.split()) <= 150 for tale in conflict.told.values())
    assert {conflict.afraid, conflict.worse} <= {"", *conflict.people}


def test_a_conversation_holds_the_lines_in_their_order() -> None:
    conflict = EVERY[0]
    conversation = conversation_of(conflict)
    assert [(message.speaker, message.text) for message in conversation.messages] == list(conflict.lines)


def test_swapping_names_twice_gives_the_conflict_back() -> None:
    conflict = next(one for one in EVERY if one.id == "couples-01-dinner-with-friends")
    swapped = with_names_swapped(conflict)
    assert swapped.people == ("Ben", "Ana")
    assert "and Ana had her phone" not in swapped.told["Ben"]
    assert "and Ana had his phone on his knee" in swapped.told["Ben"]
    assert with_names_swapped(swapped) == conflict


def test_swapping_men_and_women_leaves_every_other_word() -> None:
    tale = Conflict(
        id="x",
        relation="family",
        people=("Jo", "Sam"),
        afraid="",
        worse="Sam",
        lines=(("Jo", "She told her that HE took his coat"), ("Sam", "her sister rang him, Mum")),
        told={"Jo": "My wife said so.", "Sam": "I told her."},
    )
    swapped = with_roles_swapped(tale)
    assert swapped.lines == (("Jo", "He told him that SHE took her coat"), ("Sam", "his brother rang her, Dad"))
    assert swapped.told == {"Jo": "My husband said so.", "Sam": "I told him."}
    assert swapped.worse == "Sam"

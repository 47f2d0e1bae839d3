"""Who is one person: proposed where names are nearly the same, never taken for granted."""

from __future__ import annotations

import pytest

from amends.chats import read_pasted
from amends.chats.same_people import Name, likely_same, renamed, told_apart


def names(*conversations):
    return [Name(f"{shown} in {n}", shown, n) for n, shown_here in enumerate(conversations) for shown in shown_here]


@pytest.mark.parametrize("other", ["Ben", "ben", "BEN ", "Ben 🌻", "~Ben", "Ｂｅｎ"])
def test_names_that_differ_in_case_signs_or_blanks_are_proposed_as_one(other):
    assert likely_same(names(["Ana", "Ben"], [other])) == {f"{other} in 1": "Ben in 0"}


@pytest.mark.parametrize("other", ["Benny", "Ben M.", "Bea", "🌻"])
def test_other_names_are_not(other):
    assert likely_same(names(["Ana", "Ben"], [other])) == {}


def test_names_of_signs_alone_are_told_apart():
    assert likely_same(names(["🌻"], ["🌊"], ["🌻"])) == {"🌻 in 2": "🌻 in 0"}


def test_two_people_whom_an_export_tells_apart_stay_two():
    assert likely_same(names(["Ben", "ben"])) == {}
    assert likely_same(names(["Ben"], ["ben", "BEN"])) == {"ben in 1": "Ben in 0"}


def test_what_was_said_before_is_proposed_again():
    known = [["Ben", "benny.m", "+49 171 5550199"]]
    assert likely_same(names(["Ben", "Ana"], ["benny.m"], ["+49 171 5550199"]), known=known) == {
        "benny.m in 1": "Ben in 0",
        "+49 171 5550199 in 2": "Ben in 0",
    }


def test_a_name_of_two_conversations_gets_a_number_and_can_be_given_back():
    first = read_pasted("Ana: hi\nBen: hi\n").conversation
    second = read_pasted("Ben: so\nCleo: yes\n").conversation
    apart, found = told_apart([first, second])
    assert [one.people for one in apart] == [("Ana", "Ben"), ("Ben (2)", "Cleo")]
    assert found[2] == Name("Ben (2)", "Ben", 1, 1)
    assert renamed(apart[1], {"Ben (2)": "Ben"}) == second
    (third,), more = told_apart([second], after=found)
    assert (third.people, more[0].conversation) == (("Ben (3)", "Cleo (2)"), 2)


def test_two_names_that_become_one_are_one_person():
    talk = read_pasted("Ana: hi\nBen: hi\nBenny: new phone\n").conversation
    merged = renamed(talk, {"Benny": "Ben"})
    assert merged.people == ("Ana", "Ben")
    assert [message.speaker for message in merged.messages] == ["Ana", "Ben", "Ben"]

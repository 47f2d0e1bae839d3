"""How often the second look is right, on drafts as people write them: in plain words, in dialect, in a second language.

`python -m bench.drafts` prints the figures; `read` says how a line of the files is labelled.
"""

from __future__ import annotations

import pytest
from bench.drafts import FILES, FOLDERS, WRITTEN, figures, in_talks, read

from amends.drafts import Kind
from amends.drafts.rules import mark_rules, part_rules


def written(kind, folders=FOLDERS):
    return tuple([one for folder in folders for one in read(folder / f"{name}.txt", kind)] for name in FILES[kind])


@pytest.mark.parametrize("kind", FILES)
def test_there_are_enough_drafts_of_each_kind(kind):
    plain, others = written(kind, [WRITTEN])
    least = 60 if kind is Kind.ACKNOWLEDGEMENT else 30
    assert len(plain) >= least
    assert len(others) >= least
    assert len({one.text for one in plain + others}) == len(plain + others)


@pytest.mark.parametrize("kind", FILES)
def test_no_plain_draft_is_marked(kind):
    plain, _ = written(kind)
    assert [one.text for one in plain if one.check.marks] == []


@pytest.mark.parametrize("kind", FILES)
def test_no_plain_draft_is_told_that_something_it_holds_is_open(kind):
    plain, _ = written(kind)
    assert [one.text for one in plain if one.holds & set(one.check.missing)] == []


@pytest.mark.parametrize("kind", FILES)
def test_marks_and_parts_are_right_as_often_as_the_docs_say(kind):
    shares = figures(*written(kind))
    assert shares["marks that are right"] >= 0.99
    assert shares["other drafts with a right mark"] >= 0.97
    assert shares["parts said to be open that are"] >= 0.99
    assert shares["parts said to be there that are"] >= 0.95
    assert shares["open parts of the others that are said to be"] >= 0.9


def test_no_draft_that_only_looks_like_an_apology_is_credited_with_owning_it():
    _, others = written(Kind.ACKNOWLEDGEMENT)
    assert [one.text for one in others if "ownership" in set(one.check.found) - one.holds] == []


@pytest.mark.parametrize("kind", FILES)
def test_every_rule_and_part_that_is_named_in_the_labels_exists(kind):
    rules, parts = {rule.rule for rule in mark_rules(kind, "en")}, {part.name for part in part_rules(kind, "en")}
    plain, others = written(kind)
    for one in plain + others:
        assert one.right_rules <= rules, one.text
        assert one.holds <= parts, one.text


def test_messages_of_a_talk_are_counted_by_what_they_do():
    messages = [
        ("I was wrong to read it out.", {"ownership"}),
        ("I was wrong, but you never listen", {"ownership", "criticism"}),
        ("sorry if you were hurt", {"nonapology"}),
        ("I felt left out on Sunday.", {"feeling_statement"}),
    ]
    shares = in_talks(messages)
    assert shares["acknowledgement, 1 that heal: wrongly marked"] == 0
    assert shares["opening, 1 that heal: wrongly marked"] == 0
    assert shares["ownership, 1 messages: seen"] == 1
    assert shares["feeling_statement: wrongly called open"] == 0
    assert shares["1 apologies in form only: marked"] == 1

"""The deck on the command line: printable, the same cards and the same look as on the web, and nothing kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from amends.content.drills import Skill, skills
from amends.content.relations import relations
from amends.drafts import Kind, check_draft
from amends.reports import check_as_text

if TYPE_CHECKING:
    from pathlib import Path

HARD = "You never pay anything back. I felt uneasy when you asked about October. Could you send me the two first?"


def plain(text: str) -> str:
    return " ".join(text.split())


def test_without_a_name_every_skill_is_listed(amends: Any) -> None:
    status, out, _ = amends("practice")
    assert status == 0
    assert [line.split()[0] for line in out.split("\n") if line[:1].islower()] == [skill.name for skill in skills()]


@pytest.mark.parametrize("skill", skills(), ids=lambda skill: skill.name)
def test_a_skill_prints_all_its_cards_eighty_columns_wide(amends: Any, skill: Skill) -> None:
    status, out, _ = amends("practice", skill.name)
    assert status == 0
    assert max(map(len, out.split("\n"))) <= 80
    for card in skill.drills:
        for words in (card.moment, card.line, card.told, *card.ways, *card.readings):
            assert words in plain(out)


@pytest.mark.parametrize("relation", relations())
def test_cards_for_one_relation_are_cards_of_no_other(amends: Any, relation: str) -> None:
    out = plain(amends("practice", "ask", "--with", relation)[1])
    for card in skills()[-1].drills:
        assert (card.moment in out) == (card.relation == relation)


def test_one_card_is_printed_by_its_name(amends: Any) -> None:
    out = amends("practice", "the-tickets")[1]
    assert out.count("\n[") == 1
    assert "[the-tickets]" in out


def test_an_answer_gets_the_same_marks_as_a_draft_on_the_web(amends: Any, typed: Any, tmp_path: Path) -> None:
    same = check_as_text(HARD, check_draft(HARD, kind=Kind.OPENING))
    assert "“never”" in same
    typed(HARD)
    assert amends("practice", "the-tickets", "--answer", "-") == (0, same, "")
    file = tmp_path / "my.txt"
    file.write_text(HARD, encoding="utf-8")
    assert amends("practice", "the-tickets", "--answer", file) == (0, same, "")


def test_what_was_said_back_is_told(amends: Any, typed: Any) -> None:
    typed("You told me first, in confidence.")
    out = amends("practice", "the-whole-table-knew", "--answer", "-")[1]
    assert "Said back:\n  - Jo told you first, and then everybody knew\n" in out
    assert "Perhaps still open:\n  - Jo laughed along and wanted to leave\n" in out


def test_who_asks_is_told(amends: Any, typed: Any) -> None:
    card = skills()[-1].drills[0]
    typed(card.ways[0])
    assert card.told in plain(amends("practice", card.name, "--answer", "-")[1])


@pytest.mark.parametrize(
    "arguments", [("winning",), ("--answer", "-"), ("soft-start", "--answer", "-"), ("ask", "--with", "rivals")]
)
def test_a_slip_is_one_sentence_and_two(amends: Any, arguments: tuple[str, ...]) -> None:
    status, out, err = amends("practice", *arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)


def test_an_answer_that_is_not_there_is_one_sentence(amends: Any, tmp_path: Path) -> None:
    status, out, err = amends("practice", "the-tickets", "--answer", tmp_path / "none.txt")
    assert (status, out) == (1, "")
    assert "There is no such file" in err

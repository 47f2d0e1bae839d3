from __future__ import annotations

from amends.content.private_check import private_check


def test_it_asks_six_questions_two_more_and_one_about_oneself() -> None:
    assert len(private_check().questions) == 6 + 2 + 1
    assert private_check().questions[-1].id == "self"


def test_every_answer_leads_to_words_that_may_help() -> None:
    known = {guidance.id for guidance in private_check().guidance}

    assert {question.guidance for question in private_check().questions} == known


def test_what_may_save_a_life_stands_first() -> None:
    assert [guidance.id for guidance in private_check().guidance][:2] == ["harm", "child"]

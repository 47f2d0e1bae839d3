from __future__ import annotations

from amends.content.first_steps import first_steps


def test_there_are_eight_choices_from_one_to_ten_minutes() -> None:
    assert len(first_steps()) == 8
    assert all(1 <= step.minutes <= 10 for step in first_steps())


def test_each_has_its_own_address_and_something_to_write() -> None:
    assert len({step.slug for step in first_steps()}) == 8
    assert all(step.prompts for step in first_steps())


def test_only_the_invitation_brings_words_of_its_own() -> None:
    assert [step.slug for step in first_steps() if step.ready_words] == ["invite"]

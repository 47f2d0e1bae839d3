from __future__ import annotations

import pytest

from amends.errors import Refused
from amends.path.clarify import Pick, check_readings, struck


def test_two_ways_to_read_a_line_make_a_question():
    check_readings("You were tired and wanted to stop.", "You were annoyed with me.")


@pytest.mark.parametrize(
    ("one", "two"), [("You were annoyed.", ""), ("  ", "tired"), ("You were annoyed.", "you were  annoyed"), ("…", "!")]
)
def test_one_reading_alone_or_the_same_one_twice_is_no_question(one, two):
    with pytest.raises(Refused) as refused:
        check_readings(one, two)
    assert refused.value.rule == "two readings"


@pytest.mark.parametrize(
    ("one", "two"),
    [("Ты устал", "Ты злился"), ("🙂", "🙄"), ("fine 👍", "fine 👎"), ("दिन", "दान"), ("1 + 1", "1 − 1")],
)
def test_readings_in_any_script_and_in_pictures_are_told_apart(one, two):
    check_readings(one, two)


@pytest.mark.parametrize(
    ("pick", "not_meant"), [(Pick.ONE, {Pick.TWO}), (Pick.TWO, {Pick.ONE}), (Pick.OTHER, {Pick.ONE, Pick.TWO})]
)
def test_what_was_not_meant_is_struck(pick, not_meant):
    assert struck(pick) == not_meant

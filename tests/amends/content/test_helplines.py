from __future__ import annotations

from datetime import date, timedelta

import pytest

from amends.content.helplines import helplines, is_stale, read_helplines

TODAY = date(2026, 11, 25)

GOOD = """
[[country]]
code = "NL"
name = "Netherlands"
emergency = "112"

[[country.line]]
name = "A line"
about = "For anybody."
number = "0800 2000"
source = "https://example.org/"
checked_on = 2026-11-01
"""


@pytest.mark.parametrize(("days", "expected"), [(0, False), (180, False), (181, True), (400, True)])
def test_a_number_is_stale_after_180_days(days: int, expected: bool) -> None:
    assert is_stale(TODAY - timedelta(days=days), today=TODAY) is expected


def test_every_shipped_country_has_an_emergency_number_and_a_line() -> None:
    for country in helplines():
        assert country.emergency
        assert country.lines


def test_no_shipped_number_claims_a_check_without_its_source() -> None:
    for country in helplines():
        for line in country.lines:
            assert line.source.startswith("https://")


def test_a_number_is_dialled_without_spaces() -> None:
    (country,) = read_helplines(GOOD)

    assert country.lines[0].dialled == "08002000"
    assert country.lines[0].checked_on == date(2026, 11, 1)


def test_a_line_without_a_check_says_so() -> None:
    (country,) = read_helplines(GOOD.replace("checked_on = 2026-11-01", ""))

    assert country.lines[0].checked_on is None


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"0800 2000"', '"javascript:alert(1)"', "number is not a telephone number"),
        ('"https://example.org/"', '"http://example.org/"', "not an https address"),
        ("2026-11-01", "2026-11-01T10:00:00", "checked_on is not a day"),
        ("2026-11-01", '"soon"', "checked_on is not a day"),
        ('name = "A line"', "", "name is missing"),
        ('emergency = "112"', "", "emergency is missing"),
        ("[[country]]", "[[land]]", "no country"),
        ("[[country]]", "[[country", "not TOML"),
    ],
)
def test_a_list_with_a_slip_is_refused_with_its_place(old: str, new: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        read_helplines(GOOD.replace(old, new, 1))

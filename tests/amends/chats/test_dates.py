"""Day and month: decided from the whole file, or asked."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from amends.chats import Imported, read_export
from amends.errors import UndecidedDateOrder, UnreadableExport


def _read(*dates: str, date_order: str | None = None, timezone: ZoneInfo | None = None) -> Imported:
    lines = [f"{date}, 18:05 - {('Ana', 'Ben')[n % 2]}: line {n}\n" for n, date in enumerate(dates)]
    return read_export(io.BytesIO("".join(lines).encode()), date_order=date_order, timezone=timezone)


def _days(result: Imported) -> list[str]:
    return [message.at.date().isoformat() for message in result.conversation.messages if message.at]


@pytest.mark.parametrize("dates", [["3/4/24"], ["03/04/2024", "04/04/2024"], ["1.2.24", "2.2.24", "3.2.24"]])
def test_dates_that_fit_both_orders_are_asked_about(dates: list[str]) -> None:
    with pytest.raises(UndecidedDateOrder) as caught:
        _read(*dates)

    assert caught.value.orders == ("dmy", "mdy")
    assert caught.value.example == dates[0]
    assert "--date-order dmy or --date-order mdy" in str(caught.value)


@pytest.mark.parametrize(("order", "day"), [("dmy", "2024-04-03"), ("mdy", "2024-03-04")])
def test_what_the_person_says_is_used(order: str, day: str) -> None:
    result = _read("3/4/24", date_order=order)

    assert _days(result) == [day]
    assert result.report.date_order == order


def test_an_order_in_which_the_dates_do_not_exist_is_asked_about_again() -> None:
    with pytest.raises(UndecidedDateOrder) as caught:
        _read("03/25/2024", "03/26/2024", date_order="dmy")

    assert caught.value.orders == ("mdy",)


@pytest.mark.parametrize(
    ("dates", "days"),
    [
        (["25/03/24", "1/4/24"], ["2024-03-25", "2024-04-01"]),
        (["3/25/24", "4/1/24"], ["2024-03-25", "2024-04-01"]),
        (["2024/3/1", "2024/4/2"], ["2024-03-01", "2024-04-02"]),
        (["24/3/1", "24/3/2", "24/4/13"], ["2024-03-01", "2024-03-02", "2024-04-13"]),
        (["05/05/2024"], ["2024-05-05"]),
        (["01/02/2024", "01/05/2024", "02/03/2024"], ["2024-01-02", "2024-01-05", "2024-02-03"]),
    ],
)
def test_the_whole_file_decides(dates: list[str], days: list[str]) -> None:
    assert _days(_read(*dates)) == days


def test_the_gaps_between_days_decide_only_with_a_doubt() -> None:
    result = _read(*(f"{day:02d}/06/2024" for day in range(1, 10)))

    assert result.report.date_order == "dmy"
    assert "date_order_from_gaps" in result.report.doubts


def test_a_message_that_came_a_day_late_is_no_step_back_but_one_that_came_a_month_late_is() -> None:
    assert _read("03/04/2024", "04/04/2024", "03/04/2024").report.date_order == "dmy"


def test_a_file_with_both_orders_is_asked_about() -> None:
    with pytest.raises(UndecidedDateOrder) as caught:
        _read("25/03/2024", "03/26/2024", "27/03/2024", "03/28/2024")

    assert caught.value.orders == ("dmy", "mdy")


def test_the_same_dates_are_never_read_in_two_ways_without_a_doubt() -> None:
    """Every day of three years, written in both orders, in talks of one to eight days."""
    start = datetime(2022, 1, 1)  # noqa: DTZ001
    wrong = []
    for offset in range(0, 1000, 23):
        for length in range(1, 9):
            days = [start + timedelta(days=offset + n) for n in range(length)]
            for order, form in (("dmy", "{0.day}/{0.month}/{0.year}"), ("mdy", "{0.month}/{0.day}/{0.year}")):
                try:
                    result = _read(*(form.format(day) for day in days))
                except UndecidedDateOrder:
                    continue
                if _days(result) != [day.date().isoformat() for day in days]:
                    wrong.append((order, days[0], length))
    assert wrong == []


def test_the_zone_of_the_person_makes_the_times_exact() -> None:
    result = _read("25/03/2024", timezone=ZoneInfo("Europe/Lisbon"))

    (message,) = result.conversation.messages
    assert message.at is not None
    assert message.at.isoformat() == "2024-03-25T18:05:00+00:00"
    assert "no_timezone" not in result.report.doubts


@pytest.mark.parametrize(
    ("times", "read"),
    [
        (["18:05", "18:06", "6:07"], ["18:05:00", "18:06:00", "06:07:00"]),
        (["18:05:11", "18:05:12"], ["18:05:11", "18:05:12"]),
        (["18.05", "18.06"], ["18:05:00", "18:06:00"]),
        (["18.05:11", "18.05:12", "18.06:01"], ["18:05:11", "18:05:12", "18:06:01"]),
        (["12:05 AM", "1:05 AM", "12:05 PM", "1:06 AM"], ["00:05:00", "01:05:00", "12:05:00", "01:06:00"]),
        (["23:59 PM", "23:58 PM", "24:01 PM"], ["23:59:00", "23:58:00", "12:01:00"]),
        (["24:05", "24:06", "0:07"], ["00:05:00", "00:06:00", "00:07:00"]),
        (["18:05", "18:99", "18:06"], ["18:05:00", "18:06:00"]),
    ],
)
def test_a_time_is_read_the_same_when_its_hour_was_there_before(times: list[str], read: list[str]) -> None:
    lines = [f"25/03/2024, {time} - {('Ana', 'Ben')[n % 2]}: line {n}\n" for n, time in enumerate(times)]

    messages = read_export(io.BytesIO("".join(lines).encode())).conversation.messages

    assert [message.at.time().isoformat() for message in messages if message.at] == read


def test_years_of_a_calendar_that_is_not_known_are_refused() -> None:
    with pytest.raises(UnreadableExport) as caught:
        _read("1402/12/22", "1403/01/05")

    assert caught.value.reason == "unknown_calendar"


def test_a_thai_year_of_two_digits_is_not_in_the_future() -> None:
    assert _days(_read("25/3/67")) == ["2024-03-25"]


def test_one_day_that_is_of_these_years_only_with_the_year_first_is_a_doubt() -> None:
    one_day, two_days = _read("24/3/5"), _read("24/3/5", "24/3/6")

    assert (one_day.report.date_order, _days(one_day)) == ("ymd", ["2024-03-05"])
    assert "year_position" in one_day.report.doubts
    assert "year_position" not in two_days.report.doubts


@pytest.mark.parametrize("dates", [["27/1/03", "28/1/03", "29/1/03"], ["27/9/45", "28/9/45", "29/9/45"]])
def test_days_before_there_was_whatsapp_or_far_ahead_are_a_doubt_and_not_spread_over_years(dates: list[str]) -> None:
    result = _read(*dates)

    assert result.report.date_order == "dmy"
    assert "unlikely_years" in result.report.doubts

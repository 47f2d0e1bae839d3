"""The times of Google Takeout in the languages of its accounts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.chats.formats.google_chat_dates import languages, time_of

NOVEMBER = datetime(2016, 11, 3, 23, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "Thursday, November 3, 2016 at 11:05:07 PM UTC",
        "Thursday, November 3, 2016 at 11:05:07\u202fPM UTC",
        "Thursday, 3 November 2016 at 23:05:07 UTC",
        "Thursday 3 November 2016 at 23:05:07 UTC",
        "Donnerstag, 3. November 2016 um 23:05:07 UTC",
        "jeudi 3 novembre 2016 à 23:05:07 UTC",
        "jueves, 3 de noviembre de 2016, 23:05:07 UTC",
        "jueves, 3 de noviembre de 2016, 11:05:07 p.\u00a0m. UTC",
        "jueves, 3 de noviembre de 2016 a las 23:05:07 UTC",
        "giovedì 3 novembre 2016 23:05:07 UTC",
        "giovedì 3 novembre 2016 alle ore 23:05:07 UTC",
        "quinta-feira, 3 de novembro de 2016 às 23:05:07 UTC",
        "donderdag 3 november 2016 om 23:05:07 UTC",
        "czwartek, 3 listopada 2016 23:05:07 UTC",
        "czwartek, 3 listopada 2016 o 23:05:07 UTC",
        "четверг, 3 ноября 2016 г., 23:05:07 UTC",
        "четверг, 3 ноября 2016 г. в 23:05:07 UTC",
        "четвер, 3 листопада 2016 р. о 23:05:07 UTC",
        "3 Kasım 2016 Perşembe 23:05:07 UTC",
        "3 Kasım 2016 Perşembe saat 23:05:07 UTC",
        "jeudi 3 novembre 2016 à 23 h 05 min 07 s UTC",
        "2016年11月3日木曜日 23時05分07秒 UTC",
        "четвъртък, 3 ноември 2016 г. в 23:05:07 ч. UTC",
        "četvrtak, 3. studenoga 2016. u 23:05:07 UTC",
        "četrtek, 3. november 2016 ob 23:05:07 UTC",
        "четвртак, 3. новембар 2016. у 23:05:07 UTC",
        "neljapäev, 3. november 2016 kell 23:05:07 UTC",
        "torsdag 3. november 2016 klokken 23:05:07 UTC",
        "torsdag 3 november 2016 kl. 23:05:07 UTC",
        "torsdag den 3. november 2016 kl. 23.05.07 UTC",
        "torsdag 3. november 2016 kl. 23:05:07 UTC",
        "torstai 3. marraskuuta 2016 klo 23.05.07 UTC",
        "čtvrtek 3. listopadu 2016 v 23:05:07 UTC",
        "štvrtok 3. novembra 2016 o 23:05:07 UTC",
        "Πέμπτη, 3 Νοεμβρίου 2016 στις 11:05:07 μ.μ. UTC",
        "Kamis, 03 November 2016 pukul 23.05.07 UTC",
        "2016. november 3., csütörtök 23:05:07 UTC",
        "joi, 3 noiembrie 2016 la 23:05:07 UTC",
        "dijous, 3 de novembre del 2016, a les 23:05:07 UTC",
        "2016 m. lapkričio 3 d., ketvirtadienis 23:05:07 UTC",
        "Ceturtdiena, 2016. gada 3. novembris plkst. 23:05:07 UTC",
        "fimmtudagur, 3. nóvember 2016 kl. 23:05:07 UTC",
        "Khamis, 3 November 2016 pada 11:05:07 PTG UTC",
        "Huwebes, Nobyembre 3, 2016 nang 11:05:07 PM UTC",
        "יום חמישי, 3 בנובמבר 2016 בשעה 23:05:07 UTC",
        "الخميس، 3 نوفمبر 2016 في 11:05:07 م UTC",
        "الخميس، ٣ نوفمبر ٢٠١٦ في ١١:٠٥:٠٧ م UTC",
        "lúc 23:05:07 UTC Thứ Năm, 3 tháng 11, 2016",
        "23:05:07 UTC Thứ Năm, 3 tháng 11, 2016",
        "2016年11月3日木曜日 23:05:07 UTC",
        "2016年11月3日星期四 UTC 23:05:07",
        "2016年11月3日 星期四 下午11:05:07 [UTC]",
        "2016년 11월 3일 목요일 오후 11시 5분 7초 UTC",
    ],
)
def test_a_time_is_read_in_the_language_of_the_account(written: str) -> None:
    assert time_of(written) == NOVEMBER


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Thursday, November 3, 2016 at 12:00:00 AM UTC", datetime(2016, 11, 3, 0, 0, 0, tzinfo=UTC)),
        ("Thursday, November 3, 2016 at 12:00:00 PM UTC", datetime(2016, 11, 3, 12, 0, 0, tzinfo=UTC)),
        ("mardi 1er novembre 2016 à 00:00:00 UTC", datetime(2016, 11, 1, 0, 0, 0, tzinfo=UTC)),
        ("Sonntag, 3. Jänner 2016 um 00:00:00 UTC", datetime(2016, 1, 3, 0, 0, 0, tzinfo=UTC)),
        ("пʼятниця, 4 листопада 2016 р. об 11:00:00 UTC", datetime(2016, 11, 4, 11, 0, 0, tzinfo=UTC)),
        ("п'ятниця, 4 листопада 2016 р. об 11:00:00 UTC", datetime(2016, 11, 4, 11, 0, 0, tzinfo=UTC)),
        ("2026年5月29日星期五 UTC 03:00:29", datetime(2026, 5, 29, 3, 0, 29, tzinfo=UTC)),
        ("2016년 11월 3일 목요일 오전 12시 0분 0초 UTC", datetime(2016, 11, 3, 0, 0, 0, tzinfo=UTC)),
    ],
)
def test_the_edges_of_a_day_and_of_a_month_are_read(written: str, expected: datetime) -> None:
    assert time_of(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "Friday, November 3, 2016 at 11:05:07 PM UTC",  # it was a Thursday
        "Thursday, November 3, 2016 at 11:05:07 PM",
        "Thursday, November 3, 2016 at 11:05:07 PM GMT+1",
        "Thursday, November 3, 2016 at 13:05:07 PM UTC",
        "Thursday, November 3, 2016 at 25:05:07 UTC",
        "Thursday, November 31, 2016 at 11:05:07 PM UTC",
        "Thursday, November 3, 16 at 11:05:07 PM UTC",
        "Thursday, November 3, 2016, or so, at 11:05:07 PM UTC",
        "Thursday, November 3, 2016 at 11:05:07 PM PM UTC",
        "Donnerstag, 3. novembre 2016 um 23:05:07 UTC",
        "2016年3月11日星期四 UTC 23:05:07",
        "Thursday, November 3, 2016 at 11:05:07 PM UTC" + " " * 100,
    ],
)
def test_what_is_not_certain_is_not_guessed(written: str) -> None:
    with pytest.raises(ValueError, match="a time"):
        time_of(written)


def test_every_day_of_a_year_is_read_in_every_language_of_the_table() -> None:
    for language in languages():
        for day in range(366):
            at = datetime(2024, 1, 1, 23, 5, 7, tzinfo=UTC) + timedelta(days=day)
            weekday = language.weekdays[at.weekday()]
            if language.months:
                written = f"{weekday} {at.day} {language.months[at.month - 1]} {at.year} {at:%H:%M:%S} UTC"
            elif "tháng" in language.words:
                written = f"{at:%H:%M:%S} UTC Thứ {weekday}, {at.day} tháng {at.month}, {at.year}"
            else:
                written = f"{at.year}年{at.month}月{at.day}日 {weekday} {at:%H:%M:%S} UTC"
                written = written if "年" in language.words else written.translate(str.maketrans("年月日", "년월일"))
            assert time_of(written) == at


@given(st.text(max_size=60))
def test_any_text_is_a_time_or_a_value_error(written: str) -> None:
    try:
        time_of(written)
    except ValueError as error:
        assert "a time" in str(error)  # noqa: PT017

"""Tables of messages: which column is which, what is asked, and what is no table."""

from __future__ import annotations

import csv
import io
import json
import time
import tomllib
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.amends.growing import in_step

from amends.chats import Imported, read_export
from amends.errors import AmendsError, UndecidedChat, UndecidedColumns, UndecidedDateOrder, UnreadableExport

TALK = "2024-03-25 18:05:00,Ana,hi\n2024-03-25 18:06:00,Ben,hello\n"


def _read(text: str | bytes, **said: Any) -> Imported:
    return read_export(io.BytesIO(text if isinstance(text, bytes) else text.encode()), **said)


def _said(result: Imported) -> list[tuple[str | None, str]]:
    return [(message.speaker, message.text) for message in result.conversation.messages]


@pytest.mark.parametrize(
    "names",
    [
        "Date,Author,Content",
        "sentAt,sender_name,message-text",
        "Zeit;Absender;Nachricht",
        "Horodatage;Expéditeur;Texte",
        "Fecha y hora;Remitente;Mensaje",
        "Data;Remetente;Mensagem",
        "Data e ora;Mittente;Messaggio",
        "Datum;Afzender;Bericht",
        "Data;Nadawca;Treść",
        "Дата;Отправитель;Сообщение",
        "Дата;Відправник;Повідомлення",
        "Tarih;Gönderen;Mesaj",
        "Tid;Avsändare;Meddelande",
        "Dato;Afsender;Besked",
        "Aika;Lähettäjä;Viesti",
        "Datum;Odesílatel;Zpráva",
        "日時\t送信者\tメッセージ",
        "时间\t发送者\t内容",
        "날짜\t보낸 사람\t메시지",
        "التاريخ;المرسل;الرسالة",
    ],
)
def test_columns_with_the_usual_names_need_no_question(names: str) -> None:
    separator = next(sign for sign in ",;\t" if sign in names)

    result = _read(f"{names}\n" + TALK.replace(",", separator))

    assert _said(result) == [("Ana", "hi"), ("Ben", "hello")]
    assert str(result.report.first_at) == "2024-03-25 18:05:00"


def test_no_word_names_two_columns() -> None:
    words = tomllib.loads(files("amends.chats.formats").joinpath("column_words.toml").read_text(encoding="utf-8"))
    counts = Counter(word for role in ("time", "speaker", "text", "chat") for word in set(words[role]))

    assert [word for word, count in counts.items() if count > 1] == []
    assert all(word == word.casefold().strip() for word in counts)


@pytest.mark.parametrize(
    ("names", "proposed"),
    [
        ("Kdy,Kdo to byl,Co", {"time": "Kdy"}),
        ("date,from,name", {"time": "date", "speaker": "from"}),
        ("date,author,text,message", {"time": "date", "speaker": "author", "text": "text"}),
        ("moved,author,text", {"time": "moved", "speaker": "author", "text": "text"}),
    ],
)
def test_columns_that_could_be_others_are_asked_about(names: str, proposed: dict[str, str]) -> None:
    rows = "".join(f"{line},x\n" if names.count(",") == 3 else f"{line}\n" for line in TALK.splitlines())

    with pytest.raises(UndecidedColumns) as caught:
        _read(f"{names}\n{rows}")

    assert caught.value.columns == tuple(names.split(","))
    assert caught.value.proposed == proposed
    assert "hello" not in str(caught.value)


def test_a_column_called_a_time_that_holds_none_is_asked_about() -> None:
    with pytest.raises(UndecidedColumns):
        _read("time,author,text\nsoon,Ana,hi\nlater,Ben,hello\n")


def test_the_half_of_the_day_may_stand_in_a_column_of_its_own() -> None:
    rows = "3/14/2024,9:14,AM,Ana,am\n3/14/2024,9:05,PM,Ben,PM\n"

    messages = _read(f"Date,Time,AM/PM,From,Text\n{rows}").conversation.messages
    alone = _read("Date,From,Text\n2024-03-14 09:14,Ana,PM\n2024-03-14 09:15,Ben,am\n").conversation.messages

    assert [(one.at.hour, one.text) for one in messages if one.at] == [(9, "am"), (21, "PM")]
    assert [(one.at.hour, one.text) for one in alone if one.at] == [(9, "PM"), (9, "am")]


def test_two_columns_of_times_are_asked_about() -> None:
    with pytest.raises(UndecidedColumns) as caught:
        _read("date,sent,author,text\n2024-03-25 18:05,2024-03-26 18:05,Ana,hi\n")

    assert caught.value.proposed["time"] == "date"


def test_what_the_person_said_about_the_columns_is_taken() -> None:
    text = "when,who,said by phone,date\n" + "1711386300,Ana,hi,2020-01-01\n1711386360,Ben,hello,2020-01-01\n"
    columns = {"time": "when", "speaker": "who", "text": "said by phone"}

    assert _read(text, columns=columns).report.last_at == datetime(2024, 3, 25, 17, 6, tzinfo=UTC)
    assert _read(text, columns=columns | {"time": ""}).report.doubts == ("no_times",)


@pytest.mark.parametrize(
    "columns",
    [
        {"time": "when", "speaker": "who"},
        {"time": "when", "speaker": "who", "text": "words"},
        {"time": "what", "speaker": "who", "text": "what"},
        {"date": "when", "speaker": "who", "text": "what"},
    ],
)
def test_an_answer_that_does_not_fit_is_asked_about_again(columns: dict[str, str]) -> None:
    with pytest.raises(UndecidedColumns):
        _read("when,who,what\n" + TALK, columns=columns)


def test_of_several_chats_in_a_table_the_person_picks_one() -> None:
    text = "chat,date,author,text\nBen,2024-03-25 18:05,Ana,hi\nChoir,2024-03-25 18:06,Ben,hello\n"

    with pytest.raises(UndecidedChat) as caught:
        _read(text)

    assert caught.value.chats == ("Ben", "Choir")
    assert _said(_read(text, chat="Choir")) == [("Ben", "hello")]
    assert _read(text.replace("Choir", "Ben")).conversation.title == "Ben"


def test_what_went_out_is_ones_own_where_the_table_names_the_other_person_alone() -> None:
    rows = [("in", "Ben", "hi"), ("out", "Ben", "hello"), ("out", "", "there"), ("out", "Ana", "I am Ana")]

    result = _read("type,name,text\n" + "".join(f"{','.join(row)}\n" for row in rows))

    assert _said(result) == [("Ben", "hi"), ("Me", "hello"), ("Me", "there"), ("Ana", "I am Ana")]


@pytest.mark.parametrize("name", ["is_from_me", "fromMe", "Outgoing", "is sender"])
@pytest.mark.parametrize(("own", "others"), [("1", "0"), ("TRUE", "FALSE"), ("yes", "no")])
def test_a_column_may_say_of_each_message_whether_it_is_ones_own(name: str, own: str, others: str) -> None:
    result = _read(f"name,{name},text\nBen,{others},hi\nBen,{own},hello\n,{own},there\n")

    assert _said(result) == [("Ben", "hi"), ("Me", "hello"), ("Me", "there")]


def test_records_may_say_of_each_message_whether_it_is_ones_own() -> None:
    result = _read('{"name": "Ben", "fromMe": false, "text": "hi"}\n{"name": "Ben", "fromMe": true, "text": "hello"}\n')

    assert _said(result) == [("Ben", "hi"), ("Me", "hello")]


def test_a_column_of_other_kinds_tells_no_direction() -> None:
    result = _read("type,name,text\nin,Ben,hi\nout,Ben,hello\nphoto,Ben,\n")

    assert result.report.people == ("Ben",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_is_read_in_its_encoding_and_with_either_end_of_line(encoding: str) -> None:
    text = "date,author,text\n" + TALK.replace("hello", '"Grüße,\nBen"')

    for written in (text, text.replace("\n", "\r\n")):
        assert _said(_read(written.encode(encoding))) == [("Ana", "hi"), ("Ben", "Grüße,\nBen")]


def test_blanks_after_the_separators_are_no_words() -> None:
    assert _said(_read('date, author, text\n2024-03-25 18:05, Ana, "hi, you"\n')) == [("Ana", "hi, you")]


def test_empty_columns_at_the_end_are_passed_over() -> None:
    rows = ["Date,Author,Text", *TALK.splitlines()]

    assert _said(_read("".join(f"{row},,,,\n" for row in rows))) == [("Ana", "hi"), ("Ben", "hello")]


def test_a_column_without_a_name_and_empty_rows_are_passed_over() -> None:
    assert _said(_read(",date,author,text\n0,2024-03-25 18:05,Ana,hi\n\n,,,\n")) == [("Ana", "hi")]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2024-03-25T18:05:07.5Z", "2024-03-25T18:05:07.500000+00:00"),
        ("2024-03-25 18:05:00 UTC", "2024-03-25T18:05:00+00:00"),
        ("2024-03-25 18:05:00 +0130", "2024-03-25T18:05:00+01:30"),
        ("1711386300", "2024-03-25T17:05:00+00:00"),
        ("1711386300.25", "2024-03-25T17:05:00.250000+00:00"),
        ("1711386300123", "2024-03-25T17:05:00.123000+00:00"),
        ("1711386300123456", "2024-03-25T17:05:00.123456+00:00"),
        ("Mon, 25 Mar 2024 18:05:00 -0500", "2024-03-25T18:05:00-05:00"),
        ("25 Mar 2024 18:05:00 GMT", "2024-03-25T18:05:00+00:00"),
        ("25-Mar-24 06:05 PM", "2024-03-25T18:05:00"),
        ("March 25, 2024 at 12:05 a.m.", "2024-03-25T00:05:00"),
        ("Monday, 25 March 2024, 18:05", "2024-03-25T18:05:00"),
        ("Mon Mar 25 2024 18:05:00 GMT+0200 (Central European Summer Time)", "2024-03-25T18:05:00+02:00"),
        ("Mon Mar 25 18:05:00 +0000 2024", "2024-03-25T18:05:00+00:00"),
        ("Mon Mar  4 18:05:00 2024", "2024-03-04T18:05:00"),
        ("25/03/2024 18:05", "2024-03-25T18:05:00"),
        ("3/25/24, 6:05 PM", "2024-03-25T18:05:00"),
        ("2024/3/25 18:05:07", "2024-03-25T18:05:07"),
        ("25.03.2024 18.05", "2024-03-25T18:05:00"),
    ],
)
def test_times_are_read_as_they_are_written(written: str, read: str) -> None:
    result = _read(f'date;author;text\n"{written}";Ana;hi\n"{written}";Ben;hello\n')

    assert result.report.first_at == datetime.fromisoformat(read)
    assert result.report.first_at.isoformat() == read


@pytest.mark.parametrize(
    "written", ["202403251805", "20240325180500", "Marvel 25, 2024 6:05 PM", "9999999999", "6:05 PM"]
)
def test_what_only_looks_like_a_time_is_asked_about(written: str) -> None:
    with pytest.raises(UndecidedColumns):
        _read(f'date;author;text\n"{written}";Ana;hi\n"{written}";Ben;hello\n')


def test_times_without_a_zone_are_in_the_persons() -> None:
    zone = timezone(timedelta(hours=2))

    at = [
        _read("date,author,text\n" + TALK, timezone=zone).report.first_at,
        _read(f"date,author,text\n{TALK}").report.first_at,
    ]

    assert [str(one) for one in at] == ["2024-03-25 18:05:00+02:00", "2024-03-25 18:05:00"]


def test_of_times_with_and_without_a_zone_those_without_are_not_read() -> None:
    result = _read("date,author,text\n2024-03-25T18:05Z,Ana,hi\n2024-03-25T18:06,Ben,lost\n")

    assert _said(result) == [("Ana", "hi")]
    assert result.report.unread_lines == (3,)


def test_day_and_month_that_nothing_tells_apart_are_asked_about() -> None:
    text = "date,author,text\n03/04/2024 18:05,Ana,hi\n"

    with pytest.raises(UndecidedDateOrder):
        _read(text)
    assert str(_read(text, date_order="mdy").report.first_at) == "2024-03-04 18:05:00"


def test_words_with_separators_that_nobody_quoted_are_counted_as_not_read() -> None:
    result = _read("date,author,text\n" + TALK * 20 + "2024-03-25 18:07,Ana,one, two\nand a second line\n")

    assert result.report.messages == 40
    assert result.report.unread_lines == (42, 43)


def test_a_quote_that_never_ends_costs_what_it_swallows_and_no_more() -> None:
    text = "date,author,text\n" + TALK * 2_000 + '2024-03-25 18:07,Ana,"open\n' + TALK * 4_000

    report = _read(text).report

    assert report.messages >= 4_000
    assert report.messages + report.unread_count == text.count("\n") - 1


def test_whoever_counts_along_is_told() -> None:
    counts: list[int] = []

    _read("date,author,text\n" + TALK * 6_000, progress=counts.append)

    assert counts == [5_000, 10_000]


WHATSAPP = "".join(f"25/03/2024, 18:{n:02} - {('Ana', 'Ben')[n % 2]}: well, then\n" for n in range(9))


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (WHATSAPP, "whatsapp"),
        (WHATSAPP.replace("25/03/2024, ", "[25/03/2024, ").replace(" - ", ":11] "), "whatsapp"),
        ("date, author, text\n" + WHATSAPP, "whatsapp"),
        ("Ana: hi, you\nBen: hello, you\nAna: yes, me\n", "pasted"),
        ("Ana: date, text\nBen: name, text\n", "pasted"),
        ("Ana | Ben\nAna: hi | there\nBen: yes | you\n", "pasted"),
        ("date,author,text\n" + TALK.replace("hi", '"25/03/2024, 18:05 - Ana: hi"'), "table"),
        ("date,author,text\n" + TALK.replace("hi", "Ben: hi").replace("hello", "Ana: hello"), "table"),
        ("text,name\nAna: hi,Ana\nBen: hello,Ben\n", "table"),
    ],
)
def test_a_chat_is_no_table_and_a_table_no_chat(text: str, source: str) -> None:
    assert _read(text).report.source == source


@pytest.mark.parametrize(
    "text",
    [
        "To do, soon, maybe\nbuy milk, bread, tea\ncall Ben, ask, wait\n",
        "25/03/2024,Ana,hi\n26/03/2024,Ben,hello\n",
        "name,size\nplan.pdf,12\nmap.png,9\n",
        '[{"name": "plan.pdf", "size": 12}, {"name": "map.png", "size": 9}]',
        '{"text": "a letter", "words": 2}',
        '[["date", "author", "text"], ["2024-03-25 18:05", "Ana", "hi"]]',
        '[1, "author", null]',
    ],
)
def test_what_is_no_table_of_messages_is_refused(text: str) -> None:
    with pytest.raises(UnreadableExport) as caught:
        _read(text)

    assert caught.value.reason == "unknown"


def test_another_table_with_days_in_it_is_asked_about() -> None:
    with pytest.raises(UndecidedColumns):
        _read("booked,amount,purpose\n2024-03-25,12.50,rent\n2024-03-26,1.00,tea\n")


def test_what_stands_in_an_object_is_a_column_that_can_be_picked() -> None:
    talk = [("Ana", "hi", 1_711_389_900_000), ("Ben", "hello", 1_711_389_960_000)]
    records = [
        {"date": {"$date": {"$numberLong": str(at)}}, "author": {"name": by, "roles": {}}, "body": {"raw": text}}
        for by, text, at in talk
    ]

    with pytest.raises(UndecidedColumns) as caught:
        _read(json.dumps(records))
    result = _read(json.dumps(records), columns={"time": "date", "speaker": "author.name", "text": "body.raw"})

    assert caught.value.columns == ("date", "author.name", "body.raw")
    assert _said(result) == [("Ana", "hi"), ("Ben", "hello")]
    assert result.conversation.messages[0].at == datetime(2024, 3, 25, 18, 5, tzinfo=UTC)


def test_a_broken_line_of_records_takes_no_other_with_it() -> None:
    lines = [json.dumps({"time": 1711386300 + n, "from": "Ana", "text": f"{n}"}) for n in range(30)]
    lines[7] = lines[7][:-5]
    lines[9] = "[1]"

    report = _read("\n".join(lines)).report

    assert (report.messages, report.unread_lines) == (28, (8, 10))


cells = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], include_characters='",;\t\n|'), max_size=12)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["Ana", "Ben Okafor", "Zoë 🌻"]), cells), min_size=1, max_size=12))
def test_what_a_program_writes_is_read_as_it_was(talk: list[tuple[str, str]]) -> None:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(["timestamp", "sender", "message"])
    writer.writerows([1711386300 + n, name, text] for n, (name, text) in enumerate(talk))

    assert _said(_read(written.getvalue())) == talk


almost_rows = st.text(max_size=20) | st.from_regex(
    r"(2024-0[1-9]-[0-3][0-9]( [0-9]{2}:[0-9]{2})?|[0-9]{1,2}/[0-9]{1,2}/2024|[0-9]{10})?"
    r"[,;]?\"?\w{0,5}\"?[,;]\"?\w{0,5}",
    fullmatch=True,
)


@settings(deadline=None)
@given(
    st.sampled_from(["date,author,text", "sep=;\ndate;author;text", "a,b,c", ""]), st.lists(almost_rows, max_size=12)
)
def test_almost_a_table_is_either_read_or_refused(names: str, rows: list[str]) -> None:
    with suppress(AmendsError):
        _read("\n".join([names, *rows]).encode("utf-8", errors="replace"))


values = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.lists(st.integers(), max_size=2)
)
records = st.fixed_dictionaries(
    {"text": st.text(max_size=5) | values},
    optional={"time": st.just("2024-03-25 18:05") | st.just(1711386300) | values, "from": st.just("Ana") | values},
)


@settings(deadline=None)
@given(st.lists(records | values, max_size=8))
def test_any_records_are_read_or_refused_and_every_one_is_accounted_for(talk: list[Any]) -> None:
    for text in ("\n".join(map(json.dumps, talk)), json.dumps(talk)):
        with suppress(AmendsError):
            report = _read(text).report
            assert report.messages + report.unread_count == len(talk)


@pytest.mark.parametrize(
    "row",
    [
        '2024-03-25 18:05,Ana,"a\n',
        '"' * 50 + ",Ana,a\n",
        "," * 50 + "\n",
        '2024-03-25 18:05,Ana,"a""b"c\n',
        "9" * 60 + ",Ana,a\n",
        "1/1/24" * 9 + ",Ana,a\n",
        "Mon, " * 9 + ":",
    ],
)
def test_reading_takes_linear_time(row: str) -> None:
    def seconds(count: int) -> float:
        text = "date,author,text\n" + TALK * 40 + row * count
        start = time.process_time()
        with suppress(AmendsError):
            _read(text)
        return time.process_time() - start

    seconds(100)
    assert in_step(seconds, 2_000, 8_000, most=8, floor=0.5)


def test_messages_of_an_unknown_program_are_read_as_records() -> None:
    talk = [{"time": f"2024-03-25T18:05:0{n}Z", "author": who, "text": f"words {n}"} for n, who in enumerate("ABA")]

    for text in (json.dumps({"messages": talk}), json.dumps({"title": "x", "messages": talk, "more": {}}, indent=1)):
        result = _read(text)

        assert result.conversation.source == "table"
        assert _said(result) == [("A", "words 0"), ("B", "words 1"), ("A", "words 2")]


def test_objects_of_messages_on_several_lines_are_no_records() -> None:
    line = json.dumps({"messages": [{"author": "A", "text": "x"}, {"author": "B", "text": "y"}]})

    with pytest.raises(UnreadableExport):
        _read(f"{line}\n{line}\n")


def test_a_cell_without_a_value_as_databases_write_it_is_empty() -> None:
    result = _read("id\tsent_at\tsender\tmessage\n1\t2024-03-25 18:05:00\tAna\thi\n2\t2024-03-25 18:06:00\t\\N\t\\N\n")

    assert _said(result) == [("Ana", "hi"), (None, "")]
    assert {"nameless_rows"} <= set(result.report.doubts)

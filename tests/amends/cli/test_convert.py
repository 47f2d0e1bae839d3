"""`amends convert`."""

from __future__ import annotations

import json
from typing import Any

import pytest


def test_a_chat_becomes_one_line_without_labels(amends: Any, chat: Any) -> None:
    status, out, err = amends("convert", chat)
    assert (status, err, out.count("\n")) == (0, "", 1)
    line = json.loads(out)
    assert list(line) == ["id", "source", "people", "messages", "unread_lines", "doubts"]
    assert (line["source"], line["people"], line["unread_lines"]) == ("whatsapp", ["Ana", "Ben"], [])
    assert line["messages"][0]["from"] is None
    assert line["messages"][0]["type"] == "system"
    assert line["messages"][4] == {
        "n": 4,
        "from": "Ben",
        "at": "2025-03-13T18:09",
        "text": "you are pathetic\nand one more line",
    }


def test_a_time_zone_gives_every_time_its_offset(amends: Any, chat: Any) -> None:
    for zone, offset in (("Europe/Berlin", "+01:00"), ("+05:30", "+05:30"), ("-03:00", "-03:00")):
        _, out, _ = amends("convert", chat, f"--timezone={zone}")
        assert json.loads(out)["messages"][1]["at"] == f"2025-03-13T18:05{offset}"


def test_seconds_are_kept_where_the_source_has_them(amends: Any, tmp_path: Any) -> None:
    chat = tmp_path / "_chat.txt"
    chat.write_text("[13/03/2025, 18:05:00] Ana: hi\n[13/03/2025, 18:05:09] Ben: hello\n")
    _, out, _ = amends("convert", chat)
    assert [entry["at"] for entry in json.loads(out)["messages"]] == ["2025-03-13T18:05:00", "2025-03-13T18:05:09"]


def test_pasted_lines_have_no_time(amends: Any, typed: Any) -> None:
    typed("Ana: are you coming?\nBen: no\nAna: ok\n")
    _, out, _ = amends("convert", "-")
    line = json.loads(out)
    assert line["id"] == "pasted"
    assert {entry["at"] for entry in line["messages"]} == {None}


def test_an_undecided_date_order_ends_with_three_and_nothing_is_written(amends: Any, unclear_chat: Any) -> None:
    status, out, err = amends("convert", unclear_chat)
    assert (status, out, err.count("\n")) == (3, "", 1)
    assert "--date-order" in err
    _, out, _ = amends("convert", unclear_chat, "--date-order", "dmy")
    assert json.loads(out)["messages"][0]["at"] == "2025-04-03T18:05"


def test_several_chats_in_a_file_are_asked_for_by_name(amends: Any, tmp_path: Any) -> None:
    def chat(number: int, name: str) -> dict[str, Any]:
        message = {
            "id": 1,
            "type": "message",
            "date": "2025-03-13T18:05:00",
            "date_unixtime": "1741889100",
            "from": name,
            "from_id": f"user{number}",
            "text": "hi",
        }
        return {"name": name, "type": "personal_chat", "id": number, "messages": [message]}

    export = tmp_path / "result.json"
    export.write_text(json.dumps({"chats": {"about": "", "list": [chat(1, "Ben"), chat(2, "Cleo")]}}))
    status, out, err = amends("convert", export)
    assert (status, out) == (3, "")
    assert err == "There are several chats in this file; say which with --chat: Ben, Cleo.\n"
    _, out, _ = amends("convert", export, "--chat", "Cleo")
    assert json.loads(out)["people"] == ["Cleo"]


def test_columns_that_are_not_called_by_a_usual_word_are_asked_for(amends: Any, tmp_path: Any) -> None:
    export = tmp_path / "talk.csv"
    export.write_text('when,who,"say, when"\n2024-03-25 18:05,Ana,hi\n2024-03-25 18:06,Ben,hello\n')
    status, out, err = amends("convert", export)
    assert (status, out) == (3, "")
    assert err.endswith("the columns are: when, who, say, when.\n")
    _, out, _ = amends("convert", export, "--columns", 'speaker=who,"text=say, when",time=when')
    assert [message["text"] for message in json.loads(out)["messages"]] == ["hi", "hello"]


@pytest.mark.parametrize("columns", ["who", "speaker=who", "speaker=who,text=", "speaker=who,text=a,words=b", ""])
def test_half_an_answer_about_the_columns_is_a_slip(amends: Any, columns: str) -> None:
    status, _, err = amends("convert", "talk.csv", "--columns", columns)

    assert status == 2
    assert "time=Date,speaker=From,text=Body" in err


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02\x03" * 50, "not a text file"),
        (b"<!doctype html><html><body><p>hi</p></body></html>", "web page"),
    ],
)
def test_what_is_no_chat_is_one_sentence(amends: Any, tmp_path: Any, content: bytes, named: str) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(content)
    status, out, err = amends("convert", path)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert named in err


def test_a_missing_file_and_a_folder_are_one_sentence(amends: Any, tmp_path: Any) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        status, out, err = amends("convert", path)
        assert (status, out, err.count("\n")) == (1, "", 1)


def test_an_unknown_time_zone_is_a_slip(amends: Any, chat: Any) -> None:
    for zone in ("Mars/Olympus", "+99:00", "../../etc/passwd", "+x", ""):
        status, out, err = amends("convert", chat, f"--timezone={zone}")
        assert (status, out, err.count("\n")) == (2, "", 1)

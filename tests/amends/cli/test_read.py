"""`amends read`."""

from __future__ import annotations

import json
import stat
from typing import Any

import pytest


def test_a_chat_is_read_in_the_terminal(amends: Any, chat: Any) -> None:
    status, out, err = amends("read", chat)
    assert (status, err) == (0, "")
    assert out.startswith("A reading of ")
    assert "How the talk went" in out


def test_without_me_nobodys_own_words_are_listed(amends: Any, chat: Any) -> None:
    _, out, _ = amends("read", chat)
    assert "may have landed" not in out
    assert "--me followed by one of “Ana”, “Ben”" in out


@pytest.mark.parametrize("name", ["Ana", "ana", "ANA"])
def test_me_is_found_whatever_its_case(amends: Any, chat: Any, name: str) -> None:
    _, out, _ = amends("read", chat, "--me", name)
    assert "Seen from the seat of Ana." in out


def test_a_name_that_two_people_share_but_for_its_case_has_to_be_exact(amends: Any, tmp_path: Any) -> None:
    chat = tmp_path / "chat.txt"
    chat.write_text("13/03/2025, 18:05 - Ana: hi\n13/03/2025, 18:06 - ana: hello\n")
    assert amends("read", chat, "--me", "ANA")[0] == 1
    assert "Seen from the seat of ana." in amends("read", chat, "--me", "ana")[1]


def test_a_stranger_is_refused_with_the_names_there_are(amends: Any, chat: Any) -> None:
    assert amends("read", chat, "--me", "Cleo") == (
        1,
        "",
        "Nobody here is called “Cleo”; the people are: Ana, Ben.\n",
    )


def test_json_is_the_reading_from_the_same_seat(amends: Any, chat: Any) -> None:
    status, out, _ = amends("read", chat, "--me", "Ana", "--json")
    assert status == 0
    reading = json.loads(out)
    assert (reading["format"], reading["version"], reading["seat"]) == ("amends.reading", 1, "Ana")
    assert reading["import"]["messages"] == 7


def test_html_goes_into_a_file_that_only_this_person_can_read(amends: Any, chat: Any, tmp_path: Any) -> None:
    page = tmp_path / "reading.html"
    page.write_text("old")
    assert amends("read", chat, "--me", "ben", "--html", page) == (0, "", "")
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == [chat.name, page.name]


def test_markdown_goes_into_such_a_file_too(amends: Any, chat: Any, tmp_path: Any) -> None:
    notes = tmp_path / "talk.md"
    assert amends("read", chat, "--me", "ben", "--markdown", notes) == (0, "", "")
    assert notes.read_text(encoding="utf-8").startswith("# A reading of ")
    assert stat.S_IMODE(notes.stat().st_mode) == 0o600


def test_a_page_that_cannot_be_written_is_one_sentence(amends: Any, chat: Any, tmp_path: Any) -> None:
    status, out, err = amends("read", chat, "--html", tmp_path / "nowhere" / "page.html")
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("There is no such file or folder")
    assert amends("read", chat, "--html", tmp_path)[0] == 1


def test_json_and_html_together_are_a_slip(amends: Any, chat: Any) -> None:
    status, _, err = amends("read", chat, "--json", "--html", "x.html")
    assert (status, err.count("\n")) == (2, 1)


def test_an_undecided_date_order_is_asked_and_nothing_is_written(amends: Any, unclear_chat: Any, tmp_path: Any) -> None:
    page = tmp_path / "page.html"
    status, out, err = amends("read", unclear_chat, "--html", page)
    assert (status, out, err.count("\n")) == (3, "", 1)
    assert "--date-order" in err
    assert not page.exists()
    assert amends("read", unclear_chat, "--html", page, "--date-order", "mdy")[0] == 0
    assert "4 March 2025" in page.read_text(encoding="utf-8")


def test_pasted_text_comes_from_standard_input(amends: Any, typed: Any) -> None:
    typed("Ana: are you coming?\nBen: no\nAna: ok then\n")
    status, out, _ = amends("read", "-")
    assert status == 0
    assert "A reading of Ana and Ben\n3 messages\n" in out


def test_escape_codes_in_a_chat_do_not_reach_the_terminal(amends: Any, tmp_path: Any) -> None:
    chat = tmp_path / "chat.txt"
    chat.write_text("13/03/2025, 18:05 - Ana\x1b[31m: could you \x1b]0;x\x07?\n13/03/2025, 18:06 - Ben: no\n")
    for arguments in ((), ("--json",)):
        _, out, _ = amends("read", chat, *arguments)
        assert not [letter for letter in out if letter != "\n" and not letter.isprintable()]
    _, _, err = amends("read", chat, "--me", "x\x1b[2J")
    assert "\x1b" not in err

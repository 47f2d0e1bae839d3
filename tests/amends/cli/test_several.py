"""Several paths: one conversation, nothing twice, and it is said which file is in the way."""

from __future__ import annotations

import json
from typing import Any

import pytest

LATER = """\
15/03/2025, 08:12 - Ben: I'll call her tomorrow
15/03/2025, 08:30 - Ana: thank you
"""


@pytest.fixture
def later(tmp_path: Any) -> Any:
    path = tmp_path / "later.txt"
    path.write_text(LATER, encoding="utf-8")
    return path


@pytest.fixture
def elsewhere(tmp_path: Any) -> Any:
    """A second app, in which Ben has another name and times have a zone."""
    path = tmp_path / "elsewhere.jsonl"
    line = {
        "id": "x",
        "source": "slack",
        "people": ["ben.m"],
        "messages": [{"n": 0, "from": "ben.m", "at": "2025-03-14T09:00:00+00:00", "text": "sorry about last night"}],
    }
    path.write_text(json.dumps(line), encoding="utf-8")
    return path


def test_two_exports_become_one_conversation_in_which_nothing_stands_twice(amends: Any, chat: Any, later: Any) -> None:
    status, out, err = amends("convert", later, chat)
    messages = json.loads(out)["messages"]
    assert (status, err) == (0, "")
    assert [entry["text"] for entry in messages[-2:]] == ["I'll call her tomorrow", "thank you"]
    assert len(messages) == 8


def test_two_apps_need_a_zone_where_one_has_it(amends: Any, chat: Any, elsewhere: Any) -> None:
    status, out, err = amends("convert", chat, elsewhere)
    assert (status, out) == (3, "")
    assert "--timezone" in err
    line = json.loads(amends("convert", chat, elsewhere, "--timezone", "Europe/Berlin")[1])
    assert (line["source"], line["people"]) == ("several", ["Ana", "Ben", "ben.m"])
    assert line["messages"][6]["from"] == "ben.m"


def test_somebody_of_two_names_is_called_by_the_first(amends: Any, chat: Any, elsewhere: Any) -> None:
    given = ("read", chat, elsewhere, "--timezone", "UTC", "--json")
    for same in (["--same", "Ben=ben.m"], ["--same", "Ben = ben.m"]):
        assert json.loads(amends(*given, *same)[1])["import"]["people"] == ["Ana", "Ben"]
    chained = json.loads(amends(*given, "--same", "ben.m=Ben", "--same", "Ana=ben.m")[1])
    assert chained["import"]["people"] == ["Ana"]


def test_of_one_file_two_names_can_be_one_person_too(amends: Any, chat: Any) -> None:
    reading = json.loads(amends("read", chat, "--same", "Ben=Ana", "--json")[1])
    assert (reading["import"]["people"], reading["import"]["messages"]) == (["Ben"], 7)


def test_a_name_that_nobody_has_is_refused(amends: Any, chat: Any) -> None:
    assert amends("read", chat, "--same", "Ben=Cleo") == (
        1,
        "",
        "Nobody here is called “Cleo”; the people are: Ana, Ben.\n",
    )


@pytest.mark.parametrize("given", ["Ben", "=Ben", "Ben=", "Ben=Ben"])
def test_same_needs_two_names(amends: Any, chat: Any, given: str) -> None:
    status, _, err = amends("read", chat, "--same", given)
    assert status == 2
    assert "like “Ben=Ben M.”" in err


def test_it_is_said_which_of_several_files_is_in_the_way(
    amends: Any, chat: Any, unclear_chat: Any, tmp_path: Any
) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    assert amends("read", chat, empty)[2].startswith(f"{empty}: The file is empty")
    status, _, err = amends("read", chat, unclear_chat)
    assert status == 3
    assert err.startswith(f"{unclear_chat}: ")


def test_lines_that_could_not_be_read_are_counted_over_all_files(amends: Any, chat: Any, tmp_path: Any) -> None:
    other = tmp_path / "other.txt"
    other.write_text("no head\n16/03/2025, 08:12 - Ben: morning\n16/03/2025, 08:13 - Ana: morning\n", encoding="utf-8")
    _, out, _ = amends("read", chat, other)
    assert "1 line of the files could not be read." in out

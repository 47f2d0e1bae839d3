"""`amends label`, the measuring instrument."""

from __future__ import annotations

import json
from typing import Any

import pytest

from amends.moves import Feeling, Move
from amends.reading import Outcome


def line(**changes: Any) -> str:
    entry = {
        "id": "t-1",
        "kind": "couple",
        "people": ["Mara", "Jo"],
        "messages": [
            {"n": 0, "from": "Mara", "at": "2025-03-04T18:22", "text": "you always do this, you are so selfish"},
            {"n": 1, "from": None, "at": "2025-03-04T18:23", "text": "Jo left", "type": "system"},
            {"n": 2, "from": "Jo", "at": None, "text": "I was wrong, I'm so sorry 🙏"},
        ],
    } | changes
    return json.dumps(entry, ensure_ascii=False) + "\n"


def test_a_line_comes_back_with_labels(amends: Any, typed: Any) -> None:
    typed(line())
    status, out, err = amends("label", "-")
    assert (status, err, out.count("\n")) == (0, "", 1)
    labelled, given = json.loads(out), json.loads(line())
    assert {key: labelled[key] for key in ("id", "kind", "people")} == {
        key: given[key] for key in ("id", "kind", "people")
    }
    for before, after in zip(given["messages"], labelled["messages"], strict=True):
        assert after == before | {"moves": after["moves"], "feeling": after["feeling"]}
        assert set(after["moves"]) <= {move.value for move in Move}
        assert after["feeling"] in {feeling.value for feeling in Feeling}
    assert labelled["outcome"] in {outcome.value for outcome in Outcome}
    assert list(labelled["concerns"]) == ["Mara", "Jo"]
    for key in ("missed_bids", "open_questions"):
        assert isinstance(labelled[key], list)
    assert labelled["turning_point"] is None or isinstance(labelled["turning_point"], int)


def test_a_message_from_nobody_has_no_move(amends: Any, typed: Any) -> None:
    typed(line())
    message = json.loads(amends("label", "-")[1])["messages"][1]
    assert (message["moves"], message["feeling"]) == ([], "neutral")


def test_labels_that_were_there_are_not_looked_at_and_replaced(amends: Any, typed: Any) -> None:
    typed(line())
    plain = amends("label", "-")[1]
    given = json.loads(line())
    for message in given["messages"]:
        message |= {"moves": ["contempt", "no such move"], "feeling": 7}
    given |= {"turning_point": "x", "outcome": "x", "missed_bids": [9], "open_questions": None, "concerns": {"X": []}}
    typed(json.dumps(given))
    assert json.loads(amends("label", "-")[1]) == json.loads(plain)


def test_every_line_is_answered_in_order_from_a_file(amends: Any, tmp_path: Any) -> None:
    path = tmp_path / "talks.jsonl"
    path.write_text("\ufeff" + line(id="a") + "\n" + line(id="b") + line(id="c").rstrip(), encoding="utf-8")
    status, out, _ = amends("label", path)
    assert status == 0
    assert [json.loads(answer)["id"] for answer in out.splitlines()] == ["a", "b", "c"]


def test_what_convert_writes_can_be_labelled(amends: Any, chat: Any, typed: Any) -> None:
    converted = amends("convert", chat)[1]
    typed(converted)
    status, out, _ = amends("label", "-")
    assert status == 0
    assert json.loads(out)["messages"][0]["moves"] == []
    assert json.loads(out)["source"] == "whatsapp"


@pytest.mark.parametrize(
    "bad",
    [
        "{",
        "[]",
        "7",
        "null",
        '{"messages": 3}',
        '{"messages": [{"n": 0}]}',
        '{"messages": [{"n": 5, "from": "A", "text": ""}]}',
        '{"people": [1], "messages": []}',
        "[" * 100_000,
    ],
)
def test_a_bad_line_is_one_sentence_with_its_number(amends: Any, typed: Any, bad: str) -> None:
    typed(line() + "\n" + bad + "\n" + line())
    status, out, err = amends("label", "-")
    assert (status, out.count("\n"), err.count("\n")) == (1, 1, 1)
    assert "line 3" in err


def test_a_line_that_is_not_utf8_is_one_sentence(amends: Any, typed: Any) -> None:
    typed(b'{"id": "\xff"}\n')
    status, out, err = amends("label", "-")
    assert (status, out, err.count("\n")) == (1, "", 1)


def test_a_line_break_of_another_alphabet_stays_inside_its_line(amends: Any, typed: Any) -> None:
    typed(line(id="a\u2028b\u0085c"))
    _, out, _ = amends("label", "-")
    assert out.count("\n") == 1
    assert json.loads(out)["id"] == "a\u2028b\u0085c"

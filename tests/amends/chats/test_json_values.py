"""JSON that ends too early, or is broken: what stands before counts, what is broken is no end."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from amends.chats import Imported, read_export
from amends.chats.files.json_values import CutOff, Values
from amends.errors import UnreadableExport

EXPORTS = Path(__file__).parents[2] / "exports"
CHATS = (("telegram/one-chat.json", 16), ("discord/group.json", 326), ("signal/one-chat.jsonl", 18))


def _read(data: bytes) -> Imported:
    return read_export(io.BytesIO(data))


def _everything(values: Values) -> list[Any]:
    found = []
    for key in values.keys():  # noqa: SIM118
        if key == "messages" and values.window.peek() == "[":
            for _ in values.items():
                try:
                    found.append(values.value())
                except CutOff:
                    found.append("cut off")
        else:
            values.skip()
    return found


@pytest.mark.parametrize(("name", "line"), CHATS)
def test_a_file_that_ends_within_its_last_message_is_read_up_to_there(name: str, line: int) -> None:
    data = (EXPORTS / name).read_bytes().rstrip()
    whole = _read(data)
    last = max(data.rfind(sign) for sign in (b'"text"', b'"content"', b'"chatItem"'))

    result = _read(data[: last + 4])

    assert result.conversation.messages == whole.conversation.messages[:-1]
    assert "cut_off" in result.report.doubts
    assert "cut_off" not in whole.report.doubts
    assert set(result.report.unread_lines) - set(whole.report.unread_lines) == {line}


def test_wherever_a_file_ends_what_stands_before_is_read() -> None:
    talk = [{"n": 1, "text": 'ün "x"'}, {"n": 2, "text": "[}"}]
    data = json.dumps({"a": {"b": [1]}, "messages": talk, "c": [{}]}, ensure_ascii=False).encode()

    for end in range(1, len(data)):
        values = Values(io.BytesIO(data[:end]))
        found = _everything(values)
        assert found in ([], ["cut off"], talk[:1], [talk[0], "cut off"], talk), data[:end]
        assert values.doubts == {"cut_off"}, data[:end]


def test_a_value_that_is_broken_is_no_end_of_the_file() -> None:
    data = b'{"messages": [{"a": oops}, {"a": 1}, {"b": "x" y"}, {"a": 2}, {"c'

    with pytest.raises(UnreadableExport) as caught:
        _everything(Values(io.BytesIO(data)))

    assert caught.value.reason == "bad_json"


@pytest.mark.slow
def test_every_value_of_a_long_list_is_given_with_the_line_on_which_it_begins() -> None:
    talk: list[Any] = [{"n": n, "text": "\n" * (n % 3) + "ü, ]" * (n % 700)} for n in range(2_000)]
    talk[7:7] = [5, "x, y", [], None, {"deep": [[{}]]}]
    written = [json.dumps(one, ensure_ascii=False, indent=n % 2 or None) for n, one in enumerate(talk)]
    lines = [1 + n + sum(one.count("\n") for one in written[:n]) for n in range(len(talk))]
    values = Values(io.BytesIO(("[" + " , \n".join(written) + "\n]").encode()))
    broken: list[int] = []

    found = [(value, values.window.line_began()) for value in values.each(broken=broken.append)]

    assert not broken
    assert found == list(zip(talk, lines, strict=True))


def test_a_broken_value_of_a_list_is_told_by_the_line_on_which_it_begins_and_the_rest_is_given() -> None:
    whole = json.dumps({"text": "a" * 4_000}, indent=2)
    pieces = [whole, '{\n"a": oops}', '{"b": 1 2}'] * 150
    broken: list[int] = []
    values = Values(io.BytesIO(("[" + ",\n".join(pieces) + "]").encode()))

    found = list(values.each(broken=broken.append))

    assert found == [{"text": "a" * 4_000}] * 150
    assert broken == sorted(n for first in range(150) for n in (6 * first + 4, 6 * first + 6))


@pytest.mark.parametrize("end", ["]", " ]", ",]", "", ",", " , "])
def test_however_a_list_ends_its_last_value_is_given(end: str) -> None:
    values = Values(io.BytesIO(f"[1, 2, 34{end}".encode()))
    broken: list[int] = []

    assert list(values.each(broken=broken.append)) == [1, 2, 34]
    assert not broken
    assert values.doubts == (set() if "]" in end else {"cut_off"})


def test_a_file_without_one_whole_message_is_refused() -> None:
    chat = '{"name": "Jo", "type": "personal_chat", "id": 1, "messages": [{"id": 1, "ty'

    for start in (chat, chat[:20]):
        with pytest.raises(UnreadableExport):
            _read(start.encode())

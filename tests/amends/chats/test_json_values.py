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


def test_a_file_without_one_whole_message_is_refused() -> None:
    chat = '{"name": "Jo", "type": "personal_chat", "id": 1, "messages": [{"id": 1, "ty'

    for start in (chat, chat[:20]):
        with pytest.raises(UnreadableExport):
            _read(start.encode())

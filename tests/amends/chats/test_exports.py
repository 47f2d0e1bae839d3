"""Invented exports, each with the result that was agreed on beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from amends.chats import Imported, read_export

EXPORTS = Path(__file__).parents[2] / "exports"
FILES = sorted(
    path
    for path in EXPORTS.glob("*/*.*")
    if not path.name.endswith(".expected.json") and path.with_name(f"{path.stem}.expected.json").exists()
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_export_becomes_what_was_agreed_on(path: Path) -> None:
    expected = json.loads(path.with_name(f"{path.stem}.expected.json").read_text(encoding="utf-8"))

    result = read_export(path)

    assert [_as_json(result, n) for n in range(len(result.conversation.messages))] == expected["messages"]
    assert {
        "people": list(result.report.people),
        "unread_lines": list(result.report.unread_lines),
        "doubts": list(result.report.doubts),
        "date_order": result.report.date_order,
    } == expected["report"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_conversation_keeps_the_promises_of_its_value(path: Path) -> None:
    result = read_export(path)

    messages = result.conversation.messages
    assert [message.n for message in messages] == list(range(len(messages)))
    assert result.report.messages == len(messages)
    assert {message.speaker for message in messages} - {None} == set(result.conversation.people)
    assert len({message.at.tzinfo is None for message in messages if message.at is not None}) <= 1


def _as_json(result: Imported, n: int) -> dict[str, Any]:
    message = result.conversation.messages[n]
    entry: dict[str, Any] = {
        "from": message.speaker,
        "at": message.at.isoformat() if message.at else None,
        "text": message.text,
    }
    if message.type != "text":
        entry["type"] = message.type.value
    if message.edited:
        entry["edited"] = True
    return entry

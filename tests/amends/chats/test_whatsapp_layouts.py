"""One talk, exported by many phones: every file must become the same conversation."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path

import pytest

from amends.chats import read_export
from amends.errors import UnreadableExport

LAYOUTS = Path(__file__).parents[2] / "exports" / "whatsapp" / "layouts"
EXPECTED = json.loads((LAYOUTS / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted(LAYOUTS.glob("*.txt")), ids=lambda path: path.stem)
def test_every_layout_becomes_the_same_conversation(path: Path) -> None:
    result = read_export(path)

    messages = result.conversation.messages
    seconds = any(message.at is not None and message.at.second for message in messages)
    expected = [
        (
            entry["from"],
            datetime.fromisoformat(entry["at"]).replace(**({} if seconds else {"second": 0})),
            entry["text"],
        )
        for entry in EXPECTED["messages"]
    ]
    assert [(message.speaker, message.at, message.text) for message in messages] == expected
    assert result.conversation.people == ("Ana", "Ben Okafor")
    assert result.conversation.source == "whatsapp"
    assert result.report.unread_count == 0
    assert set(result.report.doubts) == {"no_timezone", *EXPECTED["doubts"].get(path.stem, [])}


def _at(entry: dict[str, str], *, has_seconds: bool) -> datetime:
    at = datetime.fromisoformat(entry["at"])
    return at if has_seconds else at.replace(second=0)


def test_there_is_a_file_for_each_of_more_than_fifty_layouts() -> None:
    assert len(list(LAYOUTS.glob("*.txt"))) > 50


def test_a_half_of_the_day_in_unknown_words_is_refused_rather_than_read_as_part_of_the_name() -> None:
    lines = "25.3.24 9:05 hodź. - Ana: Morning\n25.3.24 9:06 hodź. - Ben: Hello\n25.3.24 9:07 hodź. - Ana: Late\n"

    with pytest.raises(UnreadableExport):
        read_export(io.BytesIO(lines.encode()))

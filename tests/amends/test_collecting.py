"""The collector is as it was before a reading, whatever came of it; what leaves it off makes no cycles."""

from __future__ import annotations

import gc
import io
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from bench.exports import FORMS, write

from amends.chats import read_export
from amends.conversation import Conversation, Message
from amends.errors import UnreadableExport
from amends.moves import mark_messages
from amends.reading import read_conversation
from amends.reading.rules import rules_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WHATSAPP = b"25/03/2024, 18:05 - Ana: hi\n25/03/2024, 18:06 - Ben: hello\n"
REFUSED = b'{"name": "Jo", "type": "personal_chat", "id": 1, "messages": [{"id": 1, "ty'


pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    yield
    gc.enable()


@pytest.mark.parametrize("is_on", [True, False])
def test_a_reading_leaves_the_collector_as_it_was(is_on: bool) -> None:
    (gc.enable if is_on else gc.disable)()

    read_export(io.BytesIO(WHATSAPP))
    assert gc.isenabled() is is_on

    with pytest.raises(UnreadableExport):
        read_export(io.BytesIO(REFUSED))
    assert gc.isenabled() is is_on


@pytest.mark.parametrize("form", ["android", "ios", "telegram", "messenger", "encrypted"])
def test_as_much_is_left_to_collect_after_a_long_chat_as_after_a_short_one(form: str, tmp_path: Path) -> None:
    left: list[int] = []
    for count in (10, 10, 1_000):  # the first time, patterns are compiled
        path = tmp_path / f"{form}-{len(left)}{FORMS[form].suffix}"
        write(path, FORMS[form], count)
        damaged = io.BytesIO(path.read_bytes().replace(b"rain", b'rain", "x": oops, "y": "'))
        gc.collect()
        gc.disable()
        read_export(damaged, date_order="dmy")
        left.append(gc.collect())

    assert left[2] <= left[1] + 10


def test_as_much_is_left_to_collect_after_a_long_reading_as_after_a_short_one() -> None:
    left: list[int] = []
    for count in (10, 10, 2_000):  # the first time, rules and weights are loaded
        begun, told = datetime(2025, 3, 2, 18, tzinfo=UTC), ("you never listen", "I'll call tomorrow, I'm sorry", "ok?")
        messages = tuple(
            Message(n=n, at=begun + timedelta(hours=n), speaker=("Ana", "Ben")[n % 2], text=told[n % 3])
            for n in range(count)
        )
        conversation = Conversation(source="test", people=("Ana", "Ben"), messages=messages)
        gc.collect()
        gc.disable()
        read_conversation(conversation, marked=mark_messages(conversation, rules=rules_of("en")))
        left.append(gc.collect())

    assert left[2] <= left[1] + 10

"""The quick way to a message gives the same message."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime

import pytest

from amends.conversation import Message, MessageType, message_of

AT = datetime(2024, 3, 25, 18, 5, tzinfo=UTC)


def test_a_message_made_quickly_is_the_one_that_is_made_by_name() -> None:
    assert message_of(3, AT, "Ana", "hi") == Message(n=3, at=AT, speaker="Ana", text="hi")
    assert message_of(4, None, None, "", MessageType.CALL, edited=True) == Message(
        n=4, at=None, speaker=None, text="", type=MessageType.CALL, edited=True
    )


def test_a_message_made_quickly_is_as_frozen_as_any() -> None:
    message = message_of(3, AT, "Ana", "hi")

    assert type(message) is Message
    assert hash(message) == hash(replace(message))
    with pytest.raises(FrozenInstanceError):
        message.text = "bye"  # type: ignore[misc]

"""Discord: a channel as DiscordChatExporter writes it, and whatever comes near."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from amends.chats import read_export
from amends.errors import AmendsError, UnreadableExport

EXPORTS = Path(__file__).parents[2] / "exports" / "discord"


def test_the_title_names_server_and_channel_and_of_a_direct_chat_the_people() -> None:
    assert read_export(EXPORTS / "newest-first.json").conversation.title == "Allotment, sheds"
    assert read_export(EXPORTS / "group.json").conversation.title == "Ana, Ben"


def test_times_keep_their_offset_unless_the_person_names_a_zone() -> None:
    own = read_export(EXPORTS / "group.json").report.first_at
    shown = read_export(EXPORTS / "group.json", timezone=timezone(timedelta(hours=-5))).report.first_at

    assert own is not None
    assert own == shown
    assert own.utcoffset() == timedelta(hours=2)
    assert shown.utcoffset() == timedelta(hours=-5)


def test_the_source_is_seen_from_the_content() -> None:
    with (EXPORTS / "group.json").open("rb") as stream:
        assert read_export(stream, name="message_1.json").conversation.source == "discord"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
entries = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["Default", "Reply", "Call", "RecipientAdd", "7"]) | values,
        "timestamp": st.sampled_from(["2024-03-25T18:05:00+02:00", "0001-01-01T00:00:00+14:00"]) | values,
        "timestampEdited": values,
        "content": st.text(max_size=9) | values,
        "author": st.fixed_dictionaries({"id": values, "name": values}) | values,
        "attachments": values,
        "forwardedMessage": st.fixed_dictionaries({"content": values}) | values,
    },
)


@settings(deadline=None)
@given(st.lists(entries | values, max_size=5), values, values, st.integers(0, 400), st.booleans())
def test_any_such_channel_is_read_or_refused_and_every_entry_is_accounted_for(
    talk: list[Any], guild: Any, channel: Any, cut: int, zone: bool
) -> None:
    text = json.dumps({"guild": guild, "channel": channel, "messages": talk, "messageCount": 1}).encode()
    shown_in = timezone(timedelta(hours=-5)) if zone else None

    with suppress(UnreadableExport):
        report = read_export(io.BytesIO(text), timezone=shown_in).report
        assert report.messages + report.unread_count == len(talk)
    with suppress(AmendsError):
        read_export(io.BytesIO(text[:cut]))

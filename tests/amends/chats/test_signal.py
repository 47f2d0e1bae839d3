"""Signal's own export: what is kept, what never is, and which chat is meant."""

from __future__ import annotations

import io
import json
import time
import zipfile
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.amends.growing import in_step

from amends.chats import Imported, read_export
from amends.errors import AmendsError, UndecidedChat, UnreadableExport

HEADER = {"version": "1", "backupTimeMs": "1711500000000", "mediaRootBackupKey": "bWVkaWEta2V5"}
PEOPLE: list[dict[str, Any]] = [
    {"account": {"profileKey": "cHJvZmlsZS1rZXk=", "usernameLink": {"entropy": "ZW50cm9weQ=="}}},
    {"recipient": {"id": "1", "self": {}}},
    {"recipient": {"id": "2", "contact": {"systemGivenName": "Ana", "aci": "q83vEjRWeJA="}}},
    {"recipient": {"id": "3", "group": {"snapshot": {"title": {"title": "Flat 4"}}}}},
    {"chat": {"id": "1", "recipientId": "2"}},
    {"chat": {"id": "2", "recipientId": "3"}},
]


def _item(words: str, *, chat: object = "1", second: int = 0) -> dict[str, Any]:
    return {
        "chatItem": {
            "chatId": chat,
            "authorId": "2",
            "dateSent": str(1711386300000 + 1000 * second),
            "incoming": {},
            "standardMessage": {"text": {"body": words}},
        }
    }


def _export(*frames: object) -> bytes:
    return "\n".join(json.dumps(frame) for frame in (HEADER, *PEOPLE, *frames)).encode()


def _read(data: bytes, *, chat: str | None = None) -> Imported:
    return read_export(io.BytesIO(data), chat=chat)


def test_the_keys_of_the_account_are_nowhere_in_the_result() -> None:
    result = repr(_read(_export(_item("hi"))))

    assert "Ana" in result
    assert not any(key in result for key in ("bWVkaWEta2V5", "cHJvZmlsZS1rZXk", "ZW50cm9weQ"))


def test_one_of_several_chats_is_asked_for_and_read() -> None:
    data = _export(_item("to you"), _item("to all", chat=2))

    with pytest.raises(UndecidedChat) as refused:
        _read(data)
    assert refused.value.chats == ("Ana", "Flat 4")

    chosen = _read(data, chat="Flat 4").conversation
    assert (chosen.title, [message.text for message in chosen.messages]) == ("Flat 4", ["to all"])


def test_the_same_words_a_second_later_are_another_message() -> None:
    result = _read(_export(_item("ok"), _item("ok", second=1), _item("ok", second=1)))

    assert result.report.messages == 2
    assert result.report.doubts == ("double_records",)


def test_a_message_that_reached_nobody_is_left_out_and_said() -> None:
    failed, read = {"recipientId": "2", "failed": {"reason": "NETWORK"}}, {"recipientId": "4", "read": {}}
    lost, arrived = _item("lost"), _item("some got it", second=1)
    lost["chatItem"] |= {"outgoing": {"sendStatus": [failed]}}
    arrived["chatItem"] |= {"outgoing": {"sendStatus": [failed, read]}}

    result = _read(_export(lost, arrived))

    assert [message.text for message in result.conversation.messages] == ["some got it"]
    assert result.report.doubts == ("not_sent",)


def test_of_a_long_message_whose_rest_is_elsewhere_the_line_is_counted_as_not_read() -> None:
    item = _item("beginning")
    item["chatItem"]["standardMessage"]["longText"] = {"size": 9000}

    result = _read(_export(item))

    assert [message.text for message in result.conversation.messages] == ["beginning"]
    assert result.report.unread_lines == (2 + len(PEOPLE),)


def test_people_who_are_mentioned_are_named() -> None:
    item = _item("\ufffc and \ufffc!")
    item["chatItem"]["standardMessage"]["text"]["bodyRanges"] = [
        {"start": 6, "length": 1, "mentionAci": "AAECAwQFBgc="},
        {"length": 1, "mentionAci": "q83vEjRWeJA="},
        {"start": 2, "length": 3, "style": "BOLD"},
    ]

    assert [message.text for message in _read(_export(item)).conversation.messages] == ["@Ana and @!"]


def test_the_export_is_found_in_a_zip_of_its_folder() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("signal-export/metadata.json", '{"version": 1}')
        archive.writestr("signal-export/main.jsonl", _export(_item("hi")))

    assert _read(packed.getvalue()).conversation.source == "signal"


def test_an_export_without_messages_is_refused() -> None:
    with pytest.raises(UnreadableExport, match="no message"):
        _read(_export())


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
item_parts = st.fixed_dictionaries(
    {"chatId": st.just("1") | values},
    optional={
        "authorId": st.sampled_from(["1", "2", 2]) | values,
        "dateSent": st.just("1711386300000") | values,
        "incoming": values,
        "outgoing": values,
        "revisions": values | st.lists(st.fixed_dictionaries({"dateSent": st.just("1711386200000") | values})),
        "standardMessage": values | st.fixed_dictionaries({"text": values | st.fixed_dictionaries({"body": values})}),
        "updateMessage": values | st.dictionaries(st.sampled_from(["individualCall", "simpleUpdate"]), values),
        "viewOnceMessage": values,
        "poll": values | st.fixed_dictionaries({"question": values}),
    },
)
frames = st.dictionaries(st.sampled_from(["account", "recipient", "chat", "chatItem", "x"]), values, max_size=2) | (
    item_parts.map(lambda item: {"chatItem": item})
)


@settings(deadline=None)
@given(st.lists(frames, max_size=5), st.integers(0, 900))
def test_almost_an_export_is_either_read_or_refused(more: list[dict[str, Any]], cut: int) -> None:
    data = _export(*more)

    for given_bytes in (data, data[: -cut or None]):
        with suppress(AmendsError):
            _read(given_bytes)


@settings(deadline=None)
@given(st.lists(frames, max_size=5))
def test_every_item_of_the_chat_is_a_message_or_counted_as_not_read(more: list[dict[str, Any]]) -> None:
    unique = {json.dumps(frame, sort_keys=True): frame for frame in more if _is_of_chat_1(frame)}

    report = _read(_export(_item("first"), *unique.values()), chat="Ana").report

    assert report.messages + report.unread_count == 1 + len(unique)


def _is_of_chat_1(frame: dict[str, Any]) -> bool:
    item = frame.get("chatItem")
    return len(frame) == 1 and isinstance(item, dict) and item.get("chatId") == "1"


def test_reading_takes_linear_time() -> None:
    def seconds(count: int) -> float:
        data = _export(*(_item("words", second=n) for n in range(count)))
        start = time.process_time()
        _read(data)
        return time.process_time() - start

    seconds(100)
    assert in_step(seconds, 2_000, 8_000, most=8, floor=0.5)

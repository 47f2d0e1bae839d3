"""Signal's chats out of its desktop program: sigtop's `text` and `json`, and `data.json` of signal-export."""

from __future__ import annotations

import io
import json
import time
from contextlib import suppress
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.amends.growing import in_step

from amends.chats import Imported, read_export
from amends.errors import AmendsError, UnreadableExport

EXPORTS = Path(__file__).parents[2] / "exports" / "signal"
HEAD = "Conversation: Jo (+15550100)\n\n"
SENT = "Mon, 25 Mar 2024 18:05:00 +0100"


def _read(text: str, **said: Any) -> Imported:
    return read_export(io.BytesIO(text.encode("utf-8", errors="replace")), **said)


def _message(name: str, words: str) -> str:
    kind = "outgoing" if name == "You" else "incoming"
    return f"From: {name}\nType: {kind}\nSent: {SENT}\nReceived: {SENT}\n" + (f"\n{words}\n\n" if words else "\n")


def test_the_title_is_the_name_without_the_number() -> None:
    assert read_export(EXPORTS / "sigtop-text.txt").conversation.title == "Jo Reed"
    assert read_export(EXPORTS / "Jo Reed (+15550100).json").conversation.title == "Jo Reed"
    assert _read("Conversation: Choir (group)\n\n" + _message("You", "hi")).conversation.title == "Choir"


def test_whom_sigtop_does_not_know_may_be_several_people() -> None:
    result = _read(
        HEAD + _message("You", "hi") + _message("Unknown", "yes") + _message("Jo (PNI:" + "0a-" * 12 + ")", "no")
    )

    assert (result.report.people, result.report.doubts) == (("You", "Unknown", "Jo"), ("unknown_speaker",))


def test_the_layout_of_the_first_sigtop_is_read() -> None:
    def written(kind: str, person: str, words: str) -> str:
        return f"Conversation: Jo (+15550100)\nType: {kind}\n{person}Sent: {SENT}\n\n{words}\n\n"

    person = "Jo (+15550100)\n"
    parts = (
        written("outgoing", f"To: {person}", "hi\n\nall well?"),
        written("incoming", f"From: {person}", "yes"),
        written("keychange", "", ""),
    )

    result = _read("".join(parts))

    messages = result.conversation.messages
    assert [(message.speaker, message.text) for message in messages] == [
        ("You", "hi\n\nall well?"),
        ("Jo", "yes"),
        (None, "keychange"),
    ]
    assert (result.conversation.title, result.report.doubts, result.report.unread_count) == ("Jo", (), 0)


def test_times_are_shown_in_the_persons_zone() -> None:
    zone = timezone(timedelta(hours=-5))

    for name in ("sigtop-text.txt", "Jo Reed (+15550100).json", "signal-export-data.json"):
        first = read_export(EXPORTS / name, timezone=zone).report.first_at
        assert first is not None
        assert first.utcoffset() == timedelta(hours=-5)


def test_a_message_whose_time_has_no_zone_is_counted_as_not_read() -> None:
    odd = _message("You", "no").replace("+0100", "-0000")

    report = _read(HEAD + _message("You", "hi") + odd + _message("Jo", "yes")).report

    assert (report.messages, report.unread_count) == (2, 1)


def test_without_a_name_in_the_name_of_the_file_people_are_called_by_their_numbers() -> None:
    with (EXPORTS / "Jo Reed (+15550100).json").open("rb") as stream:
        assert "+15550100" in read_export(stream, name="messages.json").report.people


def test_a_message_of_another_number_is_not_given_the_name_of_the_file() -> None:
    entry = {"conversationId": "c", "type": "incoming", "sent_at": 1711386300000, "source": "+1", "body": "hi"}
    stream = io.BytesIO(json.dumps([entry]).encode())

    assert read_export(stream, name="Jo (+15550100).json").report.people == ("+1",)


said = st.text(alphabet=st.characters(categories=["L", "N", "P"], include_characters=" \n"), max_size=30)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["You", "Jo (+15550100)", "Zoë 🌻"]), said), min_size=1, max_size=10))
def test_every_message_is_read_as_it_was_written(talk: list[tuple[str, str]]) -> None:
    result = _read(HEAD + "".join(_message(name, text) for name, text in talk))

    assert [(message.speaker, message.text) for message in result.conversation.messages] == [
        (name.removesuffix(" (+15550100)"), text.strip("\n")) for name, text in talk
    ]


almost_lines = st.text(max_size=12) | st.sampled_from(
    [
        *("From: You", "From: Jo (+1)", "Type: incoming", "Type: outgoing", f"Sent: {SENT}", "Sent: soon"),
        *("Received: unknown", "Edited: 2 versions", "| Version: 2", "| Version: 1", "|", "| hi", "> From: You"),
        *(f"> Sent: {SENT}", ">", "", "Type: keychange", "Attachment: no filename (image/jpeg, 1 bytes)"),
    ]
)


@settings(deadline=None)
@given(st.lists(almost_lines, max_size=15))
def test_almost_a_chat_is_either_read_or_refused(lines: list[str]) -> None:
    for start in (HEAD, HEAD + _message("You", "hi")):
        with suppress(AmendsError):
            _read(start + "\n".join(lines))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
desktop_entries = st.fixed_dictionaries(
    {"conversationId": st.just("c"), "type": st.sampled_from(["incoming", "outgoing", "keychange"]) | values},
    optional={
        "sent_at": st.just(1711386300000) | values,
        "timestamp": values,
        "source": st.just("+1") | values,
        "body": st.sampled_from(["hi", "\ufffc"]) | values,
        "bodyRanges": st.lists(st.fixed_dictionaries({"mentionAci": values, "start": values}), max_size=2) | values,
        "attachments": values,
        "deletedForEveryone": values,
    },
)
exported_lines = st.fixed_dictionaries(
    {
        "date": st.just("2024-03-25T18:05:00") | values,
        "sender": st.sampled_from(["Me", "No-Sender"]) | values,
        "body": st.just("hi  ") | values,
        **dict.fromkeys(("quote", "sticker", "reactions", "attachments"), values),
    },
    optional={"deleted": values, "call": values, "edits": values},
)


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(desktop_entries | values, max_size=5), st.lists(exported_lines | values, max_size=5))
def test_any_such_json_is_read_or_refused_and_every_entry_is_accounted_for(
    desktop: list[Any], lines: list[Any]
) -> None:
    with suppress(AmendsError):
        report = _read(json.dumps([{"conversationId": "c", "type": "x", "sent_at": 0}, *desktop])).report
        assert report.messages + report.unread_count == 1 + len(desktop)
    first = {"date": "2024-03-25T18:05:00", "sender": "Me", "body": "hi", "quote": "", "sticker": "", "reactions": []}
    with suppress(UnreadableExport):
        report = _read("\n".join(map(json.dumps, [{**first, "attachments": []}, *lines]))).report
        assert report.messages + report.unread_count == 1 + len(lines)


@pytest.mark.parametrize(
    "line", ["From: You\n", "\n", "> From: You\n", "| Version: 2\n", "From: You\nType: incoming\n\n"]
)
def test_reading_takes_linear_time(line: str) -> None:
    def seconds(count: int) -> float:
        text = HEAD + _message("You", "hi") + _message("You", line * count) + line * count
        start = time.process_time()
        _read(text)
        return time.process_time() - start

    seconds(100)
    assert in_step(seconds, 4_000, 16_000, most=8, floor=0.5)

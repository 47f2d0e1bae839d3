"""Signal's chats as text: told from WhatsApp's lines, and nothing of them gets lost."""

from __future__ import annotations

import io
import json
import time
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.amends.growing import in_step

from amends.chats import Imported, read_export
from amends.errors import AmendsError

if TYPE_CHECKING:
    from collections.abc import Callable


def _read(text: str) -> Imported:
    return read_export(io.BytesIO(text.encode("utf-8", errors="replace")))


def test_lines_in_which_nobody_is_marked_as_oneself_stay_whatsapp() -> None:
    text = "[2024-03-25 18:05:00] Ana: hi\n[2024-03-25 18:06:00] Jo: yes\n"

    assert _read(text).conversation.source == "whatsapp"
    assert _read(text.replace("Jo", "Me")).conversation.source == "signal"


def test_a_chat_in_which_one_was_silent_is_told_by_the_blanks_of_markdown() -> None:
    text = "[2024-03-25 18:05:00] Ana: hi  \n[2024-03-25 18:06:00] Ana: are you\nthere?  \n(- Me: 👍 -)\n"

    assert [message.text for message in _read(text).conversation.messages] == ["hi", "are you\nthere?"]
    assert _read(text.replace("hi  ", "hi ")).conversation.source == "whatsapp"


ONE = "[2024-03-25 18:05:00] Me: hi  \n"


@pytest.mark.parametrize(
    ("written", "kind", "text"),
    [
        ("two lines\nof words  \n(- Jo: 👍, Me: ❤️ -)", "text", "two lines\nof words"),
        ("(- no reaction -)", "text", "(- no reaction -)"),
        ("look  \n(- Me: 👍 -)![pier.jpg](./media/pier%201.jpg)  [a.pdf](./media/a.pdf)  ", "media", "look"),
        ("hi  [a_(1).pdf](./media/a_(1).pdf)  ![[2023]_x.jpg](./media/[2023]_x.jpg)  ", "media", "hi"),
        ("[sic] so  ![b (2).jpg](./media/b%20(2).jpg)  ", "media", "[sic] so"),
        ("ok  \n(- Ana: work: 👍, Reed, Jo: 👎 -)", "text", "ok"),
        ("  \n(( 😀 ))", "media", ""),
        ("  \n(- Me: 👍 -)\n(( 😀 ))", "media", ""),
        ("  [😀](../exported_stickers/a/1.webp)  ", "media", ""),
        ("\n\n> words of a message that was edited\n> \n> later\n\nso?  ", "text", "so?"),
        ("\n\n> \n\nnice photo  ", "text", "nice photo"),
        ("> a quote by hand\nand mine  ", "text", "> a quote by hand\nand mine"),
        ("(This message was deleted)", "deleted", ""),
        ("Outgoing voice call (accepted, 3m 2s)  ", "call", "Outgoing voice call (accepted, 3m 2s)"),
        ("Incoming group call (accepted)  ", "call", "Incoming group call (accepted)"),
        ("Missed call me again  ", "text", "Missed call me again"),
        ("Missed your call  ", "text", "Missed your call"),
    ],
)
def test_what_signal_export_adds_is_none_of_the_words(written: str, kind: str, text: str) -> None:
    message = _read(f"{ONE}[2024-03-25 18:06:00] Jo: {written}\n").conversation.messages[1]

    assert (message.text, message.type.value) == (text, kind)


@pytest.mark.parametrize(
    ("written", "kind", "text"),
    [
        ("[reply to Jo Reed on 2024-03-25 18:05, edited, 2 attachments] mine\nand more", "media", "mine\nand more"),
        ("[reply to Jo, on the pier on 2024-03-25 18:05] mine", "text", "mine"),
        ("[reply to Unknown on unknown, 1 attachment]", "media", ""),
        ("[edited] [sic] that was it", "text", "[sic] that was it"),
        ("[1 attachment missing] says the app", "text", "[1 attachment missing] says the app"),
        ("[] x", "text", "[] x"),
        ("[call-history message]", "call", "call history"),
        ("[group-v2-change message]", "system", "group v2 change"),
        ("[story message]", "system", "story"),
        ("[voice message]", "text", "[voice message]"),
    ],
)
def test_what_sigtop_tells_of_a_message_is_none_of_the_words(written: str, kind: str, text: str) -> None:
    message = _read(f"2024-03-25 18:05 You: hi\n2024-03-25 18:06 Jo: {written}\n").conversation.messages[1]

    assert (message.text, message.type.value) == (text, kind)


def test_a_name_with_an_invisible_mark_is_a_name() -> None:
    people = _read("2024-03-25 18:05 You: hi\n2024-03-25 18:06 J\u200eo: hi\n").report.people

    assert people == ("You", "Jo")


def test_of_the_two_files_of_signal_export_the_one_that_says_more_is_read() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("Jo/chat.md", _in_markdown("Me", "hi"))
        archive.writestr("Jo/data.json", _in_json("Me", "hi") + _in_json("Jo", "yes"))
        archive.writestr("Jo/index.html", "<!DOCTYPE html>\n<html></html>")

    assert read_export(stream).report.people == ("Me", "Jo")


def test_a_name_that_may_go_on_after_its_colon_is_doubted() -> None:
    talk = "2024-03-25 18:05 You: note: hi\n2024-03-25 18:06 Dr: Jo: hi\n"

    assert "author_colon" not in _read(talk).report.doubts
    assert "author_colon" in _read(f"{talk}2024-03-25 18:07 Dr: Jo: bye\n").report.doubts


def test_a_chat_that_was_pasted_into_a_message_is_doubted() -> None:
    doubts = _read(f"{ONE}[2024-03-25 18:06:00] Jo: see\n[2024-03-01 09:00:00] Sam: no\n").report.doubts

    assert "times_run_back" in doubts


def _in_markdown(name: str, text: str) -> str:
    return f"[2024-03-25 18:05:00] {name}: {text}  \n"


def _in_json(name: str, text: str) -> str:
    more = {"quote": "", "sticker": "", "reactions": [], "attachments": []}
    return json.dumps({"date": "2024-03-25T18:05:00", "sender": name, "body": f"{text}  ", **more}) + "\n"


@pytest.mark.parametrize("written", [_in_markdown, _in_json])
def test_words_of_nobody_are_somebodys_and_a_line_without_words_is_the_apps(written: Callable[[str, str], str]) -> None:
    result = _read(written("Me", "hi") + written("No-Sender", "") + written("No-Sender", "hey"))

    assert [(one.speaker, one.text, one.type.value) for one in result.conversation.messages[1:]] == [
        (None, "", "system"),
        ("Unknown Speaker", "hey", "text"),
    ]
    assert "unknown_speaker" in result.report.doubts


almost_lines = st.text(max_size=20) | st.from_regex(
    r"\[?2024-[01][0-9]-[0-3][0-9],? [0-9]{2}:[0-9]{2}(:[0-9]{2})?\]? (Me|You|Ana):( (\[edited\] |> |\(- )?\w{0,6})?",
    fullmatch=True,
)


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(almost_lines, max_size=12))
def test_almost_a_chat_is_either_read_or_refused(lines: list[str]) -> None:
    with suppress(AmendsError):
        _read("\n".join(lines))
    with suppress(AmendsError):
        _read("\n".join(["[2024-03-25 18:05:00] Me: hi", *lines]))


said = st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=30)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["Ana", "Zoë 🌻"]), said), max_size=10))
def test_every_message_is_read_as_it_was_written(talk: list[tuple[str, str]]) -> None:
    talk = [("Me", "first"), *talk]

    result = _read("".join(f"[2024-03-25 18:05:00] {name}: {text}  \n\n" for name, text in talk))

    assert [(message.speaker, message.text) for message in result.conversation.messages] == talk


def test_reading_takes_linear_time() -> None:
    def seconds(count: int) -> float:
        text = "[2024-03-25 18:05:00] Me: (- ![\n> a\n" * count + "(- " * count
        start = time.process_time()
        _read(text)
        return time.process_time() - start

    seconds(100)
    assert in_step(seconds, 4_000, 16_000, most=8, floor=0.5)

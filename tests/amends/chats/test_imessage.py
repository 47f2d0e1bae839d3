"""Chats of imessage-exporter: what begins a message, and what only looks so."""

from __future__ import annotations

import io
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.amends.growing import in_step

from amends.chats import Imported, read_export
from amends.errors import AmendsError, UnreadableExport

HEAD = "Mar 25, 2024  6:05:00 PM"


def _read(text: str) -> Imported:
    return read_export(io.BytesIO(text.encode("utf-8", errors="replace")))


def test_a_date_without_a_blank_line_before_it_is_text() -> None:
    (message,) = _read(f"{HEAD}\nAna\nI wrote at\n{HEAD}\nand then\n").conversation.messages

    assert message.text == f"I wrote at\n{HEAD}\nand then"


def test_a_reply_that_stands_only_under_what_it_answers_is_kept() -> None:
    messages = _read(f"{HEAD}\nAna\nwhy\n\n    {HEAD}\n    Me\n    because\n    of it\n").conversation.messages

    assert [(message.speaker, message.text) for message in messages] == [("Ana", "why"), ("Me", "because\nof it")]


LATER = "Mar 25, 2024  6:07:00 PM"


def _talk(text: str) -> list[tuple[str | None, str]]:
    return [(message.speaker, message.text) for message in _read(text).conversation.messages]


def test_a_reply_may_stand_right_under_what_it_answers_and_before_more_of_that() -> None:
    talk = (
        f"{HEAD}\nAna\nwhy\n"
        f"    {LATER}\n    Me\n    because\n    Tapbacks:\n        Loved by Ana\n\nattachments/1/2.heic\n\n"
        f"{LATER}\nMe\nbecause\nTapbacks:\n    Loved by Ana\nThis message responded to an earlier message.\n"
    )

    messages = _read(talk).conversation.messages

    assert [(message.speaker, message.text, message.type.value) for message in messages] == [
        ("Ana", "why", "media"),
        ("Me", "because", "text"),
    ]


def test_an_edited_reply_under_what_it_answers_is_one_message() -> None:
    reply = f"    {LATER}\n    Me\n    {LATER} helo\n    Edited 4 seconds later: hello\n"

    assert _talk(f"{HEAD}\nAna\nwhy\n{reply}") == [("Ana", "why"), ("Me", "hello")]


def test_of_older_versions_only_the_first_line_of_a_reply_is_set_in() -> None:
    talk = f"{HEAD}\nAna\nwhy\n    {LATER}\n    Me\n    because\n\nof it\n\n{LATER}\nMe\nbecause\n\nof it\n"

    assert _talk(talk) == [("Ana", "why"), ("Me", "because\n\nof it")]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("hi\nTapbacks:\n    Loved by Me\n    ☕️ by Ana\nThis message responded to an earlier message.", "hi"),
        (
            "hi\nReactions:\nLoved by Me\nSticker from Ana: /a/b.heic\n\nThis message responded to an earlier message.",
            "hi",
        ),
        ("hi\nTapbacks:\n    Loved by Me\nand more", "hi\nand more"),
        ("Reactions:\nnone", "Reactions:\nnone"),
        ("Tapbacks:", "Tapbacks:"),
    ],
)
def test_reactions_are_none_of_the_words(lines: str, text: str) -> None:
    assert _talk(f"{HEAD}\nAna\n{lines}\n") == [("Ana", text)]


def test_of_a_translated_message_the_words_are_those_that_were_sent() -> None:
    assert _talk(f"{HEAD}\nAna\nIch war da\nTranslated from:\nI was there\n") == [("Ana", "I was there")]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("Sticker from Ana: /Users/ana/Library/x.heic (App: Free People)", ""),
        ("Outline Sticker from Ana: attachments/1/2.heic", ""),
        ("/Users/ana/Library/Application Support/MobileSync/Backup/0000-00A/8f/8f4889", ""),
        ("C:\\Users\\ana\\Apple Computer\\MobileSync\\Backup\\0000-00A\\8f\\8f4889", ""),
        ("~/Library/Messages/Attachments/aa/10/a.heic", ""),
        ("/var/mobile/Library/SMS/Attachments/aa/10/a.heic", ""),
        ("/var/folders/x/T/com.apple.iChat/Messages/Transfers/a b.HEIC", ""),
        ("/Users/ana/export/attachments/1/2.heic\nthe pier", "the pier"),
        ("IMG_1234.HEIC", ""),
        ("Screenshot 2024-03-05 at 18.05.00.png\nlook", "look"),
        ("Audio Message.caf", ""),
        ("Handwritten messages are not yet supported!", ""),
        ("Apple Cash transaction: $5", "Apple Cash transaction: $5"),
        ("GamePigeon message:\n8 Ball", "GamePigeon message:\n8 Ball"),
        ("com.example.game.ext message:\nYour move", "com.example.game.ext message:\nYour move"),
        (f"Check In\nExpected at {HEAD}", f"Check In\nExpected at {HEAD}"),
        ("Photo album: 3 photos https://share.icloud.com/x", "Photo album: 3 photos https://share.icloud.com/x"),
        ("Unable to format app message: No payload", ""),
        ("attachments/1/2.caf\nTranscription: on my way", "on my way"),
    ],
)
def test_files_stickers_and_voice_messages_are_media(lines: str, text: str) -> None:
    (message,) = _read(f"{HEAD}\nAna\n{lines}\n").conversation.messages

    assert (message.text, message.type.value) == (text, "media")


@pytest.mark.parametrize(
    "words",
    [
        "I like a.png",
        "facepalm.gif",
        "facepalm.gif 2",
        "Your message:\nno",
        "see /Users/ana/a.png",
        "/shrug/ok",
        "Check In\nplease",
    ],
)
def test_words_that_only_come_near_what_the_exporter_writes_are_words(words: str) -> None:
    (message,) = _read(f"{HEAD}\nAna\n{words}\n").conversation.messages

    assert (message.text, message.type.value) == (words, "text")


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (f"first\n{HEAD} helo\nEdited 5 seconds later: hello", "first\nhello"),
        (f"{HEAD} a\nb\nEdited 5 seconds later: c\nEdited 1 minute, 2 seconds later: d\ne", "d\ne"),
        (f"{HEAD} a\nEdited 5 seconds later: b\n{HEAD} c\nEdited 1 day later: d", "b\nd"),
        (f"{HEAD} helo\nEdited  later: hello", "hello"),
        (f"{HEAD} helo\nhello", "hello"),
        (f"{HEAD} hello", "hello"),
    ],
)
def test_of_an_edited_part_the_newest_wording_stands_among_the_other_parts(lines: str, text: str) -> None:
    (message,) = _read(f"{HEAD}\nAna\n{lines}\n").conversation.messages

    assert (message.text, message.type.value, message.edited) == (text, "text", True)


def test_a_photo_before_an_edited_part_is_there() -> None:
    (message,) = _read(
        f"{HEAD}\nAna\nattachments/1/2.heic\n{HEAD} a\nEdited 5 seconds later: b\n"
    ).conversation.messages

    assert (message.text, message.type.value, message.edited) == ("b", "media", True)


@pytest.mark.parametrize(
    ("lines", "text", "kind"),
    [
        ("Ana unsent this message part!", "", "deleted"),
        ("Ana unsent this message part  after sending!", "", "deleted"),
        ("You deleted a message.", "", "deleted"),
        ("They deleted a message.\n", "", "deleted"),
        ("Ana unsent this message part 5 seconds after sending!\nthe rest", "the rest", "text"),
        ("They deleted a message. Why?", "They deleted a message. Why?", "text"),
        ("Jo unsent this message part of me 5 times!", "Jo unsent this message part of me 5 times!", "text"),
    ],
)
def test_what_was_taken_back_is_gone_in_the_words_of_every_version(lines: str, text: str, kind: str) -> None:
    (message,) = _read(f"{HEAD}\nAna\n{lines}\n").conversation.messages

    assert (message.text, message.type.value) == (text, kind)


def test_reactions_to_a_photo_leave_no_blank_line_before_its_words() -> None:
    assert _talk(f"{HEAD}\nAna\nattachments/1/2.heic\nReactions:\nLoved by Me\n\nthe pier\n") == [("Ana", "the pier")]


@pytest.mark.parametrize("head", ["Mar 32, 2024  6:05:00 PM", "Mar 25, 2024 16:05:00 PM", "25 Mar 2024, 6:05:00 PM"])
def test_a_date_line_that_the_exporter_never_writes_is_refused(head: str) -> None:
    with pytest.raises(UnreadableExport):
        _read(f"{head}\nAna\nhi\n")


@pytest.mark.parametrize("between", [" ", " - "])
def test_lines_of_another_app_with_such_a_date_are_not_taken_for_notices(between: str) -> None:
    text = "".join(f"{HEAD}{between}{name}: hi\n" for name in ("Ana", "Jo", "Ana"))

    with pytest.raises(UnreadableExport):
        _read(text)


def test_how_a_message_came_in_is_none_of_its_words() -> None:
    talk = f"{HEAD}\nAna\nhappy birthday\nSent with Balloons\n\n{HEAD}\nMe\nSent with Balloons\n\n"
    talk += f"{HEAD}\nAna\nso\nSent with Shooting Start\n"

    assert [text for _, text in _talk(talk)] == ["happy birthday", "Sent with Balloons", "so"]


def test_that_a_message_was_deleted_afterwards_is_none_of_its_words() -> None:
    talk = f"{HEAD}\nAna\nThis message was deleted from the conversation!\nI take it back\n"

    assert [message.text for message in _read(talk).conversation.messages] == ["I take it back"]


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ("https://example.org/a\nThe truth about husbands\nYou will not believe it.", "media"),
        ("https://example.org/a", "text"),
        ("look\nhttps://example.org/a", "text"),
        ("https://example.org/a\nis what I meant\n\nand I am sorry", "text"),
    ],
)
def test_the_title_of_a_page_that_a_link_leads_to_is_not_said_in_the_talk(lines: str, kind: str) -> None:
    (message,) = _read(f"{HEAD}\nAna\n{lines}\n").conversation.messages

    assert (message.text, message.type.value) == (lines, kind)


@pytest.mark.parametrize("words", ["Started sharing location!", "SharePlay Message\nEnded"])
def test_what_the_app_says_is_said_by_nobody(words: str) -> None:
    (message, _) = _read(f"{HEAD}\nAna\n{words}\n\n{HEAD}\nMe\nhi\n").conversation.messages

    assert (message.speaker, message.text, message.type.value) == (None, f"Ana: {words}", "system")


def test_words_about_the_folder_of_attachments_stay() -> None:
    assert _talk(f"{HEAD}\nAna\nit is in ~/Library/Messages/Attachments/aa\n") == [
        ("Ana", "it is in ~/Library/Messages/Attachments/aa")
    ]


def test_a_notice_that_the_exporter_could_not_write_is_counted_as_not_read() -> None:
    result = _read(f"{HEAD}\nAna\nhi\n\nUnable to format announcement!\n\n{HEAD}\nMe\nyes\n")

    assert [message.text for message in result.conversation.messages] == ["hi", "yes"]
    assert result.report.unread_lines == (5,)


def test_a_block_without_an_author_is_counted_as_not_read() -> None:
    report = _read(f"{HEAD}\nAna\nhi\n\n{HEAD}\n\n{HEAD}\nMe\nyes\n").report

    assert (report.messages, report.unread_lines) == (2, (5,))


almost_lines = st.text(max_size=20) | st.sampled_from(
    [
        *(HEAD, f"{HEAD} (Read by you after 1 second)", f"{HEAD} Ana left the conversation.", f"    {HEAD}", "Ana", ""),
        *("    Me", "Tapbacks:", "    Loved by Me", "Edited 5 seconds later: x", "Attachment missing!", "Feb 31, 2024"),
    ]
)


@settings(deadline=None)
@given(st.lists(almost_lines, max_size=15))
def test_almost_a_chat_is_either_read_or_refused(lines: list[str]) -> None:
    with suppress(AmendsError):
        _read("\n".join([HEAD, *lines]))
    with suppress(AmendsError):
        _read("\n".join(lines))


def test_every_line_of_a_block_without_an_author_is_counted() -> None:
    report = _read(f"{HEAD}\nAna\nhi\n\n{HEAD}\n\nwho said this\n\nor this\n").report

    assert (report.messages, report.unread_lines) == (1, (5, 7, 9))


said = st.text(alphabet=st.characters(categories=["L", "N", "Zs"]), min_size=1, max_size=30).filter(str.strip)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["Ana", "Me", "Zoë 🌻"]), said), min_size=1, max_size=10))
def test_every_message_is_read_as_it_was_written(talk: list[tuple[str, str]]) -> None:
    result = _read("".join(f"{HEAD}\n{name}\n{text}\n\n" for name, text in talk))

    assert [(message.speaker, message.text) for message in result.conversation.messages] == talk


@pytest.mark.parametrize(
    "piece", [f"{HEAD} a\nEdited 5 seconds later: b\n", "Ana unsent this message part!\n", "a.b.c.d message:\n"]
)
def test_a_message_of_very_many_parts_takes_linear_time(piece: str) -> None:
    def seconds(count: int) -> float:
        text = f"{HEAD}\nAna\n" + piece * count
        start = time.process_time()
        _read(text)
        return time.process_time() - start

    seconds(100)
    assert in_step(seconds, 4_000, 16_000, most=8, floor=0.5)


def test_reading_takes_linear_time() -> None:
    def seconds(count: int) -> float:
        text = f"{HEAD}\nAna\nTapbacks:\n\n" * count + " after" * count
        start = time.process_time()
        _read(text)
        return time.process_time() - start

    seconds(100)
    assert in_step(seconds, 4_000, 16_000, most=8, floor=0.5)

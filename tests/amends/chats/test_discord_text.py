"""Discord: a channel as DiscordChatExporter writes it to plain text, to a table and to a web page."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import suppress
from datetime import UTC, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.chats import Imported, read_export, read_pasted
from amends.errors import AmendsError, UndecidedChat, UndecidedDateOrder, UnreadableExport

EXPORTS = Path(__file__).parents[2] / "exports" / "discord"
RULE = "=" * 62
TALK = (("25/03/2024 18:05", "ana.r", "Are we ok?"), ("26/03/2024 07:00", "Ben#1234", "Yes."))


def _text(talk: tuple[tuple[str, str, str], ...] = TALK, *, channel: str = "Private / Ben", count: str = "") -> str:
    lines = [RULE, "Guild: Direct Messages", f"Channel: {channel}", RULE, ""]
    for date, name, words in talk:
        lines += [f"[{date}] {name}", words, "", ""]
    return "\n".join([*lines, RULE, f"Exported {count or len(talk)} message(s)", RULE, ""])


def _read(text: str, **said: str) -> Imported:
    return read_export(io.BytesIO(text.encode()), **said)  # type: ignore[arg-type]


def _said(imported: Imported) -> list[tuple[str | None, str]]:
    return [(message.speaker, message.text) for message in imported.conversation.messages]


@pytest.mark.parametrize(
    "date",
    [
        "3/25/2024 6:05\u202fPM",
        "25.03.2024 18:05",
        "25.3.2024 18.05",
        "2024-03-25 6:05 p.m.",
        "2024. 3. 25. 오후 6:05",
        "2024/3/25 下午 06:05",
        "25. 03. 2024. 18:05",
        "25.03.2024 г. 18:05",
        "25/3/2024 6:05 μ.μ.",
        "25\u200f/3\u200f/2024 6:05 م",
        "18:05 25/03/2024",
        "25-Mar-24 06:05 PM",
        "Monday, 25 March 2024 18:05:00",
    ],
)
def test_the_date_is_written_as_in_any_country_or_as_the_person_once_chose(date: str) -> None:
    read = _read(_text(((date, "ana.r", "Are we ok?"), (date, "Ben#1234", "Yes."))))

    assert [message.at.isoformat() for message in read.conversation.messages if message.at] == [
        "2024-03-25T18:05:00"
    ] * 2
    assert _said(read) == [("ana.r", "Are we ok?"), ("Ben#1234", "Yes.")]
    assert read.report.doubts == ("no_timezone",)


def test_a_date_may_be_a_count_of_seconds_which_names_its_zone() -> None:
    read = _read(_text((("1711386300", "ana.r", "Are we ok?"), ("1711386360", "Ben#1234", "Yes."))))

    assert [message.at.isoformat() for message in read.conversation.messages if message.at] == [
        "2024-03-25T17:05:00+00:00",
        "2024-03-25T17:06:00+00:00",
    ]
    assert read.report.doubts == ()


def test_where_the_dates_do_not_tell_which_number_is_the_day_it_is_asked() -> None:
    text = _text((("3/5/2024 6:05 PM", "ana.r", "Are we ok?"), ("3/5/2024 6:06 PM", "Ben#1234", "Yes.")))

    with pytest.raises(UndecidedDateOrder):
        _read(text)
    first = _read(text, date_order="mdy").report.first_at
    assert first is not None
    assert first.isoformat() == "2024-03-05T18:05:00"


def test_times_are_in_the_zone_of_the_person() -> None:
    shown_in = timezone(timedelta(hours=-5))

    first = read_export(io.BytesIO(_text().encode()), timezone=shown_in).report.first_at
    page = read_export(EXPORTS / "page.html", timezone=shown_in).report.first_at

    assert first is not None
    assert first.isoformat() == "2024-03-25T18:05:00-05:00"
    assert page is not None
    assert page.isoformat() == "2024-03-25T12:05:11.123000-05:00"


@pytest.mark.parametrize("count", ["1,234", "1.234", "1\u00a0234", "1\u202f234", "1\u2019234"])
def test_the_count_at_the_end_is_compared_with_what_was_found(count: str) -> None:
    talk = tuple((f"2024-03-25 18:{n // 60:02}:{n % 60:02}", "ana.r", f"line {n}") for n in range(1_234))

    assert "missing_messages" not in _read(_text(talk, count=count)).report.doubts
    assert "missing_messages" in _read(_text(talk[1:], count=count)).report.doubts


def test_the_title_names_server_and_channel_and_of_a_direct_chat_the_people() -> None:
    server = _text(channel="Text Channels / sheds").replace("Direct Messages", "Allotment")

    assert _read(_text()).conversation.title == "Ben"
    assert _read(server).conversation.title == "Allotment, sheds"
    assert read_export(EXPORTS / "page.html").conversation.title == "ben"


def test_parts_put_into_one_file_are_one_talk_in_the_order_of_time() -> None:
    later = (("27/03/2024 18:05", "ana.r", "Good."),)

    read = _read(_text(later) + _text())

    assert _said(read) == [("ana.r", "Are we ok?"), ("Ben#1234", "Yes."), ("ana.r", "Good.")]
    assert read.report.doubts == ("no_timezone",)


def test_of_channels_put_into_one_file_one_is_picked() -> None:
    text = _text() + _text((("27/03/2024 18:05", "Cai", "Hello."),), channel="Private / Cai")

    with pytest.raises(UndecidedChat) as asked:
        _read(text)

    assert asked.value.chats == ("Ben", "Cai")
    assert _said(_read(text, chat="Cai")) == [("Cai", "Hello.")]


@pytest.mark.parametrize("letters", [70, 90, 150, 152, 170])
def test_a_text_without_its_end_is_cut_off(letters: int) -> None:
    assert "cut_off" in _read(_text()[:-letters]).report.doubts


def test_lines_that_only_look_like_the_start_of_a_message_are_words() -> None:
    words = (
        "look:\n[26/03/2024 06:00] not below a blank line\n\n[edit] no date\n\n[26.03.2024 06:00] another form\n\n"
        f"{RULE}\n\n[26/03/2023 06:00] Ben#1234\nfrom long ago\n\n{{Attachments}} and more"
    )
    read = _read(_text((TALK[0], ("25/03/2024 18:06", "ana.r", words), TALK[1])))

    assert _said(read) == [("ana.r", "Are we ok?"), ("ana.r", words), ("Ben#1234", "Yes.")]
    assert read.report.doubts == ("no_timezone", "pasted_chat")


def test_what_nobody_can_have_said_is_counted_as_not_read() -> None:
    read = _read(_text((TALK[0], ("31/02/2024 18:06", "ana.r", "on no day"), TALK[1])))

    assert _said(read) == [("ana.r", "Are we ok?"), ("Ben#1234", "Yes.")]
    assert read.report.unread_lines == (10,)
    assert read.report.doubts == ("no_timezone",)


def test_lines_above_the_messages_are_counted_as_not_read_where_the_rule_below_them_is_damaged() -> None:
    text = _text().replace(f"{RULE}\n\n[", "=== words\n\n[", 1)

    read = _read(text)

    assert _said(read) == [("ana.r", "Are we ok?"), ("Ben#1234", "Yes.")]
    assert read.report.unread_lines == (4,)


def test_a_stretch_that_was_copied_out_of_a_text_is_known_by_what_is_no_words() -> None:
    stretch = "[25/03/2024 18:05] ana.r\nAre we ok?\n\n{Reactions}\n👍\n\n[26/03/2024 07:00] Ben#1234 (pinned)\nYes.\n"

    assert _said(read_pasted(stretch)) == [("ana.r", "Are we ok?"), ("Ben#1234", "Yes.")]
    assert read_pasted(stretch).conversation.source == "discord"


def test_two_people_of_one_name_are_told_apart_by_their_numbers_and_those_of_a_webhook_by_their_names() -> None:
    table = "AuthorID,Author,Date,Content,Attachments,Reactions\n" + "".join(
        f'"{person}","{name}","2024-03-25T18:05:0{n}.0000000+02:00","{n}","",""\n'
        for n, (person, name) in enumerate([(1, "Deleted User"), (2, "Deleted User"), (3, "Luna"), (3, "Sol")])
    )

    read = _read(table)

    assert read.conversation.people == ("Deleted User", "Deleted User (2)", "Luna", "Sol")
    assert read.report.doubts == ("same_names",)


def test_a_table_that_a_spreadsheet_saved_is_read_too() -> None:
    table = "AuthorID;Author;Date;Content;Attachments;Reactions\r\n" + "".join(
        f"1,02E+17;{name};{date};{words};;\r\n" for date, name, words in TALK
    )

    assert _said(_read(table)) == [("ana.r", "Are we ok?"), ("Ben#1234", "Yes.")]


def test_a_page_of_which_the_end_is_missing_is_cut_off_and_one_without_messages_has_none() -> None:
    page = (EXPORTS / "page.html").read_text(encoding="utf-8")
    start = page[: page.index("<div class=chatlog__message-group")]

    assert "cut_off" in _read(page[:-400]).report.doubts
    with pytest.raises(UnreadableExport):
        _read(start + "</div></body></html>")


def test_the_count_at_the_end_of_a_page_is_compared_with_what_was_found() -> None:
    page = (EXPORTS / "page.html").read_text(encoding="utf-8")

    assert "missing_messages" in _read(page.replace("Exported 22 ", "Exported 23 ")).report.doubts


def test_a_message_of_a_page_that_nobody_is_named_for_is_counted_as_not_read() -> None:
    page = (EXPORTS / "page.html").read_text(encoding="utf-8").replace("chatlog__author ", "chatlog__unknown ", 1)

    assert _read(page).report.unread_count == 1


NAME = "Direct Messages - Private - ben [123]"


def _zip(files: dict[str, str]) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return stream


@pytest.mark.parametrize("suffix", ["json", "csv", "txt"])
def test_the_parts_of_a_channel_in_one_folder_are_one_talk(suffix: str) -> None:
    table = "AuthorID,Author,Date,Content,Attachments,Reactions\n"
    parts = {
        "txt": [_text(), _text((("27/03/2024 18:05", "ana.r", "Good."),))],
        "csv": [
            f"{table}1,ana.r,2024-03-25T18:05:00+00:00,Are we ok?,,\n2,Ben#1234,2024-03-26T07:00:00+00:00,Yes.,,\n",
            f"{table}1,ana.r,2024-03-27T18:05:00+00:00,Good.,,\n",
        ],
        "json": [
            _channel(("1", "ana.r", "25", "Are we ok?"), ("2", "Ben#1234", "26", "Yes.")),
            _channel(("1", "ana.r", "27", "Good.")),
        ],
    }[suffix]

    read = read_export(_zip({f"{NAME} [part 2].{suffix}": parts[1], f"{NAME}.{suffix}": parts[0]}))

    assert _said(read) == [("ana.r", "Are we ok?"), ("Ben#1234", "Yes."), ("ana.r", "Good.")]
    assert set(read.report.doubts) <= {"no_timezone"}


def test_two_people_of_one_name_are_told_apart_in_all_parts() -> None:
    parts = [_channel(("1", "Ben", "25", "one"), ("2", "Ben", "26", "two")), _channel(("2", "Ben", "27", "two again"))]

    read = read_export(_zip({f"{NAME}.json": parts[0], f"{NAME} [part 2].json": parts[1]}))

    assert _said(read) == [("Ben", "one"), ("Ben (2)", "two"), ("Ben (2)", "two again")]
    assert read.report.doubts == ("same_names",)


def test_where_a_part_is_missing_it_is_asked_which_is_meant() -> None:
    with pytest.raises(UndecidedChat):
        read_export(_zip({f"{NAME}.txt": _text(), f"{NAME} [part 3].txt": _text()}))


def test_what_was_sent_in_a_channel_is_no_chat_of_its_own() -> None:
    sent = "25/03/2024, 18:05 - Cai: hello\n26/03/2024, 18:05 - Ana: hi\n"

    read = read_export(_zip({f"{NAME}.txt": _text(), f"{NAME}.txt_Files/WhatsApp Chat with Cai-1A2B3.txt": sent}))

    assert read.conversation.people == ("ana.r", "Ben#1234")


def _channel(*messages: tuple[str, str, str, str]) -> str:
    entries = [
        {
            "id": day,
            "type": "Default",
            "timestamp": f"2024-03-{day}T18:05:00+00:00",
            "content": words,
            "author": {"id": person, "name": name},
        }
        for person, name, day, words in messages
    ]
    return json.dumps(
        {"guild": {"id": "0"}, "channel": {"name": "x"}, "messages": entries, "messageCount": len(entries)}
    )


pieces = st.lists(
    st.sampled_from(
        [
            *(f"{RULE}\n", "Guild: Direct Messages\n", "Channel: x\n", "Exported 2 message(s)\n", "Messages: 1,0\n"),
            *("[25/03/2024 18:05] ana.r\n", "[24/03/2024 18:05] Ben (pinned)\n", "[99/99/9999 99:99] Ben\n", "\n"),
            *("{Attachments}\n", "{Forwarded Message}\n", "Originally sent: x\n", "{Embed}\n", "words\n"),
        ]
    )
    | st.text(max_size=6),
    max_size=14,
)


@settings(deadline=None)
@given(pieces)
def test_any_such_text_is_read_or_refused_and_every_message_is_accounted_for(parts: list[str]) -> None:
    text = f"{RULE}\nGuild: a\nChannel: b\n{RULE}\n\n{''.join(parts)}"

    with suppress(AmendsError):
        report = _read(text, date_order="dmy").report
        assert report.messages + report.unread_count <= len(text.split("\n"))


tags = st.lists(
    st.sampled_from(
        [
            *('<div class="chatlog__message-group">', "<div class=chatlog__message-group>", "</div>", "</span>"),
            "<div id=x class=chatlog__message-container data-message-id=1221026979025911810>",
            *("<span class=chatlog__author data-user-id=1>", '<span class="chatlog__author-name">', "Ana", "&lt;"),
            *("<div class=chatlog__content>", "<div class=quote>", '<img alt="x" src="y">', "<li>"),
            *("<div class=chatlog__embed>", "<span class=chatlog__system-notification-content>"),
            "<div class=postamble__entry>Exported 9 message(s)<",
            *("<!--wmm:ignore-->", '<code class="pre--multiline">', "</code>", "\n", "</html>"),
        ]
    )
    | st.text(max_size=6),
    max_size=20,
)


@settings(deadline=None)
@given(tags)
def test_any_such_page_is_read_or_refused_and_every_message_is_accounted_for(parts: list[str]) -> None:
    begin = "<div class=chatlog__message-group><div data-message-id=1221026979025911810>"
    page = f"<!DOCTYPE html><html>{begin}{''.join(parts)}"

    with suppress(AmendsError):
        report = read_export(io.BytesIO(page.encode()), timezone=UTC).report
        assert report.messages + report.unread_count == page.count("data-message-id=")

"""The database of Messages: its words wherever they stand, its chats, and what a crafted file does."""

from __future__ import annotations

import io
import plistlib
import sqlite3
import struct
import time
import zipfile
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.chats import Imported, read_export
from amends.chats.formats.typedstream import attributed_text
from amends.conversation import MessageType
from amends.errors import AmendsError, UndecidedChat, UnreadableExport

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = """
CREATE TABLE handle (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, service TEXT);
CREATE TABLE chat (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT, chat_identifier TEXT, display_name TEXT);
CREATE TABLE chat_handle_join (chat_id INTEGER, handle_id INTEGER);
CREATE TABLE chat_message_join (chat_id INTEGER, message_id INTEGER, PRIMARY KEY (chat_id, message_id));
CREATE TABLE message (
    ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT, text TEXT, handle_id INTEGER DEFAULT 0, subject TEXT,
    attributedBody BLOB, error INTEGER DEFAULT 0, date INTEGER, is_delivered INTEGER DEFAULT 0,
    is_from_me INTEGER DEFAULT 0, is_sent INTEGER DEFAULT 0, cache_has_attachments INTEGER DEFAULT 0,
    is_audio_message INTEGER DEFAULT 0, item_type INTEGER DEFAULT 0, other_handle INTEGER DEFAULT 0,
    group_title TEXT, group_action_type INTEGER DEFAULT 0, share_status INTEGER DEFAULT 0,
    associated_message_guid TEXT, associated_message_type INTEGER DEFAULT 0, balloon_bundle_id TEXT,
    message_summary_info BLOB, date_retracted INTEGER DEFAULT 0, associated_message_emoji TEXT,
    schedule_type INTEGER DEFAULT 0, share_direction INTEGER DEFAULT 0
);
"""
MARA, JO = "+353861234567", "jo@example.org"
FIRST = 732_993_600_000_000_000  # 2024-03-24 17:20 UTC, in nanoseconds since 2001
MINUTE = 60_000_000_000


def attributed(text: str, *, mutable: bool = False) -> bytes:
    """Write words as NSArchiver does, up to where their looks begin."""
    words = text.encode()
    if len(words) < 0x80:
        length = bytes([len(words)])
    elif len(words) < 0x10000:
        length = b"\x81" + len(words).to_bytes(2, "little")
    else:
        length = b"\x82" + len(words).to_bytes(4, "little")
    head = b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84"
    if mutable:
        names = b"\x19NSMutableAttributedString\x00\x84\x84\x12NSAttributedString\x00\x84\x84\x08NSObject\x00\x85"
        string = b"\x92\x84\x84\x84\x0fNSMutableString\x01\x84\x84\x08NSString\x01\x95\x84\x01+"
    else:
        names = b"\x12NSAttributedString\x00\x84\x84\x08NSObject\x00\x85"
        string = b"\x92\x84\x84\x84\x08NSString\x01\x94\x84\x01+"
    return head + names + string + length + words + b"\x86\x84\x02iI\x01" + length


def history(*versions: str) -> bytes:
    """Write what is kept of the versions of an edited message."""
    kept = [{"d": 1.0, "t": attributed(version)} for version in versions]
    return plistlib.dumps({"ec": {"0": kept}, "ep": [0]}, fmt=plistlib.FMT_BINARY)


def database(*messages: dict[str, Any], statements: str = "") -> bytes:
    """Return a database with one chat of Mara, or with the chats that `statements` add."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("PRAGMA page_size = 512")
        connection.executescript(SCHEMA)
        connection.execute("INSERT INTO handle (id) VALUES (?), (?)", (MARA, JO))
        connection.execute("INSERT INTO chat (chat_identifier) VALUES (?)", (MARA,))
        connection.execute("INSERT INTO chat_handle_join VALUES (1, 1)")
        for number, message in enumerate(messages, 1):
            row = {"handle_id": 1, "date": FIRST + number * MINUTE} | message
            chat = row.pop("chat", 1)
            marks = ", ".join(["?"] * len(row))
            connection.execute(f"INSERT INTO message ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))  # noqa: S608
            connection.execute("INSERT INTO chat_message_join VALUES (?, ?)", (chat, number))
        connection.executescript(statements)
        connection.commit()
        return connection.serialize()


def read(data: bytes, **said: Any) -> Imported:
    return read_export(io.BytesIO(data), **said)


def only(**message: Any) -> tuple[str, MessageType, bool]:
    (entry,) = read(database(message)).conversation.messages
    return entry.text, entry.type, entry.edited


@pytest.mark.parametrize("text", ["hi", "ä" * 100, "long " * 10_000, "line\nline", ""])
@pytest.mark.parametrize("mutable", [False, True])
def test_an_attributed_string_gives_its_words(text: str, *, mutable: bool) -> None:
    assert attributed_text(attributed(text, mutable=mutable)) == text


@given(st.binary(max_size=60), st.integers(0, 90), st.binary(max_size=3))
def test_any_bytes_are_an_attributed_string_or_none(data: bytes, at: int, change: bytes) -> None:
    whole = attributed("hello there", mutable=True)
    for damaged in (data, whole[:at], whole[:at] + change + whole[at + len(change) :], whole[:at] + data):
        with suppress(ValueError):
            attributed_text(damaged)


def test_words_are_found_in_either_place() -> None:
    assert only(text="hello") == ("hello", MessageType.TEXT, False)
    assert only(attributedBody=attributed("hello")) == ("hello", MessageType.TEXT, False)
    assert only(text="hello", subject="Sunday") == ("Sunday\nhello", MessageType.TEXT, False)


def test_words_that_are_damaged_are_one_message_that_is_not_read() -> None:
    result = read(database({"text": "hi"}, {"attributedBody": attributed("hello")[:-20]}, {"text": "yes"}))

    assert [message.text for message in result.conversation.messages] == ["hi", "yes"]
    assert result.report.unread_lines == (2,)


@pytest.mark.parametrize("seconds", [True, False])
def test_times_are_read_in_seconds_and_in_nanoseconds(*, seconds: bool) -> None:
    result = read(database({"text": "hi", "date": FIRST // 10**9 if seconds else FIRST}))

    (message,) = result.conversation.messages
    assert message.at is not None
    assert message.at.isoformat() == "2024-03-24T17:20:00+00:00"


def test_a_message_without_a_time_is_not_read() -> None:
    assert read(database({"text": "hi", "date": 0}, {"text": "yes"})).report.unread_lines == (1,)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ({"text": None, "message_summary_info": history("six", "eight")}, "eight"),
        ({"attributedBody": attributed("eight"), "message_summary_info": history("six", "eight")}, "eight"),
        ({"attributedBody": attributed("at six\n"), "message_summary_info": history("six", "eight")}, "at eight"),
        ({"text": "photo", "message_summary_info": history("six", "eight")}, "photo\neight"),
        ({"text": "eight, I think", "message_summary_info": history("eight, I think", "eight")}, "eight"),
        ({"text": "eight, I think", "message_summary_info": history("eight", "eight, I think")}, "eight, I think"),
    ],
)
def test_an_edited_message_has_its_newest_words(message: dict[str, Any], expected: str) -> None:
    assert only(**message) == (expected, MessageType.TEXT, True)


def test_a_message_that_was_taken_back_is_deleted() -> None:
    info = plistlib.dumps({"rp": [0]}, fmt=plistlib.FMT_BINARY)

    assert only(message_summary_info=info) == ("", MessageType.DELETED, False)
    assert only(date_retracted=FIRST) == ("", MessageType.DELETED, False)
    assert only(text="the rest", message_summary_info=info) == ("the rest", MessageType.TEXT, False)


def test_what_was_edited_before_it_was_taken_back_is_gone_too() -> None:
    kept = plistlib.loads(history("six", "eight")) | {"rp": [0]}

    assert only(message_summary_info=plistlib.dumps(kept, fmt=plistlib.FMT_BINARY)) == ("", MessageType.DELETED, False)


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"text": "\ufffclook", "cache_has_attachments": 1}, "look"),
        ({"text": "look\ufffcat it", "cache_has_attachments": 1}, "look\nat it"),
        ({"text": "look \ufffc at it", "cache_has_attachments": 1}, "look  at it"),
        ({"attributedBody": attributed("\ufffc")}, ""),
        ({"is_audio_message": 1}, ""),
        ({"text": "\ufffd", "balloon_bundle_id": "com.apple.DigitalTouchBalloonProvider"}, ""),
        ({"associated_message_type": 1000, "associated_message_guid": "p:0/A"}, ""),
    ],
)
def test_attachments_stickers_and_what_apps_send_are_media(message: dict[str, Any], text: str) -> None:
    assert only(**message) == (text, MessageType.MEDIA, False)


def test_a_link_keeps_its_address() -> None:
    link = {"text": "https://example.org", "balloon_bundle_id": "com.apple.messages.URLBalloonProvider"}

    assert only(**link) == ("https://example.org", MessageType.TEXT, False)


def test_reactions_are_kept_until_they_are_taken_back() -> None:
    target = {"associated_message_guid": "p:0/A"}
    result = read(
        database(
            {"text": "I am sorry", "is_from_me": 1},
            target | {"associated_message_type": 2000, "text": "Loved “I am sorry”"},
            target | {"associated_message_type": 2001},
            target | {"associated_message_type": 3001},
            target | {"associated_message_type": 2006, "associated_message_emoji": "🫶"},
            {"associated_message_type": 5000},
        )
    )

    messages = result.conversation.messages[1:]
    assert [(message.speaker, message.text) for message in messages] == [(MARA, "❤️"), (MARA, "🫶")]
    assert {message.type for message in messages} == {MessageType.REACTION}
    assert result.report.unread_lines == (6,)


def test_a_vote_in_a_poll_is_a_reaction_without_words() -> None:
    poll = {"text": "\ufffd", "balloon_bundle_id": "x:0000000000:com.apple.messages.Polls"}
    result = read(database(poll, poll | {"associated_message_type": 4000, "is_from_me": 1}))

    assert [(message.speaker, message.text, message.type) for message in result.conversation.messages] == [
        (MARA, "", MessageType.MEDIA),
        ("Me", "", MessageType.REACTION),
    ]
    assert result.report.unread_count == 0


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ({"item_type": 1, "other_handle": 2}, f"{MARA} added {JO}"),
        ({"item_type": 1, "other_handle": 1}, f"{MARA} changed their number"),
        ({"item_type": 1, "other_handle": 2, "group_action_type": 1}, f"{MARA} removed {JO}"),
        ({"item_type": 2, "group_title": "Sunday"}, f"{MARA} named the conversation “Sunday”"),
        ({"item_type": 3, "is_from_me": 1}, "Me left the conversation"),
        ({"item_type": 2, "group_title": None}, f"{MARA} removed the name of the conversation"),
        ({"item_type": 4, "share_status": 1}, f"{MARA} stopped sharing a location"),
        ({"item_type": 4, "other_handle": 1, "share_direction": 1}, f"{MARA} started sharing a location"),
        ({"item_type": 4, "other_handle": 1, "share_direction": 0}, "Me started sharing a location"),
        ({"item_type": 5}, f"{MARA} kept an audio message"),
        ({"item_type": 6}, f"{MARA} used SharePlay"),
    ],
)
def test_what_became_of_a_group_is_a_line_of_the_app(message: dict[str, Any], words: str) -> None:
    result = read(database({"text": "hi"}, message))

    notice = result.conversation.messages[1]
    assert (notice.speaker, notice.text, notice.type) == (None, words, MessageType.SYSTEM)


def test_what_was_never_sent_is_left_out_and_said() -> None:
    failed = {"text": "lost", "is_from_me": 1, "error": 22}
    result = read(database({"text": "hi"}, failed, failed | {"text": "got there", "is_delivered": 1}))

    assert [message.text for message in result.conversation.messages] == ["hi", "got there"]
    assert result.report.doubts == ("not_sent",)


def test_what_is_to_be_sent_later_is_left_out_until_it_went() -> None:
    later = {"text": "later", "is_from_me": 1, "schedule_type": 2}
    result = read(database({"text": "hi"}, later, later | {"text": "went", "is_sent": 1}))

    assert [message.text for message in result.conversation.messages] == ["hi", "went"]
    assert result.report.doubts == ("not_sent",)


OTHER_CHATS = """
INSERT INTO chat (chat_identifier, display_name) VALUES ('chat77', 'Family'), ('chat78', ''), ('chat79', 'Family');
INSERT INTO chat_handle_join VALUES (3, 1), (3, 2);
INSERT INTO chat (chat_identifier) SELECT chat_identifier FROM chat WHERE ROWID = 1;
INSERT INTO chat (chat_identifier, display_name) VALUES ('chat80', 'Empty');
"""


def test_a_reaction_that_came_as_words_is_one_where_the_words_were_said() -> None:
    told = [{"text": "Liked “hi”"}, {"text": "hi", "is_from_me": 1}, {"text": "Liked “ho”"}]

    messages = read(database(*told)).conversation.messages

    assert [message.type for message in messages] == ["reaction", "text", "text"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Loved an image", "reaction"),
        ("Reacted 🫶 to a movie", "reaction"),
        ("Removed a like from an audio message", "reaction"),
        ("Loved an image of you", "text"),
        ("Liked a boy", "text"),
    ],
)
def test_a_reaction_to_what_has_no_words_came_as_words_too(words: str, kind: str) -> None:
    assert only(text=words) == (words, MessageType(kind), False)


def test_of_several_chats_one_is_asked_for_by_a_title_that_people_know() -> None:
    chats = [{"text": f"in {chat}", "chat": chat} for chat in (1, 2, 3, 4, 5)]
    data = database(*chats, statements=OTHER_CHATS)

    with pytest.raises(UndecidedChat) as refused:
        read(data)
    assert refused.value.chats == (MARA, "Family", f"{MARA}, {JO}", "Family (2)")
    assert [message.text for message in read(data, chat="Family (2)").conversation.messages] == ["in 4"]
    assert read(data, chat="Family").conversation.title == "Family"


def test_what_was_deleted_on_the_device_a_short_while_ago_is_left_out_and_said() -> None:
    deleted = "CREATE TABLE chat_recoverable_message_join (chat_id INTEGER, message_id INTEGER);"
    moved = (
        "INSERT INTO chat_recoverable_message_join VALUES (1, 2); DELETE FROM chat_message_join WHERE message_id = 2;"
    )
    said = [{"text": "hi"}, {"text": "never"}]

    assert read(database(*said, statements=deleted)).report.doubts == ()
    result = read(database(*said, statements=deleted + moved))
    assert [message.text for message in result.conversation.messages] == ["hi"]
    assert result.report.doubts == ("recently_deleted",)
    other = "INSERT INTO chat (chat_identifier) VALUES ('chat9'); UPDATE chat_recoverable_message_join SET chat_id = 2;"
    assert read(database(*said, statements=deleted + moved + other)).report.doubts == ()


def test_one_person_by_imessage_and_by_sms_is_one_chat() -> None:
    data = database({"text": "blue"}, {"text": "green", "chat": 5}, statements=OTHER_CHATS)

    assert [message.text for message in read(data).conversation.messages] == ["blue", "green"]


def test_who_is_not_told_is_the_other_of_two() -> None:
    assert read(database({"text": "hi", "handle_id": 0})).conversation.people == (MARA,)


def test_who_is_not_told_of_a_group_may_be_several_people() -> None:
    group = "INSERT INTO chat_handle_join VALUES (1, 2);"
    left = {"item_type": 3, "handle_id": 0}
    result = read(database({"text": "hi", "handle_id": 0}, {"text": "yes"}, left, statements=group))

    assert result.conversation.people == ("Unknown", MARA)
    assert result.report.doubts == ("unknown_speaker",)
    assert read(database({"text": "yes"}, left, statements=group)).report.doubts == ()


def test_an_older_database_lacks_columns() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(
            "CREATE TABLE message (ROWID INTEGER PRIMARY KEY, text TEXT, date INTEGER, handle_id INTEGER);"
            "CREATE TABLE chat_message_join (chat_id INTEGER, message_id INTEGER);"
            "CREATE TABLE chat (ROWID INTEGER PRIMARY KEY, chat_identifier TEXT);"
            "CREATE TABLE chat_handle_join (chat_id INTEGER, handle_id INTEGER);"
            "CREATE TABLE handle (ROWID INTEGER PRIMARY KEY, id TEXT);"
            "INSERT INTO message VALUES (1, 'hi', 410227200, 1); INSERT INTO chat_message_join VALUES (1, 1);"
            "INSERT INTO chat VALUES (1, 'chat1'); INSERT INTO handle VALUES (1, 'mara@example.org');"
        )
        result = read(connection.serialize())

    assert [(message.speaker, message.text) for message in result.conversation.messages] == [("mara@example.org", "hi")]


@pytest.mark.parametrize("table", ["other", "chat_message_join"])
def test_a_database_of_another_program_is_refused(table: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE TABLE {table} (ROWID INTEGER PRIMARY KEY, body TEXT)")
        data = connection.serialize()

    with pytest.raises(UnreadableExport, match=r"No conversation|not a text file"):
        read(data)


def with_log(path: Path, *, torn: bool = False) -> dict[str, bytes]:
    """Return the files that Messages has open: the database as it was, and the log with what came since."""
    path.write_bytes(database({"text": "first"}))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        for number in range(2, 40):
            connection.execute("INSERT INTO message (text, date, handle_id) VALUES (?, ?, 1)", (f"no {number}", FIRST))
            connection.execute("INSERT INTO chat_message_join VALUES (1, ?)", (number,))
            connection.commit()
        files = {"chat.db": path.read_bytes(), "chat.db-wal": path.with_name("chat.db-wal").read_bytes()}
    if torn:
        files["chat.db-wal"] = files["chat.db-wal"][:-300]
    return files


def zipped(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(f"Messages/{name}", data)
    return stream.getvalue()


def test_the_newest_messages_are_read_out_of_the_log(tmp_path: Path) -> None:
    files = with_log(tmp_path / "chat.db")

    for name, data in files.items():
        (tmp_path / "Messages" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "Messages" / name).write_bytes(data)
    expected = {"first"} | {f"no {n}" for n in range(2, 40)}
    for result in (read(zipped(files)), read_export(tmp_path / "Messages")):
        assert {message.text for message in result.conversation.messages} == expected
        assert result.report.doubts == ()


def test_a_change_that_was_not_completed_is_not_read(tmp_path: Path) -> None:
    result = read(zipped(with_log(tmp_path / "chat.db", torn=True)))

    assert {message.text for message in result.conversation.messages} == {"first"} | {f"no {n}" for n in range(2, 39)}


def test_a_database_without_its_log_is_doubted(tmp_path: Path) -> None:
    alone = read(with_log(tmp_path / "chat.db")["chat.db"])

    assert [message.text for message in alone.conversation.messages] == ["first"]
    assert alone.report.doubts == ("newest_missing",)


@pytest.mark.parametrize("damage", [(0, b"\x00"), (8, b"\xff"), (35, b"\x09"), (40, b"\xff" * 8)])
def test_a_damaged_log_changes_nothing_or_is_refused(tmp_path: Path, damage: tuple[int, bytes]) -> None:
    files = with_log(tmp_path / "chat.db")
    at, change = damage
    log = files["chat.db-wal"]
    files["chat.db-wal"] = log[:at] + change + log[at + len(change) :]

    with suppress(UnreadableExport):
        assert [message.text for message in read(zipped(files)).conversation.messages] == ["first"]


CRAFTED = {
    "a view": "ALTER TABLE message RENAME TO m; CREATE VIEW message AS SELECT * FROM m;",
    "a column that is computed": (
        "ALTER TABLE message RENAME TO m; CREATE TABLE message (ROWID INTEGER PRIMARY KEY, date, handle_id, "
        "text GENERATED ALWAYS AS (hex(zeroblob(100000000))));"
    ),
}


@pytest.mark.parametrize("statements", CRAFTED.values(), ids=CRAFTED)
def test_nothing_in_the_file_is_run(statements: str) -> None:
    with pytest.raises(UnreadableExport, match="No conversation"):
        read(database({"text": "hi"}, statements=statements))


def pointing_to(page: int) -> bytes:
    """Write a page of 512 bytes, inside of a table, that points to another one 61 times."""
    cell = page.to_bytes(4, "big") + b"\x01"
    places = [512 - len(cell) * count for count in range(1, 61)]
    head = b"\x05\x00\x00" + struct.pack(">HHxI", len(places), places[-1], page)
    return (head + struct.pack(">60H", *places)).ljust(places[-1], b"\x00") + cell * len(places)


def test_pages_that_are_there_over_and_over_end() -> None:
    data = bytearray(database({"text": "hi"}))
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(bytes(data))
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'handle'").fetchone()
    leaf = bytes(data[(root - 1) * 512 : root * 512])
    first, last = len(data) // 512 + 1, len(data) // 512 + 10
    # The table becomes ten pages that each point 61 times to the next, and the last to the people.
    data[(root - 1) * 512 : root * 512] = pointing_to(first)
    data += b"".join(pointing_to(number + 1) for number in range(first, last + 1)) + leaf
    data[28:32] = (len(data) // 512).to_bytes(4, "big")
    start = time.process_time()

    with pytest.raises(UnreadableExport, match="damaged"):
        read(bytes(data))
    assert time.process_time() - start < 3


def test_a_damaged_page_costs_its_messages_alone() -> None:
    data = bytearray(database(*({"text": f"hi {n}" * 10} for n in range(100))))
    at = data.rindex(b"hi 50") // 512 * 512
    data[at] = 0xFF

    result = read(bytes(data))

    assert result.report.messages > 80
    assert result.report.unread_count == 100 - result.report.messages > 0


EVERYDAY = database(
    {"text": "hi"},
    {"attributedBody": attributed("there")},
    {"message_summary_info": history("a", "b")},
    {"item_type": 3},
)


@settings(deadline=None, max_examples=200)
@given(st.integers(16, len(EVERYDAY) - 1), st.binary(min_size=1, max_size=6), st.integers(16, len(EVERYDAY)))
def test_a_damaged_database_is_read_or_refused(at: int, change: bytes, end: int) -> None:
    data = EVERYDAY[:at] + change + EVERYDAY[at + len(change) :]
    for damaged in (data, data[:end]):
        with suppress(AmendsError):
            read(damaged)

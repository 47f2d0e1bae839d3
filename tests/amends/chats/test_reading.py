"""What is given is recognised by what is in it, or refused with a reason."""

from __future__ import annotations

import io
import json
import re
import tracemalloc
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import ModuleType

import pytest

import amends.chats
from amends.chats import Imported, ImportReport, read_breakdowns, read_every_chat, read_export, read_pasted
from amends.chats.formats import breakdowns, convokit
from amends.errors import AmendsError, BadEncoding, TooLarge, UndecidedChat, UnreadableExport

EXPORTS = Path(__file__).parents[2] / "exports"
CHAT = "".join(f"25/03/2024, 18:{n % 60:02d} - {('Ana', 'Ben')[n % 2]}: line {n}\n" for n in range(40))


def _read(data: str | bytes, name: str = "") -> Imported:
    return read_export(io.BytesIO(data.encode() if isinstance(data, str) else data), name=name)


def _reason(data: str | bytes) -> str:
    with pytest.raises(UnreadableExport) as caught:
        _read(data)
    assert str(caught.value)
    return caught.value.reason


def test_the_public_names_are_these() -> None:
    assert set(amends.chats.__all__) == {
        "ImportReport",
        "Imported",
        "make_ready",
        "read_breakdowns",
        "read_every_chat",
        "read_export",
        "read_pasted",
    }


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", "empty"),
        ("\n \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xff\xfe", "empty"),
        (b"%PDF-1.7\nsome text", "binary"),
        (b"\x89PNG\r\n\x1a\n", "binary"),
        (b"text\x00with nulls", "binary"),
        ("From: Ana <ana@example.org>\nTo: ben@example.org\nDate: today\nSubject: x\n\nAna: hi\n", "no_messages"),
        ("<!DOCTYPE html>\n<div class='message'>Ana: hi</div>\n", "html"),
        ("Von: Ana\nGesendet: 3. Mai 2024 18:05\nAn: Ben\nBetreff: x\n\nhi\n\nVon: Ben\nGesendet: x\n", "copied_mail"),
        ("WEBVTT\n\n00:01.000 --> 00:04.000\nAna: hi\n\n00:05.000 --> 00:08.000\nBen: hello\n", "unknown"),
        ("Just a letter to somebody.\nIt has lines, and no one speaks.\n", "unknown"),
        ("https://example.org/a: b\nhttp://example.org/c: d\n", "unknown"),
        ("[2025-03-24 18:05:01] INFO: began\n[2025-03-24 18:05:02] app.ERROR: failed\n", "unknown"),
        ("24/03/2025 18:05 - 19:00 Meeting: room 3\n25/03/2025 18:05 - 19:00 Lunch: room 4\n", "unknown"),
        ("[00:01.00] La la la\n[00:05.00] Oh no\n[00:09.00] La la la\n", "unknown"),
        ("24/03/2025, 18:05 - went to the park\n25/03/2025, 18:05 - rain\n", "no_messages"),
        ('{"name": "package", "version": "1"}', "unknown"),
        ('{"messages": [{"sender_name": "Ana", "timestamp_ms": 1, "content": "hi"}]}', "unknown"),
        ('{"name": "Jo", "type": "personal_chat", "id": 1, "messages": []}', "no_messages"),
        ('{"name": "Jo", "type": "personal_chat", "id": 1, "messages": [{"id": 1, "ty', "bad_json"),
        ('{"people": ["A"], "messages": [{"n": 1, "from": "A", "at": null, "text": "x"}]}', "bad_json"),
    ],
)
def test_what_is_no_chat_is_refused_with_its_reason(data: str | bytes, reason: str) -> None:
    assert _reason(data) == reason


def test_a_path_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "no.txt", "not_found"), (tmp_path, "no_chat_in_zip")):
        with pytest.raises(UnreadableExport) as caught:
            read_export(path)
        assert caught.value.reason == reason


def test_text_that_is_not_unicode_is_refused_with_a_line() -> None:
    with pytest.raises(BadEncoding) as caught:
        _read(CHAT.replace("line", "\xd0\xd7\xde").encode("cp1252"))  # letters of no language

    assert caught.value.line_number == 1


def test_a_line_that_never_ends_is_refused() -> None:
    with pytest.raises(TooLarge):
        _read(b"25/03/2024, 18:05 - Ana: " + b"a" * (17 * 1024**2))


def test_an_error_never_holds_words_of_the_chat() -> None:
    for data in ("secret words only\n", '{"messages": [{"secret": ', b"secret \xe9\n" * 9):
        with pytest.raises(UnreadableExport) as caught:
            _read(data)
        assert "secret" not in str(caught.value)
        assert caught.value.__cause__ is None
        assert "secret" not in repr(caught.value.__dict__)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_in_its_encoding_and_with_either_end_of_line(encoding: str) -> None:
    for text in (CHAT, CHAT.replace("\n", "\r\n"), CHAT.replace("\n", "\r")):
        assert _read(text.encode(encoding)).conversation.messages == _read(CHAT).conversation.messages


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("WhatsApp Chat with Ana.txt", "Ana"),
        ("WhatsApp Chat with Ana (2).txt", "Ana"),
        ("Chat_de_WhatsApp_con_Ana_Ruiz.txt", "Ana Ruiz"),
        ("Conversa do WhatsApp com Ana.zip", "Ana"),
        ("WhatsApp Chat mit Ana.txt", "Ana"),
        ("Discussion WhatsApp avec Ana.txt", "Ana"),
        ("Чат WhatsApp с Ana.txt", "Ana"),
        ("与Ana的 WhatsApp 聊天.txt", "Ana"),
        ("notes.txt", ""),
    ],
)
def test_the_title_comes_out_of_the_name_of_the_file(name: str, title: str) -> None:
    assert _read(CHAT, name).conversation.title == title


def test_the_name_of_the_file_settles_a_colon_in_a_name() -> None:
    text = "25/03/2024, 18:05 - Jessie: Work: hi\n25/03/2024, 18:06 - Ben: hello\n"

    unsure = _read(text)
    sure = _read(text, "WhatsApp Chat with Jessie_ Work.txt")

    assert "author_colon" in unsure.report.doubts
    assert sure.conversation.people == ("Jessie: Work", "Ben")
    assert "author_colon" not in sure.report.doubts


def test_a_third_name_in_a_chat_that_is_called_like_one_of_two_is_a_doubt() -> None:
    group_call = "25/03/2024, 18:50 - Group call: Ana, Ben\n"

    doubtful = _read(CHAT + group_call, "WhatsApp Chat with Ben.txt")

    assert "author_colon" in doubtful.report.doubts
    assert "author_colon" not in _read(CHAT, "WhatsApp Chat with Ben.txt").report.doubts
    assert "author_colon" not in _read(CHAT + group_call, "WhatsApp Chat with Us.txt").report.doubts


def test_progress_is_told_every_so_often() -> None:
    told: list[int] = []

    read_export(io.BytesIO((CHAT * 300).encode()), progress=told.append)

    assert told == [5_000, 10_000]


def test_the_report_says_from_when_to_when_and_who() -> None:
    report = _read("no head\n" + CHAT).report

    assert (report.source, report.messages, report.people) == ("whatsapp", 40, ("Ana", "Ben"))
    assert report.first_at == datetime(2024, 3, 25, 18, 0)  # noqa: DTZ001
    assert report.last_at == datetime(2024, 3, 25, 18, 39)  # noqa: DTZ001
    assert (report.unread_lines, report.unread_count) == ((1,), 1)


def test_no_more_than_a_thousand_numbers_of_lines_are_kept_but_all_are_counted() -> None:
    report = _read("no head\n" * 1_500 + CHAT).report

    assert len(report.unread_lines) == 1_000
    assert report.unread_count == 1_500


def test_every_doubt_that_is_raised_is_explained() -> None:
    explained = set(re.findall(r'^    - "(\w+)":', ImportReport.__doc__ or "", re.MULTILINE))
    used = {
        doubt
        for path in EXPORTS.glob("*/*.expected.json")
        for doubt in json.loads(path.read_text(encoding="utf-8"))["report"]["doubts"]
    }
    used |= {doubt for doubts in _layout_doubts().values() for doubt in doubts}
    source = "".join(path.read_text(encoding="utf-8") for path in Path(amends.chats.__path__[0]).rglob("*.py"))

    assert used <= explained
    assert all(f'"{doubt}"' in source.replace(ImportReport.__doc__ or "", "") for doubt in explained)


def _layout_doubts() -> dict[str, list[str]]:
    expected = json.loads((EXPORTS / "whatsapp" / "layouts" / "expected.json").read_text(encoding="utf-8"))
    doubts: dict[str, list[str]] = expected["doubts"]
    return doubts


def test_pasted_lines_need_two_people_or_one_who_recurs() -> None:
    assert read_pasted("Ana: hi\nBen: hello\n").conversation.people == ("Ana", "Ben")
    assert "one_speaker" in read_pasted("Ana: hi\nAna: hello\n").report.doubts
    with pytest.raises(UnreadableExport):
        read_pasted("Ana: hi\n")
    with pytest.raises(UnreadableExport):
        read_pasted("")


def test_a_colon_in_pasted_words_makes_no_new_person_without_a_doubt() -> None:
    report = read_pasted("Ana: hi\nBen: hello\nDinner: at seven\nAna: ok\nBen: ok\n").report

    assert "rare_speaker" in report.doubts
    assert read_pasted("Ana: hi\nBen: so\nroot cause: tired\nAna: ok\nBen: ok").report.people == ("Ana", "Ben")


def test_copied_lines_keep_their_times() -> None:
    result = read_pasted("[18:05, 25/03/2025] Ana: hi\n[18:06, 25/03/2025] Ben: hello\n", timezone=UTC)

    assert [message.at for message in result.conversation.messages] == [
        datetime(2025, 3, 25, 18, 5, tzinfo=UTC),
        datetime(2025, 3, 25, 18, 6, tzinfo=UTC),
    ]
    assert result.conversation.source == "pasted"


def test_telegram_times_are_shown_in_the_zone_of_the_person() -> None:
    zone = timezone(timedelta(hours=6))

    first = read_export(EXPORTS / "telegram" / "one-chat.json", timezone=zone).report.first_at

    assert first == datetime(2024, 3, 25, 23, 4, tzinfo=zone)
    assert first is not None
    assert first.utcoffset() == timedelta(hours=6)


def test_of_several_telegram_chats_the_person_picks_one() -> None:
    def chat(name: str, text: str) -> dict[str, object]:
        entry = {"id": 1, "type": "message", "date_unixtime": "1711386300", "from": name, "from_id": "1", "text": text}
        return {"name": name, "type": "personal_chat", "id": 1, "messages": [entry]}

    account = {"about": "x", "chats": {"list": [chat("Jo", "a"), chat("Jo", "b")]}, "left_chats": {"list": []}}
    data = json.dumps(account).encode()

    with pytest.raises(UndecidedChat) as caught:
        read_export(io.BytesIO(data))

    assert caught.value.chats == ("Jo", "Jo (2)")
    (message,) = read_export(io.BytesIO(data), chat="Jo (2)").conversation.messages
    assert message.text == "b"


def test_a_time_at_the_beginning_of_all_times_is_read_and_told() -> None:
    read = _read(
        """{"name": "Jo", "type": "personal_chat", "id": 1, "messages": [
        {"id": 1, "type": "message", "date": "0001-01-01T00:00:00+14:00", "from": "Jo", "from_id": 2, "text": "hello"},
        {"id": 2, "type": "message", "date": "2019-03-25T18:05:00+00:00", "from": "Mara", "from_id": 3, "text": "hi"},
        {"id": 3, "type": "message", "date": "0001-01-01T00:00:00+14:00", "from": "Jo", "from_id": 2, "text": "ok"}]}"""
    )
    assert [message.text for message in read.conversation.messages] == ["hello", "hi", "ok"]
    assert "times_run_back" in read.report.doubts


def test_a_telegram_message_longer_than_the_window_is_read() -> None:
    text = "ü" * 900_000
    entry = {"id": 1, "type": "message", "date_unixtime": "1711386300", "from": "Jo", "from_id": "1", "text": text}
    data = json.dumps({"name": "Jo", "type": "personal_chat", "id": 1, "messages": [entry, entry]}).encode()

    assert [message.text for message in _read(data).conversation.messages] == [text, text]


def test_a_breakdowns_line_is_read_with_its_people_and_types() -> None:
    line = (
        '{"id": "x", "kind": "couple", "people": ["B", "A"], "turning_point": 1, "messages": ['
        '{"n": 0, "from": "A", "at": "2024-03-25T18:05+01:00", "text": "a\\nb", "moves": ["pause"]}, '
        '{"n": 1, "from": null, "at": null, "text": "joined"}, '
        '{"n": 2, "from": "B", "at": null, "text": "", "type": "media"}]}\n'
    )

    (conversation,) = read_breakdowns([line, "\n"])

    assert (conversation.id, conversation.kind, conversation.people) == ("x", "couple", ("B", "A"))
    assert [message.type.value for message in conversation.messages] == ["text", "system", "media"]
    assert conversation.messages[0].text == "a\nb"
    assert _read(line).conversation == conversation


def test_of_several_breakdowns_lines_the_person_picks_one() -> None:
    lines = "".join(f'{{"id": "{name}", "people": ["A"], "messages": []}}\n' for name in "xy")

    with pytest.raises(UndecidedChat) as caught:
        _read(lines)

    assert caught.value.chats == ("x", "y")
    assert read_export(io.BytesIO(lines.encode()), chat="y").conversation.id == "y"


@pytest.mark.parametrize(
    "line",
    [
        "[]",
        "not json",
        '{"people": ["A"]}',
        '{"people": "A", "messages": []}',
        '{"people": [], "messages": [{"n": 0, "from": 3, "at": null, "text": "x"}]}',
        '{"people": [], "messages": [{"n": 0, "from": "A", "at": "soon", "text": "x"}]}',
        '{"people": [], "messages": [{"n": 0, "from": "A", "at": null, "text": "x", "type": "hymn"}]}',
        '{"people": [], "messages": [{"n": 1, "from": "A", "at": null, "text": "x"}]}',
    ],
)
def test_a_line_that_is_no_breakdowns_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(UnreadableExport) as caught:
        list(read_breakdowns(["\n", line]))

    assert caught.value.line_number == 2


def test_a_list_of_times_is_no_conversation() -> None:
    with pytest.raises(UnreadableExport):
        read_pasted("Breakfast  8:30\nLunch  12:30\nDinner  19:00\n")
    with pytest.raises(UnreadableExport):
        read_pasted("[8:30] Breakfast\n[12:30] Lunch\n[16:00] Breakfast\n")


def test_a_time_below_words_makes_no_name_of_them() -> None:
    messages = read_pasted("Ana: lunch\nor so\n  12:30\nBen: at\n  13:30\nAna: ok\nBen: ok\n").conversation.messages

    assert [message.text for message in messages] == ["lunch\nor so\n  12:30", "at\n  13:30", "ok", "ok"]


@pytest.mark.parametrize(
    "lines",
    [
        "24/03/25 18:05 Ibuprofen: 400 mg\n25/03/25 18:05 Ibuprofen: 400 mg\n",
        "2025-03-24 18:05:01 - app: began\n2025-03-24 18:05:02 - worker: done\n",
    ],
)
def test_what_begins_as_a_log_or_a_list_does_is_doubted(lines: str) -> None:
    assert "like_a_log" in read_pasted(lines).report.doubts


def test_several_that_speak_once_are_no_people_without_a_doubt() -> None:
    assert "rare_speaker" in read_pasted("Verse 1: rain\nChorus: sun\nVerse 2: wind\nChorus: sun\n").report.doubts
    assert "rare_speaker" not in read_pasted("Ana: hi\nBen: hello\nAna: bye\n").report.doubts


def test_the_rows_of_a_form_are_no_talk_without_a_doubt() -> None:
    form = "Name: Ana\nAge: 30\nCity: Cork\n\nName: Ben\nAge: 31\nCity: Dublin\n"

    assert "rare_speaker" in read_pasted(form).report.doubts
    assert "rare_speaker" not in read_pasted("Ana: a\nBen: b\nCem: c\nAna: d\nCem: e\nBen: f\n").report.doubts


def test_lines_before_the_first_pasted_turn_are_counted_by_their_own_numbers() -> None:
    report = read_pasted("\n\nOn Tuesday\n\nAna: hi\nBen: ho\nAna: so\n").report

    assert report.unread_lines == (3,)


def test_half_of_a_day_is_read_in_many_words() -> None:
    for clock, hour in (("6:05 p. m.", 18), ("下午6:05", 18), ("中午11:05", 11), ("中午12:05", 12), ("오전 12:05", 0)):
        at = _read(f"2024/3/25 {clock} - Ana: hi\n").report.first_at
        assert at is not None
        assert at.hour == hour


def test_a_pipe_or_a_device_is_not_waited_for() -> None:
    with pytest.raises(UnreadableExport) as caught:
        read_export(Path("/dev/zero"))

    assert caught.value.reason == "not_a_file"


def test_a_note_in_another_layout_before_a_long_chat_does_not_hide_it() -> None:
    note = "[24.03.24, 09:00:00] Ana: one\n[24.03.24, 09:00:01] Ana: two\n"

    report = _read(note + CHAT * 3).report

    assert report.messages == 120
    assert report.unread_lines == (1, 2)
    assert "mixed_layouts" in report.doubts


def test_a_longer_chat_pasted_into_a_short_one_stays_its_text() -> None:
    pasted = "".join(f"[24.03.24, 09:00:{n:02d}] Vera: line {n}\n" for n in range(30))

    result = _read("25/03/2024, 18:05 - Ana: look\n" + pasted + "25/03/2024, 18:06 - Ben: I see\n")

    assert [message.speaker for message in result.conversation.messages] == ["Ana", "Ben"]
    assert result.conversation.messages[0].text == "look\n" + pasted.rstrip("\n")


def test_a_head_with_nothing_but_a_blank_after_it_is_read_where_the_file_begins_so() -> None:
    text = "13. 6. 2018. 21:25:15 Ana: hi\n" + "more\n" * 9 + "13. 6. 2018. 21:26:15 Ben: ho\n"

    assert _read(text).conversation.people == ("Ana", "Ben")
    assert read_pasted("Ana: we meet\n13. 6. 2018. 21:25:15 Ben: no\nBen: ok\nAna: so\n").report.people == (
        "Ana",
        "Ben",
    )


@pytest.mark.parametrize(("lines", "sure"), [(2, False), (9, False), (12, True)])
def test_a_colon_is_part_of_a_name_that_never_occurs_without_it(lines: int, *, sure: bool) -> None:
    text = "".join(f"25/03/2024, 18:{n:02d} - Jessie: Work: line {n}\n" for n in range(lines))

    result = _read(text + "25/03/2024, 18:59 - Ben: hello\n")

    assert result.conversation.people == ("Jessie: Work", "Ben")
    assert ("author_colon" not in result.report.doubts) is sure


def test_a_colon_in_some_of_the_words_is_no_part_of_the_name() -> None:
    text = "".join(f"25/03/2024, 18:{n:02d} - Ana: {'note: ' * (n % 2)}line {n}\n" for n in range(12))

    result = _read(text)

    assert result.conversation.people == ("Ana",)
    assert result.conversation.messages[1].text == "note: line 1"
    assert "author_colon" not in result.report.doubts


def test_a_folder_is_read_as_a_zip_of_it_would_be(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "IMG-1.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    chat = "28/12/2023, 21:05 - Ana: hello\n28/12/2023, 21:06 - Ben: hi\n"
    (tmp_path / "WhatsApp Chat with Ben.txt").write_text(chat, encoding="utf-8")

    result = read_export(tmp_path)

    assert [message.text for message in result.conversation.messages] == ["hello", "hi"]
    assert result.conversation.title == "Ben"


def test_what_was_seen_of_the_files_of_a_folder_is_not_kept(tmp_path: Path) -> None:
    row = json.dumps({"time": "2024-03-25 18:05:00", "sender": "Ana", "text": "hello"}) + "\n"
    for n in range(12):
        (tmp_path / f"{n}.jsonl").write_text(row * 3_000)

    tracemalloc.start()
    with pytest.raises(UndecidedChat):
        read_export(tmp_path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 3 * 1024**2  # of one it is half a megabyte


def test_a_link_in_a_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    chat = tmp_path / "elsewhere" / "chat.txt"
    chat.write_text("28/12/2023, 21:05 - Ana: hello\n", encoding="utf-8")
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "chat.txt").symlink_to(chat)

    with pytest.raises(UnreadableExport) as caught:
        read_export(tmp_path / "given")

    assert caught.value.reason == "no_chat_in_zip"


def _one_by_one(source: Path) -> list[tuple[str, Imported | str]]:
    try:
        return [("", read_export(source))]
    except UndecidedChat as several:
        chats: list[tuple[str, Imported | str]] = []
        for chat in several.chats:
            try:
                chats.append((chat, read_export(source, chat=chat)))
            except AmendsError as trouble:
                chats.append((chat, str(trouble)))
        return chats
    except AmendsError as trouble:
        return [("refused", str(trouble))]


def _every(source: Path) -> list[tuple[str, Imported | str]]:
    try:
        return [(chat, str(read) if isinstance(read, AmendsError) else read) for chat, read in read_every_chat(source)]
    except AmendsError as trouble:
        return [("refused", str(trouble))]


@pytest.mark.parametrize("kind", sorted(path.name for path in EXPORTS.iterdir()))
def test_every_chat_is_what_it_is_when_it_is_picked(kind: str) -> None:
    for source in (EXPORTS / kind).iterdir():
        if source.name != "layouts":  # a folder of many chats, each of which is looked at by its own test
            assert _every(source) == _one_by_one(source), source.name


def test_every_conversation_of_lines_is_read(tmp_path: Path) -> None:
    lines = [json.dumps({"id": name, "messages": [{"n": 0, "from": "A", "text": name}]}) for name in ("x", "y", "x")]
    source = tmp_path / "talks.jsonl"
    source.write_text("\n".join(lines), encoding="utf-8")
    assert [(name, read.report.messages) for name, read in _every(source) if isinstance(read, Imported)] == [
        ("x", 1),
        ("y", 1),
        ("x (2)", 1),
    ]
    source.write_text(lines[0], encoding="utf-8")
    assert [name for name, _ in _every(source)] == [""]
    source.write_text(f"{lines[0]}\n{{", encoding="utf-8")
    assert [name for name, _ in _every(source)] == ["refused"]


def test_a_folder_of_chats_gives_each_and_says_which_were_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CHAT, encoding="utf-8")
    (tmp_path / "b.txt").write_text("03/04/2025, 18:05 - Ana: hi\n03/04/2025, 18:06 - Ben: no\n", encoding="utf-8")
    lines = [json.dumps({"id": name, "messages": [{"n": 0, "from": "A", "text": name}]}) for name in ("x", "y")]
    (tmp_path / "c.jsonl").write_text("\n".join(lines), encoding="utf-8")
    found = {name: isinstance(read, Imported) for name, read in _every(tmp_path)}
    assert found == {"a.txt": True, "b.txt": False, "c.jsonl: x": True, "c.jsonl: y": True}
    empty = tmp_path / "empty"
    empty.mkdir()
    assert _every(empty) == [("refused", _one_by_one(empty)[0][1])]


def test_a_corpus_of_many_conversations_is_gone_through_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = tmp_path / "utterances.jsonl"
    lines = (
        {"id": f"u{n}", "conversation_id": f"c{n // 2}", "text": "hi", "speaker": f"s{n % 2}", "reply-to": None}
        for n in range(100)
    )
    corpus.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    talks = tmp_path / "talks.jsonl"
    talk = {"messages": [{"n": 0, "from": "A", "text": "hi"}]}
    talks.write_text("\n".join(json.dumps({"id": f"c{n}", **talk}) for n in range(50)), encoding="utf-8")
    begun: list[str] = []

    def counted(module: ModuleType, name: str) -> None:
        reader = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *given, **more: begun.append(name) or reader(*given, **more))

    counted(convokit, "records_of")
    counted(breakdowns, "read_breakdowns")
    for source in (corpus, talks):
        assert [name for name, _ in _every(source)] == [f"c{n}" for n in range(50)]
    assert begun == ["records_of", "read_breakdowns"]

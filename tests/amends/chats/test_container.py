"""Zip files: read by member, never unpacked, refused past a limit."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from amends.chats import read_export
from amends.chats.files.container import MAX_MEMBERS, MAX_RATIO
from amends.errors import TooLarge, UndecidedChat, UnreadableExport

CHAT = "[25/03/2024, 18:05:01] Ana: hi\r\n[25/03/2024, 18:06:01] Ben: hello\r\n"


def _zip(members: dict[str, str | bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    stream.seek(0)
    return stream


def test_the_zip_of_an_iphone_is_read_with_its_title() -> None:
    stream = _zip({"_chat.txt": CHAT, "00000001-PHOTO-2024-03-25.jpg": b"\xff\xd8\xff\x00"})

    result = read_export(stream, name="WhatsApp Chat - Ana.zip")

    assert [message.text for message in result.conversation.messages] == ["hi", "hello"]
    assert result.conversation.title == "Ana"


def test_the_zip_of_an_android_phone_is_read_with_its_title() -> None:
    stream = _zip({"WhatsApp Chat with Ana.txt": CHAT, "notes.txt": "a list that somebody sent"})

    assert read_export(stream).conversation.title == "Ana"


def test_the_zip_of_a_telegram_export_is_read() -> None:
    telegram = Path(__file__).parents[2] / "exports" / "telegram" / "one-chat.json"

    result = read_export(_zip({"export/result.json": telegram.read_bytes(), "export/photos/a.jpg": b"\xff\xd8\xff"}))

    assert result.conversation.source == "telegram"


def test_a_document_that_was_sent_is_no_second_chat() -> None:
    assert read_export(_zip({"chat.txt": CHAT, "recipe.txt": "Flour\nWater"})).report.messages == 2


def test_of_two_chats_the_person_picks_one() -> None:
    members: dict[str, str | bytes] = {"Ana.txt": CHAT, "Ben.txt": CHAT + CHAT}

    with pytest.raises(UndecidedChat) as caught:
        read_export(_zip(members))

    assert caught.value.chats == ("Ana.txt", "Ben.txt")
    assert read_export(_zip(members), chat="Ben.txt").report.messages == 4


def test_a_zip_without_a_chat_is_refused() -> None:
    for members in ({"a.jpg": b"\xff\xd8\xff"}, {}):
        with pytest.raises(UnreadableExport) as caught:
            read_export(_zip(dict(members)))
        assert caught.value.reason == "no_chat_in_zip"


@pytest.mark.parametrize("name", ["../_chat.txt", "/abs/_chat.txt", "a\\..\\_chat.txt", "C:/_chat.txt", "ok/../x.txt"])
def test_paths_that_lead_out_are_refused(name: str) -> None:
    with pytest.raises(UnreadableExport) as caught:
        read_export(_zip({"_chat.txt": CHAT, name: CHAT}))

    assert caught.value.reason == "unsafe_zip"


def test_a_link_in_a_zip_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("_chat.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/hostname")

    with pytest.raises(UnreadableExport) as caught:
        read_export(stream)

    assert caught.value.reason == "unsafe_zip"


def test_a_locked_zip_is_refused_with_a_sentence() -> None:
    data = bytearray(_zip({"_chat.txt": CHAT}).getvalue())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    data[6] |= 1

    with pytest.raises(UnreadableExport) as caught:
        read_export(io.BytesIO(bytes(data)))

    assert caught.value.reason == "encrypted_zip"


def test_a_zip_bomb_is_refused_by_its_header() -> None:
    with pytest.raises(TooLarge) as caught:
        read_export(_zip({"_chat.txt": b"a" * 3_000_000}))

    assert caught.value.limit == MAX_RATIO


def test_a_zip_bomb_that_lies_about_its_size_is_refused_while_it_is_read() -> None:
    data = bytearray(_zip({"_chat.txt": CHAT.encode() + b"\n" * 3_000_000}).getvalue())
    directory = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, directory + 24, 100_000)
    struct.pack_into("<I", data, 22, 100_000)

    with pytest.raises(UnreadableExport):
        read_export(io.BytesIO(bytes(data)))


def test_more_files_than_a_chat_has_are_refused_before_they_are_listed() -> None:
    with pytest.raises(TooLarge) as caught:
        read_export(_zip({f"{n}.txt": b"" for n in range(MAX_MEMBERS + 1)}, compression=zipfile.ZIP_STORED))

    assert caught.value.limit == MAX_MEMBERS
    assert caught.value.unit == "files"


def test_a_damaged_zip_is_refused_wherever_it_is_cut_or_changed() -> None:
    whole = _zip({"_chat.txt": CHAT * 50}).getvalue()

    for end in range(4, len(whole), 7):
        with pytest.raises(UnreadableExport):
            read_export(io.BytesIO(whole[:end]))
    for place in range(30, 60):
        changed = bytearray(whole)
        changed[place] ^= 0xFF
        with pytest.raises(UnreadableExport):
            read_export(io.BytesIO(bytes(changed)))


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_that_is_packed_as_no_phone_packs_is_refused(packing: int) -> None:
    with pytest.raises(UnreadableExport) as caught:
        read_export(_zip({"_chat.txt": CHAT}, compression=packing))

    assert caught.value.reason == "broken_zip"


class _Nameless(zipfile.ZipInfo):
    """A file without a name, which the standard library neither writes nor lists."""

    def is_dir(self) -> bool:
        return False


def test_a_file_without_a_name_in_a_zip_is_refused() -> None:
    stream = _zip({"_chat.txt": CHAT})
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(_Nameless(""), CHAT)
    stream.seek(0)

    with pytest.raises(UnreadableExport) as caught:
        read_export(stream)

    assert caught.value.reason == "broken_zip"


def test_nothing_is_written_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    read_export(_zip({"_chat.txt": CHAT}))

    assert list(tmp_path.iterdir()) == []

"""Messenger and Instagram: a chat of many files, odd encodings, and whatever comes near."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.chats import Imported, read_export
from amends.chats.formats.meta import repaired
from amends.errors import AmendsError, UndecidedChat, UnreadableExport

EXPORTS = Path(__file__).parents[2] / "exports" / "meta"
START = 1_711_386_000_000


def _chat(texts: list[str], *, first: int = 0, title: str = "Ana") -> bytes:
    """Write a file as Messenger does: newest first."""
    messages = [
        {"sender_name": "Ana", "timestamp_ms": START + (first + n) * 1000, "content": text}
        for n, text in enumerate(texts)
    ]
    people = [{"name": "Ana"}, {"name": "Ben"}]
    return json.dumps(
        {"participants": people, "messages": messages[::-1], "title": title, "thread_path": "inbox/ana_1"}
    ).encode()


def _zip(members: dict[str, bytes]) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    stream.seek(0)
    return stream


def _texts(result: Imported) -> list[str]:
    return [message.text for message in result.conversation.messages]


def test_the_files_of_one_chat_are_joined_in_the_order_of_time() -> None:
    files = {
        "messages/inbox/ana_1/message_1.json": _chat(["k", "l"], first=10),
        "messages/inbox/ana_1/message_10.json": _chat(["a", "b"]),
        "messages/inbox/ana_1/message_2.json": _chat(["f", "g"], first=5),
        "messages/inbox/ana_1/photos/1.jpg": b"\xff\xd8\xff",
        "ads/advertisers.json": b'{"advertisers": [{"name": "A shop"}]}',
    }

    result = read_export(_zip(files))

    assert _texts(result) == ["a", "b", "f", "g", "k", "l"]
    assert result.conversation.title == "Ana"
    assert result.conversation.source == "meta"


def test_a_chat_whose_every_file_is_full_goes_on_in_a_file_that_was_not_given() -> None:
    newest, oldest = _chat(["a"] * 10_000, first=10_000), _chat(["b"])
    files = {"inbox/ana_1/message_1.json": newest, "inbox/ana_1/message_2.json": oldest}

    assert read_export(io.BytesIO(newest)).report.doubts == ("parts_missing",)
    assert read_export(_zip(files)).report.doubts == ()
    assert read_export(io.BytesIO(oldest)).report.doubts == ()


def test_of_several_chats_the_person_picks_one() -> None:
    files = {
        "inbox/ana_1/message_1.json": _chat(["b"], first=5),
        "inbox/ana_1/message_2.json": _chat(["a"]),
        "inbox/cleo_2/message_1.json": _chat(["x"], title="Cleo"),
    }

    with pytest.raises(UndecidedChat) as caught:
        read_export(_zip(files))

    assert caught.value.chats == ("Ana", "Cleo")
    assert _texts(read_export(_zip(files), chat="Ana")) == ["a", "b"]
    assert _texts(read_export(_zip(files), chat="Cleo")) == ["x"]


def test_a_chat_in_two_boxes_is_asked_for_by_their_names() -> None:
    files = {
        "messages/inbox/ana_1/message_1.json": _chat(["before"]),
        "messages/e2ee_cutover/ana_1/message_1.json": _chat(["after"], first=5),
        "messages/inbox/cleo_2/message_1.json": _chat(["x"], title="Cleo"),
    }

    with pytest.raises(UndecidedChat) as caught:
        read_export(_zip(files))

    assert caught.value.chats == ("Ana (inbox)", "Ana (e2ee cutover)", "Cleo")
    assert _texts(read_export(_zip(files), chat="Ana (e2ee cutover)")) == ["after"]


def test_the_title_of_a_chat_is_found_beyond_its_messages_and_put_right() -> None:
    long = _chat(['no "title": here'] * 3_000, title='Zo\u00c3\u00ab "B"')
    nameless = _chat(["y"]).replace(b'"title": "Ana"', b'"title": ""')
    files = {"inbox/zoe_1/message_1.json": long, "inbox/someone_7/message_1.json": nameless}

    with pytest.raises(UndecidedChat) as caught:
        read_export(_zip(files))

    assert caught.value.chats == ('Zoë "B"', "someone_7")


def test_encrypted_chats_are_one_file_each() -> None:
    chat = (EXPORTS / "encrypted.json").read_bytes()

    with pytest.raises(UndecidedChat) as caught:
        read_export(_zip({"messages/Zoe_1.json": chat, "messages/Jo_2.json": chat}))

    assert caught.value.chats == ("Zoë Brandt", "Zoë Brandt (2)")
    assert read_export(_zip({"messages/Zoe_1.json": chat})).conversation.title == "Zoë Brandt"


def _says(content: str, *, by: str = "Ana", **more: Any) -> dict[str, Any]:
    return {"sender_name": by, "timestamp_ms": START, "content": content.encode().decode("latin-1"), **more}


def _read(*messages: dict[str, Any]) -> Imported:
    chat = {"participants": [], "messages": list(messages), "title": "Ana", "thread_path": "inbox/ana_1"}
    return read_export(io.BytesIO(json.dumps(chat).encode()))


@pytest.mark.parametrize(
    "notice",
    [
        *(
            "Ana hat die Gruppe verlassen.",
            "Ana hat Ben zur Gruppe hinzugefügt.",
            "Ana hat die Gruppe Schuppen genannt.",
        ),
        *(
            "Ana a nommé le groupe Cabane.",
            "Ana a ajouté Ben au groupe.",
            "Ana agregó a Ben al grupo.",
            "Ana saiu do grupo.",
        ),
        *("Ana ha aggiunto Ben al gruppo.", "Ana adicionou Ben ao grupo.", "Ana heeft de groep Schuur genoemd."),
        *("Użytkownik Ana opuścił grupę.", "Ana gruptan ayrıldı.", "Ana lämnade gruppen.", "Ana named the group Shed."),
    ],
)
def test_a_notice_of_a_group_is_of_nobody_in_the_languages_that_are_known(notice: str) -> None:
    result = _read(_says(notice))

    assert [(one.speaker, one.text, one.type) for one in result.conversation.messages] == [(None, notice, "system")]
    assert result.report.doubts == ()


@pytest.mark.parametrize(
    "text",
    [
        "Liked a message",
        "A réagi 😂 à votre message",
        "Hat mit 😂 auf deine Nachricht reagiert",
        "Reagiu com ❤️ à sua mensagem",
    ],
)
def test_a_reaction_that_stands_as_a_message_is_a_reaction(text: str) -> None:
    (message,) = _read(_says(text)).conversation.messages

    assert message.type == "reaction"


@pytest.mark.parametrize(
    "text",
    [
        *("Ana sent an attachment.", "Ana hat einen Anhang gesendet.", "Ana a envoyé une pièce jointe.", ""),
        *("Ana bir ek gönderdi.", "You sent an attachment."),
    ],
)
def test_a_link_that_was_shared_stands_for_the_line_of_the_app(text: str) -> None:
    (message,) = _read(_says(text, share={"link": "https://example.org/a"})).conversation.messages

    assert (message.text, message.type) == ("https://example.org/a", "media")


def test_the_app_calls_people_by_their_first_names_too() -> None:
    named = _says("Ana named the group Boxes.", by="Ana Ruiz")
    sent = _says("Ana sent an attachment.", by="Ana Ruiz", share={"link": "https://example.org/a"})
    said = _says("Will changed his mind", by="Will Ruiz")

    result = _read(named, sent, said)

    assert [one.type for one in result.conversation.messages] == ["system", "media", "text"]
    assert result.report.doubts == ()


def test_a_line_of_the_app_in_other_words_is_kept_and_doubted() -> None:
    result = _read(_says("Ana stel die groepnaam op Skuur."))

    assert [(one.speaker, one.type) for one in result.conversation.messages] == [("Ana", "text")]
    assert result.report.doubts == ("unknown_notice",)


def test_a_reaction_in_other_words_is_kept_and_doubted_where_it_stands_beside_a_message() -> None:
    hearts = [{"reaction": "❤".encode().decode("latin-1"), "actor": "Ben"}]
    written = _says("Het met ❤️ op jou boodskap gereageer", by="Ben")

    assert _read(_says("hi", reactions=hearts), written).report.doubts == ("unknown_notice",)
    assert _read(_says("hi"), written).report.doubts == ()


def test_words_that_only_begin_like_a_notice_stay_words() -> None:
    talk = ["You left the group because of me", "Liked a message, did you?", "Anabel left the group", "hat die Gruppe"]

    result = _read(*map(_says, talk))

    assert [one.type for one in result.conversation.messages] == ["text"] * 4
    assert result.report.doubts == ()


def test_a_call_and_an_unsent_message_need_no_words_that_are_known() -> None:
    call = _says("Ana het jou gebel.", call_duration=61)
    unsent = _says("Ana het 'n boodskap teruggetrek", is_unsent=True, is_geoblocked_for_viewer=False, ip="203.0.113.9")

    messages = _read(call, unsent).conversation.messages

    assert [(one.type, one.text) for one in messages] == [("call", "Ana het jou gebel."), ("deleted", "")]


def test_two_people_of_one_name_are_in_doubt() -> None:
    chat = json.loads(_chat(["a"]))
    chat["participants"].append({"name": "Ana"})

    assert "one_name" in read_export(io.BytesIO(json.dumps(chat).encode())).report.doubts
    assert "one_name" not in read_export(io.BytesIO(_chat(["a"]))).report.doubts


def test_a_chat_without_messages_is_refused_as_such() -> None:
    with pytest.raises(UnreadableExport) as caught:
        read_export(io.BytesIO(_chat([])))

    assert caught.value.reason == "no_messages"


def test_the_name_of_the_file_does_not_matter() -> None:
    assert read_export(io.BytesIO(_chat(["a"])), name="result.json").conversation.source == "meta"


def test_a_deeply_nested_value_is_refused() -> None:
    text = _chat(["a"]).decode()[:-1] + ', "more": ' + '{"a": ' * 5_000

    with pytest.raises(UnreadableExport) as caught:
        read_export(io.BytesIO(text.encode()))

    assert caught.value.reason == "bad_json"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_text_that_was_read_as_latin_1_is_put_right(text: str) -> None:
    assert repaired(text.encode().decode("latin-1")) == text


@pytest.mark.parametrize("text", ["“quoted”", "café", "Zoë 🌻", "plain"])
def test_text_that_is_right_stays(text: str) -> None:
    assert repaired(text) == text


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
times = st.integers(START, START + 10**7) | values
entries = st.fixed_dictionaries(
    {},
    optional={
        "sender_name": st.just("Ana") | values,
        "timestamp_ms": times,
        "content": st.sampled_from(["hi", "Liked a message", "Ana unsent a message", "x (edited)"]) | values,
        "type": st.sampled_from(["Generic", "Share", "Call", "text", "media", "placeholder"]) | values,
        "photos": values,
        "share": st.fixed_dictionaries({"link": values}) | values,
        "is_unsent": values,
        "reactions": st.just([{"reaction": "x", "actor": "Ana"}]) | values,
    },
)
clean_entries = st.fixed_dictionaries(
    {},
    optional={
        "senderName": st.just("Ana") | values,
        "timestamp": times,
        "text": values,
        "type": st.sampled_from(["text", "link", "media", "placeholder"]) | values,
        "media": values,
        "isUnsent": values,
    },
)


@settings(deadline=None)
@given(st.lists(entries | clean_entries | values, max_size=5), values, values, st.integers(0, 400))
def test_any_such_chat_is_read_or_refused_and_every_entry_is_accounted_for(
    talk: list[Any], people: Any, title: Any, cut: int
) -> None:
    chat = {"participants": people, "title": title, "thread_path": "inbox/x", "messages": talk}
    text = json.dumps(chat).encode()

    with suppress(UnreadableExport):
        report = read_export(io.BytesIO(text)).report
        assert report.messages + report.unread_count == len(talk)
    with suppress(AmendsError):
        read_export(io.BytesIO(text[:cut]))

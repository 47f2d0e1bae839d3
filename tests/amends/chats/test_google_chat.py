"""Google Chat out of Takeout: its conversations by readable names, and whatever comes near."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import suppress
from datetime import timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.chats import Imported, read_export
from amends.errors import UndecidedChat, UnreadableExport

if TYPE_CHECKING:
    from pathlib import Path

ANA = {"name": "Ana", "email": "ana@example.org", "user_type": "Human"}
JO = {"name": "Jo", "email": "jo@example.org", "user_type": "Human"}
CLEO = {"name": "Cleo", "email": "cleo@example.org", "user_type": "Human"}


def _message(text: str, *, by: dict[str, str] = ANA, minute: int = 0) -> dict[str, Any]:
    return {
        "creator": by,
        "created_date": f"Thursday, November 3, 2016 at 11:{minute:02}:50\u202fAM UTC",
        "text": text,
        "topic_id": "t",
        "message_id": f"c/t/{minute}",
    }


def _takeout() -> dict[str, Any]:
    """Return the files of an account of Ana's, in German, by their names."""
    return {
        "Takeout/Google Chat/Gruppen/DM a1/Nachrichten.json": {"messages": [_message("to Jo"), _message("b", by=JO)]},
        "Takeout/Google Chat/Gruppen/DM a1/Gruppeninfo.json": {"members": [ANA, JO]},
        "Takeout/Google Chat/Gruppen/DM b2/Nachrichten.json": {"messages": [_message("to both")]},
        "Takeout/Google Chat/Gruppen/DM b2/Gruppeninfo.json": {"members": [JO, ANA, CLEO]},
        "Takeout/Google Chat/Gruppen/Bereich c3/Nachrichten.json": {"messages": [_message("to the shed")]},
        "Takeout/Google Chat/Gruppen/Bereich c3/Gruppeninfo.json": {"name": "Shed", "members": [ANA, JO, CLEO]},
        "Takeout/Google Chat/Gruppen/DM d4/Nachrichten.json": {"messages": [_message("to nobody known")]},
        "Takeout/Google Chat/Gruppen/DM e5/Nachrichten.json": {"messages": []},
        "Takeout/Google Chat/Nutzer/Nutzer 1/Nutzerinfo.json": {
            "user": ANA,
            "membership_info": [{"group_id": "DM a1"}],
        },
    }


def _zip(members: dict[str, Any]) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, json.dumps(content))
    stream.seek(0)
    return stream


def _texts(result: Imported) -> list[str]:
    return [message.text for message in result.conversation.messages]


def test_of_several_conversations_the_person_picks_one_by_who_is_in_it() -> None:
    with pytest.raises(UndecidedChat) as caught:
        read_export(_zip(_takeout()))

    assert caught.value.chats == ("Jo", "Jo, Cleo", "Shed", "DM d4")
    for chat, text in {"Jo, Cleo": "to both", "Shed": "to the shed", "DM d4": "to nobody known"}.items():
        assert _texts(read_export(_zip(_takeout()), chat=chat)) == [text]


def test_one_conversation_needs_no_pick() -> None:
    files = {name: content for name, content in _takeout().items() if "DM a1" in name or "Nutzer" in name}

    result = read_export(_zip(files))

    assert (result.conversation.source, result.conversation.title) == ("google_chat", "Jo")
    assert result.conversation.people == ("Ana", "Jo")


def test_a_folder_is_read_as_its_zip_is(tmp_path: Path) -> None:
    for name, content in _takeout().items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")

    assert _texts(read_export(tmp_path, chat="Shed")) == ["to the shed"]


def test_a_damaged_list_of_members_costs_the_name_only() -> None:
    files = _takeout()
    files["Takeout/Google Chat/Gruppen/DM a1/Gruppeninfo.json"] = {"members": [{"name": 5}, "x", None]}
    files["Takeout/Google Chat/Gruppen/DM b2/Gruppeninfo.json"] = {"members": {}}

    with pytest.raises(UndecidedChat) as caught:
        read_export(_zip(files))

    assert caught.value.chats == ("DM a1", "DM b2", "Shed", "DM d4")


def test_what_google_chat_says_of_a_room_is_nobodys_words() -> None:
    talk = [_message("Updated room membership."), _message("hi", minute=1), _message("Created room", minute=2)]

    result = read_export(_zip({"m.json": {"messages": talk}}))

    kinds = [(message.speaker, message.type.value) for message in result.conversation.messages]
    assert kinds == [(None, "system"), ("Ana", "text"), (None, "system")]
    assert result.report.doubts == ()


def test_what_stands_in_place_of_words_and_is_of_no_known_kind_is_a_doubt() -> None:
    known = _message("", minute=1) | {"annotations": [{"url_metadata": {}}]}
    unknown = _message("", minute=2) | {"annotations": [{"membership_changed_metadata": {}}]}

    assert read_export(_zip({"m.json": {"messages": [_message("hi"), known]}})).report.doubts == ()
    doubts = read_export(_zip({"m.json": {"messages": [_message("hi"), unknown]}})).report.doubts
    assert doubts == ("unknown_notice",)


def test_messages_are_in_the_order_of_time_in_the_zone_that_was_given() -> None:
    talk = {"messages": [_message("b", minute=5), _message("a", minute=1), _message("c", minute=9)]}

    messages = read_export(_zip({"m.json": talk}), timezone=timezone(timedelta(hours=2))).conversation.messages

    assert [(message.text, str(message.at)) for message in messages][:2] == [
        ("a", "2016-11-03 13:01:50+02:00"),
        ("b", "2016-11-03 13:05:50+02:00"),
    ]


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
entries: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "created_date": st.just("Thursday, November 3, 2016 at 11:00:50 AM UTC") | values,
        "creator": st.just(ANA) | values,
    },
    optional={
        "text": st.text(max_size=8) | values,
        "message_state": st.just("DELETED") | values,
        "attached_files": values,
        "annotations": st.just([{"video_call_metadata": {}}]) | values,
        "updated_date": values,
    },
)


@settings(deadline=None)
@given(st.lists(entries, min_size=1, max_size=5), values, values)
def test_any_such_conversation_is_read_or_refused_and_every_entry_is_accounted_for(
    talk: list[Any], members: Any, user: Any
) -> None:
    files = {
        "Groups/DM a/messages.json": {"messages": talk},
        "Groups/DM a/group_info.json": {"members": members},
        "Users/user_info.json": {"user": user, "membership_info": []},
    }
    with suppress(UnreadableExport):
        report = read_export(_zip(files)).report
        assert report.messages + report.unread_count == len(talk)

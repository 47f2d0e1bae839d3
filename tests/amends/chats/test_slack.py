"""Slack: a channel out of the zip of a workspace, and whatever comes near."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.chats import read_export
from amends.errors import UndecidedChat, UnreadableExport

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = [
    {"id": "U1", "name": "ana", "profile": {"display_name": "Ana", "real_name": "Ana B"}},
    {"id": "U2", "name": "ben", "profile": {"display_name": "", "real_name": "Ben Okafor"}},
    {"id": "U3"},
]


def _message(second: int, user: str, text: str, **more: Any) -> dict[str, Any]:
    return {"type": "message", "user": user, "text": text, "ts": f"{1711386000 + second}.000100", **more}


def _files(days: dict[str, Any]) -> dict[str, str]:
    channels = [{"id": "C1", "name": "sheds", "members": ["U1", "U2"]}]
    files = {"users.json": PEOPLE, "channels.json": channels, **days}
    return {name: json.dumps(content) for name, content in files.items()}


def _zip(days: dict[str, Any]) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in _files(days).items():
            archive.writestr(name, content)
    stream.seek(0)
    return stream


def test_the_days_of_a_channel_become_one_conversation() -> None:
    first = [
        _message(0, "U1", "<@U1> has joined the channel", subtype="channel_join"),
        _message(1, "U1", "hi <@U2>, see <https://example.org/a|the plan> in <#C1|sheds> &amp; &lt;ask&gt;"),
        _message(2, "U2", "sorry", edited={"user": "U2", "ts": "1711386009.000000"}, thread_ts="1711386001.000100"),
    ]
    second = [
        _message(90_000, "U2", "", files=[{"id": "F1"}]),
        _message(90_001, "U9", "<!here> from someone who left"),
        _message(90_002, "U1", "This message was deleted.", subtype="tombstone"),
        {"type": "message", "text": "no time"},
    ]

    result = read_export(_zip({"sheds/2024-03-26.json": second, "sheds/2024-03-25.json": first}))

    assert [(message.speaker, message.text, message.type.value) for message in result.conversation.messages] == [
        (None, "@Ana has joined the channel", "system"),
        ("Ana", "hi @Ben Okafor, see the plan (https://example.org/a) in #sheds & <ask>", "text"),
        ("Ben Okafor", "sorry", "text"),
        ("Ben Okafor", "", "media"),
        ("U9", "@here from someone who left", "text"),
        ("Ana", "", "deleted"),
    ]
    assert [message.edited for message in result.conversation.messages] == [False, False, True, False, False, False]
    assert result.report.unread_count == 1
    assert (result.conversation.source, result.conversation.title) == ("slack", "sheds")


def test_an_entry_of_a_kind_that_slack_did_not_write_before_is_a_doubt() -> None:
    talk = [
        _message(0, "U1", "hi"),
        _message(1, "U2", "said in a thread and in the channel, years ago", subtype="reply_broadcast"),
        _message(2, "U2", "set the channel topic", subtype="channel_topic"),
    ]
    new = [*talk, _message(3, "U2", "wrote this in some new way", subtype="paper_plane")]

    known = read_export(_zip({"sheds/2024-03-25.json": talk}))
    unknown = read_export(_zip({"sheds/2024-03-25.json": new}))

    assert [message.speaker for message in known.conversation.messages] == ["Ana", "Ben Okafor", None]
    assert known.report.doubts == ()
    assert unknown.report.doubts == ("unknown_notice",)


def test_a_channel_is_called_by_its_name_where_the_message_leaves_it_out() -> None:
    talk = [_message(0, "U1", "In <#C1>, <#C1|> or <#C7>?")]

    (message,) = read_export(_zip({"sheds/2024-03-25.json": talk})).conversation.messages

    assert message.text == "In #sheds, #sheds or #C7?"


def test_the_words_of_a_link_stay_save_where_they_are_its_address() -> None:
    talk = [
        _message(0, "U1", "<https://example.org/the-plan|plan> or <https://example.org/?a=1&amp;b=2|x>"),
        _message(
            1,
            "U1",
            "<http://example.org/|example.org> <http://b.example|http://b.example> <mailto:a@b.example|a@b.example>",
        ),
    ]

    messages = read_export(_zip({"sheds/2024-03-25.json": talk})).conversation.messages

    assert [message.text for message in messages] == [
        "plan (https://example.org/the-plan) or x (https://example.org/?a=1&b=2)",
        "http://example.org/ http://b.example a@b.example",
    ]


def test_of_several_channels_the_person_picks_one() -> None:
    days = {"sheds/2024-03-25.json": [_message(0, "U1", "a")], "paths/2024-03-25.json": [_message(0, "U1", "b")]}

    with pytest.raises(UndecidedChat) as caught:
        read_export(_zip(days))

    assert caught.value.chats == ("sheds", "paths")
    assert read_export(_zip(days), chat="paths").conversation.messages[0].text == "b"


def _talks_between_people() -> dict[str, Any]:
    return {
        "dms.json": [{"id": "D1", "members": ["U1", "U2"]}, {"id": "D2", "members": ["U1", "U9"]}, {"id": "D3"}, "D4"],
        "mpims.json": [{"id": "G1", "name": "mpdm-ana--ben--u3-1", "members": ["U1", "U2", "U3"]}],
        "groups.json": [{"id": "G2", "name": "repairs", "members": ["U1"]}],
        **{
            f"{folder}/2024-03-25.json": [_message(0, "U1", f"in {folder}")]
            for folder in ("D1", "D2", "D3", "mpdm-ana--ben--u3-1", "repairs", "sheds")
        },
    }


def test_talks_between_people_are_called_by_their_names() -> None:
    files = _talks_between_people()

    with pytest.raises(UndecidedChat) as caught:
        read_export(_zip(files))

    assert caught.value.chats == ("Ana, Ben Okafor", "Ana, U9", "D3", "Ana, Ben Okafor, U3", "repairs", "sheds")
    talk = read_export(_zip(files), chat="Ana, Ben Okafor").conversation
    assert (talk.title, talk.messages[0].text) == ("Ana, Ben Okafor", "in D1")


def test_a_folder_is_read_as_its_zip_is(tmp_path: Path) -> None:
    for name, content in _files(_talks_between_people()).items():
        path = tmp_path / "export" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")

    assert read_export(tmp_path, chat="repairs").conversation.messages[0].text == "in repairs"


def test_replies_stand_in_the_order_of_time_and_reactions_are_no_messages() -> None:
    reply = _message(60, "U2", "sorry", thread_ts="1711386000.000100", edited={"user": "U2", "ts": "1711386099.000000"})
    first = _message(0, "U1", "you forgot", reply_count=1, replies=[{"user": "U2", "ts": reply["ts"]}])
    other = _message(30, "U1", "the gate", reactions=[{"name": "heart", "users": ["U2"], "count": 1}])

    messages = read_export(_zip({"sheds/2024-03-25.json": [first, reply, other]})).conversation.messages

    assert [(message.text, message.edited) for message in messages] == [
        ("you forgot", False),
        ("the gate", False),
        ("sorry", True),
    ]


def test_files_named_by_days_are_no_workspace_without_messages_in_them() -> None:
    with pytest.raises(UnreadableExport) as caught:
        read_export(_zip({"steps/2024-03-25.json": [{"steps": 4000}]}))

    assert caught.value.reason == "no_chat_in_zip"


def test_an_export_of_an_organisation_names_its_people_in_another_file() -> None:
    files = _files({"sheds/2024-03-25.json": [_message(0, "U1", "hi <@U2>", edited={"user": "U1"})]})
    files["org_users.json"] = files.pop("users.json")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)

    (message,) = read_export(stream).conversation.messages

    assert (message.speaker, message.text, message.edited) == ("Ana", "hi @Ben Okafor", True)


def test_a_channel_without_the_list_of_people_is_that_of_slack() -> None:
    day = json.dumps([_message(0, "U1", "hi <@U2> &amp; all", user_profile={"real_name": "Ana B"})])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("sheds/2024-03-25.json", day)

    conversation = read_export(stream).conversation

    assert (conversation.source, conversation.messages[0].speaker) == ("slack", "Ana B")
    assert conversation.messages[0].text == "hi @U2 & all"


def test_a_bot_has_its_own_name_and_the_words_of_its_cards() -> None:
    card = {"fallback": "Build failed", "text": "Build *failed* &amp; stopped"}
    shared = {"is_share": True, "text": "somebody else's words"}
    bot = {"type": "message", "subtype": "bot_message", "bot_id": "B7", "bot_profile": {"name": "Builder"}, "text": ""}
    talk = [
        {**bot, "ts": "1711386000.000100", "attachments": [card]},
        _message(1, "U1", "", attachments=[shared]),
    ]

    messages = read_export(_zip({"sheds/2024-03-25.json": talk})).conversation.messages

    assert [(one.speaker, one.text, one.type.value) for one in messages] == [
        ("Builder", "Build *failed* & stopped", "media"),
        ("Ana", "", "media"),
    ]


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
entries = st.fixed_dictionaries(
    {"ts": st.just("1711386000.000100") | values},
    optional={
        "type": st.just("message") | values,
        "user": st.sampled_from(["U1", "U2"]) | values,
        "text": st.sampled_from(["hi", "<@U1>", "<|>", "<@>", "<x|>"]) | values,
        "subtype": st.sampled_from(["bot_message", "tombstone", "channel_join"]) | values,
        "user_profile": values,
        "files": values,
    },
)


@settings(deadline=None)
@given(st.lists(entries, min_size=1, max_size=5))
def test_any_such_day_is_read_or_refused_and_every_entry_is_accounted_for(talk: list[Any]) -> None:
    with suppress(UnreadableExport):
        report = read_export(_zip({"sheds/2024-03-25.json": talk})).report
        assert report.messages + report.unread_count == len(talk)

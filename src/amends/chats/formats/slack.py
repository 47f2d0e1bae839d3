"""The export of a Slack workspace: a zip with the people, and one folder a channel with one file a day."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from amends.chats.files.json_values import Broken, Values, clean
from amends.chats.people import People
from amends.chats.timeline import Entry, Timeline
from amends.chats.titles import chosen_title, unique_titles
from amends.conversation import MessageType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import tzinfo

    from amends.chats.files.container import Member
    from amends.chats.imported import Imported
    from amends.chats.said import Said

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\.json")
_TIME = re.compile(r"(\d{9,11})\.(\d{6})")
_DAY_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*(?:\]|\{)")
_PEOPLE_START = re.compile(rb'(?:\xef\xbb\xbf)?\s*\[\s*\{\s*"\w+"')
_TS = re.compile(rb'"ts":\s*"\d{9,11}\.\d{6}"')
_MESSAGE = re.compile(rb'"type":\s*"message"')
_PEOPLE_FILES = ("users.json", "org_users.json")  # the second in an export of a whole organisation
_SAID = {None, "", "bot_message", "me_message", "file_share", "thread_broadcast", "reply_broadcast", "file_comment"}
_DELETED = {"tombstone", "message_deleted"}
_TOLD = {
    *("app_conversation_join", "assistant_app_thread", "bot_add", "bot_disable", "bot_enable", "bot_remove"),
    *("channel_archive", "channel_canvas_updated", "channel_convert_to_private", "channel_convert_to_public"),
    *("channel_join", "channel_leave", "channel_name", "channel_posting_permissions", "channel_purpose"),
    *("channel_topic", "channel_unarchive", "document_mention", "ekm_access_denied", "file_mention", "group_archive"),
    *("group_join", "group_leave", "group_name", "group_purpose", "group_topic", "group_unarchive"),
    *("joiner_notification", "joiner_notification_for_inviter", "message_replied", "pinned_item", "reminder_add"),
    *("reminder_delete", "sh_room_created", "sh_room_shared", "slackbot_response", "tabbed_canvas_updated"),
    *("unpinned_item",),
}
_MARKED = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")


def is_slack(members: tuple[Member, ...]) -> bool:
    """Say whether a zip is the export of a workspace: lists of messages by day, and mostly a list of people."""
    days = [member for member in members if _is_day(member)]
    if not days:
        return False
    people = next(filter(None, (_file(members, name) for name in _PEOPLE_FILES)), None)
    start = days[0].open().read(64 * 1024)
    if people is None:
        return _is_start_of_day(start)
    return (
        _PEOPLE_START.match(people.open().read(4096)) is not None
        and _DAY_START.match(start) is not None
        and (b'"ts"' in start or len(start) < 16)
    )


def is_slack_day(member: Member) -> bool:
    """Say whether JSON is the messages of one day of a channel, without the list of people."""
    return _is_start_of_day(member.open().read(64 * 1024))


def read_slack_day(member: Member, said: Said) -> Imported:
    """Read the messages of one day alone, in which those are called by their ids whom no message names."""
    channel = _Channel(timezone=said.timezone or UTC, progress=said.progress, shown={})
    channel.read(Values(member.open()))
    return channel.result("")


def _is_start_of_day(start: bytes) -> bool:
    return _DAY_START.match(start) is not None and _TS.search(start) is not None and _MESSAGE.search(start) is not None


def read_slack(members: tuple[Member, ...], said: Said) -> Imported:
    """Read one channel. Times are in the person's zone, or in UTC where it is not given.

    Raises UndecidedChat where there are several channels and none of them is picked; one between people is called by
    their names. The numbers of unread lines count within each file.
    """
    folders: dict[str, list[Member]] = {}
    for member in members:
        if _is_day(member):
            folders.setdefault(PurePosixPath(member.name).parent.name, []).append(member)
    shown = _names_of_people(members)
    between = _names_between_people(members, shown)
    titles = unique_titles(between.get(folder, folder) for folder in folders)
    days = dict(zip(titles, folders.values(), strict=True))
    title = chosen_title(days, said.chat)
    shown |= _names_of_channels(members)
    channel = _Channel(timezone=said.timezone or UTC, progress=said.progress, shown=shown)
    for day in sorted(days[title], key=lambda member: member.name):
        channel.read(Values(day.open()))
    return channel.result(title)


def _names_of_people(members: tuple[Member, ...]) -> dict[str, str]:
    """Return what the people of the workspace are called, by their ids."""
    shown: dict[str, str] = {}
    for person in (person for name in _PEOPLE_FILES for person in _list_in(members, name)):
        try:
            profile = person.get("profile") or {}
            names = (profile.get("display_name"), profile.get("real_name"), person.get("real_name"), person["name"])
            shown[person["id"]] = clean(next(name for name in names if name))
        except (KeyError, TypeError, AttributeError, StopIteration):
            # Somebody without a name is shown by the id, as others are who have left.
            continue
    return shown


def _names_of_channels(members: tuple[Member, ...]) -> dict[str, str]:
    """Return what the channels are called, by their ids."""
    channels = (*_list_in(members, "channels.json"), *_list_in(members, "groups.json"))
    named = [one for one in channels if isinstance(one, dict) and {"id", "name"} <= one.keys()]
    return {str(one["id"]): clean(str(one["name"])) for one in named}


def _names_between_people(members: tuple[Member, ...], shown: dict[str, str]) -> dict[str, str]:
    """Return the names of those in each talk of two or of a few, by its folder: its id, or a name made of theirs."""
    between: dict[str, str] = {}
    for talk in (*_list_in(members, "dms.json"), *_list_in(members, "mpims.json")):
        try:
            between[talk.get("name") or talk["id"]] = ", ".join(shown.get(one, str(one)) for one in talk["members"])
        except (KeyError, TypeError, AttributeError):
            # It is called by its folder.
            continue
    return between


def _list_in(members: tuple[Member, ...], name: str) -> Iterator[Any]:
    """Give the values of a list that the export holds beside the messages; none where it is not there."""
    file = _file(members, name)
    if file is None:
        return
    values = Values(file.open())
    for _ in values.items():
        try:
            yield values.value()
        except Broken:
            continue


def _file(members: tuple[Member, ...], name: str) -> Member | None:
    return next((member for member in members if PurePosixPath(member.name).name == name), None)


def _is_day(member: Member) -> bool:
    path = PurePosixPath(member.name)
    return _DAY.fullmatch(path.name) is not None and path.parent.name != "" and "__MACOSX" not in path.parts


class _Channel:
    """One channel as it is read."""

    def __init__(self, *, timezone: tzinfo, progress: Callable[[int], None] | None, shown: dict[str, str]) -> None:
        self._timezone = timezone
        self._timeline = Timeline(progress=progress)
        self._people = People()
        self._shown = shown

    def read(self, values: Values) -> None:
        """Read through the file of a day."""
        self._timeline.take_list(values, self._entry)
        self._timeline.doubts |= values.doubts

    def result(self, title: str) -> Imported:
        """Return the conversation and its report."""
        self._timeline.doubts |= self._people.doubts
        return self._timeline.result(source="slack", title=title)

    def _entry(self, entry: dict[str, Any]) -> Entry:
        time = _TIME.fullmatch(entry["ts"])
        if entry["type"] != "message" or time is None:
            raise ValueError("a type of entry that is not known")
        at = datetime.fromtimestamp(int(time[1]), tz=self._timezone).replace(microsecond=int(time[2]))
        text = self._plain(entry.get("text") or _words_of_cards(entry))
        kind = entry.get("subtype")
        if kind == "message_changed":
            raise ValueError("a change without its message")
        if kind not in _SAID | _DELETED | {"huddle_thread"}:
            self._timeline.doubts |= set() if kind in _TOLD else {"unknown_notice"}
            return Entry(at, None, text, MessageType.SYSTEM)
        if kind in _DELETED:
            is_told = entry.get("user") not in {None, "USLACKBOT"}
            return Entry(at, self._speaker(entry) if is_told else None, "", MessageType.DELETED)
        speaker = self._speaker(entry)
        if kind == "huddle_thread":
            return Entry(at, speaker, text, MessageType.CALL)
        has_media = bool(
            entry.get("files") or entry.get("file") or (entry.get("attachments") and not entry.get("text"))
        )
        return Entry(
            at, speaker, text, MessageType.MEDIA if has_media else MessageType.TEXT, edited=bool(entry.get("edited"))
        )

    def _speaker(self, entry: dict[str, Any]) -> str:
        person_id = entry.get("user") or entry.get("bot_id")
        profile = entry.get("user_profile") or {}
        own = self._shown.get(str(person_id)) or profile.get("display_name") or profile.get("real_name")
        bot = (entry.get("bot_profile") or {}).get("name")
        return self._people.name(person_id, own or entry.get("username") or bot or person_id)

    def _plain(self, text: str) -> str:
        """Take the marks of Slack off: `<@U1>`, `<#C1|name>`, `<!here>`, `<address|words>`, `&lt;`."""
        words = _MARKED.sub(lambda mark: self._unmarked(mark[1], mark[2] or ""), clean(text))
        return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

    def _unmarked(self, target: str, label: str) -> str:
        if target[0] == "@":
            return f"@{label or self._shown.get(target[1:], target[1:])}"
        if target[0] == "#":
            return f"#{label or self._shown.get(target[1:], target[1:])}"
        if target[0] == "!":
            return label or f"@{target[1:]}"
        address = target.removeprefix("mailto:")
        bare = address.partition("://")[2] or address
        return address if label in {"", address, bare, bare.rstrip("/")} else f"{label} ({address})"


def _words_of_cards(entry: dict[str, Any]) -> str:
    """Return what a bot says in cards alone; the card of a message that was shared holds another's words."""
    cards = [card for card in entry.get("attachments") or () if not card.get("is_share")]
    return "\n".join(filter(None, (card.get("text") or card.get("fallback") for card in cards)))

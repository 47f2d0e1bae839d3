"""Signal's own plaintext export, `main.jsonl`: one frame a line, the keys of the account among them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from amends.chats.files.json_values import Broken, Values, clean
from amends.chats.imported import Imported, Unread, imported, speakers_of
from amends.chats.people import People
from amends.chats.said import tell
from amends.chats.titles import chosen_title, unique_titles
from amends.conversation import Conversation, Message, MessageType
from amends.errors import UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import tzinfo

    from amends.chats.files.container import Member
    from amends.chats.said import Said

_BLOCK = 256 * 1024
_START = re.compile(r'\{\s*"(?:version|backupTimeMs|mediaRootBackupKey|account|recipient)"\s*:')
_FRAME = re.compile(r'\{\s*"(?:account|recipient|chat|chatItem)"\s*:\s*\{')
_OBJECT = "\ufffc"  # stands in the words where somebody is mentioned
_NAMELESS = "Unknown"  # a contact of whom Signal knows neither name nor number
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAMES = (("systemGivenName", "systemFamilyName"), ("profileGivenName", "profileFamilyName"))
_MALFORMED = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, OSError)


def is_signal(member: Member) -> bool:
    """Say whether JSON is Signal's own export, by its first frames."""
    start = member.open().read(_BLOCK).decode("utf-8", errors="replace").lstrip("\ufeff \t\r\n")
    return _START.match(start) is not None and _FRAME.search(start) is not None


def read_signal(member: Member, said: Said) -> Imported:
    """Read one chat. Times are in the person's zone, or in UTC where it is not given.

    An edited message has its newest words and the time of its first. Of the account, the own name alone is kept.
    Raises UndecidedChat where there are several chats and none of them is picked.
    """
    directory = _Directory(member.open)
    chat_id = directory.choose(said.chat)
    result = _Chat(directory, timezone=said.timezone, progress=said.progress)
    values = Values(member.open())
    for frame, line in _frames(values, broken=result.unread):
        item = frame.get("chatItem")
        if isinstance(item, dict) and str(item.get("chatId")) == chat_id:
            result.add(item, line)
        elif not frame or ("chatItem" in frame and not isinstance(item, dict)):
            result.unread.add(line)
    result.doubts |= values.doubts
    return result.imported(title=directory.titles[chat_id])


def _frames(values: Values, *, broken: Unread) -> Iterator[tuple[dict[str, Any], int]]:
    """Give each frame with the number of its line; what is no frame is counted in `broken`."""
    while values.window.peek():
        line = values.window.here()
        try:
            frame = values.value()
        except Broken:
            broken.add(line)
            continue
        if isinstance(frame, dict):
            yield frame, line
        else:
            broken.add(line)


class _Directory:
    """Who and which chats there are, by their ids; `titles` are those of the chats that hold anything."""

    def __init__(self, open_bytes: Callable[[], BinaryIO]) -> None:
        self._recipients: dict[str, str] = {}
        self._chats: dict[str, str] = {}
        self._filled: dict[str, None] = {}
        self._self_ids: set[str] = set()
        self._own_name = "Me"
        self._accounts: dict[str, str] = {}  # the ids by which messages mention people
        for frame, _ in _frames(Values(open_bytes()), broken=Unread()):
            for kind, take in (
                ("account", self._take_account),
                ("recipient", self._take_recipient),
                ("chat", self._take_chat),
                ("chatItem", self._take_item),
            ):
                if isinstance(frame.get(kind), dict):
                    take(frame[kind])
        self.titles = self._titles()

    def _take_account(self, account: dict[str, Any]) -> None:
        self._own_name = _full_name(account, "givenName", "familyName") or self._own_name

    def _take_recipient(self, recipient: dict[str, Any]) -> None:
        key = str(recipient.get("id"))
        self._recipients[key] = _name_of(recipient)
        if "self" in recipient:
            self._self_ids.add(key)
        contact = recipient.get("contact")
        if isinstance(contact, dict) and isinstance(contact.get("aci"), str):
            self._accounts[contact["aci"]] = key

    def _take_chat(self, chat: dict[str, Any]) -> None:
        self._chats[str(chat.get("id"))] = str(chat.get("recipientId"))

    def _take_item(self, item: dict[str, Any]) -> None:
        self._filled.setdefault(str(item.get("chatId")))

    def name(self, recipient_id: str) -> str:
        """Return the name of a recipient, "" where there is none."""
        if recipient_id in self._self_ids:
            return self._own_name
        return self._recipients.get(recipient_id, "")

    def name_of_account(self, account: object) -> str:
        """Return the name of a contact who is mentioned, "" for anybody else."""
        return self.name(self._accounts.get(account, "")) if isinstance(account, str) else ""

    def own_id(self) -> str:
        """Return the id of the person whose export this is."""
        return min(self._self_ids, default="self")

    def own_name(self) -> str:
        """Return the name of the person whose export this is."""
        return self._own_name

    def _titles(self) -> dict[str, str]:
        return dict(zip(self._filled, unique_titles(map(self._title, self._filled)), strict=True))

    def _title(self, chat_id: str) -> str:
        recipient = self._chats.get(chat_id, "")
        if recipient in self._self_ids:
            return "Note to self"
        return self.name(recipient) or clean(f"Chat {chat_id}")

    def choose(self, wanted: str | None) -> str:
        """Return the id of the one chat."""
        chosen = chosen_title(self.titles.values(), wanted)
        return next(chat_id for chat_id, title in self.titles.items() if title == chosen)


def _name_of(recipient: dict[str, Any]) -> str:
    contact, group = recipient.get("contact"), recipient.get("group")
    if isinstance(contact, dict):
        return _contact_name(contact)
    if isinstance(group, dict):
        try:
            return clean(group["snapshot"]["title"]["title"]).strip()
        except _MALFORMED:
            return ""
    return "Signal" if "releaseNotes" in recipient else ""


def _contact_name(contact: dict[str, Any]) -> str:
    nickname = contact.get("nickname")
    if isinstance(nickname, dict) and (name := _full_name(nickname, "given", "family")):
        return name
    for given, family in _NAMES:
        if name := _full_name(contact, given, family):
            return name
    if contact.get("e164"):
        return f"+{contact['e164']}".replace("++", "+")
    return clean(str(contact.get("username") or "")).strip()


def _full_name(source: dict[str, Any], given: str, family: str) -> str:
    parts = (source.get(given), source.get(family))
    return clean(" ".join(part for part in parts if isinstance(part, str))).strip()


class _Read(NamedTuple):
    """What an item is, without its time."""

    text: str
    kind: MessageType = MessageType.TEXT


class _Chat:
    """The chat that is wanted, as it is read."""

    def __init__(
        self, directory: _Directory, *, timezone: tzinfo | None, progress: Callable[[int], None] | None
    ) -> None:
        self.unread = Unread()
        self.doubts: set[str] = set()
        self._directory = directory
        self._timezone = timezone or UTC
        self._progress = progress
        self._people = People()
        self._messages: list[Message] = []
        self._seen: set[bytes] = set()

    def add(self, item: dict[str, Any], line: int) -> None:
        """Add an item; what is of no known kind is counted as not read, what came before is not added again.

        Counted is also a message of which only the beginning stands there, with the rest in a file of its own.
        """
        record = json.dumps(item, sort_keys=True, ensure_ascii=True).encode()
        digest = blake2b(record, digest_size=16).digest()
        if digest in self._seen:
            self.doubts.add("double_records")
            return
        self._seen.add(digest)
        try:
            if _reached_nobody(item):
                self.doubts.add("not_sent")
                return
            self._add(item)
            if (item.get("standardMessage") or {}).get("longText"):
                self.unread.add(line)
        except _MALFORMED:
            self.unread.add(line)
        tell(self._progress, len(self._messages))

    def _add(self, item: dict[str, Any]) -> None:
        revisions = item.get("revisions") or []
        at = datetime.fromtimestamp(int((revisions[0] if revisions else item)["dateSent"]) / 1000, tz=self._timezone)
        text, kind = _content(item, self._directory.name_of_account)
        if not text and kind is MessageType.TEXT:
            self.doubts.add("empty_messages")
        self._messages.append(
            Message(
                n=len(self._messages),
                at=at,
                speaker=None if kind is MessageType.SYSTEM else self._speaker(item),
                text=text,
                type=kind,
                edited=bool(revisions),
            )
        )

    def _speaker(self, item: dict[str, Any]) -> str:
        author = str(item.get("authorId"))
        if "outgoing" in item and "incoming" not in item:
            return self._people.name(self._directory.own_id(), self._directory.own_name())
        return self._people.name(author, self._directory.name(author) or _NAMELESS)

    def imported(self, *, title: str) -> Imported:
        """Return the conversation and its report."""
        if not self._messages:
            raise UnreadableExport(reason="unknown" if self.unread.count else "no_messages")
        conversation = Conversation(
            source="signal",
            people=speakers_of(self._messages),
            messages=tuple(self._messages),
            title=title,
        )
        return imported(conversation, unread=self.unread, doubts=self.doubts | self._people.doubts)


def _reached_nobody(item: dict[str, Any]) -> bool:
    """Say whether sending a message failed for everybody it was for."""
    statuses = (item.get("outgoing") or {}).get("sendStatus")
    return isinstance(statuses, list) and bool(statuses) and all("failed" in status for status in statuses)


def _content(item: dict[str, Any], name_of: Callable[[object], str]) -> _Read:
    """Read the one of the kinds of content that an item holds; raise ValueError where it is none that is known."""
    if "standardMessage" in item:
        message = item["standardMessage"]
        kind = MessageType.MEDIA if message.get("attachments") else MessageType.TEXT
        return _Read(_body(message.get("text"), name_of), kind)
    if "updateMessage" in item:
        return _update(item["updateMessage"])
    if {"remoteDeletedMessage", "adminDeletedMessage"} & item.keys():
        return _Read("", MessageType.DELETED)
    if "viewOnceMessage" in item:
        return _Read("", MessageType.VIEW_ONCE)
    if "directStoryReplyMessage" in item:
        reply = item["directStoryReplyMessage"]
        words = _body((reply.get("textReply") or {}).get("text"), name_of)
        return _Read(words or clean(reply.get("emoji") or ""))
    if "poll" in item:
        return _Read(clean(item["poll"]["question"]))
    if "paymentNotification" in item:
        return _Read(clean(item["paymentNotification"].get("note") or ""), MessageType.MEDIA)
    if {"stickerMessage", "contactMessage", "giftBadge"} & item.keys():
        return _Read("", MessageType.MEDIA)
    raise ValueError("a kind of item that is not known")


def _body(text: dict[str, Any] | None, name_of: Callable[[object], str]) -> str:
    """Return the words, with the names of people who are mentioned in place of the signs that stand for them."""
    words = clean(text["body"]) if text and "body" in text else ""
    if text is None or _OBJECT not in words:
        return words
    mentions = [span for span in text.get("bodyRanges") or [] if "mentionAci" in span]
    mentions.sort(key=lambda span: int(span.get("start") or 0))
    names = iter([name_of(span["mentionAci"]) for span in mentions])
    return "".join(f"@{next(names, '')}" if sign == _OBJECT else sign for sign in words)


def _update(update: dict[str, Any]) -> _Read:
    kind = next(iter(update), "updateMessage")
    details = update.get(kind)
    words = _CAPITAL.sub(" ", kind).lower()
    if isinstance(details, dict):
        named = [details[key] for key in ("type", "state") if isinstance(details.get(key), str)]
        words = f"{words} ({', '.join(word.lower().replace('_', ' ') for word in named)})" if named else words
    is_call = kind in {"individualCall", "groupCall"}
    return _Read(clean(words), MessageType.CALL if is_call else MessageType.SYSTEM)

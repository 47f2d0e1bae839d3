"""Invented exports of any length, the same for the same seed: nobody's real words.

A form is how an app writes a chat: what stands before the messages, each message, between them, and after them. The
bench writes long files of them, the fuzzer damages short ones.
"""

from __future__ import annotations

import json
import random
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

SEED = 20240325
PEOPLE = ("Mara Lind", "Jo", "+44 7700 900123")
WORDS = (
    *("a", "and", "at", "back", "because", "bread", "call", "can", "cat", "dinner", "do"),
    *("door", "fine", "for", "from", "good", "have", "home", "how", "I", "in", "is"),
    *("it", "kids", "late", "left", "like", "maybe", "me", "meet", "money", "morning", "my"),
    *("need", "no", "not", "now", "of", "okay", "on", "out", "please", "rain", "really"),
    *("right", "school", "see", "so", "sorry", "stay", "still", "talk", "thanks", "that", "the"),
    *("then", "there", "they", "think", "this", "time", "to", "today", "tonight", "train", "wait"),
    *("want", "was", "we", "week", "what", "when", "where", "who", "why", "will", "with"),
    *("work", "yes", "you", "your"),
)
SIGNS = ("😀", "👍", "🥂", "😕")


class Entry(NamedTuple):
    """One message to be written."""

    at: datetime
    person: str
    text: str


def entries(count: int) -> Iterator[Entry]:
    """Give messages as people write them: short, some with a sign, a second line, a photo or a link."""
    chance = random.Random(SEED)
    at = datetime(2020, 1, 1, 8, tzinfo=UTC)
    for _ in range(count):
        at += timedelta(seconds=chance.randrange(1, 250))
        yield Entry(at, chance.choice(PEOPLE), _text(chance))


def _text(chance: random.Random) -> str:
    text = " ".join(chance.choices(WORDS, k=chance.randrange(1, 16)))
    kind = chance.random()
    if kind < 0.08:
        return f"{text} {chance.choice(SIGNS)}"
    if kind < 0.13:
        return f"{text}\n{' '.join(chance.choices(WORDS, k=6))}"
    if kind < 0.15:
        return f"{text}: https://example.org/{chance.randrange(10_000)}"
    return text


@dataclass(frozen=True, kw_only=True)
class Form:
    """How an app writes a chat.

    `entry` writes the message with a number. `seconds` and `times` are whether it writes them, `names` what it calls
    people, where that is not their name.
    """

    entry: Callable[[int, Entry], str]
    before: str = ""
    between: str = ""
    after: str = ""
    seconds: bool = True
    times: bool = True
    names: Mapping[str, str] = field(default_factory=dict)
    suffix: str = ".json"


def _android(_: int, entry: Entry) -> str:
    return f"{entry.at:%d/%m/%Y, %H:%M} - {entry.person}: {entry.text}\n"


def _ios(_: int, entry: Entry) -> str:
    """Write as in the United States: 12 hours, CRLF."""
    at = entry.at
    clock = f"{at.hour % 12 or 12}:{at:%M:%S}\u202f{'AM' if at.hour < 12 else 'PM'}"
    return f"[{at.month}/{at.day}/{at:%y}, {clock}] {entry.person}: {entry.text}\r\n"


def _pasted(_: int, entry: Entry) -> str:
    return f"{entry.person}: {entry.text}\n"


def _telegram_page(n: int, entry: Entry) -> str:
    at, text = entry.at, escape(entry.text, quote=False).replace("\n", "<br>")
    return f"""
     <div class="message default clearfix" id="message{n}">

      <div class="body">

       <div class="pull_right date details" title="{at:%d.%m.%Y %H:%M:%S} UTC+00:00">
{at:%H:%M}
       </div>

       <div class="from_name">
{escape(entry.person, quote=False)}
       </div>

       <div class="text">
{text}
       </div>

      </div>

     </div>
"""


def _sms(_: int, entry: Entry) -> str:
    text = "".join(_in_attribute(character) for character in entry.text)
    return (
        f'  <sms protocol="0" address="+447700900123" date="{int(entry.at.timestamp()) * 1000}" '
        f'type="{2 if entry.person == PEOPLE[0] else 1}" subject="null" body="{text}" toa="null" sc_toa="null" '
        f'service_center="null" read="1" status="-1" locked="0" date_sent="0" sub_id="1" '
        f'readable_date="{entry.at:%d %b %Y %H:%M:%S}" contact_name="Jo" />\n'
    )


def _in_attribute(character: str) -> str:
    """Write as SMS Backup & Restore does: whatever is beyond two bytes in two halves, which is no XML."""
    if ord(character) > 0xFFFF:
        high, low = divmod(ord(character) - 0x10000, 0x400)
        return f"&#{0xD800 + high};&#{0xDC00 + low};"
    return {"&": "&amp;", "<": "&lt;", '"': "&quot;", "\n": "&#10;"}.get(character, character)


def _mail(n: int, entry: Entry) -> str:
    body = entry.text.encode("utf-8").replace(b"=", b"=3D").decode("ascii", "surrogateescape")
    quoted = "".join(f"={ord(character) & 0xFF:02X}" if character > "\ud800" else character for character in body)
    return (
        f"From - {entry.at:%a %b %d %H:%M:%S %Y}\nMessage-ID: <{n}@mail.example.org>\n"
        f"From: {entry.person} <{PEOPLE.index(entry.person)}@example.org>\nTo: list@example.org\nSubject: Re: Tonight\n"
        f"Date: {entry.at:%a, %d %b %Y %H:%M:%S} +0000\nMIME-Version: 1.0\n"
        f'Content-Type: text/plain; charset="UTF-8"\nContent-Transfer-Encoding: quoted-printable\n\n{quoted}\n\n'
    )


def _imessage(_: int, entry: Entry) -> str:
    at = entry.at
    clock = f"{at.hour % 12 or 12:>2}:{at:%M:%S} {'AM' if at.hour < 12 else 'PM'}"
    return f"{at:%b} {at:%d}, {at.year} {clock}\n{entry.person}\n{entry.text}\n\n"


def _sigtop(_: int, entry: Entry) -> str:
    person = "You" if entry.person == PEOPLE[0] else entry.person
    return f"{entry.at:%Y-%m-%d %H:%M} {person}: {entry.text}\n"


def _telegram(n: int, entry: Entry) -> str:
    return _json(
        {
            "id": n,
            "type": "message",
            "date": f"{entry.at:%Y-%m-%dT%H:%M:%S}",
            "date_unixtime": str(int(entry.at.timestamp())),
            "from": entry.person,
            "from_id": f"user{PEOPLE.index(entry.person)}",
            "text": entry.text,
            "text_entities": [{"type": "plain", "text": entry.text}],
        }
    )


def _messenger(_: int, entry: Entry) -> str:
    """Write every text as UTF-8 that was read as Latin-1, and then in escapes."""
    written = {
        "sender_name": entry.person.encode().decode("latin-1"),
        "timestamp_ms": int(entry.at.timestamp()) * 1000,
        "content": entry.text.encode().decode("latin-1"),
        "is_geoblocked_for_viewer": False,
    }
    return json.dumps(written, indent=2)


def _encrypted(_: int, entry: Entry) -> str:
    return _json(
        {
            "isUnsent": False,
            "media": [],
            "reactions": [],
            "senderName": entry.person,
            "text": entry.text,
            "timestamp": int(entry.at.timestamp()) * 1000,
            "type": "text",
        }
    )


def _discord(n: int, entry: Entry) -> str:
    return _json(
        {
            "id": str(10**18 + n),
            "type": "Default",
            "timestamp": f"{entry.at:%Y-%m-%dT%H:%M:%S}+00:00",
            "timestampEdited": None,
            "isPinned": False,
            "content": entry.text,
            "author": {"id": f"4{PEOPLE.index(entry.person)}", "name": entry.person, "nickname": entry.person},
            "attachments": [],
            "embeds": [],
            "stickers": [],
            "reactions": [],
            "mentions": [],
        }
    )


def _discord_text(_: int, entry: Entry) -> str:
    return f"[{entry.at:%d.%m.%Y %H:%M}] {entry.person}\n{entry.text}\n\n\n"


def _discord_page(_: int, entry: Entry) -> str:
    number = ((int(entry.at.timestamp()) - 1_420_070_400) * 1000) << 22
    return (
        f"<div class=chatlog__message-group><div id=chatlog__message-container-{number} "
        f"class=chatlog__message-container data-message-id={number}><div class=chatlog__message>"
        "<div class=chatlog__message-aside><img class=chatlog__avatar src=x.png alt=Avatar loading=lazy></div>"
        "<div class=chatlog__message-primary><div class=chatlog__header>"
        f'<span class=chatlog__author title="{entry.person}" data-user-id=4{PEOPLE.index(entry.person)}>{entry.person}'
        f'</span> <span class=chatlog__timestamp title="{entry.at:%A, %d %B %Y %H:%M}">'
        f"<a href=#chatlog__message-container-{number}>{entry.at:%d/%m/%Y %H:%M}</a></span></div>"
        '<div class="chatlog__content chatlog__markdown"><span class=chatlog__markdown-preserve>'
        f"{escape(entry.text)}</span></div></div></div></div></div>\n"
    )


def _signal(_: int, entry: Entry) -> str:
    item = {
        "chatId": "7",
        "authorId": str(PEOPLE.index(entry.person) + 1),
        "dateSent": str(int(entry.at.timestamp()) * 1000),
        "incoming": {},
        "standardMessage": {"text": {"body": entry.text}},
    }
    return json.dumps({"chatItem": item}, ensure_ascii=False)


def _slack(_: int, entry: Entry) -> str:
    return _json(
        {
            "type": "message",
            "user": f"U{PEOPLE.index(entry.person)}",
            "text": entry.text,
            "ts": f"{int(entry.at.timestamp())}.000000",
        }
    )


def _google_chat(n: int, entry: Entry) -> str:
    at = entry.at
    clock = f"{at.hour % 12 or 12}:{at:%M:%S}\u202f{'AM' if at.hour < 12 else 'PM'}"
    return _json(
        {
            "creator": {
                "name": entry.person,
                "email": f"{PEOPLE.index(entry.person)}@example.org",
                "user_type": "Human",
            },
            "created_date": f"{at:%A}, {at:%B} {at.day}, {at.year} at {clock} UTC",
            "text": entry.text,
            "topic_id": f"t{n}",
            "message_id": f"m/t{n}/t{n}",
        }
    )


def _convokit(n: int, entry: Entry) -> str:
    utterance = {
        "id": f"u{n}",
        "conversation_id": "u0",
        "text": entry.text,
        "speaker": entry.person,
        "meta": {},
        "reply-to": f"u{n - 1}" if n else None,
        "timestamp": int(entry.at.timestamp()),
        "vectors": [],
    }
    return json.dumps(utterance) + "\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _lines(*frames: object) -> str:
    return "".join(json.dumps(frame) + "\n" for frame in frames)


FORMS = {
    "android": Form(entry=_android, seconds=False, suffix=".txt"),
    "ios": Form(entry=_ios, suffix=".txt"),
    "pasted": Form(entry=_pasted, times=False, suffix=".txt"),
    "telegram": Form(
        entry=_telegram,
        before='{\n "name": "Jo",\n "type": "personal_chat",\n "id": 4242,\n "messages": [\n',
        between=",\n",
        after="\n ]\n}\n",
    ),
    "messenger": Form(
        entry=_messenger,
        before=f'{{"participants": {json.dumps([{"name": name} for name in PEOPLE])}, "messages": [\n',
        between=",\n",
        after='\n], "title": "Jo", "thread_path": "inbox/jo_1"}\n',
    ),
    "encrypted": Form(
        entry=_encrypted,
        before=f'{{"participants": {json.dumps(PEOPLE)}, "threadName": "Jo_1", "messages": [\n',
        between=",\n",
        after="\n]}\n",
    ),
    "discord": Form(
        entry=_discord,
        before='{"guild": {"id": "0", "name": "Direct"}, "channel": {"id": "6", "name": "Jo"}, "messages": [\n',
        between=",\n",
        after='\n], "messageCount": 0}\n',
    ),
    "discord-text": Form(
        entry=_discord_text,
        before=f"{'=' * 62}\nGuild: Direct Messages\nChannel: Jo\n{'=' * 62}\n\n",
        seconds=False,
        suffix=".txt",
    ),
    "discord-page": Form(
        entry=_discord_page,
        before="<!DOCTYPE html><html lang=en><head><title>Jo</title>"
        "<style>.chatlog__system-notification-icon{width:18px}</style></head><body><div class=preamble>"
        "<div class=preamble__entry>Direct Messages</div><div class=preamble__entry>Jo</div></div>"
        "<div class=chatlog>\n",
        after="</div></body></html>\n",
        suffix=".html",
    ),
    "signal": Form(
        entry=_signal,
        before=_lines(
            {"version": "1", "backupTimeMs": "1711500000000"},
            *({"recipient": {"id": f"{n}", "contact": {"profileGivenName": name}}} for n, name in enumerate(PEOPLE, 1)),
            {"chat": {"id": "7", "recipientId": "2"}},
        ),
        between="\n",
        after="\n",
        suffix=".jsonl",
    ),
    "sigtop": Form(entry=_sigtop, seconds=False, names={PEOPLE[0]: "You"}, suffix=".txt"),
    "telegram-page": Form(
        entry=_telegram_page,
        before='<!DOCTYPE html>\n<html>\n\n <head>\n\n  <meta charset="utf-8"/>\n<title>Exported Data</title>\n\n'
        " </head>\n"
        '\n <body onload="CheckLocation();">\n\n  <div class="page_wrap">\n\n   <div class="page_header">\n\n'
        '    <div class="content">\n\n     <div class="text bold">\nJo \n     </div>\n\n    </div>\n\n   </div>\n\n'
        '   <div class="page_body chat_page">\n\n    <div class="history">\n',
        after="\n    </div>\n\n   </div>\n\n  </div>\n\n </body>\n\n</html>\n",
        suffix=".html",
    ),
    "sms": Form(
        entry=_sms,
        before="<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"0\" type=\"full\">\n",
        after="</smses>\n",
        names={PEOPLE[0]: "Me", PEOPLE[2]: "Jo"},
        suffix=".xml",
    ),
    "mail": Form(entry=_mail, suffix=".mbox"),
    "imessage": Form(entry=_imessage, suffix=".txt"),
    "google-chat": Form(entry=_google_chat, before='{"messages": [\n', between=",\n", after="\n]}\n"),
    "convokit": Form(entry=_convokit, suffix=""),
    "slack": Form(entry=_slack, before="[\n", between=",\n", after="\n]\n", suffix=".zip"),
}
SLACK_PEOPLE = json.dumps([{"id": f"U{n}", "name": name} for n, name in enumerate(PEOPLE)])


# What ConvoKit wants beside the utterances.
CONVOKIT = {
    "speakers.json": {name: {"meta": {}, "vectors": []} for name in PEOPLE},
    "conversations.json": {"u0": {"meta": {}, "vectors": []}},
    "corpus.json": {},
    "index.json": {
        "utterances-index": {}, "speakers-index": {}, "conversations-index": {}, "overall-index": {}, "version": 1,
    },
}  # fmt: skip


def write(path: Path, form: Form, count: int) -> None:
    """Write an export: a file, a zip (as the one channel of a workspace) or a folder (a corpus), by its suffix."""
    if not path.suffix:
        path.mkdir()
        for name, value in CONVOKIT.items():
            (path / name).write_text(json.dumps(value), encoding="utf-8")
        path /= "utterances.jsonl"
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("users.json", SLACK_PEOPLE)
            with archive.open("sheds/2020-01-01.json", "w", force_zip64=True) as member:
                for piece in _pieces(form, count):
                    member.write(piece.encode())
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(_pieces(form, count))


def _pieces(form: Form, count: int) -> Iterator[str]:
    yield form.before
    for n, entry in enumerate(entries(count)):
        yield (form.between if n else "") + form.entry(n, entry)
    yield form.after

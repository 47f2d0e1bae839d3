"""The fields at the start of a letter: who, to whom, when, in answer to what.

They are taken apart here: the fields of `email.policy.default` cost the square of their length, and some of them raise.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NamedTuple

from amends.chats.files.json_values import clean
from amends.chats.formats.mail.charsets import text_of
from amends.chats.formats.mail.phrases import phrases, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

# A field with the lines that go on with it; or what may stand among the fields and is none.
_RAW_FIELD = re.compile(
    rb"(?:([!-9;-~]*):([^\r\n]*+(?:(?:\r\n?|\n)[ \t][^\r\n]*+)*+)|>?From [^\r\n]*?\d\d:\d\d[^\r\n]*+|[ \t][^\r\n]*+)"
    rb"(?:\r\n?|\n|\Z)"
)
_LINE_END = re.compile(rb"\r\n?|\n")
_CHARSET = re.compile(rb"\bcharset\s{0,9}=\s{0,9}\"?([!#-:<-~]{1,60})", re.IGNORECASE)
_NAMING = frozenset(("from", "sender", "to", "cc"))
_MAX_FIELD = 256 * 1024  # characters; a letter to 5,000 people
_ENCODED = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\r\n]*+)\?=")
_ADDRESS_PIECE = re.compile(r'\\.|["<>,;:()]|[^\\"<>,;:()]+|\\', re.DOTALL)
_ADDRESS_MARKS = frozenset('"<>,;:()')
_PLACE_AFTER = {"<": "angle", ">": "name", "(": "comment", ")": "name"}
_ID = re.compile(r"<([^<>\s]{1,998})>")
_SUBJECT_MARK = re.compile(
    r"\s*(?:\[[^\]]{1,40}\]\s*)?([^\s:：\[\]()]{1,12}(?: [^\s:：]{1,4})?)\s?(?:\[\d+\]|\(\d+\))?\s?[:：]"
)
_ZONE = re.compile(r"(?:[+-]\d{4}|\b(?:GMT|UT|UTC|Z|[ECMP][SD]T))\b")
# What some programs write in their place: "GMT+1", "GMT+01:00", "+01:00", "5:05:00 PM".
_WRITTEN_OUT = re.compile(r'(?<=:\d\d)\s?(?:"?(?:GMT|UTC)"?\s?)?([+-])(\d{1,2})(?::?(\d{2}))?(?=\s|$)')
_OF_TWELVE = re.compile(r"\b(\d{1,2})(:\d{2}(?::\d{2})?)\s?([ap])\.?m\b\.?", re.IGNORECASE)
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?) ?(Z|[+-]\d{4})?")
_DRAFT_LABEL = re.compile(
    r"\b(?:drafts?|entwürfe|brouillons|borradores|bozze|rascunhos|concepten|kladder|utkast|luonnokset|wersje robocze|"
    r"koncepty|черновики|чернетки|taslaklar|piszkozatok|mesaje nefinalizate|ciorne|πρόχειρα|skice|osnutki|нацрти|"
    r"чернови|下書き|草稿|임시보관함|טיוטות|المسودات|مسودات|bản nháp|draf|esborranys|juodraščiai|melnraksti|"
    r"mustandid)\b",
    re.IGNORECASE,
)


class Address(NamedTuple):
    """Somebody in a field: the address in small letters, and the name, "" where none is told."""

    address: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What the fields of a letter tell.

    `sure_zone` is False where the date names no offset that is known, `listed` True of what a mailing list passed on,
    and `guessed` True where somebody's name is in an encoding that nothing tells.
    """

    id: str
    answers: tuple[str, ...]
    at: datetime
    sure_zone: bool
    writer: Address
    readers: tuple[Address, ...]
    subject: str
    automatic: bool
    draft: bool
    listed: bool
    guessed: bool


def raw_fields(letter: bytes) -> tuple[list[tuple[str, bytes]], int]:
    """Return the fields by their names in small letters, as they stand, and where the words of the letter begin."""
    found: list[tuple[str, bytes]] = []
    place = 0
    while (field := _RAW_FIELD.match(letter, place)) is not None:
        if field[1]:
            found.append((field[1].decode("ascii").lower(), field[2].lstrip(b" \t")))
        place = field.end()
    blank = _LINE_END.match(letter, place)
    return found, place if blank is None else blank.end()


def fields_of(head: bytes) -> Fields:
    """Read the fields; raise ValueError where the letter does not tell who wrote it, or when."""
    raw, _ = raw_fields(head)
    charset = _CHARSET.search(b" ".join(value for name, value in raw if name == "content-type"))
    fields: dict[str, str] = {}
    guessed = False
    for name, value in raw:
        value = value[:_MAX_FIELD]
        if value.isascii():
            text, sure = value.decode("ascii"), True
        else:
            text, sure = text_of(value, "" if charset is None else charset[1].decode("ascii"))
        guessed |= not sure and name in _NAMING
        fields.setdefault(name, text)
    told = defaultdict(str, fields)
    at, sure_zone = _date(told["date"])
    readers = tuple(addresses(f"{told['to']}, {told['cc']}") or addresses(told["delivered-to"]))
    return Fields(
        id="".join(_ID.findall(told["message-id"])[:1]),
        answers=tuple(dict.fromkeys(_ID.findall(f"{told['references']} {told['in-reply-to']}"))),
        at=at,
        sure_zone=sure_zone,
        writer=_writer(told),
        readers=readers,
        subject=clean(" ".join(decoded(told["subject"]).split())),
        automatic=_is_automatic(told) or told["content-type"].lower().startswith("multipart/report"),
        # Thunderbird leaves its mark of a draft in some of the letters that it sends.
        draft=_is_draft(told) or (not readers and bool(told["x-mozilla-draft-info"])),
        listed=bool(told["list-id"] or told["list-post"]),
        guessed=guessed,
    )


def _writer(told: Mapping[str, str]) -> Address:
    """Return who wrote a letter; a list that puts its own address there names the writer elsewhere."""
    writers = addresses(told["from"]) or addresses(told["sender"])
    if not writers:
        raise ValueError("a letter from nobody")
    name, via, _ = writers[0].name.partition(" via ")
    first = next((told[field] for field in ("x-original-from", "x-original-sender", "reply-to") if told[field]), "")
    originals = addresses(first) if via else []
    return Address(originals[0].address, originals[0].name or name.strip("'\" ")) if originals else writers[0]


def decoded(value: str) -> str:
    """Decode the encoded words of a field; a character that was cut in two between them comes together again."""
    if "=?" not in value:
        return value
    parts: list[str] = []
    run: list[bytes] = []
    charset, place = "", 0
    for word in _ENCODED.finditer(value):
        between = value[place : word.start()]
        # What stands between two encoded words is kept, unless it is blank.
        if not run or between.strip() or word[1].lower() != charset:
            parts += [text_of(b"".join(run), charset)[0], between if between.strip() or not run else ""]
            run = []
        charset = word[1].lower()
        run.append(_bytes_of(word[2], word[3]))
        place = word.end()
    return "".join((*parts, text_of(b"".join(run), charset)[0], value[place:]))


def _bytes_of(encoding: str, word: str) -> bytes:
    raw = word.encode("utf-8", errors="replace")
    if encoding in "qQ":
        return quopri.decodestring(raw, header=True)
    try:
        return base64.b64decode(raw + b"=" * (-len(raw) % 4))
    except binascii.Error:
        return raw


def addresses(value: str) -> list[Address]:
    """Return the people of a field such as "Ana Ruiz <ana@example.org>, ben@example.org (Ben)"."""
    found: list[Address] = []
    places: dict[str, list[str]] = {"name": [], "angle": [], "comment": []}
    quoted = False
    place = "name"
    for mark in (*_ADDRESS_PIECE.findall(value), ","):
        if mark == '"' and place == "name":
            quoted = not quoted
        elif quoted or mark not in _ADDRESS_MARKS:
            places[place].append(mark[1:] if mark[0] == "\\" else mark)
        elif mark in ",;":
            found += _address(*("".join(part) for part in places.values()))
            places = {"name": [], "angle": [], "comment": []}
            place = "name"
        elif mark == ":" and place == "name":
            places["name"].clear()  # the name of a group stood before it
        else:
            place = _PLACE_AFTER.get(mark, place)
    if quoted:
        return addresses(value.replace('"', ""))
    return found


def _address(name: str, angle: str, comment: str) -> list[Address]:
    address = (angle or name).strip().lower()
    shown = clean(" ".join(decoded(name if angle else comment).split())).strip("'\" ")
    if "@" not in address or " " in address:
        return []
    # A name that is an address tells no more than the address does.
    return [Address(address, "" if "@" in shown else shown)]


def _date(value: str) -> tuple[datetime, bool]:
    value = _WRITTEN_OUT.sub(_offset, _OF_TWELVE.sub(_of_the_day, value[:100]), count=1)
    iso = _ISO.match(value)
    try:
        at = parsedate_to_datetime(value) if iso is None else datetime.fromisoformat(f"{iso[1]}T{iso[2]}{iso[3] or ''}")
    except (ValueError, TypeError, IndexError, AttributeError, OverflowError):
        raise ValueError("a letter without a date") from None
    # "-0000" is a time of UTC from a sender who does not say where that was.
    return (at, True) if at.tzinfo is not None else (at.replace(tzinfo=UTC), _ZONE.search(value) is not None)


def _offset(match: re.Match[str]) -> str:
    return f" {match[1]}{match[2]:0>2}{match[3] or '00'}"


def _of_the_day(match: re.Match[str]) -> str:
    hour = int(match[1]) % 12 + (12 if match[3] in "pP" else 0)
    return f"{hour:02}{match[2]}" if int(match[1]) <= 12 else f"{match[1]}{match[2]}"


def _is_automatic(told: Mapping[str, str]) -> bool:
    """Say whether a program answered: an out-of-office note, a bounce, a read receipt."""
    return (
        told["auto-submitted"].strip().lower() not in {"", "no"}
        or bool(told["x-autoreply"] or told["x-autorespond"])
        or told["precedence"].strip().lower() == "auto_reply"
        or told["return-path"].strip() == "<>"
        or bool(told["x-ms-exchange-generated-message-source"])
    )


def _is_draft(told: Mapping[str, str]) -> bool:
    """Say whether a letter was never sent."""
    return (
        told["x-unsent"].strip() == "1"
        or "draft" in told["x-uniform-type-identifier"]
        or _DRAFT_LABEL.search(decoded(told["x-gmail-labels"])) is not None
    )


def bare_subject(subject: str) -> tuple[str, str]:
    """Return a subject without "Re:" and the like, and which of them stood first: "answer", "passed_on" or ""."""
    if ":" not in subject and "：" not in subject:
        return subject.strip(), ""
    first, place = "", 0
    while (mark := _SUBJECT_MARK.match(subject, place)) is not None:
        kind = phrases().before_subject.get(plain(mark[1]), "")
        if not kind:
            break
        first = first or kind
        place = mark.end()
    return subject[place:].strip(), first

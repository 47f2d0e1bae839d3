"""One letter: what its parts hold, as plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from enum import Flag, auto

from amends.chats.files.json_values import clean
from amends.chats.formats.mail.charsets import text_of
from amends.chats.formats.mail.fields import raw_fields
from amends.chats.formats.mail.web import text_of_page

# Parts within parts cost their depth for every line.
_MOST_PARTS = 200
_ENCRYPTED = frozenset(("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"))
_SIGNATURES = frozenset(("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"))
_WORDS = frozenset(("text/plain", "text/html", "text/markdown"))
# Some programs put the page where the plain text belongs.
_PAGE = re.compile(r"\s{0,99}<(?:!doctype html|html)\b", re.IGNORECASE)
_BEGIN_PGP, _END_PGP = "\n-----BEGIN PGP MESSAGE-----", "-----END PGP MESSAGE-----"
# A signature that stands in the text itself; "- " is put before each line of the text that begins with a dash.
_BEGIN_SIGNED = re.compile(r"^-----BEGIN PGP SIGNED MESSAGE-----\n(?:Hash: [^\n]*\n)*\n", re.MULTILINE)
_BEGIN_SIGNATURE, _END_SIGNATURE = "\n-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----"
# A plain text of fewer words beside a page may only say that there is a page.
_STUB_WORDS = 30


class Besides(Flag):
    """What a letter holds besides its text."""

    NOTHING = 0
    FILES = auto()
    CALENDAR = auto()
    REACTION = auto()
    ENCRYPTED = auto()


@dataclass(slots=True)
class Content:
    """What a letter holds: its text, with quotes, and what else there is.

    `page` says that the text was a page, so that the marks of quotes in it are a program's; `guessed` that its encoding
    is a guess.
    """

    texts: list[str] = field(default_factory=list)
    besides: Besides = Besides.NOTHING
    page: bool = False
    guessed: bool = False

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


def content_of(letter: bytes) -> Content:
    """Read the parts of a letter; raise ValueError where there are too many of them."""
    if letter.lower().count(b"boundary=") > _MOST_PARTS:
        raise ValueError("parts within parts")
    content = Content()
    _take(_message(letter), content)
    before, begin, rest = f"\n{content.text}".partition(_BEGIN_PGP)
    if begin:
        content.texts = [before[1:], rest.partition(_END_PGP)[2]]
        content.besides |= Besides.ENCRYPTED
    content.texts = [_without_signature(content.text)]
    return content


def _message(letter: bytes) -> Message:
    """Return the parts; of the fields only those that tell about them, as all others cost time and tell nothing."""
    fields, begin = raw_fields(letter)
    message = Message()
    for name, value in fields:
        if name.startswith("content-"):
            message.set_raw(name, value.decode("ascii", errors="surrogateescape"))
    if message.get_content_maintype() not in {"multipart", "message"}:
        message.set_payload(letter[begin:].decode("ascii", errors="surrogateescape"))
        return message
    head = b"".join(b"%b: %b\r\n" % (name.encode("ascii"), value) for name, value in fields if name[:8] == "content-")
    return BytesParser().parsebytes(head + b"\r\n" + letter[begin:])


def _without_signature(text: str) -> str:
    before, *signed = _BEGIN_SIGNED.split(text, maxsplit=1)
    if not signed:
        return text
    words, _, rest = f"\n{signed[0]}".partition(_BEGIN_SIGNATURE)
    return before + words.replace("\n- ", "\n")[1:] + rest.partition(_END_SIGNATURE)[2]


def _take(part: Message, content: Content) -> None:
    kind = part.get_content_type()
    if kind in _ENCRYPTED:
        content.besides |= Besides.ENCRYPTED
    elif kind == "multipart/alternative":
        _take_best(_parts(part), content)
    elif kind.startswith("multipart/"):
        for inner in _parts(part)[:1] if kind == "multipart/report" else _parts(part):
            _take(inner, content)
    elif kind == "text/calendar" and not _is_file(part, content):
        content.besides |= Besides.CALENDAR
    elif kind == "text/vnd.google.email-reaction+json":
        content.besides |= Besides.REACTION
    elif kind in _WORDS and not _is_file(part, content):
        text = _decoded(part, content)
        is_page = kind == "text/html" or _PAGE.match(text) is not None
        content.page |= is_page
        content.texts.append(text_of_page(text) if is_page else _unflowed(part, text))
    elif kind not in _SIGNATURES:
        content.besides |= Besides.FILES


def _is_file(part: Message, content: Content) -> bool:
    """Say whether a part is a file that was sent with the words, though a program may show it below them."""
    if part.get_content_disposition() == "attachment":
        return True
    return any(map(str.strip, content.texts)) and part.get_filename() is not None


def _parts(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [inner for inner in payload if not isinstance(inner, str)] if isinstance(payload, list) else []


def _take_best(parts: list[Message], content: Content) -> None:
    """Of the same words in several forms, take the plain text, unless it says much less than the page."""
    plain, rich = Content(), Content()
    for part in parts:
        if part.get_content_type() == "text/plain":
            _take(part, plain)
    words = len(plain.text.split())
    # A page costs more than a text; where the text says enough, it is not looked at.
    passed_over = {"text/plain"} | ({"text/html", "multipart/related"} if words >= _STUB_WORDS else set())
    for part in parts:
        if part.get_content_type() not in passed_over:
            _take(part, rich)
    best = rich if words < _STUB_WORDS and len(rich.text.split()) > 2 * words else plain
    content.texts += best.texts
    content.guessed |= best.guessed
    content.page |= best.page
    content.besides |= plain.besides | rich.besides


def _decoded(part: Message, content: Content) -> str:
    encoding = str(part.get("content-transfer-encoding", ""))
    if encoding != encoding.strip():  # Python would not know it
        part.replace_header("content-transfer-encoding", encoding.strip())
    payload = part.get_payload(decode=True)
    charset = part.get_param("charset", "")
    text, sure = text_of(payload if isinstance(payload, bytes) else b"", charset if isinstance(charset, str) else "")
    content.guessed |= not sure
    return clean(text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", ""))


def _unflowed(part: Message, text: str) -> str:
    """Join the lines of a text that flows (RFC 3676): those that end with a blank go on in the next."""
    if "flowed" not in str(part["content-type"]).lower() or str(part.get_param("format", "")).lower() != "flowed":
        return text
    drop_blank = str(part.get_param("delsp", "")).lower() == "yes"
    lines: list[str] = []
    flowing: list[str] = []
    flow_depth = 0
    for line in text.split("\n"):
        unquoted = line.lstrip(">")
        depth = len(line) - len(unquoted)
        words = unquoted.removeprefix(" ")
        # A blank line is one, also where a blank was left at the end of the line before it.
        if flowing and (depth != flow_depth or words in {"", "-- "}):
            lines.append(_with_depth(flow_depth, "".join(flowing)))
            flowing = []
        flow_depth = depth
        if words.endswith(" ") and words != "-- ":
            flowing.append(words[:-1] if drop_blank else words)
            continue
        lines.append(_with_depth(depth, "".join((*flowing, words))))
        flowing = []
    if flowing:
        lines.append(_with_depth(flow_depth, "".join(flowing)))
    return "\n".join(lines)


def _with_depth(depth: int, words: str) -> str:
    return f"{'>' * depth} {words}" if depth else words

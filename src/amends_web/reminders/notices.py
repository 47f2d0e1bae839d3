"""What goes out by a channel, and how: one neutral sentence, the copy's own address, nothing of what it is about."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

from amends.errors import Tampered
from amends.outside.notices import NoticeFailed, PushKey, Way, send_chat, send_push
from amends.sealing import open_value, seal_value
from amends_web.reminders.models import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """`id` stays the same through every try to send it."""

    id: UUID
    title: str
    text: str


def seal_address(channel: Channel, address: str) -> None:
    """Put an address into a channel; the caller saves the row."""
    channel.address = seal_value(_key(), address.encode(), *_place(channel))


def address_of(channel: Channel) -> str:
    """Return a channel's address, or "" where it was sealed by a copy with another secret."""
    try:
        return open_value(_key(), bytes(channel.address), *_place(channel)).decode()
    except Tampered:
        return ""


def send(channel: Channel, notice: Notice, *, now: datetime) -> None:
    """Send a notice by a channel; raises NoticeFailed."""
    address = address_of(channel)
    if not address:
        raise NoticeFailed("gone")
    if channel.kind == Channel.Kind.MAIL:
        _send_mail(address, notice)
    elif channel.kind == Channel.Kind.CHAT:
        text = f"{notice.text}\n{settings.COPY_URL}".strip()
        send_chat(address, name=settings.APP_NAME, title=notice.title, body=text, way=_way())
    else:
        send_push(
            address,
            key=push_key(),
            contact=settings.COPY_URL or f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}",
            topic=notice.id.hex,
            now=now,
            way=_way(),
        )


def push_key() -> PushKey:
    return PushKey(settings.SECRET_KEY.encode())


def _send_mail(address: str, notice: Notice) -> None:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    message = EmailMessage(
        subject=notice.title,
        body=f"{notice.text}\n\n{settings.COPY_URL}\n".replace("\n\n\n", "\n"),
        to=[address],
        # Auto-Submitted: nobody's absence note answers it (RFC 3834).
        headers={"Message-ID": f"<{notice.id.hex}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except (OSError, ValueError):
        # smtplib's errors are OSErrors; they quote the address, so none is chained on.
        raise NoticeFailed("failed") from None


def _way() -> Way:
    return Way(anywhere=settings.CHANNELS_IN_THE_HOUSE, proxy=settings.CHANNELS_PROXY)


def _key() -> bytes:
    return hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"amends.channel").digest()


def _place(channel: Channel) -> tuple[object, ...]:
    return ("reminders.channel", channel.pk, channel.person_id, channel.kind, "address")

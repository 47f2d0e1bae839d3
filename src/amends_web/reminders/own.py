"""What somebody sets for themselves: how they are told, by which channels, and their calendar's address."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Collection
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac

from amends.errors import NotYet, Refused
from amends.sealing import new_token, token_hash
from amends_web.accounts.models import Person
from amends_web.reminders.models import Channel, Delivery, Feed, Reminder, Wishes
from amends_web.reminders.notices import seal_address
from amends_web.vault.keyring import Keyring
from amends_web.vault.queries import private_box

MOST_CHANNELS = 8
# Six digits: five tries of a million are no way in.
CODE_LASTS = timedelta(minutes=30)
CODE_TRIES = 5
# An address that somebody types may be a stranger's, who should not get more than this.
CODES_A_DAY = 6


def keep_wishes(*, person: Person, quiet_from: time, quiet_until: time, notice: str, told_of: Collection[str]) -> None:
    """Keep when and in which words somebody is told outside, and of which kinds: what waits of another is not sent."""
    left_out = " ".join(kind for kind in Reminder.Kind.values if kind not in told_of)
    wishes = {"quiet_from": quiet_from, "quiet_until": quiet_until, "notice": notice, "left_out": left_out}
    with transaction.atomic():
        Wishes.objects.update_or_create(person=person, defaults=wishes)
        waiting = Delivery.objects.filter(channel__person=person, state=Delivery.State.WAITING)
        waiting.exclude(reminder__kind__in=told_of).delete()


def add_channel(*, person: Person, key: UUID, kind: str, address: str) -> Channel | None:
    """Note a way to tell somebody under the key of its form; None where that was taken before. Nothing goes by it yet.

    Raises Refused: "room" where they have as many as there can be, "demo" for a made-up person, who tells nobody.
    """
    if person.is_demo:
        raise Refused(rule="demo")
    channel = Channel(pk=key, person=person, kind=kind)
    seal_address(channel, address)
    with transaction.atomic():
        Person.objects.select_for_update().only("pk").get(pk=person.pk)
        if Channel.objects.filter(pk=key).exists():
            return None
        if Channel.objects.filter(person=person).count() >= MOST_CHANNELS:
            raise Refused(rule="room")
        channel.save(force_insert=True)
    return channel


def new_code(*, channel: Channel, now: datetime) -> str:
    """Return a fresh code to send by this channel; raises Refused ("codes") after so many in a day."""
    code = f"{secrets.randbelow(10**6):06d}"
    with transaction.atomic():
        wishes, _ = Wishes.objects.select_for_update().get_or_create(person=channel.person)
        sent = wishes.codes if wishes.codes_on == now.date() else 0
        if sent >= CODES_A_DAY:
            raise Refused(rule="codes")
        wishes.codes_on, wishes.codes = now.date(), sent + 1
        wishes.save(update_fields=["codes_on", "codes"])
        Channel.objects.filter(pk=channel.pk).update(
            code_hash=_code_hash(channel, code), code_sent_at=now, code_tries=0
        )
    return code


def confirm_channel(*, channel: Channel, code: str, now: datetime) -> None:
    """Use a channel from now on, as the code that went by it has come back.

    Raises Refused ("code") for another one, and NotYet where a fresh code is needed: too late, or tried too often.
    """
    with transaction.atomic():
        row = Channel.objects.select_for_update().get(pk=channel.pk)
        sent_at = row.code_sent_at
        if sent_at is None or not sent_at <= now <= sent_at + CODE_LASTS or row.code_tries >= CODE_TRIES:
            raise NotYet(step="confirm", missing="a fresh code")
        is_right = hmac.compare_digest(row.code_hash, _code_hash(row, code))
        row.code_tries += 1
        if is_right:
            row.confirmed_at, row.code_hash = now, ""
        row.save(update_fields=["code_tries", "confirmed_at", "code_hash"])
    if not is_right:
        raise Refused(rule="code")


def confirm_arrival(*, channel: Channel, now: datetime) -> None:
    """Use a browser from now on: a push carries no code, so whoever sees it says that it came."""
    Channel.objects.filter(pk=channel.pk, kind=Channel.Kind.PUSH).update(confirmed_at=now)


def switch_channel(*, channel: Channel, is_on: bool) -> None:
    """Switch a channel on or off; what waited for it when it goes off is not sent later."""
    with transaction.atomic():
        Channel.objects.filter(pk=channel.pk).update(is_on=is_on, has_failed=False)
        if not is_on:
            Delivery.objects.filter(channel=channel, state=Delivery.State.WAITING).delete()


def remove_channel(*, channel: Channel) -> None:
    channel.delete()


def make_feed(*, keyring: Keyring, person: Person, title: str, now: datetime) -> None:
    """Give somebody a calendar address of 256 bits; the one they had before leads nowhere from then on."""
    secret = new_token()
    with transaction.atomic():
        Feed.objects.filter(person=person).delete()
        feed = Feed(box=private_box(person), person=person, title=title, made_at=now, secret_hash=token_hash(secret))
        feed.put(keyring, {"secret": secret})
        feed.save(force_insert=True)


def name_feed(*, person: Person, title: str) -> None:
    Feed.objects.filter(person=person).update(title=title)


def remove_feed(*, person: Person) -> None:
    Feed.objects.filter(person=person).delete()


def _code_hash(channel: Channel, code: str) -> str:
    return salted_hmac("amends.channel.code", f"{channel.pk}:{code}", algorithm="sha256").hexdigest()

"""The loop's work: what is due becomes a delivery for each channel, and each delivery goes out, at least once.

Claim, send, mark: a process that dies between two of them leaves a delivery that is claimed, which the next one takes
up again with the same message, so that it is lost never and doubled at most once, under one Message-ID. On home
nothing is sent at all: a reminder is there, once, from its due time on. No step trusts the clock to go forward.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Max, Q

from amends.content.reminders import reminder_words
from amends.outside.notices import NoticeFailed
from amends.path.quiet import QuietHours, is_quiet
from amends.path.trying import HELD_WHILE_SENDING, is_held, next_try
from amends_web.accounts.models import Person
from amends_web.reminders import notices
from amends_web.reminders.breaks import plan_breaks
from amends_web.reminders.models import Channel, Delivery, Reminder
from amends_web.reminders.notices import Notice
from amends_web.reminders.queries import standing, wishes_of

# When somebody was reminded of what is nobody's business a season later.
KEPT_FOR = timedelta(days=90)
# A round begins no send after that. With the one that it is at, it ends before its lease does, and before what it
# claimed is free for another process; the next round goes on.
_ROUND_SECONDS = 60

Send = Callable[..., None]

logger = logging.getLogger(__name__)


def work(*, now: datetime, send: Send = notices.send, clock: Callable[[], float] = time.monotonic) -> int:
    """Do once what is to be done now, for about a minute; return how many notices went out."""
    begun = clock()
    plan_breaks(now=now)
    queue(now=now)
    waiting = Channel.objects.filter(deliveries__state=Delivery.State.WAITING)
    # What was never tried goes before what hung, or failed, the last time.
    in_turn = waiting.annotate(tries=Max("deliveries__tries")).order_by("tries", "pk")
    sent = 0
    for channel_id in in_turn.values_list("pk", flat=True):
        if clock() - begun >= _ROUND_SECONDS:
            break
        sent += _send_by(channel_id, now=now, send=send)
    sweep(now=now)
    return sent


def queue(*, now: datetime) -> None:
    """Make a delivery, for every channel that is on, of each reminder that has become due."""
    fresh = Q(noticed_for=None) | ~Q(noticed_for=F("due_at"))
    with transaction.atomic():
        due = Reminder.objects.select_related("person").filter(fresh, due_at__lte=now)
        for reminder in due.select_for_update(of=("self",)):
            if reminder.put_away_at is None and reminder.kind not in wishes_of(reminder.person).left_out.split():
                _queue_one(reminder)
            reminder.noticed_for = reminder.due_at
            reminder.save(update_fields=["noticed_for"])


def sweep(*, now: datetime) -> None:
    """Erase what is long over, and what waits of a space that was left; never one that still has to go out."""
    Delivery.objects.filter(state=Delivery.State.WAITING).exclude(reminder__in=standing()).delete()
    over = Reminder.objects.filter(due_at__lt=now - KEPT_FOR, noticed_for=F("due_at"))
    over.exclude(deliveries__state=Delivery.State.WAITING).delete()


def _queue_one(reminder: Reminder) -> None:
    usable = Channel.objects.filter(person=reminder.person_id, is_on=True).exclude(confirmed_at=None)
    for channel in usable:
        Delivery.objects.get_or_create(reminder=reminder, channel=channel, due_at=reminder.due_at)


def _send_by(channel_id: UUID, *, now: datetime, send: Send) -> int:
    """Send what waits for one channel, in one message: several things that are due are one neutral sentence."""
    with transaction.atomic():
        channel = Channel.objects.select_related("person").filter(pk=channel_id, is_on=True).first()
        claimed = [] if channel is None or _is_quiet_for(channel.person, now=now) else _claim(channel, now=now)
    if channel is None or not claimed:
        return 0
    try:
        send(channel, notice_for(channel.person, claimed[0].message), now=now)
    except NoticeFailed as failure:
        _note_failure(channel, claimed, is_gone=failure.reason == "gone", now=now)
        return 0
    except Exception:
        # A service's client may raise anything; everybody else still gets theirs.
        logger.exception("A notice did not go.")
        _note_failure(channel, claimed, is_gone=False, now=now)
        return 0
    with transaction.atomic():
        _mark(claimed, state=Delivery.State.SENT, sent_at=now, held_until=None)
        Channel.objects.filter(pk=channel.pk, has_failed=True).update(has_failed=False)
    return 1


def notice_for(person: Person, message: UUID | None) -> Notice:
    """Return the neutral sentence that somebody chose, as one message."""
    chosen = wishes_of(person).notice
    words = reminder_words().notices.get(chosen) or reminder_words().notices["ready"]
    return Notice(id=message or uuid4(), title=words.title, text=words.text)


def _claim(channel: Channel, *, now: datetime) -> list[Delivery]:
    """Take what goes into one message: one that was begun before, as it was; else all that is new."""
    rows = Delivery.objects.filter(channel=channel, state=Delivery.State.WAITING, reminder__in=standing())
    free = [row for row in rows.order_by("pk") if not is_held(row.held_until, now=now)]
    begun = next((row.message for row in free if row.message), None)
    taken = [row for row in free if row.message == begun]
    message = begun or uuid4()
    for row in taken:
        row.message, row.held_until, row.tries = message, now + HELD_WHILE_SENDING, row.tries + 1
    Delivery.objects.bulk_update(taken, ["message", "held_until", "tries"])
    return taken


def _note_failure(channel: Channel, claimed: list[Delivery], *, is_gone: bool, now: datetime) -> None:
    """Wait for the next try; give up after two days of them, or at once where nobody is there any more."""
    again = None if is_gone else next_try(claimed[0].tries, now=now)
    with transaction.atomic():
        if again is not None:
            _mark(claimed, held_until=again)
            return
        _mark(claimed, state=Delivery.State.GIVEN_UP, held_until=None)
        # As it stands now: its owner may have switched it off during the send.
        rows = Channel.objects.filter(pk=channel.pk)
        if not is_gone:
            rows.update(has_failed=True)
            return
        rows.update(has_failed=True, is_on=False)
        Delivery.objects.filter(channel=channel, state=Delivery.State.WAITING).delete()


def _mark(claimed: list[Delivery], **fields: Any) -> None:
    Delivery.objects.filter(pk__in=[row.pk for row in claimed], state=Delivery.State.WAITING).update(**fields)


def _is_quiet_for(person: Person, *, now: datetime) -> bool:
    wishes = wishes_of(person)
    hours = QuietHours(begins=wishes.quiet_from, ends=wishes.quiet_until)
    return is_quiet(hours, local=now.astimezone(person.zone))

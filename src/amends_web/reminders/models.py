"""What is due, for whom and when. Rows hold ids, kinds and times: the loop that sends has no key, and needs none."""

from __future__ import annotations

import uuid
from datetime import time
from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models

from amends_web.accounts.models import Person
from amends_web.spaces.models import Space
from amends_web.vault.models import SealedRow
from amends_web.vault.shapes import Shape


class Reminder(models.Model):
    """One thing that is due for one person. `about` is an opaque key, such as "promise:<uuid>:due"."""

    class Kind(models.TextChoices):
        PROMISE_DUE = "promise_due"
        PROMISE_ASKS = "promise_asks"
        CHECKIN_SOON = "checkin_soon"
        PAUSE_OVER = "pause_over"
        LOOK_BACK = "look_back"
        OWN_REMINDER = "own_reminder"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    about = models.CharField(max_length=120)
    # Where it leads; whoever leaves the space is not reminded of it any more.
    space = models.ForeignKey(Space, null=True, on_delete=models.CASCADE, related_name="+")
    due_at = models.DateTimeField(db_index=True)
    put_away_at = models.DateTimeField(null=True)
    # The due time for which the channels got their notices; another one than `due_at` after the reminder was moved.
    noticed_for = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind", "about"], name="one_reminder_a_thing"),
        ]


class Wishes(models.Model):
    """How somebody wants to be told outside: of what, outside of which hours of their day, in which neutral words."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="+")
    quiet_from = models.TimeField(default=time(21))
    quiet_until = models.TimeField(default=time(8))
    # Which of content/en/reminders.toml's notices.
    notice = models.CharField(max_length=20, default="ready")
    # Kinds of reminder that stay on their start page, with a space between them.
    left_out = models.CharField(max_length=120, blank=True)
    # Codes that were sent on that day: an address that somebody types may be a stranger's.
    codes_on = models.DateField(null=True)
    codes = models.PositiveSmallIntegerField(default=0)


class Channel(models.Model):
    """A way to tell somebody outside. Nothing goes by it before they confirmed that it is theirs.

    `address` is sealed under a key of the copy, as the loop has no other: a stolen database alone does not tell it,
    whoever runs the copy could read it. The pages say so before anybody types.
    """

    class Kind(models.TextChoices):
        MAIL = "mail"
        CHAT = "chat"
        PUSH = "push"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    address = models.BinaryField()
    made_on = models.DateField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True)
    is_on = models.BooleanField(default=True)
    # The code on its way: a keyed hash, when it was sent, how often it was tried.
    code_hash = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(10)])
    # Whether the last notice was given up: said on its owner's page.
    has_failed = models.BooleanField(default=False)


class Delivery(models.Model):
    """One reminder by one channel: waiting, then sent, or given up after two days.

    `message` names the message that carries it, and stays through every try: two mails with one Message-ID are one
    (RFC 5322, 3.6.4). `held_until` keeps a second sender away while the first one sends, and from the next try.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        GIVEN_UP = "given_up"

    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="deliveries")
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    message = models.UUIDField(null=True)
    held_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reminder", "channel", "due_at"], name="one_delivery_a_due_time"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["channel"], condition=models.Q(state="waiting"), name="deliveries_waiting"),
        ]


class Lease(models.Model):
    """Who runs the loop now. One row; a second process waits until it has run out."""

    holder = models.UUIDField()
    until = models.DateTimeField()


class Feed(SealedRow):
    """Somebody's calendar address: its secret, sealed for them alone to show again, {"secret"}; a hash to find it by.

    What its entries are called in the calendar is one of content/en/reminders.toml's titles.
    """

    shape: ClassVar[Shape] = {"secret": str}

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    secret_hash = models.BinaryField(max_length=32, unique=True)
    title = models.CharField(max_length=20)
    made_at = models.DateTimeField()

"""What is due, for whom and when. Rows hold ids, kinds and times: the loop that sends has no key, and needs none."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from amends_web.accounts.models import Person
from amends_web.spaces.models import Space


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

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind", "about"], name="one_reminder_a_thing"),
        ]

"""Lists of what somebody tells unasked, notes, things that land, reminders for oneself. All words lie sealed.

What goes to others lies in a box of whoever it is from, opened to those it is for: only its owner's grants lead into a
box (Keyring). No column says what was accepted, what a note is about, or whether anybody read it.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from amends.path import openness
from amends_web.accounts.models import Person
from amends_web.spaces.models import Space
from amends_web.vault.models import Box, SealedRow
from amends_web.vault.shapes import Shape, is_day, is_hex, is_time


class Agreement(models.Model):
    """A list of what its maker tells unasked, for the people in `to`; what was done with it are its entries."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    maker = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    to = models.ManyToManyField(Person, related_name="+")
    box = models.OneToOneField(Box, on_delete=models.CASCADE, related_name="+")


class Entry(SealedRow):
    """One thing that somebody did with a list, in its box: {"said", "signature"}.

    `said` is {"kind": path.openness.Kind, "items", "about", "to": ids of those it is for, "on": day}.
    """

    shape: ClassVar[Shape] = {
        "said": {"kind": openness.Kind, "items": [str], "about": int, "to": [str], "on": is_day},
        "signature": is_hex,
    }

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="entries")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["agreement", "number"], name="one_entry_a_number")]


class Note(SealedRow):
    """A heads-up, or what somebody noticed, in a box of its author and those in `to`: {"said", "signature"}.

    `said` is {"kind": "heads_up" or "noticed", "text", "item": what it is about or "", "to": ids, "at": time}.
    """

    shape: ClassVar[Shape] = {
        "said": {"kind": str, "text": str, "item": str, "to": [str], "at": is_time},
        "signature": is_hex,
    }

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    to = models.ManyToManyField(Person, related_name="+")
    sent_on = models.DateField(default=timezone.localdate)


class Things(SealedRow):
    """The small things that land with somebody in a space, in their private box: {"things"}."""

    shape: ClassVar[Shape] = {"things": [str]}

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["space", "person"], name="things_once_each")]


class SharedThings(SealedRow):
    """Those things as somebody last showed them to the people in `to`: {"said": {"things", "to"}, "signature"}."""

    shape: ClassVar[Shape] = {"said": {"things": [str], "to": [str]}, "signature": is_hex}

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    to = models.ManyToManyField(Person, related_name="+")
    shared_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["space", "person"], name="shared_things_once_each")]


class Plan(SealedRow):
    """A reminder that somebody sets for themself, in their private box: {"cue", "act"}; `due_at` as long as it has one.

    It does not say for whom it is: nothing leads from it to anybody else.
    """

    shape: ClassVar[Shape] = {"cue": str, "act": str}

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    due_at = models.DateTimeField(null=True)

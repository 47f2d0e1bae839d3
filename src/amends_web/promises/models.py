"""Promises and what was done with them, step by step. All words, days and answers lie sealed.

No column says what was promised, for when, or how anybody saw it. When somebody is to be asked is in `reminders`.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from amends.path import promise
from amends_web.accounts.models import Person
from amends_web.spaces.models import Space
from amends_web.vault.models import Box, SealedRow
from amends_web.vault.shapes import Maybe, Shape, is_id, is_time


class Promise(models.Model):
    """Who promised something in which space; in a box of its maker that they and the receivers open.

    Home opens it before `fresh_until`, a Monday two to three weeks after its newest step, and not for ever after.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    maker = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    box = models.OneToOneField(Box, on_delete=models.CASCADE, related_name="+")
    fresh_until = models.DateField(db_index=True)


class Receiver(models.Model):
    """Somebody to whom it was promised."""

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="receivers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["promise", "person"], name="received_once_each")]


class Step(SealedRow):
    """One step of a promise, as `amends.path.promise.Event` with its words, signed by whoever took it (signing).

    Each names the one before it, so that none can be left out, put in or moved.
    """

    shape: ClassVar[Shape] = {
        "kind": promise.Kind,
        "at": is_time,
        "place": int,
        "before": str,
        "terms": (dict, None),
        "of": (is_id, ""),
        "offer": int,
        "on": str,
        "is_kept": bool,
        "words": dict,
    }

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="steps")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    signature = models.BinaryField()


class OwnNotes(SealedRow):
    """What somebody notes about promises for themselves, in their private box: {"breaks", "deeds"}.

    `breaks` is what kind of break they say it was, by breakdown; `deeds` of which kind a promise is, by promise. One
    sealed value for all, so that not even for which they noted something shows.
    """

    shape: ClassVar[Shape] = {"breaks": Maybe({str: str}), "deeds": Maybe({str: str})}

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")

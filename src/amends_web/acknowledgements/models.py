"""What somebody owns: their pages for themselves, what passes between two people, when those want it. All words sealed.

No column says how far anybody has come, what they answered or when: a host who is one of the two would read it there.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from amends.path import own_it
from amends_web.accounts.models import Person
from amends_web.breakdowns.models import ABOUT, Breakdown
from amends_web.spaces.models import Space
from amends_web.vault.models import Box, SealedRow
from amends_web.vault.shapes import Maybe, Shape, is_day, is_time


class OwnPages(SealedRow):
    """One person's own pages about a breakdown, in their private box.

    {"about", a key for each page of `amends.content.own_it`, "for": {person id: {"impact", "words"}}, "past"}. One
    sealed value for all of it, so that not even which page was used shows. It outlives the breakdown.
    """

    shape: ClassVar[Shape] = {
        "about": ABOUT,
        "for": Maybe({str: {"impact": Maybe(str), "words": Maybe(str)}}),
        "past": Maybe({str: str}),
        str: {str: str},
    }

    breakdown = models.ForeignKey(Breakdown, null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["breakdown", "person"], name="own_pages_once_each")]


class Acknowledgement(models.Model):
    """What passes from an author to one other about a breakdown, and back; in a box of these two, the author's own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    breakdown = models.ForeignKey(Breakdown, on_delete=models.CASCADE, related_name="acknowledgements")
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    recipient = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    box = models.OneToOneField(Box, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["breakdown", "author", "recipient"], name="one_acknowledgement_each_way"),
        ]


class Piece(SealedRow):
    """One thing that passed, in the box of the two: {"kind", "at", "place", "answer", "part", "text", "words",
    "impact", "to"}.

    `to` names the words that are answered; older pieces are without it. Signed by whoever it is from: neither of the
    two, nor whoever has the database, can write the other's yes, or put other words under it.
    """

    shape: ClassVar[Shape] = {
        "kind": own_it.Kind,
        "at": is_time,
        "place": int,
        "answer": str,
        "part": str,
        "text": str,
        "words": str,
        "impact": str,
        "to": Maybe(str),
    }

    acknowledgement = models.ForeignKey(Acknowledgement, on_delete=models.CASCADE, related_name="pieces")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    signature = models.BinaryField()


class Hearing(SealedRow):
    """Somebody's word, to one other, that they feel heard or would rather hear it now: {"how", "at"}; signed.

    In the space's box: it is said before there may be anything of the other's to put it beside.
    """

    shape: ClassVar[Shape] = {"how": str, "at": is_time}

    breakdown = models.ForeignKey(Breakdown, on_delete=models.CASCADE, related_name="hearings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    of = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    signature = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["breakdown", "person", "of"], name="one_hearing_each_way"),
        ]


class OwnPace(SealedRow):
    """The pace that somebody set in a space, in its box: {"not_before", "days_between"}."""

    shape: ClassVar[Shape] = {"not_before": (is_day, ""), "days_between": int}

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="paces")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["space", "person"], name="one_pace_each")]

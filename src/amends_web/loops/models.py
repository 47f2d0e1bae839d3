"""What something was really about: each one's answers, what they shared of them, and the loop that all of them draw.

All words lie sealed. No column says how many of the four anybody answered, whose step an arrow is, or whether a loop
was put away.
"""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import models

from amends_web.accounts.models import Person
from amends_web.breakdowns.models import Breakdown
from amends_web.spaces.blind import SHARED, BlindShare, Revealable
from amends_web.spaces.models import Space
from amends_web.vault.models import SealedRow
from amends_web.vault.shapes import Maybe, Shape, is_day, is_id


class Loop(Revealable):
    """What people look below of, in the space's box: {"name", "order", "is_put_away"}.

    `order` are the ids of the arrows in the order of the ring, with those that were taken out.
    """

    shape: ClassVar[Shape] = {"name": str, "order": [is_id], "is_put_away": bool}

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    breakdown = models.OneToOneField(Breakdown, null=True, on_delete=models.SET_NULL, related_name="+")
    begun_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)


class Answers(SealedRow):
    """One person's answers, in their private box: {"about", a text for each prompt, "is_whole", "chosen", "page"}.

    They outlive the loop: what somebody wrote for themselves stays theirs after they left, or the space is gone.
    """

    shape: ClassVar[Shape] = {
        "about": str,
        "is_whole": bool,
        "chosen": [str],
        "page": Maybe(str),
        str: str,
    }

    loop = models.ForeignKey(Loop, null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["loop", "person"], name="one_set_of_answers_each")]


class Share(BlindShare):
    """What one person shared of their answers: {"answers", "is_whole"}, and what every blind share holds."""

    shape: ClassVar[Shape] = {"answers": {str: str}, "is_whole": bool, **SHARED}

    loop = models.ForeignKey(Loop, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["loop", "person"], name="one_share_of_answers_each")]

    @property
    def subject_id(self) -> UUID:
        return self.loop_id


class Wording(SealedRow):
    """What an arrow said at one time, in the space's box: {"does", "text", "on"}; signed by whoever put it so.

    A change is a new row with the next `number`, so that no two can take the place of the same wording.
    """

    shape: ClassVar[Shape] = {"does": str, "text": str, "on": is_day}

    loop = models.ForeignKey(Loop, on_delete=models.CASCADE, related_name="+")
    arrow = models.UUIDField()
    number = models.PositiveIntegerField()
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    signature = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["loop", "arrow", "number"], name="one_wording_at_a_time"),
        ]

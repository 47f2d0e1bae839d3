"""What happened, each person's side of it, what they shared. All words lie sealed.

No column says what kind of moment it was, how far a side has come, or how much of it was shared: a host who is one of
the people would read it there.
"""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import models

from amends_web.accounts.models import Person
from amends_web.spaces.blind import SHARED, BlindShare, Revealable
from amends_web.spaces.models import Space
from amends_web.vault.models import SealedRow
from amends_web.vault.shapes import Maybe, Shape, is_day

# What a breakdown is called; each keeps it with what they wrote about it, also once it is gone.
ABOUT = {"name": str, "day": (is_day, "")}
# The answer to one question, of those that `amends.content.my_side` has.
PART = {
    "text": Maybe(str),
    "how": Maybe(str),
    "feelings": Maybe([{"id": str, "strength": str}]),
    "unsure": Maybe(bool),
    "needs": Maybe([str]),
    "you": Maybe(str),
    "us": Maybe(str),
    "question": Maybe(str),
}


class Breakdown(Revealable):
    """What happened, under a name that everybody here knows it by: {"name", "day"}, in the space's box."""

    shape: ClassVar[Shape] = ABOUT

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="breakdowns")
    begun_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)


class Side(SealedRow):
    """One person's side, in their private box: {"about", "kinds", "channel", a key for each question, …}.

    One sealed value for the whole side, so that not even the number of answers shows. It outlives the breakdown:
    what somebody wrote for themselves stays theirs after they left, or after the space is gone.
    """

    shape: ClassVar[Shape] = {
        "about": ABOUT,
        "kinds": Maybe([str]),
        "channel": Maybe(str),
        "chosen": Maybe([str]),
        "past": Maybe({str: str}),
        "left": Maybe([str]),
        "words_in": Maybe(str),
        str: PART,
    }

    breakdown = models.ForeignKey(Breakdown, null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sides")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["breakdown", "person"], name="one_side_each")]


class Share(BlindShare):
    """What one person chose to share: {"parts"}, and what every blind share holds."""

    shape: ClassVar[Shape] = {"parts": {str: PART}, **SHARED}

    breakdown = models.ForeignKey(Breakdown, on_delete=models.CASCADE, related_name="shares")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["breakdown", "person"], name="one_share_each")]

    @property
    def subject_id(self) -> UUID:
        return self.breakdown_id


class Surprise(SealedRow):
    """Which parts of another's share a person marked: {"parts"}.

    In the space's box, what was news to them, which the author sees; in their private box, what they knew.
    """

    shape: ClassVar[Shape] = {"parts": [str]}

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="surprises")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    is_news = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["share", "person", "is_news"], name="one_list_of_surprises_each"),
        ]

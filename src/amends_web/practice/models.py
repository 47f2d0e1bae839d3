"""What somebody practised for themselves, and cards that people of a space do together. All words lie sealed."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils import timezone

from amends_web.accounts.models import Person
from amends_web.spaces.blind import SHARED, BlindShare, Revealable
from amends_web.spaces.models import Space
from amends_web.vault.models import SealedRow
from amends_web.vault.shapes import Maybe, Shape, is_day


class OwnPractice(SealedRow):
    """One person's practice, in their private box: {"tried": {card: {"on", "words"}}, "plans": [{"id", "skill",
    "when", "then", "on"}]}.

    One sealed value for all of it: not even which skills were tried, or how often, shows.
    """

    shape: ClassVar[Shape] = {
        "tried": Maybe({str: {"on": is_day, "words": str}}),
        "plans": Maybe([{"id": str, "skill": str, "when": str, "then": str, "on": is_day}]),
    }

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")


class Together(Revealable):
    """A card that the people of a space do at the same time, in the space's box: {"card": its name}."""

    shape: ClassVar[Shape] = {"card": str}

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    begun_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    begun_on = models.DateField(default=timezone.localdate)


class Answer(BlindShare):
    """What one of them wrote: {"words", "card", "audience", "nonce"}; closed until all have.

    The name of the card is in it, and so signed: nobody can lay another card above what somebody wrote.
    """

    shape: ClassVar[Shape] = {"words": str, "card": str, **SHARED}

    together = models.ForeignKey(Together, on_delete=models.CASCADE, related_name="answers")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["together", "person"], name="one_answer_to_a_card_together"),
        ]

    @property
    def subject_id(self) -> UUID:
        return self.together_id

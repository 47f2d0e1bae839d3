"""When people check in, what they gave there, how a step was for them. All words lie sealed.

No column says who agreed to a time, how far a check-in has come, or who wished what: a host who is one of the people
would read it there. When a check-in is due does not, and lies open.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from amends.path import checkin, pulse
from amends.path.feedback import Wish, Word
from amends_web.accounts.models import Person
from amends_web.spaces.blind import SHARED, BlindShare, Revealable
from amends_web.spaces.models import Space
from amends_web.vault.models import SealedRow
from amends_web.vault.shapes import Maybe, Shape, is_clock, is_hex, is_id, is_time, is_zone

# amends.path.checkin.Terms.
TERMS = {"start": is_clock, "zone": is_zone, "weeks": checkin.EVERY, "minutes": checkin.LENGTHS}
PULSE = {"id": str, "at": is_time, "space": str, "when": str, "answers": {pulse.Item: pulse.Answer}}
# How a step was.
ANSWER = {
    "id": str,
    "at": is_time,
    "space": str,
    "kind": str,
    "about": str,
    "heard": (Word, ""),
    "fair": (Word, ""),
    "change": str,
    "wish": (Wish, ""),
}


class Plan(SealedRow):
    """A time that somebody proposed, in the space's box: {"terms", "moves", "to", "by", "people", "yes"}.

    `terms` are path.checkin.Terms for one that comes again; else it is one check-in that `moves` from its planned time
    `to` another. `people` are the ids of all who were here; `yes` has the signature of each who agreed (signing), and
    "back" whoever left and came back since.
    """

    shape: ClassVar[Shape] = {
        "terms": (TERMS, None),
        "moves": (is_time, ""),
        "to": (is_time, ""),
        "by": is_id,
        "people": [is_id],
        "yes": {str: is_hex},
        "back": Maybe([is_id]),
    }

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)


class CheckIn(Revealable):
    """One check-in, in the space's box.

    {"how", "minutes", "is_slow", "people", "without", "place", "is_over", "opened"}. `how` is "" until somebody begins
    it: before that it is there only for those `without` whom it goes. `place` is that of the part that a live one is
    at; `opened` has, for each of its parts, the ids of those who were in it when it opened. `number` grows whenever
    what all see has changed, for a page that asks. `revealed_at` is when one that is filled in apart opened.
    """

    shape: ClassVar[Shape] = {
        "how": (checkin.How, ""),
        "minutes": (10, 15, 30),
        "is_slow": bool,
        "people": [is_id],
        "without": [is_id],
        "place": int,
        "is_over": bool,
        "opened": Maybe({str: [is_id]}),
    }

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    planned_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["space", "planned_at"], name="one_check_in_at_a_time"),
        ]


class Share(BlindShare):
    """What one person gave in a check-in: {"parts": {path.checkin.Part: words}}."""

    shape: ClassVar[Shape] = {"parts": {str: str}, **SHARED}

    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="shares")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["check_in", "person"], name="one_share_in_a_check_in"),
        ]

    @property
    def subject_id(self) -> uuid.UUID:
        return self.check_in_id


class SharedAnswer(SealedRow):
    """What somebody showed of how a step was, in that step's own box: {"parts", "signature"}."""

    shape: ClassVar[Shape] = {
        "parts": {"heard": Maybe(Word), "fair": Maybe(Word), "change": Maybe(str)},
        "signature": is_hex,
    }

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    about = models.UUIDField()
    shared_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind", "about"], name="one_shared_answer_to_a_step"),
        ]


class Tempo(SealedRow):
    """How long and how fast what people do in a space is, in its box: {"shorter", "slower", "wishes", "held"}.

    `wishes` wait here without a name until a step begins after another was held than those in `held`. The row is
    written anew with every answer of anybody, also without a wish.
    """

    shape: ClassVar[Shape] = {"shorter": int, "slower": int, "wishes": [Wish], "held": Maybe([str])}

    space = models.OneToOneField(Space, on_delete=models.CASCADE, related_name="+")


class OwnRhythm(SealedRow):
    """All that one person keeps here for themselves, in their private box (own.py).

    One sealed value for all of it, so that not even which page was used shows.
    """

    shape: ClassVar[Shape] = {
        "pulses": Maybe([PULSE]),
        "feedback": Maybe([ANSWER]),
        "about_amends": Maybe([{"id": str, "at": is_time, "text": str}]),
        "topics": Maybe([{"id": str, "space": str, "text": str}]),
        "drafts": Maybe({str: {str: str}}),
        "asked": Maybe([str]),
        "declined": Maybe([str]),
        "put_away": Maybe({str: str}),
    }

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")

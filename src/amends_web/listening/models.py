"""A round, who is in it, what was said, and what each keeps of it for themselves. All words lie sealed.

No column says what a round is about, who has the floor, or whether anybody felt heard: a host who is one of the people
would read it there.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from amends.path.floor import Pace, Step, Verdict
from amends_web.accounts.models import Person
from amends_web.breakdowns.models import Breakdown
from amends_web.spaces.models import Space
from amends_web.vault.models import SealedRow
from amends_web.vault.shapes import Maybe, Shape, is_number, is_time

# amends.path.floor.Floor; the first rounds had no size of their own.
FLOOR = {
    "seats": int,
    "step": Step,
    "number": int,
    "turn": int,
    "chunks": int,
    "speeches": int,
    "is_summed": bool,
    "last": (Verdict, None),
    "ended": [Verdict],
    "most_speeches": Maybe(int),
    "most_chunks": Maybe(int),
}


class Round(SealedRow):
    """A round, in the space's box: {"topic", "pace", "floor"} (floors.stored).

    `number` is the floor's own, in the open so that a page can ask whether anything changed. `words_go_at` is when what
    was said goes, where those who sat in it chose so, `words_gone_at` when it went: it goes without anybody's key.
    """

    shape: ClassVar[Shape] = {"topic": str, "pace": Pace, "floor": FLOOR}

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="rounds")
    breakdown = models.ForeignKey(Breakdown, null=True, on_delete=models.SET_NULL, related_name="rounds")
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    number = models.PositiveIntegerField(default=0)
    words_go_at = models.DateTimeField(null=True)
    words_gone_at = models.DateTimeField(null=True)


class Seat(SealedRow):
    """One person's place in a round, in the space's box: {"name", "yes_at"}.

    `name` is that of somebody without an account, at a table with one phone, else "". `yes_at` is "" until they said
    yes; with an account, the yes is signed.
    """

    shape: ClassVar[Shape] = {"name": str, "yes_at": str}

    of = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="seats")
    number = models.PositiveSmallIntegerField()
    signature = models.BinaryField(default=bytes)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["of", "number"], name="one_seat_a_number")]


class Said(SealedRow):
    """What somebody said in a round, in the space's box: {"kind", "seat", "turn", "text", "verdict", "at", "nonce"}.

    `number` is that of the floor on which it was said, so nothing is ever said twice on one. `signature` is of whoever
    typed it; at a table with one phone, of whose phone it was.
    """

    shape: ClassVar[Shape] = {
        "kind": str,
        "seat": int,
        "turn": int,
        "text": str,
        "verdict": (Verdict, ""),
        "at": is_time,
        "nonce": str,
    }

    of = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="said")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    signature = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["of", "number"], name="said_once_on_a_floor")]


class Receipt(SealedRow):
    """What a speaker signed at the end of their turn, in the space's box:

    {"turn", "verdict", "said": {number: hash of what was said}, "on_one_phone", "at"}. It holds hashes and no words, so
    that somebody can take their words out and the others' receipts still stand.
    """

    shape: ClassVar[Shape] = {
        "turn": int,
        "verdict": Verdict,
        "said": {is_number: str},
        "on_one_phone": bool,
        "at": is_time,
    }

    of = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="receipts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    signature = models.BinaryField()


class Draft(SealedRow):
    """What one person has typed in a round and not sent, in their private box: {step: text, "sent": {step: number}}."""

    shape: ClassVar[Shape] = {"sent": {str: int}, str: str}

    of = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["of", "person"], name="one_draft_each")]


class Thought(SealedRow):
    """How much a listener thought they had got, before the speaker said so, in their private box: {number: verdict}."""

    shape: ClassVar[Shape] = {is_number: Verdict}

    of = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="thoughts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["of", "person"], name="one_list_of_thoughts_each")]

"""What happened, each person's side of it, what they shared. All words lie sealed.

No column says what kind of moment it was, how far a side has come, or how much of it was shared: a host who is one of
the people would read it there.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from amends_web.accounts.models import Person
from amends_web.spaces.models import Space
from amends_web.vault.models import SealedRow


class Breakdown(SealedRow):
    """What happened, under a name that everybody here knows it by: {"name", "day"}, in the space's box."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="breakdowns")
    begun_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    revealed_at = models.DateTimeField(null=True)


class Side(SealedRow):
    """One person's side, in their private box: {"about", "kinds", "channel", a key for each question, …}.

    One sealed value for the whole side, so that not even the number of answers shows. It outlives the breakdown:
    what somebody wrote for themselves stays theirs after they left, or after the space is gone.
    """

    breakdown = models.ForeignKey(Breakdown, null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sides")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["breakdown", "person"], name="one_side_each")]


class Share(SealedRow):
    """What one person chose to share, in the space's box: {"parts", "audience", "nonce"}.

    `commitment` is the BLAKE2b hash of these words, and `signature` the person's own over it: nobody, not even with
    the database in their hands, can change it unseen. The nonce keeps short answers from being guessed by the hash.
    """

    breakdown = models.ForeignKey(Breakdown, on_delete=models.CASCADE, related_name="shares")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    commitment = models.BinaryField(max_length=32)
    signature = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["breakdown", "person"], name="one_share_each")]


class Surprise(SealedRow):
    """Which parts of another's share a person marked: {"parts"}.

    In the space's box, what was news to them, which the author sees; in their private box, what they knew.
    """

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="surprises")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    is_news = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["share", "person", "is_news"], name="one_list_of_surprises_each"),
        ]

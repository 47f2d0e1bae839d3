"""A space, who is in it, who is asked in, what each agreed to. Words lie sealed; times, ids and kinds do not."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amends_web.accounts.models import Person
from amends_web.vault.models import SealedRow
from amends_web.vault.shapes import Shape, is_hex, is_time


class Space(SealedRow):
    """The room that people share; `box` is the space's own, and `words` are {"name": …}."""

    shape: ClassVar[Shape] = {"name": str}

    class Relation(models.TextChoices):
        COUPLE = "couple", _("Couple")
        FAMILY = "family", _("Family")
        FRIENDS = "friends", _("Friends")
        COPARENTS = "coparents", _("Co-parents")
        COLLEAGUES = "colleagues", _("Colleagues")

    relation = models.CharField(max_length=12, choices=Relation.choices)
    # Made-up people and real ones never meet in one space.
    is_demo = models.BooleanField(default=False)
    # When the last person left; 30 days later the space is erased.
    emptied_at = models.DateTimeField(null=True)


class Member(models.Model):
    """Somebody's time in a space. `left_at` ends it; whoever comes back gets a new row."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True)
    # Whether whoever left chose to tell the others. Until then they look to the others as before.
    is_told = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["space", "person"], condition=models.Q(left_at=None), name="in_a_space_once_at_a_time"
            ),
        ]


class Invite(SealedRow):
    """One open door, for one person, for 72 hours.

    Sealed in the space's box for whoever asked, to show again: {"token", "typed", "message", "key"}. `for_guest` is
    what the opener reads, sealed under the invite's key; the key itself is wrapped once under the link's token and
    once under the six words, so the database alone opens nothing.

    A used invite and one that was said no to get new random hashes: nothing, not even here, tells them apart from
    one that nobody ever opened.
    """

    shape: ClassVar[Shape] = {"token": str, "typed": str, "message": str, "key": is_hex}

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="invites")
    asked_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    token_hash = models.BinaryField(max_length=32, unique=True)
    typed_hash = models.BinaryField(max_length=32, unique=True)
    key_by_token = models.BinaryField()
    key_by_typed = models.BinaryField()
    for_guest = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()


class Joining(models.Model):
    """Somebody who pressed Join and waits to be let in. Until then the space is not there for them.

    `consent` is their signed consent, sealed under the invite's key, which whoever asked them can open.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invite = models.OneToOneField(Invite, on_delete=models.CASCADE, related_name="joining")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="joinings")
    asked_at = models.DateTimeField(default=timezone.now)
    consent = models.BinaryField()
    let_in_at = models.DateTimeField(null=True)


class Consent(SealedRow):
    """What a person agreed to in this space, signed by them: {"purpose", "version", "run_by", "given_at"}.

    Without the signature a member who can write to the database could forge the other's yes.
    """

    shape: ClassVar[Shape] = {"purpose": str, "version": str, "run_by": str, "given_at": is_time, "about": str}

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="consents")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    signature = models.BinaryField()

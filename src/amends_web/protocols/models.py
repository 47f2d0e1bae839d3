"""What people in a space agreed on about how they talk, and what they wrote down on the way. All words lie sealed.

The columns tell that there is a protocol, how many versions it has, who accepted which and which were ended, as
everybody in the space knows anyway; never what it says.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from amends_web.accounts.models import Person
from amends_web.spaces.models import Space
from amends_web.vault.models import SealedRow
from amends_web.vault.shapes import Shape, is_hex

# What a version keeps of the protocol that it was made from (queries.basis_of).
BASIS = {
    "is_ours": bool,
    "title": str,
    "sources": [str],
    "strength": str,
    "shown": str,
    "not_when": [str],
    "too_much": str,
    "steps": [
        {
            "line": str,
            "say": str,
            "who": str,
            "minutes": int,
            "keep": ({"ask": str, "is_shared": bool}, None),
        }
    ],
}


class Protocol(models.Model):
    """One agreement; which version of it is live follows from who accepted what (amends.path.protocol)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")


class Version(SealedRow):
    """One wording, in the space's box; never changed, only followed by another.

    {"title", "when", "what": a line a step, "who", "basis": queries.Basis as a dict or None}. `keeps` is the number of
    the version that stays live until this one is; `ended_on` is kept without a name: no reason is asked for, nor who.
    """

    shape: ClassVar[Shape] = {"title": str, "when": str, "what": str, "who": str, "basis": (BASIS, None)}

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    keeps = models.PositiveIntegerField()
    # Kept without the person once their account is gone: what the others agreed on stays theirs.
    proposed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    proposed_on = models.DateField(default=timezone.localdate)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["protocol", "number"], name="one_wording_a_number")]


class Acceptance(SealedRow):
    """Somebody's yes to exactly one version: {"signature"}, sealed, as it would give away a wording that is guessed."""

    shape: ClassVar[Shape] = {"signature": is_hex}

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="acceptances")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    accepted_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "person"], name="accepted_once")]


class Note(SealedRow):
    """What somebody wrote down at a step: {"title", "ask", "words", "signature"}.

    In their private box, or in the space's where the step says that all see it; the box is what tells which.
    """

    shape: ClassVar[Shape] = {"title": str, "ask": str, "words": str, "signature": is_hex}

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kept_on = models.DateField(default=timezone.localdate)

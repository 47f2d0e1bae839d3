"""A summary, its versions, what people answered to each, and how long they let the words behind it lie.

All words lie sealed in the space's box. The columns tell that there is a summary, how many versions it has and who
answered which, as all of its people know anyway; never what it says, nor what they answered.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from amends.path.summary import Answer
from amends_web.accounts.models import Person
from amends_web.spaces.models import Space
from amends_web.vault.models import SealedRow
from amends_web.vault.shapes import Shape, is_hex, is_id, is_time


class Summary(models.Model):
    """A summary between the people who were in the space when it was begun; nobody else there sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="summaries")
    people = models.ManyToManyField(Person, related_name="+")
    # How many they were, also once an account is gone.
    size = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField(auto_now_add=True)


class Version(SealedRow):
    """The words of a summary as they stood once; a version is never changed, only followed by another.

    {"author", "people": {id: public signing key}, "title", "text", "voices": {id: {"text", "number", "signature"}},
    "rounds": [id of a round that it is about], "at", "previous": hash of the version before or "", "previous_agreed":
    whether all had signed that one by then, "nonce"}. The author signed all of it; a voice is signed by whose it is.
    People stand in it with their keys, so that what somebody signed stays checkable by those who signed with them, also
    after the account is gone.
    """

    shape: ClassVar[Shape] = {
        "author": is_id,
        "people": {is_id: is_hex},
        "title": str,
        "text": str,
        "voices": {is_id: {"text": str, "number": int, "signature": is_hex}},
        "rounds": [is_id],
        "at": is_time,
        "previous": str,
        "previous_agreed": bool,
        "nonce": str,
    }

    of = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    signature = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["of", "number"], name="one_version_a_number")]


class Reply(SealedRow):
    """What somebody signed under a version: {"person", "answer": path.summary.Answer, "at", "version": its hash}."""

    shape: ClassVar[Shape] = {"person": is_id, "answer": Answer, "at": is_time, "version": str}

    to = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="replies")
    # Kept without the person once their account is gone: what is agreed stays agreed for the others.
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    signature = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["to", "person"], name="one_reply_to_a_version")]


class Keeping(SealedRow):
    """After how many days somebody lets what was said go, once a summary of it is agreed: {"days": or None, "at"}.

    In the space's box, signed by them; None keeps it. No page tells one person's word to another.
    """

    shape: ClassVar[Shape] = {"days": (int, None), "at": is_time}

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    signature = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["space", "person"], name="one_keeping_each")]

"""A break somebody takes. Its words lie sealed; when it is meant to be over is a due time, and does not."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from amends_web.accounts.models import Person
from amends_web.spaces.models import Space
from amends_web.vault.models import SealedRow
from amends_web.vault.shapes import Shape, is_time


class Pause(SealedRow):
    """One break of one person, in the space's box: {"began_at", "moved", "sentence"}.

    `moved` counts how often the return was put off; `sentence` is what whoever came back said first, or "".
    """

    shape: ClassVar[Shape] = {"began_at": is_time, "moved": int, "sentence": str}

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="pauses")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    back_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

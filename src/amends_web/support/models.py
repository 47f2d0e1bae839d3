"""What somebody put away for themselves. Which of it, and when, lies sealed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from amends_web.accounts.models import Person
from amends_web.vault.models import SealedRow
from amends_web.vault.shapes import Shape, is_day


class PutAway(SealedRow):
    """The suggestions that one person put away, in their private box: {space: day}."""

    shape: ClassVar[Shape] = {str: is_day}

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")

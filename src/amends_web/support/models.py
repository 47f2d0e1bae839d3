"""What somebody put away for themselves. Which of it, and when, lies sealed."""

from __future__ import annotations

from django.db import models

from amends_web.accounts.models import Person
from amends_web.vault.models import SealedRow


class PutAway(SealedRow):
    """The suggestions that one person put away, in their private box: {space: day}."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")

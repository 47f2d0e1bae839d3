from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone


class Host(models.Model):
    """Who runs this copy, as the first person here wrote it. One row, with the key 1."""

    name = models.CharField(max_length=80)


class Submission(models.Model):
    """A form that was taken once. Holds ids and a time, never words.

    `holder` is the person's id, or empty where nobody was signed in: the key is then all there is, and it is random.
    """

    holder = models.CharField(max_length=64, blank=True)
    key = models.UUIDField()
    url = models.CharField(max_length=500)
    taken_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["holder", "key"], name="one_row_a_submission")]

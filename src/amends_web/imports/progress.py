"""How far a running import is. It is counted by a row of its own, as another request asks for it meanwhile."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self
from uuid import UUID

from amends_web.imports.models import ImportProgress

if TYPE_CHECKING:
    from amends_web.accounts.models import Person

# Seconds between two looks at the row: often enough for an eye, seldom enough to cost nothing.
EVERY = 0.4


class Cancelled(Exception):
    """The person cancelled the import while it was read."""


class Progress:
    """Tells how many messages were read, and hears whether the person cancelled. Use it outside a transaction.

    with Progress(person=person, submission=key) as progress:
        read_export(file, progress=progress)
    """

    def __init__(self, *, person: Person, submission: UUID) -> None:
        self._rows = ImportProgress.objects.filter(person=person, submission=submission)
        ImportProgress.objects.get_or_create(person=person, submission=submission)
        self._last = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # A cancelled one stays, so that whatever comes after it hears of it too.
        self._rows.filter(is_cancelled=False).delete()

    def __call__(self, messages: int) -> None:
        """Note a number; raises Cancelled."""
        now = time.monotonic()
        if now - self._last < EVERY:
            return
        self._last = now
        if not self._rows.filter(is_cancelled=False).update(messages=messages):
            raise Cancelled

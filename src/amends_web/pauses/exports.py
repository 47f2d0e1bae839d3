"""What this area puts into a person's own export, and what goes when they delete their account."""

from __future__ import annotations

from typing import Any

from amends_web.accounts.models import Person
from amends_web.pauses.models import Pause
from amends_web.shell.exports import Section
from amends_web.vault.keyring import Keyring


def collect(person: Person, keyring: Keyring) -> Section:
    """Return one's own breaks in the spaces that one is in."""
    rows = Pause.objects.select_related("box").filter(
        person=person, space__members__person=person, space__members__left_at=None
    )
    return Section(
        name="pauses", title="Breaks you took", rows=[_row(row, keyring) for row in rows.order_by("back_at")]
    )


def erase(person: Person, _keyring: Keyring) -> None:
    Pause.objects.filter(person=person).delete()


def _row(row: Pause, keyring: Keyring) -> dict[str, Any]:
    words = row.words(keyring)
    return {
        "began_at": words["began_at"],
        "meant_to_be_back_at": row.back_at.isoformat(),
        "came_back_at": row.ended_at.isoformat() if row.ended_at else "",
        "times_put_off": words["moved"],
        "sentence": words["sentence"],
    }

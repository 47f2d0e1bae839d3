from __future__ import annotations

from typing import TYPE_CHECKING

from amends_web.vault.models import Box

if TYPE_CHECKING:
    from amends_web.accounts.models import Person


def private_box(person: Person) -> Box:
    """Return the box that only this person ever opens."""
    return Box.objects.get(owner=person, kind=Box.Kind.PRIVATE)

"""The only way to a row. What is not there and what is not yours look the same."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404

from amends_web.imports.models import Import, ImportProgress, SharedExcerpt

if TYPE_CHECKING:
    from amends_web.accounts.models import Person


def import_for(person: Person, import_id: UUID) -> Import:
    """Return an import of this person's own."""
    row = Import.objects.select_related("box").filter(pk=import_id, owner=person).first()
    if row is None:
        raise Http404
    return row


def excerpt_for(person: Person, excerpt_id: UUID) -> SharedExcerpt:
    """Return an excerpt that this person shared, while they are still in its space."""
    row = (
        SharedExcerpt.objects.select_related("box", "space")
        .filter(pk=excerpt_id, author=person, space__members__person=person, space__members__left_at=None)
        .first()
    )
    if row is None:
        raise Http404
    return row


def progress_for(person: Person, submission: UUID) -> ImportProgress:
    row = ImportProgress.objects.filter(person=person, submission=submission).first()
    if row is None:
        raise Http404
    return row

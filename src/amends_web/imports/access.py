"""The only way to a row. What is not there and what is not yours look the same."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F
from django.http import Http404

from amends_web.imports.models import Import, ImportProgress, KeptLines, LeftOut, LinesRequest, SharedExcerpt

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


def left_out_for(person: Person, excerpt_id: UUID) -> tuple[SharedExcerpt, LeftOut]:
    """Return an excerpt that this person shared with what it left out, while they are in its space."""
    excerpt = excerpt_for(person, excerpt_id)
    row = LeftOut.objects.select_related("box").filter(excerpt=excerpt).first()
    if row is None:
        raise Http404
    return excerpt, row


def lines_request_for(person: Person, request_id: UUID) -> LinesRequest:
    """Return a question about this person's lines, while they are in its space."""
    row = (
        LinesRequest.objects.select_related("box", "excerpt__box", "excerpt__space__box", "excerpt__author")
        .filter(
            pk=request_id,
            asked=person,
            # A box of anybody else's would not tell that it was the author who asked.
            box__owner=F("excerpt__author"),
            excerpt__space__members__person=person,
            excerpt__space__members__left_at=None,
        )
        .first()
    )
    if row is None:
        raise Http404
    return row


def kept_lines_for(person: Person, kept_id: UUID) -> KeptLines:
    """Return lines that this person let be kept, also in a space that they have left: a yes ends when they say."""
    row = KeptLines.objects.select_related("excerpt").filter(pk=kept_id, person=person).first()
    if row is None:
        raise Http404
    return row


def progress_for(person: Person, submission: UUID) -> ImportProgress:
    row = ImportProgress.objects.filter(person=person, submission=submission).first()
    if row is None:
        raise Http404
    return row

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from amends.errors import UndecidedChat, UndecidedDateOrder
from amends.reading import read_conversation, seen_from
from amends_web.imports.chunks import manifest_of, seal_chunks
from amends_web.imports.models import (
    Import,
    ImportChunk,
    ImportProgress,
    ImportReading,
    PickedLines,
    SharedExcerpt,
)
from amends_web.imports.progress import Cancelled
from amends_web.imports.queries import conversation_of, excerpt_statement, picked_lines
from amends_web.imports.readings import stored
from amends_web.imports.sources import Source, source_from
from amends_web.imports.talks import proposals_to_keep, reading_of_part
from amends_web.vault.actions import create_box, delete_box
from amends_web.vault.models import Box
from amends_web.vault.uploads import KEPT_FOR_SECONDS, sweep_uploads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from amends.chats import Imported, ImportReport
    from amends.errors import Undecided
    from amends_web.accounts.models import Person
    from amends_web.spaces.models import Space
    from amends_web.vault.keyring import Keyring


def keep_import(
    *, person: Person, keyring: Keyring, imported: Imported, time_zone: str, submission: UUID | None = None
) -> Import:
    """Seal a conversation into a box of its own; raises Cancelled where the person cancelled meanwhile."""
    with transaction.atomic():
        _check_not_cancelled(person=person, submission=submission)
        row = _new_import(person=person, keyring=keyring, submission=submission)
        _fill(row, keyring=keyring, imported=imported, time_zone=time_zone)
    return row


def keep_question(*, person: Person, keyring: Keyring, question: Undecided, source: Source, submission: UUID) -> Import:
    """Keep what was given until the person has answered; the key of a kept file is sealed with it."""
    with transaction.atomic():
        _check_not_cancelled(person=person, submission=submission)
        row = _new_import(person=person, keyring=keyring, submission=submission)
        _ask(row, keyring=keyring, question=question, source=source)
    return row


def ask_on(*, row: Import, keyring: Keyring, question: Undecided, source: Source) -> None:
    """Ask the next question, after an answer that `source` holds."""
    with transaction.atomic():
        _ask(row, keyring=keyring, question=question, source=source)


def answer_question(*, row: Import, keyring: Keyring, imported: Imported) -> None:
    """Seal what was read with the person's answer, and delete what was kept for it."""
    with transaction.atomic():
        source = source_from(row.words(keyring)["source"])
        _fill(row, keyring=keyring, imported=imported, time_zone=source.time_zone)
        transaction.on_commit(source.delete)


def take_seat(*, row: Import, keyring: Keyring, me: str | None, progress: Callable[[int], None] | None = None) -> None:
    """Say who the importer is, and read the conversation from their seat; None is nobody's seat.

    Raises UnknownSpeaker, and Cancelled where `progress` does. Only what this seat may see is kept.
    """
    words = row.words(keyring) | {"me": me}
    conversation = conversation_of(row, keyring=keyring, words=words)
    # Before the transaction: it takes seconds, and nobody else could write meanwhile.
    reading = read_conversation(conversation, progress=progress)
    kept = stored(seen_from(reading, conversation, seat=me), conversation)
    kept["proposals"] = proposals_to_keep(conversation, reading)
    talk = words.get("talk")
    kept["part"] = talk and reading_of_part(row, keyring=keyring, words=words, **talk)
    with transaction.atomic():
        row.put(keyring, words)
        row.state = Import.State.READY
        row.save(update_fields=["key_version", "sealed", "state"])
        _keep_reading(row, keyring=keyring, words=kept)


def wave_away(*, row: Import, keyring: Keyring, claim: str) -> None:
    """Never show this claim again."""
    with transaction.atomic():
        reading = ImportReading.objects.select_related("box").select_for_update().get(of=row)
        words = reading.words(keyring)
        words["waved"] = sorted({*words["waved"], claim})
        reading.put(keyring, words)
        reading.save(update_fields=["key_version", "sealed"])


def pick_lines(*, row: Import, keyring: Keyring, shown: Iterable[int], picked: Iterable[int]) -> None:
    """Keep which of the `shown` lines matter; picks among lines that were not shown stay as they are."""
    with transaction.atomic():
        before = set(picked_lines(row, keyring=keyring))
        kept = PickedLines.objects.select_related("box").filter(of=row).first() or PickedLines(of=row, box=row.box)
        seen = set(shown)
        kept.put(keyring, {"lines": sorted((before - seen) | (set(picked) & seen))})
        kept.save()


def share_lines(
    *, space: Space, author: Person, keyring: Keyring, lines: list[dict[str, Any]], note: str
) -> SharedExcerpt:
    """Show lines to everybody in a space, signed by whoever shares them."""
    words = {"lines": lines, "note": note}
    excerpt = SharedExcerpt(space=space, author=author, box=space.box)
    excerpt.put(keyring, words)
    excerpt.signature = keyring.sign(*excerpt_statement(excerpt, words))
    with transaction.atomic():
        excerpt.save(force_insert=True)
    return excerpt


def withdraw_excerpt(*, excerpt: SharedExcerpt) -> None:
    with transaction.atomic():
        excerpt.delete()


def delete_import(*, row: Import, keyring: Keyring) -> None:
    """Delete a conversation, its reading and its key. What was shared from it stays until it is withdrawn."""
    with transaction.atomic():
        if row.is_asking:
            transaction.on_commit(source_from(row.words(keyring)["source"]).delete)
        delete_box(box=row.box)


def delete_imports_of(*, person: Person, keyring: Keyring) -> None:
    """Delete everything that this person brought or shared, with their account."""
    with transaction.atomic():
        for row in Import.objects.filter(owner=person).select_related("box"):
            delete_import(row=row, keyring=keyring)
        SharedExcerpt.objects.filter(author=person).delete()
        ImportProgress.objects.filter(person=person).delete()


def sweep() -> None:
    """Delete what nobody came back for: kept files, and the counts of imports that were cut short."""
    sweep_uploads()
    ImportProgress.objects.filter(started_at__lt=timezone.now() - timedelta(seconds=KEPT_FOR_SECONDS)).delete()


def cancel_import(*, person: Person, keyring: Keyring, submission: UUID) -> None:
    """Stop an import that is being read, or delete it where it was just kept: whichever comes first.

    Both this and keeping are one transaction each, and one always sees what the other wrote.
    """
    with transaction.atomic():
        ImportProgress.objects.update_or_create(
            person=person, submission=submission, defaults={"is_cancelled": True, "started_at": timezone.now()}
        )
        for row in Import.objects.filter(owner=person, submission=submission).select_related("box"):
            delete_import(row=row, keyring=keyring)


def _check_not_cancelled(*, person: Person, submission: UUID | None) -> None:
    cancelled = ImportProgress.objects.filter(person=person, is_cancelled=True)
    if submission is not None and cancelled.filter(submission=submission).exists():
        raise Cancelled


def _keep_reading(row: Import, *, keyring: Keyring, words: dict[str, Any]) -> None:
    """Replace the reading; what was waved away in the one before stays away."""
    before = ImportReading.objects.select_related("box").filter(of=row).first()
    words["waved"] = [] if before is None else before.words(keyring)["waved"]
    reading = before or ImportReading(of=row, box=row.box)
    reading.put(keyring, words)
    reading.save()


def _new_import(*, person: Person, keyring: Keyring, submission: UUID | None) -> Import:
    box = create_box(keyring, kind=Box.Kind.IMPORT, owner=person)
    return Import(id=uuid4(), box=box, owner=person, submission=submission)


def _ask(row: Import, *, keyring: Keyring, question: Undecided, source: Source) -> None:
    words: dict[str, Any] = {"source": source.stored()}
    if isinstance(question, UndecidedChat):
        row.state = Import.State.ASKS_CHAT
        words["chats"] = list(question.chats)
    elif isinstance(question, UndecidedDateOrder):
        row.state = Import.State.ASKS_ORDER
        words |= {"orders": list(question.orders), "example": question.example}
    row.put(keyring, words)
    row.save()


def _fill(row: Import, *, keyring: Keyring, imported: Imported, time_zone: str) -> None:
    conversation = imported.conversation
    chunks = seal_chunks(row, conversation, keyring=keyring)
    row.put(
        keyring,
        {
            "title": conversation.title,
            "source": conversation.source,
            "people": list(conversation.people),
            "report": _report(imported.report),
            "me": None,
            "time_zone": time_zone,
            "manifest": manifest_of(chunks, messages=len(conversation.messages)),
        },
    )
    row.state = Import.State.ASKS_ME
    row.message_count = len(conversation.messages)
    row.save()
    ImportChunk.objects.bulk_create(chunks)


def _report(report: ImportReport) -> dict[str, Any]:
    return {
        "first_at": report.first_at and report.first_at.isoformat(),
        "last_at": report.last_at and report.last_at.isoformat(),
        "unread_lines": list(report.unread_lines),
        "unread_count": report.unread_count,
        "doubts": list(report.doubts),
        "date_order": report.date_order,
    }

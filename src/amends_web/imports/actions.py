from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from amends.collecting import uncollected
from amends.reading import read_conversation, seen_from
from amends_web.imports.consents import delete_requests, sweep_request_boxes
from amends_web.imports.models import Import, ImportProgress, ImportReading, KeptLines, PickedLines, SharedExcerpt
from amends_web.imports.queries import conversation_of, excerpt_statement, picked_lines
from amends_web.imports.questions import delete_files, given_from
from amends_web.imports.readings import claims_from, stored
from amends_web.imports.remembered import remember_waved
from amends_web.imports.talks import proposals_to_keep, reading_of_part, with_waved_before
from amends_web.imports.waved import digests_of, keys_of
from amends_web.pauses.queries import check_open
from amends_web.vault.actions import delete_box
from amends_web.vault.uploads import KEPT_FOR_SECONDS, sweep_uploads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from amends_web.accounts.models import Person
    from amends_web.imports.readings import Claim
    from amends_web.spaces.models import Space
    from amends_web.vault.keyring import Keyring


def take_seat(*, row: Import, keyring: Keyring, me: str | None, progress: Callable[[int], None] | None = None) -> None:
    """Say who the importer is, and read the conversation from their seat; None is nobody's seat.

    Raises UnknownSpeaker, and Cancelled where `progress` does. Only what this seat may see is kept.
    """
    words = row.words(keyring) | {"me": me}
    # Before the transaction: it takes seconds, and nobody else could write meanwhile.
    with uncollected():
        conversation = conversation_of(row, keyring=keyring, words=words)
        reading = read_conversation(conversation, progress=progress)
        kept = stored(seen_from(reading, conversation, seat=me), conversation)
        kept["proposals"] = proposals_to_keep(reading)
    talk = words.get("talk")
    kept["part"] = talk and reading_of_part(row, keyring=keyring, words=words, **talk)
    with transaction.atomic():
        row.lock()
        now = row.words(keyring)
        if now["manifest"] != words["manifest"]:
            # Its messages are others by now, and whoever made them so asks for the seat.
            return
        row.put(keyring, now | {"me": me})
        row.state = Import.State.READY
        row.save(update_fields=["key_version", "sealed", "state"])
        _keep_reading(row, keyring=keyring, words=kept)


def wave_away(*, row: Import, keyring: Keyring, claim: str) -> Claim | None:
    """Never show the claim with this key again, nor what it says of the same words brought anew; return the claim."""
    with transaction.atomic():
        reading = ImportReading.objects.select_related("box").select_for_update().get(of=row)
        words = reading.words(keyring)
        shown = words | (words.get("part") or {})
        found = next((one for one in claims_from(shown) if one.key == claim), None)
        if found is None:
            return None
        words["waved"] = sorted({*words["waved"], *keys_of(found)})
        reading.put(keyring, words)
        reading.save(update_fields=["key_version", "sealed"])
        remember_waved(person=row.owner, keyring=keyring, digests=digests_of(found, shown["lines"]))
    return found


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
    """Show lines to everybody in a space, signed by whoever shares them; raises NotYet during a break."""
    check_open(space, keyring, now=timezone.now())
    words = {"lines": lines, "note": note}
    excerpt = SharedExcerpt(space=space, author=author, box=space.box)
    excerpt.put(keyring, words)
    excerpt.signature = keyring.sign(*excerpt_statement(excerpt, words))
    with transaction.atomic():
        excerpt.save(force_insert=True)
    return excerpt


def withdraw_excerpt(*, excerpt: SharedExcerpt) -> None:
    """Take an excerpt out of its space, with what others let be kept in it and what they were asked."""
    with transaction.atomic():
        delete_requests(excerpt=excerpt)
        excerpt.delete()


def delete_import(*, row: Import, keyring: Keyring) -> None:
    """Delete a conversation, its reading, what others were asked about it, and the keys of all that.

    What was shared from it stays until it is withdrawn, and what others let be kept there until they take it out.
    """
    with transaction.atomic():
        for coming in row.coming.select_related("box"):
            delete_import(row=coming, keyring=keyring)
        if row.is_asking:
            asked = given_from(row.words(keyring))
            transaction.on_commit(lambda: delete_files(asked))
        delete_requests(of=row)
        delete_box(box=row.box)


def delete_imports_of(*, person: Person, keyring: Keyring) -> None:
    """Delete everything that this person brought or shared, with their account."""
    with transaction.atomic():
        for row in Import.objects.filter(owner=person, more_of=None).select_related("box"):
            delete_import(row=row, keyring=keyring)
        for excerpt in SharedExcerpt.objects.filter(author=person):
            withdraw_excerpt(excerpt=excerpt)
        delete_requests(asked=person)
        KeptLines.objects.filter(person=person).delete()
        ImportProgress.objects.filter(person=person).delete()


def sweep() -> None:
    """Delete what nobody came back for: kept files, the counts of imports that were cut short, emptied boxes."""
    sweep_uploads()
    sweep_request_boxes()
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


def _keep_reading(row: Import, *, keyring: Keyring, words: dict[str, Any]) -> None:
    """Replace the reading; what was waved away in the one before, or elsewhere, stays away."""
    before = ImportReading.objects.select_related("box").filter(of=row).first()
    waved = [] if before is None else before.words(keyring)["waved"]
    words["waved"] = with_waved_before(row, keyring=keyring, words=words, waved=waved)
    reading = before or ImportReading(of=row, box=row.box)
    reading.put(keyring, words)
    reading.save()

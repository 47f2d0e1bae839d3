"""The actions of bringing: to keep what was given, ask about it, add it to what there was, and say whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import transaction

from amends_web.imports.chunks import manifest_of, open_parts, seal_chunks
from amends_web.imports.models import Import, ImportChunk, ImportProgress, ImportReading, PickedLines
from amends_web.imports.progress import Cancelled
from amends_web.imports.questions import Given, delete_files, given_from
from amends_web.imports.remembered import known_people
from amends_web.imports.together import Together, names_in, roots_in, shown_name, together, with_more, with_people
from amends_web.vault.actions import create_box
from amends_web.vault.models import Box

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amends.chats import Imported
    from amends_web.accounts.models import Person
    from amends_web.vault.keyring import Keyring


def keep_import(
    *, person: Person, keyring: Keyring, imported: Sequence[Imported], time_zone: str, submission: UUID | None = None
) -> Import:
    """Seal what was read as one conversation in a box of its own; a form that is sent twice brings one.

    Raises Cancelled where the person cancelled it.
    """
    known = known_people(person, keyring=keyring)
    whole = together(imported, known=known, zone=ZoneInfo(time_zone))
    with transaction.atomic():
        _check_not_cancelled(person=person, submission=submission)
        kept = _kept_from(person, submission)
        if kept is not None:
            return kept
        row = _new_import(person=person, keyring=keyring, submission=submission)
        _fill(row, keyring=keyring, whole=whole, kept={"me": None, "time_zone": time_zone})
    return row


def add_to_import(
    *, row: Import, keyring: Keyring, imported: Sequence[Imported], submission: UUID | None = None
) -> None:
    """Add more of a conversation to it. What it holds already stays once, and its marks stay at their messages.

    Afterwards the seat is to be taken anew. Raises Cancelled where the person cancelled meanwhile.
    """
    with transaction.atomic():
        _check_not_cancelled(person=row.owner, submission=submission)
        # What was given took seconds to read.
        row.lock()
        words = row.words(keyring)
        form = str(submission) if submission else None
        if form and words.get("added", {}).get("form") == form:
            return
        parts, places = open_parts(row, keyring=keyring, words=words)
        whole = with_more(parts, words, imported, known=known_people(row.owner, keyring=keyring))
        added = {
            "messages": sum(one.report.messages for one in imported),
            "new": len(whole.merged.origins) - row.message_count,
            "first_source": len(parts),
            "form": form,
        }
        _replace(row, keyring=keyring, words=words | {"added": added}, whole=whole, places=places)


def is_seated(row: Import) -> bool:
    """Say whether the person took a seat in it once: then who they are is known, nobody among it."""
    return ImportReading.objects.filter(of=row).exists()


def knows_everybody(words: Mapping[str, Any]) -> bool:
    """Say whether everybody in what was added last was in the conversation before."""
    roots = roots_in(words)
    return all(name.unique in roots for name in names_in(words) if name.conversation >= words["added"]["first_source"])


def say_who_is_who(*, row: Import, keyring: Keyring, roots: Mapping[str, str]) -> None:
    """Say which names are one person's: each further name with the first. What then stands twice is taken once."""
    with transaction.atomic():
        # Sent twice, the second begins where the first ended: else the marks would move twice.
        row.lock()
        words = row.words(keyring)
        parts, places = open_parts(row, keyring=keyring, words=words)
        whole = with_people(parts, words, roots=roots)
        _replace(row, keyring=keyring, words=words, whole=whole, places=places)


def keep_questions(
    *,
    person: Person,
    keyring: Keyring,
    given: Iterable[Given],
    time_zone: str,
    submission: UUID,
    more_of: Import | None = None,
) -> Import:
    """Keep what was given until the person has answered; the keys of kept files are sealed with it."""
    with transaction.atomic():
        _check_not_cancelled(person=person, submission=submission)
        kept = _kept_from(person, submission)
        if kept is not None:
            return kept
        row = _new_import(person=person, keyring=keyring, submission=submission)
        row.more_of = more_of
        _ask(row, keyring=keyring, given=given, time_zone=time_zone)
    return row


def ask_on(*, row: Import, keyring: Keyring, given: Sequence[Given]) -> None:
    """Ask what is open still, after answers that the sources hold; what is not among them any more is deleted."""
    with transaction.atomic():
        words = row.words(keyring)
        kept = {one.source.file_name for one in given}
        left = [one for one in given_from(words) if one.source.file_name not in kept]
        transaction.on_commit(lambda: delete_files(left))
        _ask(row, keyring=keyring, given=given, time_zone=given[0].source.time_zone)


def answer_questions(*, row: Import, keyring: Keyring, given: Sequence[Given]) -> Import:
    """Seal what was read with the person's answers, and delete what was kept for it; answers sent twice count once.

    Returns the import that it is in now: where it is more of another one, that.
    """
    files = [*given_from(row.words(keyring)), *given]
    imported = [one.imported for one in given if one.imported is not None]
    with transaction.atomic():
        if not Import.objects.select_for_update().filter(pk=row.pk, state=Import.State.ASKS).exists():
            return row.more_of or row
        transaction.on_commit(lambda: delete_files(files))
        if row.more_of is not None:
            add_to_import(row=row.more_of, keyring=keyring, imported=imported)
            row.box.delete()
            return row.more_of
        zone = given[0].source.time_zone
        whole = together(imported, known=known_people(row.owner, keyring=keyring), zone=ZoneInfo(zone))
        _fill(row, keyring=keyring, whole=whole, kept={"me": None, "time_zone": zone})
    return row


def _check_not_cancelled(*, person: Person, submission: UUID | None) -> None:
    cancelled = ImportProgress.objects.filter(person=person, is_cancelled=True)
    if submission is not None and cancelled.filter(submission=submission).exists():
        raise Cancelled


def _kept_from(person: Person, submission: UUID | None) -> Import | None:
    """Return what a form that was sent before brought, as nobody knows it but its sender: no row of forms is kept."""
    if submission is None:
        return None
    return Import.objects.select_related("box").filter(owner=person, submission=submission).first()


def _new_import(*, person: Person, keyring: Keyring, submission: UUID | None) -> Import:
    box = create_box(keyring, kind=Box.Kind.IMPORT, owner=person)
    return Import(id=uuid4(), box=box, owner=person, submission=submission)


def _ask(row: Import, *, keyring: Keyring, given: Iterable[Given], time_zone: str) -> None:
    row.state = Import.State.ASKS
    row.put(keyring, {"asked": [one.stored() for one in given], "time_zone": time_zone})
    row.save()


def _fill(row: Import, *, keyring: Keyring, whole: Together, kept: dict[str, Any]) -> None:
    """Seal a conversation in the place of whatever was in this import; `kept` are the words that stay beside it."""
    conversation = whole.merged.conversation
    names = [name.unique for name in whole.names]
    chunks = seal_chunks(row, conversation, keyring=keyring, names=names, origins=whole.merged.origins)
    manifest = manifest_of(chunks, messages=len(conversation.messages))
    row.put(keyring, kept | whole.words() | {"manifest": manifest})
    row.state = Import.State.ASKS_ME
    row.message_count = len(conversation.messages)
    row.save()
    row.chunks.all().delete()
    ImportChunk.objects.bulk_create(chunks)


def _replace(
    row: Import, *, keyring: Keyring, words: dict[str, Any], whole: Together, places: Sequence[tuple[int, int]]
) -> None:
    """Seal a conversation anew; `places` says of each message so far which one of which source it is."""
    moved = [whole.merged.places[source][n] for source, n in places]
    talk = words.get("talk")
    kept = words | {"talk": talk and {"first": moved[talk["first"]], "last": moved[talk["last"]]}}
    if words["me"] is not None:
        # Whoever is seen from keeps the seat under the name that they are shown by now.
        mine = next(name.unique for name in whole.names if shown_name(words, name.unique) == words["me"])
        kept["me"] = whole.same.get(mine, mine)
    _fill(row, keyring=keyring, whole=whole, kept=kept)
    _move_marks(row, keyring=keyring, moved=moved)


def _move_marks(row: Import, *, keyring: Keyring, moved: Sequence[int]) -> None:
    """Leave what was picked or waved away at its messages, whose numbers are others now."""
    picked = PickedLines.objects.select_related("box").filter(of=row).first()
    if picked is not None:
        picked.put(keyring, {"lines": sorted({moved[n] for n in picked.words(keyring)["lines"]})})
        picked.save(update_fields=["key_version", "sealed"])
    reading = ImportReading.objects.select_related("box").filter(of=row).first()
    if reading is not None:
        words = reading.words(keyring)
        words["waved"] = sorted({_moved_claim(claim, moved) for claim in words["waved"]})
        reading.put(keyring, words)
        reading.save(update_fields=["key_version", "sealed"])


def _moved_claim(claim: str, moved: Sequence[int]) -> str:
    kind, *where = claim.split(":")
    if not where:
        return claim
    n, *rest = where
    return ":".join([kind, str(moved[int(n)]), *rest])

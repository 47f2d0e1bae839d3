"""The other's own yes, before words of theirs are kept in a space.

The author of an excerpt asks; whoever wrote the lines sees exactly these, in a box that only the two of them open, and
ticks which may be kept, or none. Their yes is signed. Nothing is written for a no: to the author, and in the database,
it is the same as silence. A yes can be taken back at any time; the lines are then out of the space at once.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from amends.errors import Refused, Tampered
from amends.sealing import is_signed_by
from amends_web.imports.masks import masked_text
from amends_web.imports.models import Import, KeptLines, LeftOut, LinesRequest, SharedExcerpt
from amends_web.pauses.queries import check_open
from amends_web.vault.actions import create_box, share_box
from amends_web.vault.models import Box

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from amends_web.accounts.models import Person
    from amends_web.vault.keyring import Keyring

PURPOSE = "keep my lines"
# The sentences stand in templates/imports/asked.html; whoever changes what they mean raises this.
VERSION = "2"


def keep_left_out(*, row: Import, excerpt: SharedExcerpt, keyring: Keyring, lines: Iterable[Mapping[str, Any]]) -> None:
    """Keep, for the author alone, what an excerpt left out."""
    words = {"lines": [dict(line) for line in lines if line["from"] is not None and line["text"]], "asked": {}}
    if words["lines"]:
        left_out = LeftOut(of=row, box=row.box, excerpt=excerpt)
        left_out.put(keyring, words)
        left_out.save(force_insert=True)


def lines_to_ask(left_out: LeftOut, *, keyring: Keyring, name: str, asked: Person) -> list[dict[str, Any]]:
    """Return the lines of `name` that an excerpt left out and that nobody was asked for before.

    Not with another excerpt either, nor with the same conversation brought once more. None, where the author said of
    the name before that it is somebody else's: a line has one writer, and nobody else is to see it.
    """
    before = set()
    for earlier in LeftOut.objects.filter(of__owner=left_out.of.owner_id).select_related("box"):
        words = earlier.words(keyring)
        whose = {place: person for person, places in words["asked"].items() for place in places}
        for line in words["lines"]:
            person = whose.get(line["place"], str(asked.pk))
            if person != str(asked.pk) and earlier.of_id == left_out.of_id and line["from"] == name:
                return []
            if line["place"] in whose:
                before.add(_line_key(line))
    lines = left_out.words(keyring)["lines"]
    return [line for line in lines if line["from"] == name and _line_key(line) not in before]


def ask_for_lines(*, left_out: LeftOut, keyring: Keyring, name: str, asked: Person) -> LinesRequest:
    """Ask somebody for their lines, which the author says stand under `name` in the conversation.

    Raises Refused where that leaves nothing to ask for (lines_to_ask), NotYet during a break, and SwappedKeys.
    """
    with transaction.atomic():
        # Two requests at once wait for each other here.
        left_out = (
            LeftOut.objects.select_for_update(of=("self",))
            .select_related("box", "of", "excerpt__author")
            .get(pk=left_out.pk)
        )
        excerpt = left_out.excerpt
        if excerpt is not None:
            check_open(excerpt.space, keyring, now=timezone.now())
        lines = lines_to_ask(left_out, keyring=keyring, name=name, asked=asked)
        if excerpt is None or not lines or excerpt.requests.filter(asked=asked).exists():
            raise Refused(rule="nobody is asked twice")
        box = create_box(keyring, kind=Box.Kind.REQUEST, owner=excerpt.author)
        share_box(keyring, box=box, person=asked)
        request = LinesRequest(id=uuid4(), of=left_out.of, excerpt=excerpt, asked=asked, box=box)
        # The name in the author's phone stays out.
        request.put(keyring, {"lines": [{key: line[key] for key in line if key != "from"} for line in lines]})
        request.save(force_insert=True)
        words = left_out.words(keyring)
        words["asked"][str(asked.pk)] = [line["place"] for line in lines]
        left_out.put(keyring, words)
        left_out.save(update_fields=["key_version", "sealed"])
    return request


def say_yes(
    *,
    request: LinesRequest,
    person: Person,
    keyring: Keyring,
    places: Collection[int],
    taken_off: Collection[str] = (),
    now: datetime,
) -> None:
    """Keep these of one's own lines with the excerpt, signed; what was kept before and is not among them goes.

    `taken_off` are keys of masks (masks.masks_of) that their writer does without. Raises NotYet during a break where a
    line would stand there that did not before; to take lines out never waits.
    """
    asked = request.words(keyring)["lines"]
    lines = {str(line["place"]): masked_text(line, taken_off) for line in asked if line["place"] in places}
    excerpt = request.excerpt
    with transaction.atomic():
        before = KeptLines.objects.select_related("box").filter(excerpt=excerpt, person=person).first()
        if lines.items() - (before.words(keyring)["lines"].items() if before else set()):
            check_open(excerpt.space, keyring, now=now)
        KeptLines.objects.filter(excerpt=excerpt, person=person).delete()
        if not lines:
            return
        kept = KeptLines(id=uuid4(), box=excerpt.space.box, excerpt=excerpt, person=person)
        consent = {"purpose": PURPOSE, "version": VERSION, "given_at": now.isoformat(), "lines": _hash(lines)}
        words = {"lines": lines, "consent": consent}
        kept.put(keyring, words)
        kept.signature = keyring.sign(*_statement(kept, words))
        kept.save(force_insert=True)


def take_out(*, kept: KeptLines) -> None:
    """Take one's lines out of a space again."""
    kept.delete()


def kept_words(kept: KeptLines, *, keyring: Keyring) -> dict[int, str]:
    """Return the lines that somebody let be kept, by their places; raises Tampered where they did not sign them."""
    words = kept.words(keyring)
    if not is_signed_by(bytes(kept.person.verify_key), bytes(kept.signature), *_statement(kept, words)):
        raise Tampered
    return {int(place): text for place, text in words["lines"].items()}


def delete_requests(**which: object) -> None:
    """Delete the requests that these fields pick, with the boxes in which their lines lie."""
    Box.objects.filter(pk__in=LinesRequest.objects.filter(**which).values("box")).delete()


def sweep_request_boxes() -> None:
    """Delete the boxes of requests that went with something else, such as a space or an account."""
    Box.objects.filter(kind=Box.Kind.REQUEST).exclude(pk__in=LinesRequest.objects.values("box")).delete()


def _statement(kept: KeptLines, words: Mapping[str, Any]) -> tuple[object, ...]:
    """Return what whoever lets their lines be kept signs."""
    return ("kept lines", kept.pk, kept.excerpt_id, kept.excerpt.space_id, kept.person_id, _canonical(words))


def _hash(lines: Mapping[str, str]) -> str:
    return blake2b(_canonical(lines).encode(), digest_size=32).hexdigest()


def _canonical(words: Mapping[str, Any]) -> str:
    return json.dumps(words, sort_keys=True, separators=(",", ":"))


def _line_key(line: Mapping[str, Any]) -> tuple[Any, ...]:
    return (line["from"], line["at"], line["text"])

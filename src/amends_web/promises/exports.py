"""What this area puts into a person's own export, and what goes when they delete their account."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from amends_web.accounts.models import Person
from amends_web.promises.actions import delete_promise
from amends_web.promises.models import OwnNotes, Promise
from amends_web.promises.queries import own_notes, promises_of
from amends_web.promises.shown import names_in, shown, steps_of
from amends_web.promises.signing import Opened
from amends_web.shell.exports import Section
from amends_web.vault.keyring import Keyring


def collect(person: Person, keyring: Keyring) -> Section:
    """Return every promise with its history and who wrote what, and one's own notes."""
    rows = [_promise(one, person) for one in promises_of(person, keyring, most=None)]
    notes = own_notes(person, keyring)
    own = [{"what": "own notes", **notes}] if any(notes.values()) else []
    return Section(name="promises", title="Promises", rows=[*rows, *own])


def erase(person: Person, _keyring: Keyring) -> None:
    """Take out what this person promised and was promised, for all who had part in it: it was between them."""
    OwnNotes.objects.filter(person=person).delete()
    for row in Promise.objects.select_related("box").filter(Q(maker=person) | Q(receivers__person=person)).distinct():
        delete_promise(row=row)


def _promise(one: Opened, person: Person) -> dict[str, Any]:
    names = names_in(one.row)
    promise = shown(one, person, now=timezone.now(), names=names)
    return {
        "what": "promise",
        "by": promise.maker,
        "to": promise.to,
        "when": promise.terms.cue,
        "will": promise.terms.act,
        "for": promise.terms.when,
        "stands": promise.standing,
        "how_each_saw_it": [
            {"day": one.day, **{view.name: view.said for view in one.views}} for one in reversed(promise.times)
        ],
        "history": [
            {
                "at": step.at.isoformat(),
                "by": step.by,
                "what": step.what,
                **({"when": step.terms.cue, "will": step.terms.act, "for": step.terms.when} if step.terms else {}),
                "words": [{"line": label, "text": text} for label, text in step.lines],
            }
            for step in steps_of(one, person, names=names)
        ],
    }

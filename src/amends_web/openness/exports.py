"""What this area puts into a person's own export, and what goes when they delete their account."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from amends.errors import Tampered
from amends_web.accounts.models import Person
from amends_web.openness import queries
from amends_web.openness.models import Agreement, Entry, Note, Plan, SharedThings, Things
from amends_web.openness.queries import ShownList
from amends_web.shell.exports import Section
from amends_web.spaces.models import Space
from amends_web.spaces.queries import as_called_in, spaces_of
from amends_web.vault.keyring import Keyring
from amends_web.vault.models import Box


def collect(person: Person, keyring: Keyring) -> Section:
    """Return the lists with all that was done with them, the notes, the things, and one's own reminders.

    What one keeps for oneself is there also after one left the space that it was for.
    """
    kept = [(plan, plan.words(keyring)) for plan in queries.kept_by(Plan.objects, person)]
    rows = [
        *(row for shown in queries.lists_of(person, keyring) for row in _history(shown)),
        *map(_note, queries.notes_between(person, keyring, most=None)),
        *(
            {"what": "small things that land with you", "things": row.words(keyring)["things"]}
            for row in queries.kept_by(Things.objects, person)
        ),
        *(row for space in spaces_of(person) for row in _things(person, space, keyring)),
        *(
            {"what": "a reminder for yourself", **words, "at": plan.due_at.isoformat() if plan.due_at else ""}
            for plan, words in kept
        ),
    ]
    return Section(name="openness", title="Open with each other", rows=rows)


def erase(person: Person, _keyring: Keyring) -> None:
    """Take out what is from this person, and what was for them alone; others keep what was for them too."""
    Things.objects.filter(person=person).delete()
    Plan.objects.filter(person=person).delete()
    Entry.objects.filter(by=person).exclude(agreement__maker=person).delete()
    for model, author in ((Agreement, "maker"), (Note, "author"), (SharedThings, "person")):
        boxes = [row.box_id for row in model.objects.filter(**{author: person})]
        for row in model.objects.filter(to=person):
            row.to.remove(person)
            boxes += [] if row.to.exists() else [row.box_id]
        Box.objects.filter(pk__in=boxes).delete()


def _history(shown: ShownList) -> Iterator[dict[str, Any]]:
    """Yield a list entry by entry, each with who wrote it."""
    for row in shown.agreement.entries.all():
        entry = shown.entries[row.number]
        yield {
            "what": f"a list of what is told unasked: {entry.kind}",
            "list": str(shown.agreement.pk),
            "of": shown.agreement.maker.name,
            "by": as_called_in(shown.agreement.space, row.by).name,
            "on": shown.days[row.number].isoformat(),
            "items": list(entry.items),
        }


def _note(shown: queries.ShownNote) -> dict[str, Any]:
    return {
        "what": f"a note: {shown.kind}",
        "by": shown.note.author.name,
        "to": [person.name for person in shown.to],
        "on": shown.note.sent_on.isoformat(),
        "about": shown.item,
        "words": shown.text,
    }


def _things(person: Person, space: Space, keyring: Keyring) -> Iterator[dict[str, Any]]:
    shown = queries.things_shown_by(person, space)
    with suppress(Tampered):
        if shown:
            things, to = queries.opened_things(shown, keyring), [other.name for other in queries.readers_of(shown)]
            yield {"what": "small things that you showed", "to": to, "things": list(things)}
    for row, things in queries.others_things(person, space, keyring):
        yield {"what": "small things that land with somebody", "of": row.person.name, "things": list(things)}

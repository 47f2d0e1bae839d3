"""What this area puts into a person's own export, and what goes when they delete their account."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from amends_web.accounts.models import Person
from amends_web.acknowledgements.models import Acknowledgement, Hearing, OwnPace, OwnPages
from amends_web.acknowledgements.queries import Thread, threads
from amends_web.shell.exports import Section
from amends_web.vault.keyring import Keyring
from amends_web.vault.models import Box


def collect(person: Person, keyring: Keyring) -> Section:
    """Return one's own pages, and what passed between oneself and others in spaces that one is in."""
    pages = [_pages(row, keyring) for row in OwnPages.objects.select_related("box").filter(person=person)]
    here = {
        "acknowledgement__breakdown__space__members__person": person,
        "acknowledgement__breakdown__space__members__left_at": None,
    }
    passed = [
        row for thread in threads(person, keyring, of_people_here=False, **here) for row in _passed(thread, keyring)
    ]
    return Section(name="acknowledgements", title="What you owned, and what was owned towards you", rows=pages + passed)


def erase(person: Person, _keyring: Keyring) -> None:
    """Take out what this person wrote, sent and was sent; the boxes of two go with what lies in them.

    Whoever wrote to them keeps their own words, as drafts.
    """
    between = Acknowledgement.objects.filter(Q(author=person) | Q(recipient=person))
    Box.objects.filter(pk__in=between.values("box")).delete()
    Hearing.objects.filter(Q(person=person) | Q(of=person)).delete()
    OwnPace.objects.filter(person=person).delete()
    OwnPages.objects.filter(person=person).delete()


def _pages(row: OwnPages, keyring: Keyring) -> dict[str, Any]:
    words = row.words(keyring)
    answers = {name: answer for name, answer in words.items() if name not in ("about", "past", "for")}
    drafts = list(words.get("for", {}).values())
    return {"what": "own pages", **words["about"], **answers, "drafts": drafts}


def _passed(thread: Thread, keyring: Keyring) -> list[dict[str, Any]]:
    row = thread.acknowledgement
    about = row.breakdown.words(keyring)
    ends = {"from": row.author.name, "to": row.recipient.name}
    return [
        {
            "what": one.event.kind.value,
            **about,
            **ends,
            "at": one.event.at.isoformat(),
            "answer": one.event.answer,
            "part": one.event.part,
            "impact": one.event.text or one.impact,
            "words": one.words,
        }
        for one in thread.passed
    ]

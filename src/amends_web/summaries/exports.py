"""What this area puts into a person's own export, and what goes when they delete their account."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef

from amends_web.accounts.models import Person
from amends_web.shell.exports import Section
from amends_web.summaries.document import blocks_of, plain_text
from amends_web.summaries.models import Keeping, Summary, Version
from amends_web.summaries.queries import Standing, names_in, standings, summaries_of
from amends_web.summaries.signing import hash_of
from amends_web.vault.keyring import Keyring


def collect(person: Person, keyring: Keyring) -> Section:
    """Return every version of the summaries that one is in, with all that shows that it is as it was signed."""
    here = standings(summaries_of(person), person, keyring)
    names = {one.summary.space_id: names_in(one.summary.space) for one in here}
    rows = [row for one in here for row in _versions(one, names[one.summary.space_id])]
    rows += [
        {"what": "how long what was said is kept", "space": str(kept.space_id), **kept.words(keyring)}
        for kept in Keeping.objects.select_related("box").filter(person=person)
        if keyring.versions(kept.box_id)
    ]
    return Section(name="summaries", title="Summaries that you are in", rows=rows)


def erase(person: Person, _keyring: Keyring) -> None:
    """Take out what not everybody signed: summaries that were never agreed, and other versions of those that were.

    What everybody signed stays for the others, as long as there are any; each of them has it as theirs too.
    """
    Keeping.objects.filter(person=person).delete()
    mine = Summary.objects.filter(people=person)
    signed = Version.objects.filter(of__in=mine).annotate(signed=Count("replies"))
    Version.objects.filter(pk__in=[row.pk for row in signed.select_related("of") if row.signed < row.of.size]).delete()
    others = Summary.people.through.objects.filter(summary=OuterRef("pk")).exclude(person=person)
    mine.exclude(Exists(Version.objects.filter(of=OuterRef("pk"))) & Exists(others)).delete()


def _versions(here: Standing, names: dict[Any, str]) -> list[dict[str, Any]]:
    return [
        {
            "what": "summary",
            "summary": str(here.summary.pk),
            "version": opened.version.number,
            "is_agreed": opened.is_agreed,
            "text": plain_text(blocks_of(opened, names)),
            "hash": hash_of(opened.words),
            "signed": opened.words,
        }
        for opened in here.chain
    ]

"""What this area puts into a person's own export, and what goes when they delete their account."""

from __future__ import annotations

from typing import Any

from amends.errors import Sealed
from amends_web.accounts.models import Person
from amends_web.rhythm.models import CheckIn, OwnRhythm, Share, SharedAnswer
from amends_web.rhythm.own import own_of
from amends_web.rhythm.queries import standing
from amends_web.rhythm.signing import open_answer
from amends_web.shell.exports import Section
from amends_web.vault.keyring import Keyring


def collect(person: Person, keyring: Keyring) -> Section:
    """Return one's own answers, pulses, topics and drafts, and of check-ins what opened to this person."""
    own = own_of(person, keyring)
    rows: list[dict[str, Any]] = [_check_in(row, person, keyring) for row in _check_ins(person)]
    rows += [{"what": "pulse", **pulse} for pulse in own["pulses"]]
    rows += [{"what": "how it was", **answer} for answer in own["feedback"]]
    rows += [{"what": "about Amends", **entry} for entry in own["about_amends"]]
    rows += [{"what": "topic for next time", **topic} for topic in own["topics"]]
    rows += [{"what": "draft", "check_in": key, "parts": parts} for key, parts in own["drafts"].items() if parts]
    rows += [_shown(row, keyring) for row in SharedAnswer.objects.select_related("box", "person").filter(person=person)]
    return Section(name="check-ins", title="Check-ins, pulses, and how steps were", rows=rows)


def erase(person: Person, _keyring: Keyring) -> None:
    """Take out what this person gave, showed and kept; the others keep their own words."""
    SharedAnswer.objects.filter(person=person).delete()
    Share.objects.filter(person=person).delete()
    OwnRhythm.objects.filter(person=person).delete()


def _check_ins(person: Person) -> list[CheckIn]:
    rows = CheckIn.objects.select_related("box", "space__box").filter(
        space__members__person=person, space__members__left_at=None, shares__person=person
    )
    return list(rows.order_by("-made_at", "pk"))


def _check_in(row: CheckIn, person: Person, keyring: Keyring) -> dict[str, Any]:
    base = {"what": "check-in", "begun_at": row.made_at.isoformat()}
    try:
        shown = standing(row, person, keyring)
    except Sealed:
        return base | {"parts": None}
    parts = {
        part.part.id: [{"by": one.name, "words": one.text} for one in part.given] for part in shown.parts if part.given
    }
    return base | {"shared": dict(shown.mine), "parts": parts}


def _shown(row: SharedAnswer, keyring: Keyring) -> dict[str, Any]:
    base = {"what": "shown", "kind": row.kind, "shown_on": row.shared_on.isoformat()}
    try:
        return base | open_answer(row, keyring)
    except Sealed:
        return base

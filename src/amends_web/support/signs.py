"""What there is to see of a space for one person: gathered for the rule of amends.path.stuck."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from amends.errors import Tampered
from amends.path.floor import Verdict
from amends.path.stuck import Moment, Signs, is_silent, signs
from amends_web.accounts.models import Person
from amends_web.breakdowns.models import Breakdown, Side
from amends_web.listening.models import Receipt
from amends_web.listening.signing import open_receipt
from amends_web.promises.queries import stuck_promises
from amends_web.spaces.models import Space
from amends_web.support.models import PutAway
from amends_web.vault.keyring import Keyring


def signs_for(person: Person, space: Space, keyring: Keyring, *, today: date) -> Signs:
    """Return what all whom it concerns can see, and what this person marked for themselves alone."""
    return signs(
        moments=_moments(person, space, keyring),
        not_yet=_not_yet(person, space, keyring),
        stuck_promises=len(stuck_promises(space, person, keyring)),
        today=today,
    )


def is_put_away(person: Person, space: Space, keyring: Keyring, *, today: date) -> bool:
    row = PutAway.objects.select_related("box").filter(person=person).first()
    day = row.words(keyring).get(str(space.pk)) if row else None
    return is_silent(date.fromisoformat(day) if day else None, today=today)


def _moments(person: Person, space: Space, keyring: Keyring) -> Iterator[Moment]:
    rows = list(Breakdown.objects.select_related("box").filter(space=space))
    sides = Side.objects.select_related("box").filter(person=person, breakdown__in=rows)
    kinds = {side.breakdown_id: frozenset(side.words(keyring).get("kinds", ())) for side in sides}
    for row in rows:
        words = row.words(keyring)
        on = date.fromisoformat(words["day"]) if words["day"] else row.begun_at.date()
        yield Moment(name=words["name"], on=on, kinds=kinds.get(row.pk, frozenset()))


def _not_yet(person: Person, space: Space, keyring: Keyring) -> list[date]:
    """Return when rounds that this person sat in ended so, each once, by the word that its speaker signed."""
    rows = Receipt.objects.select_related("box", "person").filter(of__space=space, of__seats__person=person).distinct()
    ended: dict[object, date] = {}
    for row in rows:
        try:
            words = open_receipt(row, keyring)
        except Tampered:
            continue
        if words["verdict"] == Verdict.NOT_YET:
            ended[row.of_id] = datetime.fromisoformat(words["at"]).date()
    return list(ended.values())

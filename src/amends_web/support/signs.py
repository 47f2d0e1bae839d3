"""What there is to see of a space for one person: gathered for the rule of amends.path.stuck."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

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
from amends_web.vault.models import Box


def signs_for(person: Person, space: Space, keyring: Keyring, *, today: date) -> Signs:
    """Return what all whom it concerns can see, and what this person marked for themselves alone.

    `today` is on this person's own clock, which the request has set.
    """
    return signs(
        moments=_moments(person, space, keyring),
        not_yet=_not_yet(person, space, keyring),
        stuck_promises=len(stuck_promises(space, person, keyring)),
        today=today,
    )


def put_away_by(person: Person) -> QuerySet[PutAway]:
    """Return what this person put away; a row that lies in no box of theirs is not from them."""
    return PutAway.objects.filter(person=person, box__owner=person, box__kind=Box.Kind.PRIVATE)


def is_put_away(person: Person, space: Space, keyring: Keyring, *, today: date) -> bool:
    row = put_away_by(person).first()
    day = row.words(keyring).get(str(space.pk)) if row else None
    return is_silent(date.fromisoformat(day) if day else None, today=today)


def _moments(person: Person, space: Space, keyring: Keyring) -> Iterator[Moment]:
    rows = list(Breakdown.objects.select_related("box").filter(space=space))
    sides = Side.objects.select_related("box").filter(person=person, breakdown__in=rows)
    kinds = {side.breakdown_id: frozenset(side.words(keyring).get("kinds", ())) for side in sides}
    for row in rows:
        words = row.words(keyring)
        on = date.fromisoformat(words["day"]) if words["day"] else timezone.localdate(row.begun_at)
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
            ended[row.of_id] = timezone.localdate(datetime.fromisoformat(words["at"]))
    return list(ended.values())

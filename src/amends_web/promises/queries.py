from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from amends.errors import Tampered
from amends.path import promise as rule
from amends.reading.due import when_in
from amends_web.accounts.models import Person
from amends_web.breakdowns.models import Breakdown
from amends_web.promises.models import OwnNotes, Promise
from amends_web.promises.reminding import with_something_ahead
from amends_web.promises.signing import Opened, open_steps
from amends_web.spaces.models import Member, Space
from amends_web.spaces.queries import left_before
from amends_web.vault.keyring import Keyring

_NAMES_TERMS = frozenset({rule.Kind.OFFERED, rule.Kind.CHANGED, rule.Kind.TOOK})

# What home and the page of a space open at each visit, however many there have been.
MOST_OPENED = 20
# What a list opens at once: more than anybody has to keep in mind.
MOST_LISTED = 40
# What is looked through for what somebody did over the months.
MOST_LOOKED_AT = 100


def promise_rows(person: Person, **where: object) -> QuerySet[Promise]:
    """Return what this person promised or was promised, in spaces that they are in now, in a box of its maker's own."""
    between = Q(maker=person) | Q(receivers__person=person)
    here = {"space__members__person": person, "space__members__left_at": None}
    return (
        Promise.objects.select_related("box", "maker", "space__box")
        .prefetch_related("receivers__person", "steps__by", "steps__box", "space__members")
        .filter(between, box__owner=F("maker"), **here, **where)
        .distinct()
    )


def opened(row: Promise, keyring: Keyring) -> Opened:
    """Return a promise with its history; raises Tampered. What somebody left before, and came back, ended then."""
    found = open_steps(row, row.steps.all(), keyring)
    state = found.state
    named_at = max(told.event.at for told in found.told if told.event.kind in _NAMES_TERMS)
    for who, left_at in left_before(row.space.members.all()).items():
        state = rule.without_who_left(state, who, left_at=left_at, named_at=named_at)
    return replace(found, state=state)


def promises_of(
    person: Person, keyring: Keyring, *, space: Space | None = None, most: int | None = MOST_LOOKED_AT
) -> list[Opened]:
    """Return what this person promised or was promised, the newest first; without what was changed by others.

    Of many those that moved last; all of them where `most` is None.
    """
    rows = promise_rows(person, **({"space": space} if space else {})).order_by("-fresh_until", "pk")
    return _newest_first(_opened_of(rows[:most], keyring))


def current_promises(person: Person, keyring: Keyring, *, space: Space, now: datetime) -> list[Opened]:
    """Return those of a space that moved in the last weeks, that nobody answered, or whose day is to come."""
    return _newest_first(_opened_of(_current(person, space, now), keyring))


def earlier_rows(person: Person, *, space: Space, now: datetime) -> QuerySet[Promise]:
    """Return all the others of a space, none of them opened; what moved last comes first."""
    current = list(_current(person, space, now).prefetch_related(None).values_list("pk", flat=True))
    return promise_rows(person, space=space).exclude(pk__in=current).order_by("-fresh_until", "pk")


def opened_promises(rows: Iterable[Promise], keyring: Keyring) -> list[Opened]:
    """Return these with their histories, in their order; without what was changed by others."""
    return list(_opened_of(rows, keyring))


def fresh_promises(person: Person, keyring: Keyring, *, now: datetime) -> list[Opened]:
    """Return those that moved in the last weeks, for home: each visit opens at most MOST_OPENED of them.

    Nobody is asked by somebody who left the space and told it.
    """
    here = Member.objects.filter(Q(left_at=None) | Q(is_told=False), space=OuterRef("space"), person=OuterRef("maker"))
    rows = promise_rows(person, fresh_until__gt=now.date()).filter(Exists(here)).order_by("-fresh_until", "pk")
    return _newest_first(_opened_of(rows[:MOST_OPENED], keyring))


def answered_promises(person: Person, keyring: Keyring, *, space: Space, hands: int) -> Iterator[Opened]:
    """Yield those in which so many people took a step, each opened as it is asked for, at most MOST_OPENED.

    What has been still the longest comes first: that stays as it is, and so does what it answers.
    """
    rows = promise_rows(person, space=space).alias(hands=Count("steps__by", distinct=True)).filter(hands=hands)
    return _opened_of(rows.order_by("fresh_until", "pk")[:MOST_OPENED], keyring)


def stuck_promises(space: Space, person: Person, keyring: Keyring) -> list[Opened]:
    """Return the promises that were changed twice and still missed, by their maker's own word; both sides know it."""
    return [one for one in promises_of(person, keyring, space=space) if rule.is_stuck(one.state)]


def own_notes(person: Person, keyring: Keyring) -> dict[str, Any]:
    """Return {"breaks": {breakdown: fit}, "deeds": {promise: fit}}, both empty at first."""
    row = OwnNotes.objects.select_related("box").filter(person=person).first()
    return {"breaks": {}, "deeds": {}} | (row.words(keyring) if row else {})


def noted_break(person: Person, keyring: Keyring, *, space: Space, breakdown: str) -> str:
    """Return what kind of break this person noted, of one in this space; "" where there is none."""
    noted: str = own_notes(person, keyring)["breaks"].get(breakdown, "")
    return noted if noted and Breakdown.objects.filter(pk=breakdown, space=space).exists() else ""


def _current(person: Person, space: Space, now: datetime) -> QuerySet[Promise]:
    ahead = with_something_ahead(person, space=space, now=now)
    rows = promise_rows(person, space=space).alias(hands=Count("steps__by", distinct=True))
    # One in which only its maker took a step waits for an answer, or for none.
    rows = rows.filter(Q(fresh_until__gt=now.date()) | Q(pk__in=ahead) | Q(hands=1))
    return rows.order_by("-fresh_until", "pk")[:MOST_LISTED]


def _opened_of(rows: Iterable[Promise], keyring: Keyring) -> Iterator[Opened]:
    for row in rows:
        with suppress(Tampered):
            yield opened(row, keyring)


def _newest_first(found: Iterable[Opened]) -> list[Opened]:
    return sorted(found, key=lambda one: (one.told[0].event.at, str(one.row.pk)), reverse=True)


def day_named_in(text: str, *, now: datetime) -> Any:
    """Return the day that words name ("by Friday"), with the words; `now` is on the writer's own clock."""
    return when_in(text, at=now, language="en")


def asked_of(one: Opened, person: UUID, *, now: datetime) -> list[rule.Occasion]:
    return rule.asked_about(one.state, who=person, now=now)

"""When people are asked about a promise: its maker the evening before, both as its time has come. No words go along."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from amends.path import promise as rule
from amends_web.accounts.models import Person
from amends_web.promises.models import Promise
from amends_web.promises.signing import people_of
from amends_web.reminders.actions import forget, remind
from amends_web.reminders.models import Reminder
from amends_web.spaces.models import Space
from amends_web.vault.keyring import Keyring


def plan(row: Promise, state: rule.Promise, *, now: datetime) -> None:
    """Plan every time that is asked about now or to come, for each of them, and take away what is not any more."""
    key = f"promise:{row.pk}"
    planned = dict(Reminder.objects.filter(about__startswith=key).values_list("about", "due_at"))
    wanted = _wanted(state, key, planned=planned, now=now)
    for about in planned.keys() - {about for about, _, _, _ in wanted}:
        forget(about_prefix=about)
    people = people_of(row)
    for about, kind, at, who in wanted:
        if planned.get(about) != at:
            remind(person=people[who], kind=kind, at=at, about=about, space=row.space)


def forget_for(person: Person, space: Space, _keyring: Keyring) -> None:
    """Remind nobody of what ended as somebody left who comes back now, as spaces.returning asks."""
    for row in Promise.objects.filter(Q(maker=person) | Q(receivers__person=person), space=space).distinct():
        forget(about_prefix=f"promise:{row.pk}", person=None if row.maker_id == person.pk else person)


def with_something_ahead(person: Person, *, space: Space, now: datetime) -> set[UUID]:
    """Return the ids of the promises of a space about which this person is still to be reminded or asked."""
    ahead = Reminder.objects.filter(person=person, space=space, about__startswith="promise:", due_at__gt=now)
    return {UUID(about.split(":")[1]) for about in ahead.values_list("about", flat=True)}


def _wanted(
    state: rule.Promise, key: str, *, planned: Collection[str], now: datetime
) -> list[tuple[str, str, datetime, rule.Who]]:
    terms = state.now.terms
    asks = [
        (occasion.on, rule.asks_at(occasion.terms, occasion.due), who)
        for who in (state.maker, *sorted(state.receivers, key=str))
        for occasion in rule.asked_about(state, who=who, now=now)
    ]
    coming = [] if rule.coming(state, now=now) is None else rule.dues(terms, after=now, before=now + rule.FARTHEST)
    ahead = [due for due in coming if rule.asks_at(terms, due) > now]
    asks += [
        (due.date(), rule.asks_at(terms, due), who)
        for due in ahead
        for who in (state.maker, *sorted(state.now.holders, key=str))
    ]
    warnings = [(f"{key}:due:{due.date()}", rule.warns_at(terms, due)) for due in ahead]
    return [
        *(
            (about, Reminder.Kind.PROMISE_DUE.value, at, state.maker)
            for about, at in warnings
            # One that is out stays until its time has come; none begins in the past.
            if at > now or about in planned
        ),
        *((f"{key}:asks:{on}:{who}", Reminder.Kind.PROMISE_ASKS.value, at, who) for on, at, who in asks),
    ]

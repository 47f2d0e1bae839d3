from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from amends.path import pause as rule
from amends_web.accounts.models import Person
from amends_web.pauses.models import Pause
from amends_web.spaces.models import Space
from amends_web.spaces.queries import members
from amends_web.vault.keyring import Keyring


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What everybody in a space is told of one break. `until` is in the reader's own time."""

    pause: Pause
    name: str
    until: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What stands above a composer: the breaks that hold words back, those whose time has come, who came back.

    `seen` names this state: a page that shows it already says so, and is answered with nothing.
    """

    running: tuple[Told, ...]
    due: tuple[Told, ...]
    back: tuple[Told, ...]

    @property
    def seen(self) -> str:
        shown = repr([[(told.pause.pk, told.until, told.sentence) for told in part] for part in self._parts])
        return hashlib.blake2b(shown.encode(), digest_size=8).hexdigest()

    @property
    def _parts(self) -> tuple[tuple[Told, ...], ...]:
        return (self.running, self.due, self.back)


def gate(space: Space, keyring: Keyring, *, now: datetime, people: Collection[str] = ()) -> Gate:
    """Return how the breaks of a space stand, or those of these people's ids, where words go between them alone."""
    names = {member.person_id: member.person.name for member in members(space)}
    found = _of_people(recent(space=space, now=now), people)
    rows = [(value_of(row, keyring), _told(row, keyring, names)) for row in found]
    return Gate(
        running=tuple(told for pause, told in rows if rule.is_running(pause, now=now)),
        due=tuple(told for pause, told in rows if rule.is_due(pause, now=now)),
        back=tuple(told for pause, told in rows if pause.ended_at is not None),
    )


def check_open(space: Space, keyring: Keyring, *, now: datetime, people: Collection[str] = ()) -> None:
    """Raise NotYet while anybody in the space is on a break: asked by every action that sends somebody words.

    `people` are the ids of those between whom alone the words go, where it is not the whole space.
    """
    found = _of_people(recent(space=space, now=now), people)
    rule.check_open([value_of(row, keyring) for row in found], now=now)


def recent(*, now: datetime, **where: object) -> list[Pause]:
    """Return the breaks that still say something: running, due, or ended not long ago; one a person, the newest."""
    rows = (
        Pause.objects.select_related("box", "person", "space__box")
        .filter(**where)
        .filter(Q(ended_at=None, back_at__gt=now - rule.TOLD_FOR) | Q(ended_at__gt=now - rule.TOLD_FOR))
        .order_by("back_at", "pk")
    )
    return list({(row.space_id, row.person_id): row for row in sorted(rows, key=_age)}.values())


def running_pause(person: Person, space: Space) -> Pause | None:
    """Return the break that somebody has not come back from yet, or None."""
    return (
        Pause.objects.select_related("box", "space__box")
        .filter(person=person, space=space, ended_at=None, back_at__gt=timezone.now() - rule.TOLD_FOR)
        .order_by("-back_at")
        .first()
    )


def value_of(row: Pause, keyring: Keyring) -> rule.Pause:
    """Return a break as the rules know it."""
    return rule.Pause(back_at=row.back_at, moved=row.words(keyring)["moved"], ended_at=row.ended_at)


def told(row: Pause, keyring: Keyring) -> Told:
    return _told(row, keyring, {member.person_id: member.person.name for member in members(row.space)})


def time_words(at: datetime) -> str:
    """Return a time as people say it: "20:40" today, "Friday 19:00" within a week, the date before that or after."""
    here, today = timezone.localtime(at), timezone.localdate()
    if here.date() == today:
        return date_format(here, "H:i")
    if timedelta(0) < here.date() - today < timedelta(days=7):
        return date_format(here, "l H:i")
    return date_format(here, "j F H:i")


def sentence_of(told: Told) -> str:
    """Return the one line that everybody reads of a break."""
    return _("%(name)s is taking a break and means to be back: %(until)s.") % {"name": told.name, "until": told.until}


def _of_people(rows: list[Pause], people: Collection[str]) -> list[Pause]:
    return [row for row in rows if not people or str(row.person_id) in people]


def _told(row: Pause, keyring: Keyring, names: Mapping[UUID, str]) -> Told:
    return Told(
        pause=row,
        name=names.get(row.person_id, _("A former member")),
        until=time_words(row.back_at),
        sentence=row.words(keyring)["sentence"],
    )


def _age(row: Pause) -> tuple[bool, datetime]:
    """Sort what has ended before what has not: a new break says more than the one before it."""
    return (row.ended_at is None, row.ended_at or row.back_at)

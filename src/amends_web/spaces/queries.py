from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from amends_web.accounts.models import Person
from amends_web.spaces.models import Invite, Joining, Member, Space


def spaces_of(person: Person) -> list[Space]:
    """Return the spaces that a person is in now, the newest first."""
    return list(
        Space.objects.select_related("box")
        .filter(members__person=person, members__left_at=None)
        .order_by("-members__joined_at")
    )


def members(space: Space) -> list[Member]:
    """Return who is here, in the order in which they came.

    Somebody who left without telling is in it too: to the others nothing looks different until they are told
    (SECURITY.md 5, leaving). Whether a person may come in is never asked here: `access.space_for` is the door.
    """
    rows = (
        Member.objects.select_related("person")
        .filter(space=space)
        .filter(Q(left_at=None) | Q(is_told=False))
        .order_by("joined_at", "pk")
    )
    # Whoever left and came back has two rows, and is one person.
    return list({row.person_id: row for row in rows}.values())


def left_before(rows: Iterable[Member]) -> dict[UUID, datetime]:
    """Return, of those who left a space and came back, when they left the last time; `rows` are all of that space."""
    found: dict[UUID, datetime] = {}
    ended: dict[UUID, datetime | None] = {}
    for row in sorted(rows, key=lambda row: row.joined_at):
        left_at = ended.get(row.person_id)
        if left_at is not None:
            found[row.person_id] = left_at
        ended[row.person_id] = row.left_at
    return found


def members_of(spaces: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Return the ids of who is in each of these spaces, by the space's id, as `members` tells it; in one query."""
    rows = Member.objects.filter(space__in=set(spaces)).filter(Q(left_at=None) | Q(is_told=False))
    found: dict[UUID, set[UUID]] = {}
    for space, person in rows.values_list("space", "person"):
        found.setdefault(space, set()).add(person)
    return {space: frozenset(people) for space, people in found.items()}


def others(space: Space, person: Person) -> list[Person]:
    return [member.person for member in members(space) if member.person_id != person.pk]


class Named(Protocol):
    @property
    def name(self) -> str: ...


def name_list(people: Iterable[Named]) -> str:
    """Return names as a person would say them: "Ben", "Ben and Cleo", "Ben, Cleo and Dan"; "" for nobody."""
    return _listed([person.name for person in people])


def you_and(people: Iterable[Named]) -> str:
    """Return who is somewhere, as its reader is told: "You and Ben", "You, Ben and Cleo", "Only you so far"."""
    names = [person.name for person in people]
    return _listed([_("You"), *names]) if names else _("Only you so far")


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def shown_name(space: Space, person: Person | None) -> str:
    """Return how an author is named in a space: whoever is gone is a former member."""
    if person is None or all(member.person_id != person.pk for member in members(space)):
        return _("a former member")
    return person.name


def as_called_in(space: Space, person: Person) -> Person:
    """Return somebody as they are called in a space: whoever left and told it is a former member there.

    A new name of theirs is told to nobody who stayed. For lists, `space__members` is fetched with the rows.
    """
    if any(row.person_id == person.pk and (row.left_at is None or not row.is_told) for row in space.members.all()):
        return person
    former = copy(person)
    former.name = _("a former member")
    return former


def my_joinings(person: Person) -> list[Joining]:
    """Return the joinings that a person began, the newest first."""
    return list(Joining.objects.select_related("invite__asked_by").filter(person=person).order_by("-asked_at"))


def waiting_for(person: Person) -> list[Joining]:
    """Return who waits for this person to let them in, the one who waits longest first."""
    return list(
        Joining.objects.select_related("person", "invite")
        .filter(invite__asked_by=person, let_in_at=None)
        .order_by("asked_at")
    )


def open_invites(space: Space, person: Person, *, now: datetime) -> list[Invite]:
    """Return the invites that this person made and that nobody took yet.

    One that was said no to is among them until its time is up: a no is never told.
    """
    return list(
        Invite.objects.select_related("box")
        .filter(space=space, asked_by=person, joining=None, expires_at__gt=now)
        .order_by("made_at")
    )


def waiting_at(space: Space, person: Person) -> list[Joining]:
    return [joining for joining in waiting_for(person) if joining.invite.space_id == space.pk]


def told_leavings(space: Space) -> list[Member]:
    """Return who left and chose to tell, and did not come back; the last first."""
    here = {member.person_id for member in members(space)}
    rows = Member.objects.select_related("person").filter(space=space, is_told=True).order_by("-left_at")
    return [row for row in {row.person_id: row for row in reversed(rows)}.values() if row.person_id not in here]

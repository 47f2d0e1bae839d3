"""The steps after which each is asked how that was: a round, an answer to what was owned, a check-in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from amends.path.own_it import Kind
from amends_web.accounts.models import Person
from amends_web.acknowledgements.models import Acknowledgement
from amends_web.acknowledgements.pieces import open_pieces
from amends_web.listening.access import round_for
from amends_web.listening.models import Seat
from amends_web.rhythm.access import check_in_for
from amends_web.rhythm.queries import company_of, is_on_own_devices, was_round
from amends_web.spaces.models import Space
from amends_web.spaces.queries import others
from amends_web.vault.keyring import Keyring
from amends_web.vault.models import Box


class StepKind(StrEnum):
    ROUND = "round"
    ACKNOWLEDGEMENT = "acknowledgement"
    CHECK_IN = "check-in"


STEP_WORDS = {
    StepKind.ROUND: _("A round"),
    StepKind.ACKNOWLEDGEMENT: _("What was owned"),
    StepKind.CHECK_IN: _("A check-in"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step, for somebody who was in it. `others` may read what is shown of it, as they open its `box`.

    `asks_wish`: how long and how fast the next one is can be wished after it (tempo).
    """

    kind: StepKind
    about: UUID
    space: Space
    box: Box
    title: str
    others: tuple[Person, ...]
    asks_wish: bool = True


def step_for(person: Person, kind: str, about: UUID, keyring: Keyring) -> Step:
    """Return a step that is over, to whoever was in it; not there, and not theirs, are the same answer.

    Before that it is not there either: what is shown of it would reach somebody who has not said yes to it yet, past
    all that lets words through only when they want them.
    """
    if kind not in set(StepKind):
        raise Http404
    return _FINDERS[StepKind(kind)](person, about, keyring)


def _round(person: Person, about: UUID, keyring: Keyring) -> Step:
    of = round_for(person, about)
    words = of.words(keyring)
    if not was_round(words):
        raise Http404
    seats = {seat.person_id for seat in Seat.objects.filter(of=of)}
    return Step(
        kind=StepKind.ROUND,
        about=of.pk,
        space=of.space,
        box=of.box,
        title=words["topic"],
        others=tuple(other for other in others(of.space, person) if other.pk in seats),
        asks_wish=is_on_own_devices(words),
    )


def _acknowledgement(person: Person, about: UUID, keyring: Keyring) -> Step:
    row = (
        Acknowledgement.objects.select_related("box", "author", "recipient", "breakdown__space__box")
        .filter(
            Q(author=person) | Q(recipient=person),
            pk=about,
            breakdown__space__members__person=person,
            breakdown__space__members__left_at=None,
        )
        .first()
    )
    if row is None:
        raise Http404
    pieces = row.pieces.select_related("box", "by", "acknowledgement__author", "acknowledgement__recipient")
    if all(passed.event.kind != Kind.RESPONSE for passed in open_pieces(pieces, keyring)):
        raise Http404
    other = row.recipient if row.author_id == person.pk else row.author
    return Step(
        kind=StepKind.ACKNOWLEDGEMENT,
        about=row.pk,
        space=row.breakdown.space,
        box=row.box,
        title=str(STEP_WORDS[StepKind.ACKNOWLEDGEMENT]),
        others=(other,),
        asks_wish=False,
    )


def _check_in(person: Person, about: UUID, keyring: Keyring) -> Step:
    row = check_in_for(person, about, keyring)
    words = row.words(keyring)
    if row.revealed_at is None and not words["is_over"]:
        raise Http404
    people = company_of(row, words).people
    return Step(
        kind=StepKind.CHECK_IN,
        about=row.pk,
        space=row.space,
        box=row.box,
        title=str(STEP_WORDS[StepKind.CHECK_IN]),
        others=tuple(other for who, other in people.items() if who != person.pk),
    )


_FINDERS: Mapping[StepKind, Callable[[Person, UUID, Keyring], Step]] = {
    StepKind.ROUND: _round,
    StepKind.ACKNOWLEDGEMENT: _acknowledgement,
    StepKind.CHECK_IN: _check_in,
}

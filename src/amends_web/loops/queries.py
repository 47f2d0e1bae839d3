from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from amends.errors import Tampered
from amends.path.loop import Arrow, Ring, Wording
from amends_web.accounts.models import Person
from amends_web.breakdowns.models import Breakdown
from amends_web.loops import models
from amends_web.loops.models import Answers, Loop, Share
from amends_web.loops.signing import opened
from amends_web.spaces.blind import Standing, open_share, standing_of
from amends_web.spaces.models import Space
from amends_web.vault.keyring import Keyring

if TYPE_CHECKING:
    from django.db.models import QuerySet


def loops_in(space: Space) -> list[Loop]:
    """Return the loops of a space, the newest first."""
    return list(Loop.objects.select_related("box").filter(space=space).order_by("-begun_at", "pk"))


def loop_of(breakdown: Breakdown) -> Loop | None:
    return Loop.objects.select_related("box", "space__box").filter(breakdown=breakdown).first()


def answers_of(person: Person, loop: Loop) -> Answers | None:
    return Answers.objects.select_related("box").filter(person=person, loop=loop).first()


def answer_words(keyring: Keyring, person: Person, loop: Loop) -> dict[str, Any]:
    """Return one's own answers; empty where nothing was written yet."""
    row = answers_of(person, loop)
    return row.words(keyring) if row else {}


def shares_of(loop: Loop) -> QuerySet[Share]:
    return Share.objects.select_related("box", "person").filter(loop=loop)


def standing(loop: Loop, person: Person, keyring: Keyring) -> Standing:
    return standing_of(loop, loop.space, shares_of(loop), person, keyring)


def own_share(keyring: Keyring, person: Person, loop: Loop) -> dict[str, Any]:
    """Return what this person has shared; raises Tampered where it is not what was signed."""
    return open_share(shares_of(loop).get(person=person), keyring)


def ring_of(loop: Loop, keyring: Keyring) -> Ring:
    """Return the ring in its order.

    Raises Tampered where a wording is not what its author signed, or the order leaves an arrow out.
    """
    wordings: dict[UUID, list[Wording]] = {}
    for row in wordings_of(loop):
        words = opened(row, keyring)
        wordings.setdefault(row.arrow, []).append(
            Wording(number=row.number, does=words["does"], text=words["text"], by=str(row.by_id))
        )
    # Read after the wordings: an arrow that was put in meanwhile may be in the order alone, never the other way round.
    order: list[str] = Loop.objects.select_related("box").get(pk=loop.pk).words(keyring)["order"]
    if wordings.keys() - {UUID(name) for name in order}:
        raise Tampered
    # An arrow is gone where all that it said was of somebody who deleted their account.
    return tuple(Arrow(id=name, wordings=tuple(wordings[UUID(name)])) for name in order if UUID(name) in wordings)


def wordings_of(loop: Loop) -> QuerySet[models.Wording]:
    return models.Wording.objects.select_related("box", "by").filter(loop=loop).order_by("number")

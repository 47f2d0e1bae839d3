"""What home and the space page show of this area."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from amends.path.floor import Pace, Step, all_heard, is_over
from amends.path.places import Place
from amends_web.listening.models import Round
from amends_web.listening.pages import MINUTES_A_TURN
from amends_web.listening.queries import Here, rounds_of, standing
from amends_web.shell import panels
from amends_web.spaces.models import Space
from amends_web.vault.requests import UnlockedRequest

# Somebody waits for it now, so after whoever waits at a door and before what one does alone.
_ORDER = 9
# Enough for a home page, which shows three.
_MOST = 6


def steps(request: UnlockedRequest) -> Iterator[panels.Step]:
    """Yield the rounds that wait for this person; those that wait for somebody else say nothing."""
    for here in standing(rounds_of(request.user)[:_MOST], request.user, request.keyring):
        if here.floor.step == Step.ASKED and not here.is_on_one_phone and here.own not in here.agreed:
            title, hint = _("A round about %(topic)s"), _("Would now be all right? Later is fine.")
        elif here.has_floor:
            title, hint = _("You have the floor: %(topic)s"), _("Whenever you like. It waits for you.")
        else:
            continue
        yield panels.Step(
            title=title % {"topic": here.topic},
            hint=hint,
            url=reverse("listening:round", args=[here.of.pk]),
            minutes=MINUTES_A_TURN,
            order=_ORDER,
        )


def space_panels(request: UnlockedRequest, space: Space) -> Iterator[panels.Panel]:
    """Yield the rounds of a space that one is in, the way to ask for another, and how one listens."""
    for here in standing(rounds_of(request.user, space=space)[:_MOST], request.user, request.keyring):
        yield panels.Panel(title=here.topic, text=_state(here), url=reverse("listening:round", args=[here.of.pk]))
    yield panels.Panel(
        title=_("Ask for a round"),
        text=_("To hear each other: one has the floor, somebody says back what they heard, then the other way round."),
        url=reverse("listening:ask", args=[space.pk]),
        minutes=2 * MINUTES_A_TURN,
        place=Place.HEAR_EACH_OTHER,
    )


def reached(_request: UnlockedRequest, space: Space) -> Iterator[Place]:
    """Yield where people have come to: a round that went on is everybody's yes."""
    if Round.objects.filter(space=space, number__gt=1).exists():
        yield Place.HEAR_EACH_OTHER


def _state(here: Here) -> str:
    if here.floor.step == Step.ASKED:
        return _("A round, asked for")
    if here.floor.step == Step.NOT_NOW:
        return _("A round: not this time")
    if not is_over(here.floor):
        return _("A round, over days") if here.pace == Pace.SLOW else _("A round, going on")
    return _("A round in which each of you was heard") if all_heard(here.floor) else _("A round that is over")

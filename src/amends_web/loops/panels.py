"""What home, the space page and the page of a breakdown show of this area."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from amends.path.places import Place
from amends_web.accounts.models import Person
from amends_web.breakdowns.models import Breakdown
from amends_web.loops.models import Loop, Share
from amends_web.shell.panels import Panel, Step, opening
from amends_web.spaces.blind import waiting_to_be_shared_again
from amends_web.spaces.models import Space
from amends_web.vault.requests import UnlockedRequest

# Enough for home, which shows three; older ones are on the page of their space.
_MOST = 6
# After one's own side of what happened: this goes below it.
_ORDER = 22


def steps(request: UnlockedRequest) -> Iterator[Step]:
    """Yield what this person could do next with a loop. Nothing here tells what the others did or did not."""
    loops = list(_loops(request.user))
    again = _to_share_again(loops, request)
    for loop in loops:
        with opening(request):
            words = loop.words(request.keyring)
            if not words["is_put_away"]:
                yield from _steps_of(loop, words, must_share_again=loop.pk in again)


def space_panels(_request: UnlockedRequest, space: Space) -> Iterator[Panel]:
    yield Panel(
        title=_("What was it really about?"),
        text=_("What lay below, and what goes round between you."),
        url=reverse("loops:loops", args=[space.pk]),
        minutes=5,
        place=Place.HEAR_EACH_OTHER,
    )


def breakdown_panels(_request: UnlockedRequest, breakdown: Breakdown) -> Iterator[Panel]:
    yield Panel(
        title=_("What was this really about?"),
        text=_("Four questions each, then the loop that you draw together."),
        url=reverse("loops:begin", args=[breakdown.space_id]) + f"?breakdown={breakdown.pk}",
        minutes=5,
    )


def _steps_of(loop: Any, words: dict[str, Any], *, must_share_again: bool) -> Iterator[Step]:
    if must_share_again:
        yield Step(
            title=_("What was it really about? %(name)s") % {"name": words["name"]},
            hint=_("Somebody has come since you shared. It stays closed until you share it again."),
            url=reverse("loops:loop", args=[loop.pk]),
            minutes=2,
            order=_ORDER,
        )
    elif loop.revealed_at is None and not loop.has_shared:
        yield Step(
            title=_("What was it really about? %(name)s") % {"name": words["name"]},
            hint=_("Four questions, for yourself first. One answer is enough."),
            url=reverse("loops:answers", args=[loop.pk]),
            minutes=5,
            order=_ORDER,
        )
    elif loop.revealed_at is not None and loop.has_shared and not words["order"]:
        yield Step(
            title=_("Draw the loop together: %(name)s") % {"name": words["name"]},
            hint=_("All of you have shared, so all of you see it now."),
            url=reverse("loops:loop", args=[loop.pk]),
            minutes=5,
            order=_ORDER,
        )


def _to_share_again(loops: Iterable[Any], request: UnlockedRequest) -> set[UUID]:
    spaces = {one.pk: one.space_id for one in loops if one.has_shared and one.revealed_at is None}
    own = Share.objects.select_related("box", "person").filter(person=request.user, loop__in=spaces)
    return waiting_to_be_shared_again(((spaces[share.loop_id], share) for share in own), request.keyring)


def _loops(person: Person) -> Any:
    mine = Share.objects.filter(loop=OuterRef("pk"), person=person)
    return (
        Loop.objects.select_related("box")
        .filter(space__members__person=person, space__members__left_at=None)
        .annotate(has_shared=Exists(mine))
        .order_by("-begun_at")[:_MOST]
    )

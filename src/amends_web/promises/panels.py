"""What home and the pages of a space and a breakdown lead on to. Nothing is counted, and nothing hurries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.path import promise as rule
from amends.path.places import Place
from amends.path.promise import Kind
from amends_web.breakdowns.models import Breakdown
from amends_web.promises import queries
from amends_web.promises.own_views import has_heard
from amends_web.shell.panels import Panel, Step
from amends_web.spaces.models import Space
from amends_web.spaces.queries import others
from amends_web.vault.requests import UnlockedRequest

# After what somebody asks, before what one has begun oneself. That a day has come is told by reminders.
_ORDER = 13
# Words that nobody has to answer stay among the next steps for so long. Nothing tells whether they were read.
_NEW_FOR = timedelta(days=2)
_TOLD = (Kind.HEADS_UP, Kind.REPAIRED)


def steps(request: UnlockedRequest) -> Iterator[Step]:
    """Yield what was offered to this person, what was proposed to them instead, and words that came with a promise."""
    now, me = timezone.now(), request.user.pk
    for one in queries.fresh_promises(request.user, request.keyring, now=now):
        state, url = one.state, reverse("promises:promise", args=[one.row.pk])
        last = one.told[-1]
        if state.maker == me and rule.open_proposals(state, now=now):
            title = _("Somebody proposes something else for what you promised")
            yield Step(title=title, hint=_("You alone decide."), url=url, minutes=1, order=_ORDER)
        elif rule.waits_for(state, me, now=now) and me not in state.declined and me not in state.proposals:
            title = _("%(name)s offers you a promise") % {"name": one.row.maker.name}
            yield Step(title=title, hint=_("Yes, something else, or no."), url=url, minutes=1, order=_ORDER)
        elif last.by.pk != me and last.event.kind in _TOLD and now - last.event.at < _NEW_FOR:
            title = _("A word from %(name)s about a promise") % {"name": last.by.name}
            yield Step(title=title, hint=_("You can read it, and leave it at that."), url=url, minutes=1, order=_ORDER)


def space_panels(request: UnlockedRequest, space: Space) -> Iterator[Panel]:
    if others(space, request.user):
        yield Panel(
            title=_("Promises"),
            text=_("One small thing, for a day, and how each of you saw it."),
            url=reverse("promises:promises", args=[space.pk]),
            minutes=3,
            place=Place.AGREE,
        )


def breakdown_panels(request: UnlockedRequest, breakdown: Breakdown) -> Iterator[Panel]:
    """Yield the way to what kind of repair fits, once somebody feels heard by this person."""
    if has_heard(request, breakdown):
        yield Panel(
            title=_("What kind of repair fits"),
            text=_("What broke, as you see it of yourself, and a promise that fits."),
            url=reverse("promises:break", args=[breakdown.pk]),
            minutes=3,
        )


def reached(request: UnlockedRequest, space: Space) -> Iterator[Place]:
    """Yield "agree" once something is agreed between all the people here, "follow through" once all of them looked."""
    everybody = {request.user.pk, *(other.pk for other in others(space, request.user))}
    found: set[Place] = set()
    for one in queries.answered_promises(request.user, request.keyring, space=space, hands=len(everybody)):
        if {one.state.maker, *one.state.receivers} != everybody:
            continue
        if any(one.state.receivers <= period.agreed.keys() for period in one.state.periods):
            found.add(Place.AGREE)
        if {who for _offer, _on, who in one.state.views} == everybody:
            found.add(Place.FOLLOW_THROUGH)
        if len(found) == 2:
            break
    yield from found

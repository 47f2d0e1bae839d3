"""What home and the space page show of this area. Quiet: no count, nothing of what did not come about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.errors import Sealed
from amends.path.places import Place
from amends_web.rhythm.actions import plan_on
from amends_web.rhythm.own import own_of
from amends_web.rhythm.pages import day_words, time_words
from amends_web.rhythm.queries import companies_that_met
from amends_web.rhythm.shown import answers_shown_to
from amends_web.rhythm.steps import step_for
from amends_web.rhythm.times import Proposal, Rhythm, rhythm_of, rhythms
from amends_web.shell.panels import Panel, Step
from amends_web.spaces.models import Space
from amends_web.spaces.queries import as_called_in, spaces_of
from amends_web.vault.requests import UnlockedRequest

# It is for a certain hour, so after breaks and doors, beside a round that waits.
_ORDER = 10
# How long what somebody showed stays among the next steps. Nothing tells anybody whether it was read.
_NEW_FOR = timedelta(days=7)
# Home shows three things in all.
_MOST_SHOWN = 3


def steps(request: UnlockedRequest) -> Iterator[Step]:
    """Yield check-ins that are on or near, times that wait for this person's yes, and what others showed them."""
    now = timezone.now()
    found = rhythms(spaces_of(request.user), request.user, request.keyring, now=now)
    plan_on(found, keyring=request.keyring, person=request.user, now=now)
    for rhythm in found:
        yield from _check_in_steps(rhythm, request)
        for proposal in rhythm.proposals:
            if not proposal.has_my_yes:
                yield _proposal_step(proposal, rhythm.space)
    yield from _joining_steps(found, request)
    for row in answers_shown_to(request.user, since=timezone.localdate() - _NEW_FOR)[:_MOST_SHOWN]:
        # A step that does not open says so on its own page.
        with suppress(Http404, Sealed):
            step_for(request.user, row.kind, row.about, request.keyring)
            yield Step(
                title=_("%(name)s shows you how a step was") % {"name": as_called_in(row.space, row.person).name},
                hint=_("You can read it, and leave it at that."),
                url=reverse("rhythm:answer", args=[row.kind, row.about]),
                minutes=1,
                order=_ORDER + 2,
            )


def space_panels(_request: UnlockedRequest, space: Space) -> Iterator[Panel]:
    yield Panel(
        title=_("Check-ins"),
        text=_("A short time together: thanks, what went right, promises, one topic, one wish."),
        url=reverse("rhythm:check_ins", args=[space.pk]),
        minutes=15,
        place=Place.KEEP_GOING,
    )


def reached(request: UnlockedRequest, space: Space) -> Iterator[Place]:
    """Yield "keep going" once all the people here agreed on a time, or were in a check-in that was held."""
    rhythm = rhythm_of(space, request.user, request.keyring, now=timezone.now())
    everybody = rhythm.here.keys()
    has_agreed = rhythm.time is not None and rhythm.time.people.keys() == everybody
    if has_agreed or any(company == everybody for company in companies_that_met(space, request.keyring)):
        yield Place.KEEP_GOING


def after_panels(_request: UnlockedRequest, kind: str, about: UUID) -> Iterator[Panel]:
    """Yield, at the end of a step, the way to say for oneself how it was."""
    yield Panel(
        title=_("How was that for you?"),
        text=_("For yourself. Nothing is shown unless you tick it."),
        url=reverse("rhythm:answer", args=[kind, about]),
        minutes=1,
    )


def _check_in_steps(rhythm: Rhythm, request: UnlockedRequest) -> Iterator[Step]:
    if rhythm.going:
        yield Step(
            title=_("A check-in has begun"),
            hint=_("Whenever you like."),
            url=reverse("rhythm:check_in", args=[rhythm.going.pk]),
            minutes=15,
            order=_ORDER,
        )
    elif rhythm.now and rhythm.time and rhythm.has(request.user):
        yield Step(
            title=_("Check-in: %(when)s") % {"when": day_words(rhythm.now.at)},
            hint=_("Would now be all right? Later is fine."),
            url=reverse("rhythm:check_ins", args=[rhythm.space.pk]),
            minutes=rhythm.time.terms.minutes,
            order=_ORDER,
        )


def _joining_steps(found: list[Rhythm], request: UnlockedRequest) -> Iterator[Step]:
    """Yield the times that others agreed on before this person came, until they answer."""
    times = [(rhythm.space, rhythm.time) for rhythm in found if rhythm.time and not rhythm.has(request.user)]
    declined = own_of(request.user, request.keyring)["declined"] if times else []
    for space, time in times:
        if str(time.plan.pk) not in declined:
            hint = _("%(when)s. Yes or no.") % {"when": time_words(time.terms)}
            yield _time_step(_("A time for check-ins"), hint, space)


def _proposal_step(proposal: Proposal, space: Space) -> Step:
    title = _("A time for check-ins") if proposal.terms else _("Another time for a check-in")
    when = time_words(proposal.terms) if proposal.terms else day_words(proposal.to) if proposal.to else ""
    return _time_step(title, _("%(when)s. Yes, no, or another one.") % {"when": when}, space)


def _time_step(title: str, hint: str, space: Space) -> Step:
    return Step(
        title=title,
        hint=hint,
        url=reverse("rhythm:check_ins", args=[space.pk]),
        minutes=1,
        order=_ORDER + 1,
    )

"""What home and the space page show of this area."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from amends.path.places import Place
from amends_web.accounts.models import Person
from amends_web.breakdowns.models import Breakdown, Share, Side, Surprise
from amends_web.breakdowns.queries import breakdowns_in, day_words, minutes_left, next_question, today_for
from amends_web.shell.panels import Panel, Step, opening
from amends_web.spaces.blind import waiting_to_be_shared_again
from amends_web.spaces.models import Member, Space
from amends_web.spaces.queries import name_list, others
from amends_web.vault.requests import UnlockedRequest

# Enough for home, which shows three; older ones are on the page of their space.
_MOST = 6


def steps(request: UnlockedRequest) -> Iterator[Step]:
    """Yield what this person could do next with what happened. Nothing here tells what the others did or did not."""
    sides = _sides(request)
    breakdowns = list(_open_breakdowns(request.user))
    again = _to_share_again(breakdowns, request)
    for breakdown in breakdowns:
        with opening(request):
            words = breakdown.words(request.keyring)
            called = day_words(words["day"], today_for(request.user)) or words["name"]
            if breakdown.revealed_at:
                if breakdown.has_shared and not breakdown.has_marked:
                    yield _see_step(breakdown, words["name"])
            elif breakdown.pk in again:
                yield _again_step(breakdown, called)
            elif not breakdown.has_shared:
                yield from _own_steps(breakdown, sides.get(breakdown.pk, {}), called)


def space_panels(request: UnlockedRequest, space: Space) -> Iterator[Panel]:
    """Yield what happened in a space, and the way to begin anew."""
    everybody_else = others(space, request.user)
    breakdowns = breakdowns_in(space)
    prefetch_related_objects(breakdowns, "shares")
    for breakdown in breakdowns:
        with opening(request):
            yield _card(breakdown, request, everybody_else)
    yield Panel(
        title=_("What happened?"),
        text=_("Give it a name, then write your side for yourself."),
        url=reverse("breakdowns:begin", args=[space.pk]),
        minutes=2,
        place=Place.MY_SIDE,
    )


def reached(_request: UnlockedRequest, space: Space) -> Iterator[Place]:
    """Yield where the people of a space have come to, by what all of them see; never by what one keeps private."""
    if Breakdown.objects.filter(space=space).exclude(revealed_at=None).exists():
        yield Place.HEAR_EACH_OTHER


def _card(breakdown: Breakdown, request: UnlockedRequest, everybody_else: Iterable[Person]) -> Panel:
    words = breakdown.words(request.keyring)
    day = day_words(words["day"], today_for(request.user))
    text = _("Each side is its writer’s own until all share")
    if breakdown.revealed_at:
        text = _audience({share.person_id for share in breakdown.shares.all()}, request.user, everybody_else)
    return Panel(
        title=words["name"],
        text=f"{day} · {text}" if day else text,
        url=reverse("breakdowns:breakdown", args=[breakdown.pk]),
    )


def _audience(shared: Collection[UUID], me: Person, everybody_else: Iterable[Person]) -> str:
    """Say for whom what has opened is open: those who shared, as far as they are here."""
    if me.pk not in shared:
        return _("Between those who were here then")
    names = name_list(other for other in everybody_else if other.pk in shared)
    return _("Open to you, and to %(names)s") % {"names": names} if names else _("Open to you")


def _to_share_again(breakdowns: Iterable[Any], request: UnlockedRequest) -> set[UUID]:
    spaces = {one.pk: one.space_id for one in breakdowns if one.has_shared and one.revealed_at is None}
    own = Share.objects.select_related("box", "person").filter(person=request.user, breakdown__in=spaces)
    return waiting_to_be_shared_again(((spaces[share.breakdown_id], share) for share in own), request.keyring)


def _again_step(breakdown: Breakdown, called: str) -> Step:
    return Step(
        title=_("Share your side of %(called)s again") % {"called": called},
        hint=_("Somebody has come since you shared. It stays closed until you do."),
        url=reverse("breakdowns:choose", args=[breakdown.pk]),
        minutes=2,
        order=15,
    )


def _open_breakdowns(person: Person) -> Any:
    mine = Share.objects.filter(breakdown=OuterRef("pk"), person=person)
    marks = Surprise.objects.filter(share__breakdown=OuterRef("pk"), person=person)
    others = Member.objects.filter(space=OuterRef("space"), left_at=None).exclude(person=person)
    return (
        Breakdown.objects.select_related("box")
        .filter(space__members__person=person, space__members__left_at=None)
        .annotate(has_shared=Exists(mine), has_marked=Exists(marks), has_others=Exists(others))
        .order_by("-begun_at")[:_MOST]
    )


def _sides(request: UnlockedRequest) -> dict[UUID | None, dict[str, Any]]:
    rows = Side.objects.select_related("box").filter(person=request.user).exclude(breakdown=None)
    return {row.breakdown_id: row.words(request.keyring) for row in rows}


def _own_steps(breakdown: Any, side: dict[str, Any], called: str) -> Iterator[Step]:
    ahead = next_question(side)
    if ahead:
        title = _("Finish your side of %(called)s") if side.get("past") else _("Write your side of %(called)s")
        yield Step(
            title=title % {"called": called},
            hint=_("Only you can see it until you share it."),
            url=reverse("breakdowns:question", args=[breakdown.pk, ahead.name]),
            minutes=minutes_left(ahead),
            order=20,
        )
    elif breakdown.has_others or not side.get("chosen"):
        yield Step(
            title=_("Choose what to share of %(called)s") % {"called": called},
            hint=_("You see exactly what the others will see, before anything leaves."),
            url=reverse("breakdowns:choose", args=[breakdown.pk]),
            minutes=2,
            order=15,
        )


def _see_step(breakdown: Breakdown, name: str) -> Step:
    return Step(
        title=_("See what was meant: %(name)s") % {"name": name},
        hint=_("All who were here then shared, so all of them see this now."),
        url=reverse("breakdowns:map", args=[breakdown.pk]),
        minutes=2,
        order=10,
    )

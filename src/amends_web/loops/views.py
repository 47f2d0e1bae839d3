"""The loops of a space, beginning one, where one stands with it, the ring once it opened; putting it away."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from amends.content.loops import loop_words
from amends.errors import NotYet
from amends.path.loop import MOST
from amends_web.breakdowns.access import breakdown_for
from amends_web.breakdowns.models import Breakdown
from amends_web.loops import actions, queries
from amends_web.loops.access import loop_for, open_loop_for
from amends_web.loops.forms import ArrowForm, BeginForm
from amends_web.loops.models import Loop
from amends_web.loops.pages import former, loop_page, stops_at_tampering, with_whom
from amends_web.loops.parts import answered, shown
from amends_web.loops.shown import ShownArrow, Somebody, shown_loop
from amends_web.pauses.pages import on_a_break
from amends_web.shell.polling import nothing_new, poll
from amends_web.shell.submissions import once
from amends_web.spaces.access import space_for
from amends_web.spaces.models import Space
from amends_web.spaces.queries import name_list
from amends_web.vault.requests import UnlockedRequest


@require_GET
def loops_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    loops = [(loop, loop.words(request.keyring)) for loop in queries.loops_in(space)]
    context = {
        "space": space,
        "space_name": space.words(request.keyring)["name"],
        "open": [(loop, words["name"]) for loop, words in loops if not words["is_put_away"]],
        "put_away": [(loop, words["name"]) for loop, words in loops if words["is_put_away"]],
    }
    return render(request, "loops/loops.html", context)


@require_GET
def begin_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """Begin freely, or below a breakdown that `?breakdown=` names; where that was begun already, go there."""
    space = space_for(request.user, space_id)
    breakdown = _breakdown(request, space, request.GET.get("breakdown", ""))
    begun = queries.loop_of(breakdown) if breakdown else None
    if begun is not None:
        return redirect("loops:loop", begun.pk)
    return _begin_page(request, space, breakdown, BeginForm())


@require_POST
def create_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    breakdown = _breakdown(request, space, request.POST.get("breakdown", ""))
    form = BeginForm({"name": breakdown.words(request.keyring)["name"]} if breakdown else request.POST)
    if not form.is_valid():
        return _begin_page(request, space, breakdown, form, status=422)

    def act() -> str:
        loop = actions.begin_loop(
            keyring=request.keyring,
            person=request.user,
            space=space,
            name=form.cleaned_data["name"],
            breakdown=breakdown,
        )
        return reverse("loops:answers", args=[loop.pk])

    try:
        return redirect(once(request, act))
    except NotYet:
        form.add_error(None, on_a_break())
    return _begin_page(request, space, breakdown, form, status=409)


@require_GET
@stops_at_tampering
def loop_view(request: UnlockedRequest, loop_id: UUID) -> HttpResponse:
    loop = loop_for(request.user, loop_id)
    actions.open_if_ready(keyring=request.keyring, loop=loop)
    here = queries.standing(loop, request.user, request.keyring)
    if here.may_see:
        return ring_page(request, loop, form=None)
    context = {
        "standing": here,
        "has_written": bool(queries.answers_of(request.user, loop)),
        "is_put_away": loop.words(request.keyring)["is_put_away"],
    }
    if here.has_shared and not here.must_share_again:
        context["answers"] = shown(queries.own_share(request.keyring, request.user, loop))
    return loop_page(request, loop, "loop.html", context)


def ring_page(request: UnlockedRequest, loop: Loop, *, form: ArrowForm | None, status: int = 200) -> HttpResponse:
    """Show an open loop, with a form for one more arrow: empty, or as it was sent."""
    opened = shown_loop(loop, request.user, request.keyring, former=former())
    shown_form = form or ArrowForm(people=opened.people, initial=_next(opened.arrows, opened.people))
    shown_form.offer_places(opened.arrows)
    own = queries.answer_words(request.keyring, request.user, loop)
    context = {
        "shown": opened,
        "form": shown_form,
        "is_full": len(opened.arrows) >= MOST,
        "is_typed": form is not None,
        "is_put_away": loop.words(request.keyring)["is_put_away"],
        "has_written": bool(own),
        "own": shown({"answers": answered(own)}),
        "with_whom": name_list(one for one in opened.people if not one.is_me),
        "again": loop_words().again,
        "whole": loop_words().whole_shared,
    }
    return loop_page(request, loop, "ring.html", context, status)


@poll
@require_GET
def changed_view(request: UnlockedRequest, loop_id: UUID, edits: int) -> HttpResponse:
    """Tell a page that shows `edits` edits whether there are more by now; it keeps what is typed on it."""
    loop = open_loop_for(request.user, loop_id)
    if queries.wordings_of(loop).count() == edits:
        return nothing_new()
    return render(request, "loops/changed.html", {"loop": loop})


@require_POST
def put_away_view(request: UnlockedRequest, loop_id: UUID) -> HttpResponse:
    return _put_away(request, loop_id, is_put_away=True)


@require_POST
def take_up_view(request: UnlockedRequest, loop_id: UUID) -> HttpResponse:
    return _put_away(request, loop_id, is_put_away=False)


def _put_away(request: UnlockedRequest, loop_id: UUID, *, is_put_away: bool) -> HttpResponse:
    loop = loop_for(request.user, loop_id)
    actions.put_away(keyring=request.keyring, loop=loop, is_put_away=is_put_away)
    return redirect("loops:loop", loop.pk)


def _breakdown(request: UnlockedRequest, space: Space, name: str) -> Breakdown | None:
    """Return the breakdown of this space that a form or an address names; None where it names none."""
    if not name:
        return None
    try:
        breakdown = breakdown_for(request.user, UUID(name))
    except ValueError:
        raise Http404 from None
    if breakdown.space_id != space.pk:
        raise Http404
    return breakdown


def _begin_page(
    request: UnlockedRequest, space: Space, breakdown: Breakdown | None, form: BeginForm, status: int = 200
) -> HttpResponse:
    context = {
        "space": space,
        "breakdown": breakdown,
        "breakdown_name": breakdown.words(request.keyring)["name"] if breakdown else "",
        "form": form,
        "seen_by": with_whom(request, space),
    }
    return render(request, "loops/begin.html", context, status=status)


def _next(arrows: Sequence[ShownArrow], people: Sequence[Somebody]) -> dict[str, str]:
    """Return whose step comes next, as far as that shows: first one's own, then between two by turns."""
    if not arrows:
        return {"does": next(one.id for one in people if one.is_me)}
    others = [one.id for one in people if one.name != arrows[-1].name]
    return {"does": others[0]} if len(others) == 1 else {}

"""Choosing what to share, the preview, the blind share, the wait."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends.errors import NotYet, Refused
from amends_web.breakdowns import actions
from amends_web.breakdowns.access import breakdown_for
from amends_web.breakdowns.forms import ChoiceForm
from amends_web.breakdowns.models import Breakdown
from amends_web.breakdowns.pages import breakdown_page, own_side
from amends_web.breakdowns.parts import NAMES, chosen, shareable, shown
from amends_web.breakdowns.queries import own_share, standing
from amends_web.pauses.views import paused_answer
from amends_web.shell.errors import refuse
from amends_web.shell.polling import go_to, nothing_new, poll
from amends_web.shell.submissions import once
from amends_web.spaces.blind import digest
from amends_web.vault.requests import UnlockedRequest


@require_GET
def choose_view(request: UnlockedRequest, breakdown_id: UUID) -> HttpResponse:
    breakdown = breakdown_for(request.user, breakdown_id)
    side = own_side(request, breakdown)
    return _choose_page(request, breakdown, side, form=None)


@require_GET
def preview_view(request: UnlockedRequest, breakdown_id: UUID) -> HttpResponse:
    """Show, word for word, what the others will see. Nothing happens yet."""
    breakdown = breakdown_for(request.user, breakdown_id)
    side = own_side(request, breakdown)
    form = ChoiceForm(request.GET, names=list(shareable(side)))
    if not form.is_valid():
        return _choose_page(request, breakdown, side, form=form, status=422)
    parts = chosen(side, form.cleaned_data["parts"])
    context = {
        "standing": standing(breakdown, request.user, request.keyring),
        "parts": shown(parts),
        "previewed": digest(parts),
    }
    return breakdown_page(request, breakdown, "breakdowns/preview.html", context)


@require_POST
def share_view(request: UnlockedRequest, breakdown_id: UUID) -> HttpResponse:
    breakdown = breakdown_for(request.user, breakdown_id)
    form = ChoiceForm(request.POST, names=list(NAMES))
    if not form.is_valid():
        return _look_again(request, breakdown)

    def act() -> str:
        actions.share_side(
            keyring=request.keyring,
            person=request.user,
            breakdown=breakdown,
            names=form.cleaned_data["parts"],
            previewed=form.cleaned_data["previewed"],
            shown=request.POST.getlist("audience"),
            now=timezone.now(),
        )
        return reverse("breakdowns:waiting", args=[breakdown.pk])

    try:
        return redirect(once(request, act))
    except Refused as refused:
        return _look_again(request, breakdown, has_somebody_come=refused.rule == "somebody came in")
    except NotYet as not_yet:
        if not_yet.step == "share":
            return redirect("breakdowns:breakdown", breakdown.pk)
        return paused_answer(request, back_url=reverse("breakdowns:choose", args=[breakdown.pk]))


@require_POST
def keep_choice_view(request: UnlockedRequest, breakdown_id: UUID) -> HttpResponse:
    """Keep the choice while nobody else is here yet."""
    breakdown = breakdown_for(request.user, breakdown_id)
    form = ChoiceForm(request.POST, names=list(NAMES))
    if not form.is_valid():
        return _look_again(request, breakdown)
    actions.keep_choice(
        keyring=request.keyring, person=request.user, breakdown=breakdown, names=form.cleaned_data["parts"]
    )
    return redirect("breakdowns:breakdown", breakdown.pk)


@require_POST
def take_back_view(request: UnlockedRequest, breakdown_id: UUID) -> HttpResponse:
    breakdown = breakdown_for(request.user, breakdown_id)
    try:
        actions.take_back_share(person=request.user, breakdown=breakdown)
    except NotYet:
        return refuse(
            request,
            title=_("This is open now"),
            sentence=_("All of you have shared, so the map has opened. What was shared can’t be taken back any more."),
            status=409,
            back_url=reverse("breakdowns:map", args=[breakdown.pk]),
        )
    return redirect("breakdowns:choose", breakdown.pk)


@require_GET
def waiting_view(request: UnlockedRequest, breakdown_id: UUID) -> HttpResponse:
    """The page of whoever has shared and waits: it says that, and nothing about anybody else."""
    breakdown = breakdown_for(request.user, breakdown_id)
    actions.open_if_ready(keyring=request.keyring, breakdown=breakdown)
    here = standing(breakdown, request.user, request.keyring)
    if here.may_see:
        return redirect("breakdowns:map", breakdown.pk)
    if not here.has_shared or here.must_share_again:
        return redirect("breakdowns:breakdown", breakdown.pk)
    parts = shown(own_share(request.keyring, request.user, breakdown))
    return breakdown_page(request, breakdown, "breakdowns/waiting.html", {"standing": here, "parts": parts})


@poll
@require_GET
def wait_view(request: UnlockedRequest, breakdown_id: UUID) -> HttpResponse:
    breakdown = breakdown_for(request.user, breakdown_id)
    actions.open_if_ready(keyring=request.keyring, breakdown=breakdown)
    if standing(breakdown, request.user, request.keyring).may_see:
        return go_to(reverse("breakdowns:map", args=[breakdown.pk]))
    return nothing_new()


def _choose_page(
    request: UnlockedRequest, breakdown: Breakdown, side: dict[str, Any], form: ChoiceForm | None, status: int = 200
) -> HttpResponse:
    here = standing(breakdown, request.user, request.keyring)
    if here.is_revealed:
        return redirect("breakdowns:breakdown", breakdown.pk)
    context = {"parts": shown(shareable(side)), "form": form, "standing": here, "chosen": _ticked(side, form)}
    return breakdown_page(request, breakdown, "breakdowns/choose.html", context, status)


def _look_again(request: UnlockedRequest, breakdown: Breakdown, *, has_somebody_come: bool = False) -> HttpResponse:
    return refuse(
        request,
        title=_("Please look once more"),
        sentence=_("Somebody has come in since the preview, so nothing was shared. Look whom it is for now.")
        if has_somebody_come
        else _("Your words have changed since the preview, so nothing was shared. Choose again, and look again."),
        status=409,
        back_url=reverse("breakdowns:choose", args=[breakdown.pk]),
    )


def _ticked(side: dict[str, Any], form: ChoiceForm | None) -> list[str]:
    """Return what this person ticked before; for somebody who comes first, nothing."""
    ticked: list[str] = side.get("chosen", [])
    return form["parts"].value() or [] if form else ticked

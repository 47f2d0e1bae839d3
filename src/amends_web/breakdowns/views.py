"""What happened: its name, its kinds, the steps that some kinds open, and where one stands with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from amends.content.my_side import moment_kinds
from amends.errors import NotYet
from amends_web.breakdowns import actions
from amends_web.breakdowns.access import breakdown_for
from amends_web.breakdowns.forms import AskForm, BeginForm, KindsForm
from amends_web.breakdowns.models import Breakdown
from amends_web.breakdowns.pages import breakdown_page, own_side, question_url, with_whom
from amends_web.breakdowns.queries import minutes_left, next_question, standing, today_for
from amends_web.imports.models import SharedExcerpt
from amends_web.pauses.pages import on_a_break
from amends_web.shell.panels import breakdown_panels
from amends_web.shell.submissions import once
from amends_web.spaces.access import space_for
from amends_web.spaces.models import Space
from amends_web.vault.requests import UnlockedRequest


@require_GET
def begin_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    return _begin_page(request, space, BeginForm(today=today_for(request.user)))


@require_POST
def create_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    form = BeginForm(request.POST, today=today_for(request.user))
    if not form.is_valid():
        return _begin_page(request, space, form, status=422)

    def act() -> str:
        breakdown = actions.begin_breakdown(
            keyring=request.keyring,
            person=request.user,
            space=space,
            name=form.cleaned_data["name"],
            day=form.cleaned_data["day"],
        )
        return reverse("breakdowns:kinds", args=[breakdown.pk])

    try:
        return redirect(once(request, act))
    except NotYet:
        form.add_error(None, on_a_break())
    return _begin_page(request, space, form, status=409)


@require_GET
def kinds_view(request: UnlockedRequest, breakdown_id: UUID) -> HttpResponse:
    breakdown = breakdown_for(request.user, breakdown_id)
    side = own_side(request, breakdown)
    form = KindsForm(initial={"kinds": side.get("kinds", ()), "channel": side.get("channel", "")})
    return breakdown_page(request, breakdown, "breakdowns/kinds.html", {"form": form})


@require_POST
def keep_kinds_view(request: UnlockedRequest, breakdown_id: UUID) -> HttpResponse:
    breakdown = breakdown_for(request.user, breakdown_id)
    form = KindsForm(request.POST)
    if not form.is_valid():
        return breakdown_page(request, breakdown, "breakdowns/kinds.html", {"form": form}, status=422)
    actions.keep_kinds(keyring=request.keyring, person=request.user, breakdown=breakdown, **form.cleaned_data)
    return redirect(_after_kinds(breakdown, form.cleaned_data["kinds"]))


@require_GET
def honesty_view(request: UnlockedRequest, breakdown_id: UUID) -> HttpResponse:
    """The note on what was hidden: slower, and perhaps never whole."""
    breakdown = breakdown_for(request.user, breakdown_id)
    return breakdown_page(request, breakdown, "breakdowns/honesty.html", {"begin_url": question_url(breakdown)})


@require_GET
def ask_view(request: UnlockedRequest, breakdown_id: UUID) -> HttpResponse:
    breakdown = breakdown_for(request.user, breakdown_id)
    ask = own_side(request, breakdown).get("ask", {})
    return breakdown_page(request, breakdown, "breakdowns/ask.html", {"form": AskForm(initial=ask), "ask": ask})


@require_POST
def keep_ask_view(request: UnlockedRequest, breakdown_id: UUID) -> HttpResponse:
    breakdown = breakdown_for(request.user, breakdown_id)
    form = AskForm(request.POST)
    if not form.is_valid():
        return breakdown_page(request, breakdown, "breakdowns/ask.html", {"form": form, "ask": {}}, status=422)
    actions.keep_ask(keyring=request.keyring, person=request.user, breakdown=breakdown, ask=form.cleaned_data)
    return redirect(reverse("breakdowns:ask", args=[breakdown.pk]) + "#question")


@require_GET
def breakdown_view(request: UnlockedRequest, breakdown_id: UUID) -> HttpResponse:
    """Where one stands with what happened: the kinds, one's side, what is shared, the map."""
    breakdown = breakdown_for(request.user, breakdown_id)
    actions.open_if_ready(keyring=request.keyring, breakdown=breakdown)
    side = own_side(request, breakdown)
    ahead = next_question(side)
    context = {
        "standing": standing(breakdown, request.user, request.keyring),
        "has_begun": bool(side.get("past")),
        "has_written": bool(side),
        "next_question": ahead,
        "minutes": minutes_left(ahead) if ahead else 0,
        "side_url": question_url(breakdown, ahead),
        "has_excerpts": SharedExcerpt.objects.filter(space=breakdown.space).exists(),
        "leads_to": _leads_to(side.get("kinds", ())),
        "panels": breakdown_panels(request, breakdown),
    }
    return breakdown_page(request, breakdown, "breakdowns/breakdown.html", context)


@require_POST
def delete_side_view(request: UnlockedRequest, breakdown_id: UUID) -> HttpResponse:
    breakdown = breakdown_for(request.user, breakdown_id)
    actions.delete_side(person=request.user, breakdown=breakdown)
    return redirect("breakdowns:breakdown", breakdown.pk)


def _begin_page(request: UnlockedRequest, space: Space, form: BeginForm, status: int = 200) -> HttpResponse:
    seen_by = with_whom(request, space)
    return render(request, "breakdowns/begin.html", {"space": space, "form": form, "seen_by": seen_by}, status=status)


def _leads_to(kinds: Any) -> str:
    """Return the step that the kinds open; what was hidden goes before what was misread."""
    steps = {kind.leads_to for kind in moment_kinds() if kind.id in kinds}
    return next((step for step in ("honesty", "ask") if step in steps), "")


def _after_kinds(breakdown: Breakdown, kinds: list[str]) -> str:
    step = _leads_to(kinds)
    return reverse(f"breakdowns:{step}", args=[breakdown.pk]) if step else question_url(breakdown)

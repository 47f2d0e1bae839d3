"""Reminders that somebody sets for themself; nobody else ever knows of one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends.content.openness import openness_words
from amends.errors import Refused, Tampered
from amends_web.openness import actions, queries
from amends_web.openness.access import plan_for, things_for
from amends_web.openness.forms import PlanForm
from amends_web.openness.models import Plan
from amends_web.openness.pages import space_page
from amends_web.shell.submissions import form_key
from amends_web.spaces.access import space_for
from amends_web.spaces.models import Space
from amends_web.vault.requests import UnlockedRequest


@require_GET
def new_plan_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """Set a reminder for oneself; `?things=` and `?thing=` name a small thing that lands with somebody."""
    space = space_for(request.user, space_id)
    return _plan_page(request, space, PlanForm(initial={"act": _chosen(request)}))


@require_POST
def keep_plan_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    form = PlanForm(request.POST)
    if not form.is_valid():
        return _plan_page(request, space, form, status=422)
    key = form_key(request)
    try:
        actions.keep_plan(
            keyring=request.keyring, person=request.user, space=space, key=key, now=timezone.now(), **form.cleaned_data
        )
    except Refused as refused:
        _say_why(form, refused)
        return _plan_page(request, space, form, status=422)
    return redirect("openness:plan", key)


@require_GET
def plan_view(request: UnlockedRequest, plan_id: UUID) -> HttpResponse:
    plan = plan_for(request.user, plan_id)
    words = plan.words(request.keyring)
    return _plan_page(request, plan.space, PlanForm(initial=words | {"at": plan.due_at}), plan)


@require_POST
def change_plan_view(request: UnlockedRequest, plan_id: UUID) -> HttpResponse:
    plan = plan_for(request.user, plan_id)
    form = PlanForm(request.POST)
    if form.is_valid():
        try:
            actions.change_plan(keyring=request.keyring, plan=plan, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            _say_why(form, refused)
        else:
            return redirect("openness:plan", plan.pk)
    return _plan_page(request, plan.space, form, plan, status=422)


@require_POST
def put_plan_away_view(request: UnlockedRequest, plan_id: UUID) -> HttpResponse:
    plan = plan_for(request.user, plan_id)
    actions.put_plan_away(plan=plan)
    return redirect("openness:openness", plan.space_id)


def _chosen(request: UnlockedRequest) -> str:
    """Return the small thing that the page was asked for, or ""."""
    if "things" not in request.GET:
        return ""
    try:
        row = things_for(request.user, UUID(request.GET["things"]))
        return queries.opened_things(row, request.keyring)[int(request.GET.get("thing", ""))]
    except (ValueError, LookupError, Tampered):
        raise Http404 from None


def _say_why(form: PlanForm, refused: Refused) -> None:
    if refused.rule == "when":
        form.add_error("cue", _("Give it a cue or a time: a plan needs one of the two."))
    else:
        form.add_error("at", _("Pick a time that is still to come, within a year."))


def _plan_page(
    request: UnlockedRequest, space: Space, form: PlanForm, plan: Plan | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "plan": plan}
    if plan is not None:
        context["words"] = words = plan.words(request.keyring)
        context["reminder"] = openness_words().reminder.format(name=request.user.name, act=words["act"])
    return space_page(request, space, "plan.html", context, status)

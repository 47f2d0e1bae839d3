"""The arrows of the ring: putting one in, wording one anew, taking one out; and what changed meanwhile."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends.errors import NotYet, Refused
from amends_web.loops import actions
from amends_web.loops.access import arrow_for, open_loop_for
from amends_web.loops.forms import ArrowForm, SeenForm
from amends_web.loops.models import Loop
from amends_web.loops.pages import former, loop_page, stops_at_tampering
from amends_web.loops.shown import History, people_of, shown_history
from amends_web.loops.views import ring_page
from amends_web.pauses.pages import on_a_break
from amends_web.pauses.views import paused_answer
from amends_web.shell.drafts import wants_second_look
from amends_web.shell.submissions import once
from amends_web.spaces.queries import name_list
from amends_web.vault.requests import UnlockedRequest


@require_POST
@stops_at_tampering
def put_in_view(request: UnlockedRequest, loop_id: UUID) -> HttpResponse:
    loop = open_loop_for(request.user, loop_id)
    form = _sent_form(request, loop)
    if wants_second_look(request):
        return ring_page(request, loop, form=form)
    if not form.is_valid():
        return ring_page(request, loop, form=form, status=422)

    def act() -> str:
        actions.put_in_arrow(
            keyring=request.keyring,
            person=request.user,
            loop=loop,
            after=form.cleaned_data["after"],
            does=form.cleaned_data["does"],
            text=form.cleaned_data["text"],
            now=timezone.now(),
        )
        return _ring_url(loop)

    try:
        return redirect(once(request, act))
    except Refused:
        form.add_error(None, _full())
    except NotYet:
        form.add_error(None, on_a_break())
    return ring_page(request, loop, form=form, status=409)


@require_GET
@stops_at_tampering
def arrow_view(request: UnlockedRequest, loop_id: UUID, arrow_id: UUID) -> HttpResponse:
    loop = arrow_for(request.user, loop_id, arrow_id)
    return _arrow_page(request, loop, arrow_id, form=None)


@require_POST
@stops_at_tampering
def change_view(request: UnlockedRequest, loop_id: UUID, arrow_id: UUID) -> HttpResponse:
    """Word an arrow anew. Where somebody else did so meanwhile, show both, and keep what was typed."""
    loop = arrow_for(request.user, loop_id, arrow_id)
    form = _sent_form(request, loop)
    if wants_second_look(request):
        return _arrow_page(request, loop, arrow_id, form=form)
    if not form.is_valid():
        return _arrow_page(request, loop, arrow_id, form=form, status=422)
    try:
        actions.change_arrow(
            keyring=request.keyring,
            person=request.user,
            loop=loop,
            arrow=str(arrow_id),
            seen=form.seen_number(),
            does=form.cleaned_data["does"],
            text=form.cleaned_data["text"],
            now=timezone.now(),
        )
    except Refused as refused:
        if refused.rule == "changed meanwhile":
            return _changed_page(request, loop, arrow_id, typed=form.cleaned_data)
        form.add_error(None, _full())
    except NotYet:
        form.add_error(None, on_a_break())
    if form.errors:
        return _arrow_page(request, loop, arrow_id, form=form, status=409)
    return redirect(_ring_url(loop))


@require_POST
@stops_at_tampering
def take_out_view(request: UnlockedRequest, loop_id: UUID, arrow_id: UUID) -> HttpResponse:
    loop = arrow_for(request.user, loop_id, arrow_id)
    try:
        actions.take_out_arrow(
            keyring=request.keyring,
            person=request.user,
            loop=loop,
            arrow=str(arrow_id),
            seen=SeenForm(request.POST).seen_number(),
            now=timezone.now(),
        )
    except Refused:
        return _changed_page(request, loop, arrow_id, typed={})
    except NotYet:
        return paused_answer(request, back_url=reverse("loops:arrow", args=[loop.pk, arrow_id]))
    return redirect(_ring_url(loop))


def _sent_form(request: UnlockedRequest, loop: Loop) -> ArrowForm:
    """Return what was sent: checked, or for a second look as it was typed."""
    people = people_of(loop, request.user, request.keyring, former=former())
    if wants_second_look(request):
        return ArrowForm(people=people, initial=request.POST.dict())
    return ArrowForm(request.POST, people=people)


def _arrow_page(
    request: UnlockedRequest, loop: Loop, arrow_id: UUID, *, form: ArrowForm | None, status: int = 200
) -> HttpResponse:
    history = shown_history(loop, str(arrow_id), request.user, request.keyring, former=former())
    now = {"does": history.now.does, "text": history.last_text, "seen": history.now.number}
    shown_form = form or ArrowForm(people=history.people, initial=now)
    return _history_page(request, loop, arrow_id, history, shown_form, is_changed=False, status=status)


def _changed_page(request: UnlockedRequest, loop: Loop, arrow_id: UUID, *, typed: dict[str, object]) -> HttpResponse:
    """Show what somebody else made of an arrow meanwhile, beside what was typed: sent again, it takes its place."""
    history = shown_history(loop, str(arrow_id), request.user, request.keyring, former=former())
    now = {"does": history.now.does, "text": history.last_text}
    form = ArrowForm(people=history.people, initial=now | typed | {"seen": history.now.number})
    return _history_page(request, loop, arrow_id, history, form, is_changed=True, status=409)


def _history_page(
    request: UnlockedRequest,
    loop: Loop,
    arrow_id: UUID,
    history: History,
    form: ArrowForm,
    *,
    is_changed: bool,
    status: int,
) -> HttpResponse:
    context = {
        "arrow_id": arrow_id,
        "history": history,
        "form": form,
        "is_changed": is_changed,
        "with_whom": name_list(one for one in history.people if not one.is_me),
    }
    return loop_page(request, loop, "arrow.html", context, status)


def _ring_url(loop: Loop) -> str:
    return reverse("loops:loop", args=[loop.pk]) + "#ring"


def _full() -> str:
    return _("There is room for eight arrows. Take one out, or say two of them in one.")

"""Walking through a protocol, a step a page. Nothing is kept but what somebody writes down where a step asks for it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from amends.content.protocols import who_words
from amends.errors import NotYet, Tampered
from amends_web.protocols import actions, queries
from amends_web.protocols.access import own_note_for, protocol_for, step_of, template_for
from amends_web.protocols.forms import NoteForm
from amends_web.protocols.pages import on_a_break, space_page
from amends_web.shell.submissions import once
from amends_web.spaces.access import space_for
from amends_web.spaces.queries import name_list, others
from amends_web.vault.requests import UnlockedRequest


@require_GET
def template_view(request: UnlockedRequest, space_id: UUID, name: str) -> HttpResponse:
    """A protocol of the library on one page: to read, to print, to walk through, to propose."""
    space = space_for(request.user, space_id)
    template = template_for(space, name)
    steps = [(who_words(step.speaker), step) for step in template.steps]
    return space_page(request, space, "template.html", {"template": template, "steps": steps})


@require_GET
def step_view(request: UnlockedRequest, space_id: UUID, name: str, number: int) -> HttpResponse:
    return _step_page(request, space_id, name, number, form=None)


@require_POST
def keep_view(request: UnlockedRequest, space_id: UUID, name: str, number: int) -> HttpResponse:
    """Keep what was written at a step, and go on to the next."""
    space = space_for(request.user, space_id)
    template = template_for(space, name)
    keep = step_of(template, number).keep
    if keep is None:
        raise Http404
    form = NoteForm(request.POST, ask=keep.ask)
    if not form.is_valid():
        return _step_page(request, space_id, name, number, form=form, status=422)

    def act() -> str:
        actions.keep_note(
            keyring=request.keyring,
            person=request.user,
            space=space,
            words={"title": template.title, "ask": keep.ask, "words": form.cleaned_data["words"]},
            is_shared=keep.is_shared,
            now=timezone.now(),
        )
        # Kept in the open: it names the space, not what somebody walks through.
        return reverse("protocols:protocols", args=[space.pk])

    try:
        once(request, act)
    except NotYet:
        form.add_error(None, on_a_break())
        return _step_page(request, space_id, name, number, form=form, status=409)
    if number == len(template.steps):
        return redirect("protocols:done", space.pk, name)
    return redirect("protocols:step", space.pk, name, number + 1)


@require_GET
def done_view(request: UnlockedRequest, space_id: UUID, name: str) -> HttpResponse:
    space = space_for(request.user, space_id)
    return space_page(request, space, "done.html", {"template": template_for(space, name)})


@require_GET
def agreed_step_view(request: UnlockedRequest, protocol_id: UUID, number: int) -> HttpResponse:
    """A step of what is agreed: a line of it. Only what holds now is walked through."""
    protocol = protocol_for(request.user, protocol_id)
    try:
        live = queries.shown_protocol(protocol, request.user, request.keyring).live
    except Tampered:
        return space_page(request, protocol.space, "stopped.html", {}, status=409)
    if live is None or not 1 <= number <= len(live.steps):
        raise Http404
    context = {
        "protocol": protocol,
        "words": live.words,
        "say": live.steps[number - 1],
        "number": number,
        "count": len(live.steps),
    }
    return space_page(request, protocol.space, "agreed_step.html", context)


@require_POST
def delete_note_view(request: UnlockedRequest, note_id: UUID) -> HttpResponse:
    note = own_note_for(request.user, note_id)
    actions.delete_note(note=note)
    return redirect("protocols:protocols", note.space_id)


def _step_page(
    request: UnlockedRequest, space_id: UUID, name: str, number: int, *, form: NoteForm | None, status: int = 200
) -> HttpResponse:
    space = space_for(request.user, space_id)
    template = template_for(space, name)
    step = step_of(template, number)
    context: dict[str, Any] = {
        "template": template,
        "step": step,
        "who": who_words(step.speaker),
        "number": number,
        "count": len(template.steps),
    }
    if step.keep:
        context["form"] = form or NoteForm(ask=step.keep.ask)
        context["others"] = name_list(others(space, request.user))
    return space_page(request, space, "step.html", context, status)

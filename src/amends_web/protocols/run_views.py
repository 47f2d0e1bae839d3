"""Walking through a protocol, a step a page. Nothing is kept but what somebody writes down where a step asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from amends.content.protocols import Template, who_words
from amends.errors import NotYet, Tampered
from amends_web.pauses.pages import on_a_break
from amends_web.protocols import actions, queries
from amends_web.protocols.access import own_note_for, protocol_for, template_for
from amends_web.protocols.forms import NoteForm
from amends_web.protocols.models import Protocol
from amends_web.protocols.pages import another_step, space_page
from amends_web.protocols.queries import WalkStep
from amends_web.shell.submissions import form_key
from amends_web.spaces.access import space_for
from amends_web.spaces.models import Space
from amends_web.spaces.queries import name_list, others
from amends_web.vault.requests import UnlockedRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walk:
    """What is walked through; `before` and `after` are the addresses around its steps, `place` names a step's own."""

    space: Space
    title: str
    too_much: str
    steps: list[WalkStep]
    before: str
    after: str
    place: tuple[str, str, tuple[object, ...]]

    def url(self, number: int) -> str:
        """Return the address of a step, or of what comes before the first and after the last."""
        if number < 1:
            return self.before
        if number > len(self.steps):
            return self.after
        step, _, arguments = self.place
        return reverse(f"protocols:{step}", args=[*arguments, number])

    def keep_url(self, number: int) -> str:
        _, keep, arguments = self.place
        return reverse(f"protocols:{keep}", args=[*arguments, number])

    def step(self, number: int) -> WalkStep:
        if not 1 <= number <= len(self.steps):
            raise Http404
        return self.steps[number - 1]


@require_GET
def template_view(request: UnlockedRequest, space_id: UUID, name: str) -> HttpResponse:
    """A protocol of the library on one page: to read, to print, to walk through, to propose."""
    space = space_for(request.user, space_id)
    template = template_for(space, name)
    steps = [(who_words(step.speaker), step) for step in template.steps]
    has_own_lines = any(step.keep and not step.keep.is_shared for step in template.steps)
    context = {"template": template, "steps": steps, "has_own_lines": has_own_lines}
    return space_page(request, space, "template.html", context)


@require_GET
def step_view(request: UnlockedRequest, space_id: UUID, name: str, number: int) -> HttpResponse:
    space = space_for(request.user, space_id)
    return _step_page(request, _of_template(space, template_for(space, name)), number)


@require_POST
def keep_view(request: UnlockedRequest, space_id: UUID, name: str, number: int) -> HttpResponse:
    """Keep what was written at a step, and go on to the next."""
    space = space_for(request.user, space_id)
    return _keep(request, _of_template(space, template_for(space, name)), number)


@require_GET
def done_view(request: UnlockedRequest, space_id: UUID, name: str) -> HttpResponse:
    space = space_for(request.user, space_id)
    return space_page(request, space, "done.html", {"template": template_for(space, name)})


@require_GET
def agreed_step_view(request: UnlockedRequest, protocol_id: UUID, number: int) -> HttpResponse:
    """A step of what is agreed. Only what holds now is walked through."""
    protocol = protocol_for(request.user, protocol_id)
    try:
        return _step_page(request, _of_agreed(request, protocol), number)
    except Tampered:
        return space_page(request, protocol.space, "stopped.html", {}, status=409)


@require_POST
def agreed_keep_view(request: UnlockedRequest, protocol_id: UUID, number: int) -> HttpResponse:
    protocol = protocol_for(request.user, protocol_id)
    try:
        return _keep(request, _of_agreed(request, protocol), number)
    except Tampered:
        return space_page(request, protocol.space, "stopped.html", {}, status=409)


@require_POST
def delete_note_view(request: UnlockedRequest, note_id: UUID) -> HttpResponse:
    note = own_note_for(request.user, note_id)
    actions.delete_note(note=note)
    return redirect("protocols:protocols", note.space_id)


def _of_template(space: Space, template: Template) -> _Walk:
    return _Walk(
        space=space,
        title=template.title,
        too_much=template.too_much,
        steps=[queries.walk_step(step) for step in template.steps],
        before=reverse("protocols:template", args=[space.pk, template.id]),
        after=reverse("protocols:done", args=[space.pk, template.id]),
        place=("step", "keep", (space.pk, template.id)),
    )


def _of_agreed(request: UnlockedRequest, protocol: Protocol) -> _Walk:
    live = queries.shown_protocol(protocol, request.user, request.keyring).live
    if live is None:
        raise Http404
    page = reverse("protocols:protocol", args=[protocol.pk])
    return _Walk(
        space=protocol.space,
        title=live.words["title"],
        too_much=live.words["basis"]["too_much"] if live.words["basis"] else "",
        steps=queries.walk_of(live.words),
        before=page,
        after=page,
        place=("agreed_step", "agreed_keep", (protocol.pk,)),
    )


def _step_page(
    request: UnlockedRequest, walk: _Walk, number: int, *, form: NoteForm | None = None, status: int = 200
) -> HttpResponse:
    step = walk.step(number)
    context: dict[str, Any] = {
        "walk": walk,
        "step": step,
        "number": number,
        "back": walk.url(number - 1),
        "on": walk.url(number + 1),
    }
    if step.keep:
        context |= {
            "form": form or NoteForm(ask=step.keep.ask),
            "keep": walk.keep_url(number),
            "others": name_list(others(walk.space, request.user)),
        }
    return space_page(request, walk.space, "step.html", context, status)


def _keep(request: UnlockedRequest, walk: _Walk, number: int) -> HttpResponse:
    step = walk.step(number)
    keep = step.keep
    if keep is None:
        raise Http404
    form = NoteForm(request.POST, ask=keep.ask)
    if not form.is_valid():
        return _step_page(request, walk, number, form=form, status=422)
    if request.POST.get("shown") != step.shown:
        # Other words came to hold while somebody wrote: what they wrote for themselves may be for all at this step.
        form.add_error(None, another_step())
        return _step_page(request, walk, number, form=form, status=409)
    try:
        actions.keep_note(
            keyring=request.keyring,
            person=request.user,
            space=walk.space,
            key=form_key(request),
            words={"title": walk.title, "ask": keep.ask, "words": form.cleaned_data["words"]},
            is_shared=keep.is_shared,
            now=timezone.now(),
        )
    except NotYet:
        form.add_error(None, on_a_break())
        return _step_page(request, walk, number, form=form, status=409)
    return redirect(walk.url(number + 1))

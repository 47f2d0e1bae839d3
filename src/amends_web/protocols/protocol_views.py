"""What people in a space agree on: the page of all, proposing, changing, accepting, setting aside, retiring."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from amends.content.protocols import Template, read_template
from amends.errors import NotYet, Refused, Tampered
from amends_web.pauses.pages import on_a_break
from amends_web.protocols import actions, queries
from amends_web.protocols.access import protocol_for, template_for
from amends_web.protocols.forms import BringForm, ChangeForm, ProposeForm
from amends_web.protocols.models import Protocol
from amends_web.protocols.pages import changed_meanwhile, space_page
from amends_web.shell.submissions import once
from amends_web.spaces.access import space_for
from amends_web.spaces.models import Space
from amends_web.spaces.queries import name_list, others
from amends_web.vault.requests import UnlockedRequest


@require_GET
def protocols_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """How we talk: what holds, what waits, and what one could begin with."""
    space = space_for(request.user, space_id)
    protocols = queries.protocols_in(space, request.user, request.keyring)
    context = {
        "live": [one for one in protocols if one.live],
        "waiting": [one for one in protocols if not one.live and one.waiting],
        "ended": [one for one in protocols if not one.live and not one.waiting],
        "library": queries.library_of(space),
        "notes": queries.notes_in(space, request.user, request.keyring),
        "others": others(space, request.user),
    }
    return space_page(request, space, "protocols.html", context)


@require_GET
def propose_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """Write the words; `?from=` names a protocol of the library to begin with."""
    space = space_for(request.user, space_id)
    name = request.GET.get("from")
    begun = _begun(template_for(space, name)) | {"template": name} if name else {}
    return _propose_page(request, space, ProposeForm(initial=begun))


@require_POST
def send_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    form = ProposeForm(request.POST)
    if not form.is_valid():
        return _propose_page(request, space, form, status=422)

    def act() -> str:
        template = form.made_from()
        protocol = actions.propose(
            keyring=request.keyring,
            person=request.user,
            space=space,
            words=form.agreed() | {"basis": queries.basis_of(template) if template else None},
            now=timezone.now(),
        )
        return reverse("protocols:protocol", args=[protocol.pk])

    try:
        return redirect(once(request, act))
    except NotYet:
        form.add_error(None, on_a_break())
        return _propose_page(request, space, form, status=409)


@require_GET
def bring_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    return space_page(request, space, "bring.html", {"form": BringForm(relation=space.relation)})


@require_POST
def read_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """Show a protocol that somebody brought as words to propose; nothing of it is kept before that."""
    space = space_for(request.user, space_id)
    form = BringForm(request.POST, relation=space.relation)
    if not form.is_valid():
        return space_page(request, space, "bring.html", {"form": form}, status=422)
    text = form.cleaned_data["text"]
    return _propose_page(request, space, ProposeForm(initial=_begun(read_template(text)) | {"file": text}))


@require_GET
def protocol_view(request: UnlockedRequest, protocol_id: UUID) -> HttpResponse:
    return _protocol_page(request, protocol_for(request.user, protocol_id))


@require_GET
def change_view(request: UnlockedRequest, protocol_id: UUID) -> HttpResponse:
    protocol = protocol_for(request.user, protocol_id)
    try:
        newest = queries.shown_protocol(protocol, request.user, request.keyring).newest
    except Tampered:
        return _stopped(request, protocol)
    form = ChangeForm(initial=newest.words | {"after": newest.number}, stands={})
    return _change_page(request, protocol, form)


@require_POST
def send_change_view(request: UnlockedRequest, protocol_id: UUID) -> HttpResponse:
    protocol = protocol_for(request.user, protocol_id)
    try:
        newest = queries.shown_protocol(protocol, request.user, request.keyring).newest
    except Tampered:
        return _stopped(request, protocol)
    form = ChangeForm(request.POST, stands=newest.words | {"after": newest.number} if newest.is_standing else {})
    if not form.is_valid():
        return _change_page(request, protocol, form, status=422)

    def act() -> str:
        actions.change(
            keyring=request.keyring,
            person=request.user,
            protocol=protocol,
            words=form.agreed() | {"basis": newest.words["basis"]},
            after=form.cleaned_data["after"],
            now=timezone.now(),
        )
        return reverse("protocols:protocol", args=[protocol.pk])

    try:
        return redirect(once(request, act))
    except (NotYet, Refused) as no:
        form.add_error(None, on_a_break() if isinstance(no, NotYet) else changed_meanwhile())
        return _change_page(request, protocol, form, status=409)


@require_POST
def accept_view(request: UnlockedRequest, protocol_id: UUID, number: int) -> HttpResponse:
    protocol = protocol_for(request.user, protocol_id)
    try:
        actions.accept(
            keyring=request.keyring,
            person=request.user,
            protocol=protocol,
            number=number,
            shown=request.POST.get("shown", ""),
            now=timezone.now(),
        )
    except Tampered:
        return _stopped(request, protocol)
    except (NotYet, Refused):
        return _protocol_page(request, protocol, status=409)
    return redirect("protocols:protocol", protocol.pk)


@require_POST
def set_aside_view(request: UnlockedRequest, protocol_id: UUID, number: int) -> HttpResponse:
    protocol = protocol_for(request.user, protocol_id)
    try:
        actions.set_aside(protocol=protocol, number=number, now=timezone.now())
    except Refused:
        return _protocol_page(request, protocol, status=409)
    return redirect("protocols:protocol", protocol.pk)


@require_POST
def retire_view(request: UnlockedRequest, protocol_id: UUID) -> HttpResponse:
    protocol = protocol_for(request.user, protocol_id)
    actions.retire(protocol=protocol, now=timezone.now())
    return redirect("protocols:protocol", protocol.pk)


def _begun(template: Template) -> dict[str, Any]:
    return {
        "title": template.title,
        "when": template.when,
        "what": "\n".join(step.line for step in template.steps),
        "who": template.who,
    }


def _propose_page(request: UnlockedRequest, space: Space, form: ProposeForm, status: int = 200) -> HttpResponse:
    here = name_list(others(space, request.user))
    return space_page(request, space, "propose.html", {"form": form, "others": here}, status)


def _change_page(request: UnlockedRequest, protocol: Protocol, form: ChangeForm, status: int = 200) -> HttpResponse:
    here = name_list(others(protocol.space, request.user))
    return space_page(
        request, protocol.space, "propose.html", {"form": form, "others": here, "protocol": protocol}, status
    )


def _protocol_page(request: UnlockedRequest, protocol: Protocol, status: int = 200) -> HttpResponse:
    try:
        shown = queries.shown_protocol(protocol, request.user, request.keyring)
    except Tampered:
        return _stopped(request, protocol)
    context = {
        "protocol": protocol,
        "shown": shown,
        "waiting": [(one, _changed(shown, one)) for one in shown.waiting],
        "past": [(one, _changed(shown, one)) for one in shown.past],
        "asks_me": any(one.waits_for_me for one in shown.waiting),
        "is_late": status != 200,
    }
    return space_page(request, protocol.space, "protocol.html", context, status)


def _changed(shown: queries.ShownProtocol, version: queries.ShownVersion) -> list[queries.Difference]:
    """Return what is another in a version than in the one that holds, where that is older, or in the one before it."""
    older = [one for one in shown.versions if one.number < version.number]
    before = shown.live if shown.live in older else next(iter(older), None)
    return queries.differences(before.words, version.words) if before else []


def _stopped(request: UnlockedRequest, protocol: Protocol) -> HttpResponse:
    return space_page(request, protocol.space, "stopped.html", {}, status=409)

"""Small things that land with somebody: keeping the list for oneself, showing it to others, looking at theirs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from amends.content.openness import openness_words
from amends.errors import NotYet, Tampered
from amends_web.openness import actions, queries
from amends_web.openness.access import things_for
from amends_web.openness.forms import ThingsForm, ToForm
from amends_web.openness.pages import space_page
from amends_web.pauses.pages import on_a_break
from amends_web.shell.submissions import once
from amends_web.spaces.access import space_for
from amends_web.spaces.models import Space
from amends_web.spaces.queries import name_list, others
from amends_web.vault.requests import UnlockedRequest


@require_GET
def own_things_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """What lands with oneself: the list as one keeps it, and what others see of it."""
    space = space_for(request.user, space_id)
    things = queries.own_things(request.user, space, request.keyring)
    return _own_page(request, space, ThingsForm(initial={"items": "\n".join(things)}))


@require_POST
def keep_things_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    form = ThingsForm(request.POST)
    if not form.is_valid():
        return _own_page(request, space, form, status=422)
    actions.keep_things(keyring=request.keyring, person=request.user, space=space, things=form.cleaned_data["items"])
    return redirect(reverse("openness:own_things", args=[space.pk]) + "#shown")


@require_POST
def preview_things_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """Show exactly what those who are ticked would see."""
    space = space_for(request.user, space_id)
    form = ToForm(request.POST, others=others(space, request.user))
    things = queries.own_things(request.user, space, request.keyring)
    if not form.is_valid() or not things:
        return _own_page(request, space, ThingsForm(initial={"items": "\n".join(things)}), to_form=form, status=422)
    context = {"form": form, "people": form.people(), "things": things, "seen": "\n".join(things)}
    return space_page(request, space, "things_preview.html", context)


@require_POST
def show_things_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """Show them what the preview held, word for word, whatever was changed in the list since."""
    space = space_for(request.user, space_id)
    form, seen = ToForm(request.POST, others=others(space, request.user)), ThingsForm(request.POST)
    if not (form.is_valid() and seen.is_valid() and seen.cleaned_data["items"]):
        return _own_page(request, space, seen, to_form=form, status=422)

    def act() -> str:
        actions.show_things(
            keyring=request.keyring,
            person=request.user,
            space=space,
            to=form.people(),
            things=seen.cleaned_data["items"],
            now=timezone.now(),
        )
        return reverse("openness:own_things", args=[space.pk])

    try:
        return redirect(once(request, act))
    except NotYet:
        form.add_error(None, on_a_break())
        return _own_page(request, space, seen, to_form=form, status=409)


@require_POST
def take_back_things_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    row = queries.things_shown_by(request.user, space)
    if row is not None:
        actions.take_back(row=row)
    return redirect("openness:own_things", space.pk)


@require_GET
def things_view(request: UnlockedRequest, things_id: UUID) -> HttpResponse:
    """What lands with somebody else, as they showed it."""
    row = things_for(request.user, things_id)
    try:
        things = queries.opened_things(row, request.keyring)
    except Tampered:
        return space_page(request, row.space, "stopped.html", {}, status=409)
    return space_page(request, row.space, "things.html", {"row": row, "things": things})


def _own_page(
    request: UnlockedRequest, space: Space, form: ThingsForm, *, to_form: ToForm | None = None, status: int = 200
) -> HttpResponse:
    shown = queries.things_shown_by(request.user, space)
    try:
        shown_things = queries.opened_things(shown, request.keyring) if shown else ()
    except Tampered:
        return space_page(request, space, "stopped.html", {}, status=409)
    context: dict[str, Any] = {
        "form": form,
        "to_form": to_form or ToForm(others=others(space, request.user)),
        "things": queries.own_things(request.user, space, request.keyring),
        "shown": shown,
        "shown_things": shown_things,
        "shown_to": name_list(queries.readers_of(shown)) if shown else "",
        "ideas": openness_words().lands[space.relation],
    }
    return space_page(request, space, "own_things.html", context, status)

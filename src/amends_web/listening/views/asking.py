"""Asking for a round, and the yes or not now of everybody in it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends.errors import NotYet, Refused
from amends.path.floor import MOST, Pace
from amends_web.accounts.models import Person
from amends_web.breakdowns.models import Breakdown
from amends_web.breakdowns.queries import breakdowns_in
from amends_web.listening import actions
from amends_web.listening.access import round_for
from amends_web.listening.forms import AskForm
from amends_web.listening.models import Round
from amends_web.listening.pages import round_page
from amends_web.pauses.pages import on_a_break
from amends_web.shell.errors import refuse
from amends_web.shell.submissions import once
from amends_web.spaces.access import space_for
from amends_web.spaces.models import Space
from amends_web.spaces.queries import name_list, others
from amends_web.vault.requests import UnlockedRequest


@require_GET
def ask_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    return _ask_page(request, space, _ask_form(request, space))


@require_POST
def create_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    form = _ask_form(request, space, request.POST)
    if not form.is_valid():
        return _ask_page(request, space, form, status=422)

    def act() -> str:
        of = actions.ask_round(
            keyring=request.keyring,
            person=request.user,
            space=space,
            topic=form.cleaned_data["topic"],
            pace=Pace(form.cleaned_data["pace"]),
            people=_in_order(request.user, space, form.cleaned_data),
            breakdown=_breakdown(space, form.cleaned_data["about"]),
            now=timezone.now(),
        )
        return reverse("listening:round", args=[of.pk])

    try:
        return redirect(once(request, act))
    except Refused:
        return refuse(
            request,
            title=_("Not another one yet"),
            sentence=_(
                "You have asked for a round here already. While it is open, and for a day after a “not now”, "
                "there is room for the others to ask."
            ),
            status=409,
            back_url=reverse("spaces:space", args=[space.pk]),
        )
    except NotYet:
        form.add_error(None, on_a_break())
    return _ask_page(request, space, form, status=409)


@require_POST
def yes_view(request: UnlockedRequest, round_id: UUID) -> HttpResponse:
    of = round_for(request.user, round_id)
    seat = next((number for number in range(MOST) if str(number) == request.POST.get("seat")), None)
    try:
        actions.say_yes(keyring=request.keyring, person=request.user, of=of, seat=seat)
    except NotYet:
        return _moved_on(request, of)
    return redirect("listening:round", of.pk)


@require_POST
def not_now_view(request: UnlockedRequest, round_id: UUID) -> HttpResponse:
    of = round_for(request.user, round_id)
    try:
        actions.say_not_now(keyring=request.keyring, person=request.user, of=of)
    except NotYet:
        return _moved_on(request, of)
    return redirect("spaces:space", of.space_id)


@require_POST
def withdraw_view(request: UnlockedRequest, round_id: UUID) -> HttpResponse:
    of = round_for(request.user, round_id)
    try:
        actions.withdraw_round(keyring=request.keyring, person=request.user, of=of)
    except NotYet:
        return _moved_on(request, of)
    return redirect("spaces:space", of.space_id)


def _moved_on(request: UnlockedRequest, of: Round) -> HttpResponse:
    return round_page(request, of, notice=_("The round has moved on. This is how it stands."), status=409)


def _ask_form(request: UnlockedRequest, space: Space, data: Any = None) -> AskForm:
    named = [(breakdown, breakdown.words(request.keyring)["name"]) for breakdown in breakdowns_in(space)]
    people = [(str(other.pk), other.name) for other in others(space, request.user)]
    return AskForm(data, breakdowns=named, others=people)


def _ask_page(request: UnlockedRequest, space: Space, form: AskForm, status: int = 200) -> HttpResponse:
    context = {"space": space, "form": form, "seen_by": name_list(others(space, request.user))}
    return render(request, "listening/ask.html", context, status=status)


def _in_order(me: Person, space: Space, data: dict[str, Any]) -> list[Person | str]:
    """Return who is in it, in the order in which they speak."""
    asked: list[Person | str] = [other for other in others(space, me) if str(other.pk) in data["people"]]
    asked += data["names"]
    return [*asked, me] if data["first"] == "other" else [me, *asked]


def _breakdown(space: Space, about: str) -> Breakdown | None:
    return Breakdown.objects.get(pk=about, space=space) if about else None

"""Every step on the floor of a round. What comes too late, or twice, is answered with 409, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amends.errors import NotYet, Tampered
from amends.path.floor import Step, Verdict, holder
from amends_web.listening import actions
from amends_web.listening.access import round_for
from amends_web.listening.forms import AnswerForm, BackForm, ChunkForm, DraftForm, IdeaForm, StepForm
from amends_web.listening.models import Round
from amends_web.listening.pages import round_page
from amends_web.listening.queries import here_of, items_of
from amends_web.shell.drafts import wants_second_look
from amends_web.shell.submissions import once
from amends_web.vault.requests import UnlockedRequest

Action = Callable[..., None]


@require_POST
def say_view(request: UnlockedRequest, round_id: UUID) -> HttpResponse:
    """Say a chunk; the button tells whether it was the last one. Without words: hand over what was said."""
    form = ChunkForm(request.POST)
    return _take(
        request, round_id, form, lambda data: (actions.say_chunk, {"text": data["words"], "is_last": data["is_last"]})
    )


@require_POST
def back_view(request: UnlockedRequest, round_id: UUID) -> HttpResponse:
    form = BackForm(request.POST)
    if wants_second_look(request):
        return round_page(request, round_for(request.user, round_id), form=form, is_uncovered=True)
    return _take(
        request, round_id, form, lambda data: (actions.say_back, {"text": data["words"], "thought": data["thought"]})
    )


@require_POST
def answer_view(request: UnlockedRequest, round_id: UUID) -> HttpResponse:
    form = AnswerForm(request.POST)
    return _take(
        request,
        round_id,
        form,
        lambda data: (actions.answer, {"verdict": Verdict(data["verdict"]), "text": data["words"]}),
    )


@require_POST
def leave_it_view(request: UnlockedRequest, round_id: UUID) -> HttpResponse:
    return _take(request, round_id, StepForm(request.POST), lambda _data: (actions.leave_it, {}))


@require_POST
def more_view(request: UnlockedRequest, round_id: UUID) -> HttpResponse:
    return _take(request, round_id, StepForm(request.POST), lambda _data: (actions.say_more, {}))


@require_POST
def no_more_view(request: UnlockedRequest, round_id: UUID) -> HttpResponse:
    return _take(request, round_id, StepForm(request.POST), lambda _data: (actions.say_no_more, {}))


@require_POST
def stop_view(request: UnlockedRequest, round_id: UUID) -> HttpResponse:
    of = round_for(request.user, round_id)
    try:
        actions.stop_round(keyring=request.keyring, person=request.user, of=of)
    except NotYet as refused:
        return _moved_on(request, of, refused)
    return _now(request, of)


@require_POST
def propose_view(request: UnlockedRequest, round_id: UUID) -> HttpResponse:
    of = round_for(request.user, round_id)
    form = IdeaForm(request.POST)
    if not form.is_valid():
        return round_page(request, of, form=form, status=422)

    def act() -> str:
        actions.propose(keyring=request.keyring, person=request.user, of=of, text=form.cleaned_data["words"])
        return reverse("listening:round", args=[of.pk])

    try:
        once(request, act)
    except NotYet as refused:
        return _moved_on(request, of, refused, form.cleaned_data["words"])
    return _now(request, of)


@require_POST
def keep_view(request: UnlockedRequest, round_id: UUID) -> HttpResponse:
    """Keep what is typed so far, for oneself alone; answers a piece of the page, never the page."""
    of = round_for(request.user, round_id)
    form = DraftForm(request.POST)
    if form.is_valid():
        actions.keep_draft(
            keyring=request.keyring,
            person=request.user,
            of=of,
            step=Step(form.cleaned_data["step"]),
            number=form.cleaned_data["number"],
            text=form.cleaned_data["words"],
        )
    return render(request, "listening/kept.html", {"form": form}, status=200 if form.is_valid() else 422)


def _take(
    request: UnlockedRequest,
    round_id: UUID,
    form: forms.Form,
    step: Callable[[dict[str, Any]], tuple[Action, dict[str, Any]]],
) -> HttpResponse:
    of = round_for(request.user, round_id)
    if not form.is_valid():
        return round_page(request, of, form=form, is_uncovered=True, status=422)
    action, given = step(form.cleaned_data)
    number = form.cleaned_data["number"]
    try:
        before = here_of(of, request.user, request.keyring)
        action(keyring=request.keyring, person=request.user, of=of, number=number, **given)
    except NotYet as refused:
        return _moved_on(request, of, refused, form.cleaned_data.get("words", ""), number)
    except Tampered:
        return round_page(request, of)
    return _now(request, of, held_before=holder(before.floor))


def _now(request: UnlockedRequest, of: Round, *, held_before: int | None = None) -> HttpResponse:
    """Answer with the round as it stands now; without scripts, lead to its page.

    At a table with one phone it stays open where the same person goes on.
    """
    of = round_for(request.user, of.pk)
    here = here_of(of, request.user, request.keyring)
    goes_on = held_before is not None and holder(here.floor) == held_before
    if request.htmx:  # type: ignore[attr-defined]
        return round_page(request, of, is_uncovered=goes_on)
    url = reverse("listening:round", args=[of.pk])
    return redirect(f"{url}?shown={of.number}" if goes_on and here.is_on_one_phone else url)


def _moved_on(request: UnlockedRequest, of: Round, refused: NotYet, words: str = "", number: int = -1) -> HttpResponse:
    """Answer what came too late, twice, or in a break. Words that did not go are shown to whoever typed them."""
    of = round_for(request.user, of.pk)
    if _has_arrived(request, of, words, number):
        return round_page(request, of, notice=_("This had arrived already. Nothing was sent twice."), status=409)
    if refused.step == "send in a break":
        notice = _("Somebody is on a break, so nothing was sent.")
    elif words:
        notice = _("The round has moved on, so this was not sent.")
    else:
        notice = _("The round has moved on. This is how it stands.")
    return round_page(request, of, notice=notice, unsent=words, status=409)


def _has_arrived(request: UnlockedRequest, of: Round, words: str, number: int) -> bool:
    """Say whether these very words were taken on the floor that they were sent for."""
    try:
        items = items_of(here_of(of, request.user, request.keyring), request.keyring)
    except Tampered:
        return False
    return any(item.number == number and item.by == request.user.pk and item.text == words for item in items)

"""What somebody else owns towards this person: reading it when they like, answering or not, at their own pace."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from amends.content.own_it import own_it
from amends.errors import NotYet, Refused
from amends.path import own_it as rule
from amends.path.own_it import Kind
from amends_web.acknowledgements import actions
from amends_web.acknowledgements.access import Two, from_other
from amends_web.acknowledgements.forms import CheckForm, RespondForm
from amends_web.acknowledgements.pages import own_page, stops_where_changed, why
from amends_web.acknowledgements.pieces import answered_by
from amends_web.acknowledgements.queries import acknowledgement_of, how_heard, last_impact, last_words, passed_between
from amends_web.shell.submissions import once
from amends_web.vault.requests import UnlockedRequest


@require_GET
@stops_where_changed
def from_view(request: UnlockedRequest, breakdown_id: UUID, other_id: UUID) -> HttpResponse:
    return _from_page(request, from_other(request.user, breakdown_id, other_id), CheckForm(), RespondForm())


@require_POST
@stops_where_changed
def check_view(request: UnlockedRequest, breakdown_id: UUID, other_id: UUID) -> HttpResponse:
    """Say whether what the author told back is what it was like."""
    two = from_other(request.user, breakdown_id, other_id)
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _from_page(request, two, form, RespondForm(), status=422)

    def act() -> str:
        actions.check_impact(keyring=request.keyring, two=two, now=timezone.now(), **form.cleaned_data)
        return reverse("acknowledgements:from", args=[breakdown_id, other_id])

    try:
        return redirect(once(request, act))
    except (NotYet, Refused) as error:
        form.add_error(None, why(error, two.author))
        return _from_page(request, two, form, RespondForm(), status=409)


@require_POST
@stops_where_changed
def respond_view(request: UnlockedRequest, breakdown_id: UUID, other_id: UUID) -> HttpResponse:
    two = from_other(request.user, breakdown_id, other_id)
    form = RespondForm(request.POST)
    if not form.is_valid():
        return _from_page(request, two, CheckForm(), form, status=422)

    def act() -> str:
        actions.respond(keyring=request.keyring, two=two, now=timezone.now(), **form.cleaned_data)
        return reverse("acknowledgements:from", args=[breakdown_id, other_id])

    try:
        return redirect(once(request, act))
    except (NotYet, Refused) as error:
        form.add_error(None, why(error, two.author))
        return _from_page(request, two, CheckForm(), form, status=409)


@require_POST
@stops_where_changed
def heard_view(request: UnlockedRequest, breakdown_id: UUID, other_id: UUID) -> HttpResponse:
    """Open the way for words of the author, or close it again. Nobody is told."""
    two = from_other(request.user, breakdown_id, other_id)
    how = request.POST.get("how", "")
    if how in actions.HOWS:
        actions.say_heard(keyring=request.keyring, two=two, how=how, now=timezone.now())
    return redirect("acknowledgements:from", breakdown_id, other_id)


def _from_page(
    request: UnlockedRequest, two: Two, check_form: CheckForm, form: RespondForm, status: int = 200
) -> HttpResponse:
    passed = passed_between(two, request.keyring)
    events = [one.event for one in passed]
    words, answer, check = last_words(passed), rule.answer_to(events), rule.checked(events)
    # Whatever was typed, it is sent again under the words that stand here now.
    to_check, to_answer = (answered_by(kind, passed) for kind in (Kind.CHECK, Kind.RESPONSE))
    context: dict[str, Any] = {
        "sent": words,
        "is_confirmed": rule.is_confirmed(events, words.impact) if words else False,
        "asked": last_impact(passed),
        "checks": own_it().checks,
        "check": check.answer if check else "",
        "check_form": check_form,
        "to_check": to_check,
        "responses": own_it().responses,
        "answer": answer.answer if answer else "",
        "acknowledgement": acknowledgement_of(two) if answer else None,
        "missing_part": form["part"].value() or (answer.part if answer else ""),
        "prompts": own_it().prompts,
        "form": form,
        "to_answer": to_answer,
        "how": how_heard(two, request.keyring),
    }
    return own_page(request, two, "acknowledgements/from.html", context, status)

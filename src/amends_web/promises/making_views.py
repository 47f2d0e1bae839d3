"""Making a promise, changing it, proposing another: the same words, looked at once more before they go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from amends.errors import Tampered
from amends_web.promises import actions, queries
from amends_web.promises.access import own_promise_for, received_promise_for
from amends_web.promises.forms import OfferForm, TermsForm, fields_of
from amends_web.promises.models import Promise
from amends_web.promises.own import found_promises
from amends_web.promises.pages import NOES, sentence_of, space_page, stopped
from amends_web.promises.shown import readers_of, shown_terms
from amends_web.shell.submissions import once
from amends_web.spaces.access import space_for
from amends_web.spaces.models import Space
from amends_web.spaces.queries import name_list, others
from amends_web.vault.requests import UnlockedRequest


@require_GET
def make_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """Write a promise; `?breakdown=` names what it is for, `?found=` and `?plan=` where one's own words stand."""
    space = space_for(request.user, space_id)
    form = _offer_form(request, space, initial=_begun(request, space))
    return _make_page(request, space, form)


@require_POST
def look_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """Show exactly what would go, before it does."""
    space = space_for(request.user, space_id)
    form = _offer_form(request, space, data=request.POST)
    if not form.is_valid() or "again" in request.POST:
        return _make_page(request, space, form, status=200 if "again" in request.POST else 422)
    context = {
        "form": form,
        "terms": shown_terms(form.terms()),
        "to": name_list(form.people()),
        "break_words": form.break_words(),
        "send_url": reverse("promises:offer", args=[space.pk]),
        "again_url": reverse("promises:look", args=[space.pk]),
        "kind": "offer",
    }
    return space_page(request, space, "look.html", context)


@require_POST
def offer_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    form = _offer_form(request, space, data=request.POST)
    if not form.is_valid():
        return _make_page(request, space, form, status=422)

    def act() -> str:
        row = actions.offer(
            keyring=request.keyring,
            person=request.user,
            space=space,
            to=form.people(),
            terms=form.terms(),
            shown_break=form.shown_break(),
            deed=form.cleaned_data["deed"],
            now=timezone.now(),
        )
        return reverse("promises:promise", args=[row.pk])

    try:
        return redirect(once(request, act))
    except NOES as no:
        form.add_error(None, sentence_of(no))
        return _make_page(request, space, form, status=409)


@require_GET
def change_view(request: UnlockedRequest, promise_id: UUID) -> HttpResponse:
    return _other_page(request, own_promise_for(request.user, promise_id), "change")


@require_POST
def look_at_change_view(request: UnlockedRequest, promise_id: UUID) -> HttpResponse:
    return _look_at_other(request, own_promise_for(request.user, promise_id), "change")


@require_POST
def send_change_view(request: UnlockedRequest, promise_id: UUID) -> HttpResponse:
    return _send_other(request, own_promise_for(request.user, promise_id), "change", actions.change)


@require_GET
def propose_view(request: UnlockedRequest, promise_id: UUID) -> HttpResponse:
    return _other_page(request, received_promise_for(request.user, promise_id), "propose")


@require_POST
def look_at_proposal_view(request: UnlockedRequest, promise_id: UUID) -> HttpResponse:
    return _look_at_other(request, received_promise_for(request.user, promise_id), "propose")


@require_POST
def send_proposal_view(request: UnlockedRequest, promise_id: UUID) -> HttpResponse:
    return _send_other(request, received_promise_for(request.user, promise_id), "propose", actions.propose)


def _offer_form(request: UnlockedRequest, space: Space, **given: Any) -> OfferForm:
    breakdown = request.POST.get("breakdown") or request.GET.get("breakdown") or ""
    return OfferForm(
        person=request.user,
        now=_clock(request),
        others=others(space, request.user),
        breakdown=breakdown,
        break_noted=queries.noted_break(request.user, request.keyring, space=space, breakdown=breakdown),
        **given,
    )


def _clock(request: UnlockedRequest) -> Any:
    return timezone.now().astimezone(request.user.zone)


def _begun(request: UnlockedRequest, space: Space) -> dict[str, Any]:
    """Return what the form begins with: one's own words in a conversation, or the plan after one that was not kept."""
    found, plan = request.GET.get("found", ""), request.GET.get("plan", "")
    if plan:
        return {"act": _planned(request, space, plan)}
    mine = found_promises(request.user, request.keyring) if found else []
    return next(({"act": one.quote, "day": one.due} for one in mine if one.key == found), {})


def _planned(request: UnlockedRequest, space: Space, plan: str) -> str:
    try:
        row = own_promise_for(request.user, UUID(plan))
        told = queries.opened(row, request.keyring).told if row.space_id == space.pk else ()
    except (ValueError, Tampered):
        raise Http404 from None
    if not told:
        raise Http404
    return next((one.words["plan"] for one in reversed(told) if "plan" in one.words), "")


def _make_page(request: UnlockedRequest, space: Space, form: OfferForm, status: int = 200) -> HttpResponse:
    return space_page(request, space, "make.html", {"form": form, "others": form.others}, status)


def _other_page(
    request: UnlockedRequest, row: Promise, kind: str, form: TermsForm | None = None, status: int = 200
) -> HttpResponse:
    try:
        terms = queries.opened(row, request.keyring).state.now.terms
    except Tampered:
        return stopped(request, row)
    form = form or TermsForm(person=request.user, now=_clock(request), initial=fields_of(terms))
    return space_page(
        request,
        row.space,
        "other.html",
        {"form": form, "row": row, "kind": kind, "to": readers_of(row, request.user)},
        status,
    )


def _look_at_other(request: UnlockedRequest, row: Promise, kind: str) -> HttpResponse:
    form = TermsForm(request.POST, person=request.user, now=_clock(request))
    if not form.is_valid() or "again" in request.POST:
        return _other_page(request, row, kind, form, status=200 if "again" in request.POST else 422)
    names = {"change": ("send_change", "look_at_change"), "propose": ("send_proposal", "look_at_proposal")}[kind]
    context = {
        "form": form,
        "row": row,
        "terms": shown_terms(form.terms()),
        "to": readers_of(row, request.user),
        "send_url": reverse(f"promises:{names[0]}", args=[row.pk]),
        "again_url": reverse(f"promises:{names[1]}", args=[row.pk]),
        "kind": kind,
    }
    return space_page(request, row.space, "look.html", context)


def _send_other(request: UnlockedRequest, row: Promise, kind: str, act: Callable[..., None]) -> HttpResponse:
    form = TermsForm(request.POST, person=request.user, now=_clock(request))
    if not form.is_valid():
        return _other_page(request, row, kind, form, status=422)

    def send() -> str:
        act(keyring=request.keyring, person=request.user, row=row, terms=form.terms(), now=timezone.now())
        return reverse("promises:promise", args=[row.pk])

    try:
        return redirect(once(request, send))
    except NOES as no:
        form.add_error(None, sentence_of(no))
        return _other_page(request, row, kind, form, status=409)

"""What somebody tells unasked: writing the list, looking at it, offering it; answering, suggesting, ending."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends.content.openness import openness_words
from amends.errors import NotYet, Refused, Tampered
from amends_web.openness import actions, queries
from amends_web.openness.access import agreement_for, own_agreement_for, received_agreement_for
from amends_web.openness.forms import ChangeForm, OfferForm, SuggestForm
from amends_web.openness.models import Agreement
from amends_web.openness.pages import space_page
from amends_web.pauses.pages import on_a_break
from amends_web.shell.submissions import once
from amends_web.spaces.access import space_for
from amends_web.spaces.models import Space
from amends_web.spaces.queries import members, name_list, others
from amends_web.vault.requests import UnlockedRequest

# Of the number of a version that a form names; a longer one is nobody's.
_MOST_DIGITS = 9


@require_GET
def openness_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """Open with each other: what one can begin, and all that passes between people here."""
    space, me = space_for(request.user, space_id), request.user
    context = {
        "others": others(space, me),
        "lists": queries.lists_of(me, request.keyring, space=space),
        "notes": queries.notes_between(me, request.keyring, space=space),
        "things": queries.others_things(me, space, request.keyring),
        "plans": queries.plans_of(me, request.keyring, space=space),
    }
    return space_page(request, space, "openness.html", context)


@require_GET
def new_list_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    return _new_page(request, space, OfferForm(others=others(space, request.user)))


@require_POST
def preview_list_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """Show exactly what the others would see; or go back to the words, with `change`."""
    space = space_for(request.user, space_id)
    here = others(space, request.user)
    if "change" in request.POST:
        typed = {"to": request.POST.getlist("to"), "items": request.POST.get("items", "")}
        return _new_page(request, space, OfferForm(others=here, initial=typed))
    form = OfferForm(request.POST, others=here)
    if not form.is_valid():
        return _new_page(request, space, form, status=422)
    context = {"form": form, "items": form.cleaned_data["items"], "people": form.people()}
    return space_page(request, space, "list_preview.html", _start() | context)


@require_POST
def offer_list_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    form = OfferForm(request.POST, others=others(space, request.user))
    if not form.is_valid():
        return _new_page(request, space, form, status=422)

    def act() -> str:
        agreement = actions.offer_list(
            keyring=request.keyring,
            person=request.user,
            space=space,
            to=form.people(),
            items=form.cleaned_data["items"],
            now=timezone.now(),
        )
        return reverse("openness:list", args=[agreement.pk])

    try:
        return redirect(once(request, act))
    except NotYet:
        form.add_error(None, on_a_break())
        return _new_page(request, space, form, status=409)


@require_GET
def list_view(request: UnlockedRequest, agreement_id: UUID) -> HttpResponse:
    return _list_page(request, agreement_for(request.user, agreement_id), SuggestForm())


@require_GET
def change_list_view(request: UnlockedRequest, agreement_id: UUID) -> HttpResponse:
    agreement = own_agreement_for(request.user, agreement_id)
    try:
        shown = queries.shown_list(agreement, request.keyring)
    except Tampered:
        return _stopped(request, agreement)
    begun = {"items": "\n".join(shown.terms.items), "seen": shown.terms.newest}
    return _change_page(request, agreement, ChangeForm(initial=begun))


@require_POST
def preview_change_view(request: UnlockedRequest, agreement_id: UUID) -> HttpResponse:
    agreement = own_agreement_for(request.user, agreement_id)
    if "change" in request.POST:
        return _change_page(request, agreement, ChangeForm(initial=request.POST.dict()))
    form = ChangeForm(request.POST)
    if not form.is_valid():
        return _change_page(request, agreement, form, status=422)
    context = {
        "form": form,
        "items": form.cleaned_data["items"],
        "people": queries.readers_of(agreement),
        "agreement": agreement,
    }
    return space_page(request, agreement.space, "list_preview.html", _start() | context)


@require_POST
def offer_change_view(request: UnlockedRequest, agreement_id: UUID) -> HttpResponse:
    agreement = own_agreement_for(request.user, agreement_id)
    form = ChangeForm(request.POST)
    if not form.is_valid():
        return _change_page(request, agreement, form, status=422)

    def act() -> str:
        actions.offer_version(keyring=request.keyring, agreement=agreement, now=timezone.now(), **form.cleaned_data)
        return reverse("openness:list", args=[agreement.pk])

    try:
        return redirect(once(request, act))
    except Refused as refused:
        if refused.rule == "another version":
            return _overtaken_page(request, agreement, form)
        form.add_error(None, _changed_meanwhile(refused.rule))
    except NotYet:
        form.add_error(None, on_a_break())
    except Tampered:
        return _stopped(request, agreement)
    return _change_page(request, agreement, form, status=409)


@require_POST
def answer_list_view(request: UnlockedRequest, agreement_id: UUID) -> HttpResponse:
    """Accept the version that one saw, or say no to it."""
    agreement = received_agreement_for(request.user, agreement_id)
    answer = {"accept": actions.accept, "decline": actions.decline}.get(request.POST.get("answer", ""))
    number = request.POST.get("number", "")
    if answer is None:
        return _list_page(request, agreement, SuggestForm(), status=409, said=_("Nothing was answered."))
    return _done(
        request,
        agreement,
        lambda: answer(
            keyring=request.keyring,
            person=request.user,
            agreement=agreement,
            number=int(number) if number.isdecimal() and len(number) < _MOST_DIGITS else 0,
            now=timezone.now(),
        ),
    )


@require_POST
def suggest_view(request: UnlockedRequest, agreement_id: UUID) -> HttpResponse:
    agreement = received_agreement_for(request.user, agreement_id)
    form = SuggestForm(request.POST)
    if not form.is_valid():
        return _list_page(request, agreement, form, status=422)
    return _done(
        request,
        agreement,
        lambda: actions.suggest(
            keyring=request.keyring,
            person=request.user,
            agreement=agreement,
            item=form.cleaned_data["item"],
            now=timezone.now(),
        ),
        form,
    )


@require_POST
def suggestion_view(request: UnlockedRequest, agreement_id: UUID, number: int) -> HttpResponse:
    """Take up what somebody suggested, or leave it."""
    agreement = own_agreement_for(request.user, agreement_id)
    answer = {"take": actions.take_suggestion, "leave": actions.leave_suggestion}.get(request.POST.get("answer", ""))
    if answer is None:
        return _list_page(request, agreement, SuggestForm(), status=409, said=_("Nothing was answered."))
    return _done(
        request,
        agreement,
        lambda: answer(keyring=request.keyring, agreement=agreement, number=number, now=timezone.now()),
    )


@require_POST
def end_list_view(request: UnlockedRequest, agreement_id: UUID) -> HttpResponse:
    agreement = agreement_for(request.user, agreement_id)
    return _done(
        request,
        agreement,
        lambda: actions.end_list(keyring=request.keyring, person=request.user, agreement=agreement, now=timezone.now()),
    )


def _done(
    request: UnlockedRequest, agreement: Agreement, act: Callable[[], None], form: SuggestForm | None = None
) -> HttpResponse:
    """Act on a list and show it; where it stands otherwise now, say so above it, with what was typed."""
    form = form or SuggestForm()
    try:
        act()
    except Refused as refused:
        return _list_page(request, agreement, form, status=409, said=_changed_meanwhile(refused.rule))
    except NotYet:
        return _list_page(request, agreement, form, status=409, said=on_a_break())
    except Tampered:
        return _stopped(request, agreement)
    return redirect("openness:list", agreement.pk)


def _changed_meanwhile(rule: str) -> str:
    sentences = {
        "ended": _("This list was ended meanwhile. Nothing was changed."),
        "nothing to end": _("This does not hold with you, so there is nothing to end."),
        "nothing new": _("This is in the list already. Write something else, or leave it as it is."),
        "one suggestion": _("Your other suggestion is still open. Once it is answered you can suggest something else."),
        "left": _("This was suggested before, and the list went on without it. It is not asked twice."),
        "no suggestion": _("This suggestion is not open any more. This is how the list stands now."),
        "items": _("The list would be too long. Take something out first."),
    }
    return sentences.get(rule, _("The list was changed meanwhile. This is how it stands now."))


def _new_page(request: UnlockedRequest, space: Space, form: OfferForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "others": form.others, "ideas": _ideas(space)}
    return space_page(request, space, "new_list.html", context, status)


def _overtaken_page(request: UnlockedRequest, agreement: Agreement, form: ChangeForm) -> HttpResponse:
    """Show the list as it stands by now, beside what was written on an older version: sent again, it follows this."""
    stands = queries.shown_list(own_agreement_for(request.user, agreement.pk), request.keyring).terms
    typed = {"items": form["items"].value(), "seen": stands.newest}
    return _change_page(request, agreement, ChangeForm(initial=typed), stands=stands.items, status=409)


def _change_page(
    request: UnlockedRequest,
    agreement: Agreement,
    form: ChangeForm,
    *,
    stands: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        "stands": stands,
        "form": form,
        "agreement": agreement,
        "with_whom": name_list(queries.readers_of(agreement)),
        "ideas": _ideas(agreement.space),
    }
    return space_page(request, agreement.space, "change_list.html", context, status)


def _list_page(
    request: UnlockedRequest, agreement: Agreement, form: SuggestForm, *, status: int = 200, said: str = ""
) -> HttpResponse:
    agreement = agreement_for(request.user, agreement.pk)
    try:
        shown = queries.shown_list(agreement, request.keyring)
    except Tampered:
        return _stopped(request, agreement)
    here = {member.person_id for member in members(agreement.space)}
    is_mine = agreement.maker_id == request.user.pk
    context: dict[str, Any] = {
        "agreement": agreement,
        "shown": shown,
        "receivers": [one for one in shown.receivers if one.person.pk in here],
        "is_maker_here": agreement.maker_id in here,
        "is_mine": is_mine,
        "with_whom": name_list(
            person for person in (agreement.maker, *queries.readers_of(agreement)) if person.pk != request.user.pk
        ),
        "place": None if is_mine else shown.terms.places[str(request.user.pk)],
        "suggested": shown.suggested(),
        "earlier": shown.versions[-2::-1],
        "form": form,
        "said": said,
    }
    return space_page(request, agreement.space, "list.html", _start() | context, status)


def _stopped(request: UnlockedRequest, agreement: Agreement) -> HttpResponse:
    return space_page(request, agreement.space, "stopped.html", {}, status=409)


def _start() -> dict[str, Any]:
    return {"start": openness_words().start}


def _ideas(space: Space) -> tuple[str, ...]:
    return openness_words().tell[space.relation]

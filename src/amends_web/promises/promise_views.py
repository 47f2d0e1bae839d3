"""The promises of a space, and one of them: answering it, warning, saying how it went, mending, letting go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from amends.errors import Refused, Tampered
from amends.path import promise as rule
from amends_web.accounts.models import Person
from amends_web.promises import actions, queries
from amends_web.promises.access import own_promise_for, promise_for, received_promise_for
from amends_web.promises.forms import MendForm, SayForm, WarnForm
from amends_web.promises.models import Promise
from amends_web.promises.pages import NOES, sentence_of, space_page, stopped
from amends_web.promises.shown import Shown, day_words, names_in, number_of, readers_of, shown, steps_of
from amends_web.promises.signing import Opened, people_of
from amends_web.shell.drafts import wants_second_look
from amends_web.shell.submissions import once
from amends_web.spaces.access import space_for
from amends_web.spaces.models import Space
from amends_web.spaces.queries import members, others
from amends_web.vault.requests import UnlockedRequest

_EARLIER_ON_A_PAGE = 20


@require_GET
def promises_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    now = timezone.now()
    every = _shown(request, space, queries.current_promises(request.user, request.keyring, space=space, now=now))
    context = {
        "others": others(space, request.user),
        "has_more": queries.earlier_rows(request.user, space=space, now=now).exists(),
        "asks": [one for one in every if one.needs_me],
        "open": [one for one in every if one.is_open and not one.needs_me],
        "earlier": [one for one in every if not one.is_open and not one.needs_me],
    }
    return space_page(request, space, "promises.html", context)


@require_GET
def earlier_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """What has been still for weeks, a page at a time."""
    space = space_for(request.user, space_id)
    rows = queries.earlier_rows(request.user, space=space, now=timezone.now())
    page = Paginator(rows, _EARLIER_ON_A_PAGE).get_page(request.GET.get("page"))
    promises = _shown(request, space, queries.opened_promises(page.object_list, request.keyring))
    return space_page(request, space, "earlier.html", {"promises": promises, "page": page})


@require_GET
def promise_view(request: UnlockedRequest, promise_id: UUID) -> HttpResponse:
    return _promise_page(request, promise_for(request.user, promise_id))


@require_GET
def history_view(request: UnlockedRequest, promise_id: UUID) -> HttpResponse:
    """What happened, step by step, with who wrote what."""
    row = promise_for(request.user, promise_id)
    try:
        opened = queries.opened(row, request.keyring)
    except Tampered:
        return stopped(request, row)
    context = {"row": row, "steps": steps_of(opened, request.user, names=names_in(row))}
    return space_page(request, row.space, "history.html", context)


@require_POST
def accept_view(request: UnlockedRequest, promise_id: UUID) -> HttpResponse:
    """Say yes to the words that stood on the page, and to no others."""
    row = received_promise_for(request.user, promise_id)
    return _step_on(request, row, _terms(request, row), actions.accept, offer=_number(request))


@require_POST
def decline_view(request: UnlockedRequest, promise_id: UUID) -> HttpResponse:
    row = received_promise_for(request.user, promise_id)
    return _step(request, row, actions.decline, offer=_number(request))


@require_POST
def take_view(request: UnlockedRequest, promise_id: UUID) -> HttpResponse:
    """Make somebody's proposal one's own promise, as it stood on the page."""
    row = own_promise_for(request.user, promise_id)
    of = _proposer(request, row)
    return _step_on(request, row, _terms(request, row, of), actions.take_proposal, of=of)


@require_POST
def leave_view(request: UnlockedRequest, promise_id: UUID) -> HttpResponse:
    row = own_promise_for(request.user, promise_id)
    return _step(request, row, actions.leave_proposal, of=_proposer(request, row))


@require_GET
def warn_view(request: UnlockedRequest, promise_id: UUID) -> HttpResponse:
    row = own_promise_for(request.user, promise_id)
    return space_page(
        request, row.space, "warn.html", {"row": row, "to": readers_of(row, request.user), "form": WarnForm()}
    )


@require_POST
def send_warning_view(request: UnlockedRequest, promise_id: UUID) -> HttpResponse:
    row = own_promise_for(request.user, promise_id)
    form = WarnForm(request.POST)
    context = {"row": row, "to": readers_of(row, request.user), "form": form}
    if not form.is_valid():
        return space_page(request, row.space, "warn.html", context, status=422)

    def send() -> str:
        text = form.cleaned_data["text"]
        actions.warn(keyring=request.keyring, person=request.user, row=row, text=text, now=timezone.now())
        return reverse("promises:promise", args=[row.pk])

    try:
        return redirect(once(request, send))
    except NOES as no:
        form.add_error(None, sentence_of(no))
        return space_page(request, row.space, "warn.html", context, status=409)


@require_POST
def say_view(request: UnlockedRequest, promise_id: UUID) -> HttpResponse:
    """Say how one saw one time of it."""
    row = promise_for(request.user, promise_id)
    form = SayForm(request.POST)
    if not form.is_valid():
        return _promise_page(request, row, say=form, status=422)
    cleaned = form.cleaned_data

    def act() -> str:
        actions.say(
            keyring=request.keyring,
            person=request.user,
            row=row,
            offer=cleaned["offer"],
            on=cleaned["on"],
            is_kept=cleaned["seen"] == "kept",
            text=cleaned["text"],
            now=timezone.now(),
        )
        return reverse("promises:promise", args=[row.pk])

    try:
        return redirect(once(request, act))
    except NOES as no:
        form.add_error(None, sentence_of(no))
        return _promise_page(request, row, say=form, status=409)


@require_GET
def mend_view(request: UnlockedRequest, promise_id: UUID, offer: int, on: str) -> HttpResponse:
    return _mend_page(request, own_promise_for(request.user, promise_id), offer, on, MendForm())


@require_POST
def send_mending_view(request: UnlockedRequest, promise_id: UUID, offer: int, on: str) -> HttpResponse:
    row = own_promise_for(request.user, promise_id)
    if wants_second_look(request):
        return _mend_page(request, row, offer, on, MendForm(initial=request.POST.dict()))
    form = MendForm(request.POST)
    if not form.is_valid():
        return _mend_page(request, row, offer, on, form, status=422)

    def send() -> str:
        lines = form.cleaned_data
        day, now = _day(on), timezone.now()
        actions.mend(keyring=request.keyring, person=request.user, row=row, offer=offer, on=day, lines=lines, now=now)
        return reverse("promises:promise", args=[row.pk])

    try:
        return redirect(once(request, send))
    except NOES as no:
        form.add_error(None, sentence_of(no))
        return _mend_page(request, row, offer, on, form, status=409)


@require_POST
def let_go_view(request: UnlockedRequest, promise_id: UUID) -> HttpResponse:
    return _step(request, promise_for(request.user, promise_id), actions.let_go)


def _shown(request: UnlockedRequest, space: Space, found: Iterable[Opened]) -> list[Shown]:
    names: dict[rule.Who, str] = {member.person_id: member.person.name for member in members(space)}
    return [shown(one, request.user, now=timezone.now(), names=names) for one in found]


def _step(request: UnlockedRequest, row: Promise, act: Callable[..., None], **given: Any) -> HttpResponse:
    """Take a step that has no words of its own; where it can't be, show why on the page as it stands now."""

    def take() -> str:
        act(keyring=request.keyring, person=request.user, row=row, now=timezone.now(), **given)
        return reverse("promises:promise", args=[row.pk])

    try:
        return redirect(once(request, take))
    except NOES as no:
        return _promise_page(request, promise_for(request.user, row.pk), problem=sentence_of(no), status=409)


def _step_on(
    request: UnlockedRequest, row: Promise, terms: rule.Terms | None, act: Callable[..., None], **given: Any
) -> HttpResponse:
    """Take a step on the words that stood on the page; without them nothing is said yes to."""
    if terms is None:
        return _promise_page(request, row, problem=sentence_of(Refused(rule="other terms")), status=409)
    return _step(request, row, act, terms=terms, **given)


def _promise_page(
    request: UnlockedRequest, row: Promise, *, say: SayForm | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    try:
        opened = queries.opened(row, request.keyring)
    except Tampered:
        return stopped(request, row)
    promise: Shown = shown(opened, request.user, now=timezone.now(), names=names_in(row))
    context = {"promise": promise, "row": row, "say": say or SayForm(), "problem": problem}
    return space_page(request, row.space, "promise.html", context, status)


def _mend_page(
    request: UnlockedRequest, row: Promise, offer: int, on: str, form: MendForm, status: int = 200
) -> HttpResponse:
    try:
        opened = queries.opened(row, request.keyring)
    except Tampered:
        return stopped(request, row)
    occasion = _occasion(opened, offer, _day(on))
    if request.method == "GET" and not occasion.may_be_mended:
        raise Http404
    context = {
        "row": row,
        "form": form,
        "to": readers_of(row, request.user),
        "day": day_words(occasion.terms, occasion.due),
        "send_url": reverse("promises:send_mending", args=[row.pk, offer, on]),
    }
    return space_page(request, row.space, "mend.html", context, status)


def _occasion(opened: Opened, offer: int, on: date) -> rule.Occasion:
    for occasion in rule.occasions(opened.state, now=timezone.now()):
        if (occasion.offer, occasion.on) == (offer, on):
            return occasion
    raise Http404


def _proposer(request: UnlockedRequest, row: Promise) -> Person:
    """Return whose proposal a button is about."""
    for who, person in people_of(row).items():
        if str(who) == request.POST.get("of"):
            return person
    raise Http404


def _terms(request: UnlockedRequest, row: Promise, of: Person | None = None) -> rule.Terms | None:
    """Return the terms that stand, or somebody's proposal, where a button stood below these very words."""
    try:
        state = queries.opened(row, request.keyring).state
    except Tampered:
        return None
    terms = state.proposals.get(of.pk) if of else state.now.terms
    return terms if terms and number_of(terms) == request.POST.get("number") else None


def _number(request: UnlockedRequest) -> int:
    given = request.POST.get("offer", "")
    return int(given) if given.isdecimal() and len(given) < 6 else 0


def _day(on: str) -> date:
    try:
        return date.fromisoformat(on)
    except ValueError:
        raise Http404 from None

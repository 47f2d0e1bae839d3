"""One's own pages, for oneself alone; where one stands with the others; one's pace."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from amends.content.own_it import OwnPage, own_it
from amends.path.own_it import Kind
from amends_web.acknowledgements import actions
from amends_web.acknowledgements.forms import OwnPageForm, PaceForm
from amends_web.acknowledgements.pages import day_words
from amends_web.acknowledgements.queries import looks_from_day, own_words, pace_of, threads
from amends_web.breakdowns.access import breakdown_for
from amends_web.breakdowns.models import Breakdown
from amends_web.breakdowns.pages import breakdown_page
from amends_web.breakdowns.queries import today_for
from amends_web.shell.drafts import wants_second_look
from amends_web.spaces.access import space_for
from amends_web.spaces.models import Space
from amends_web.spaces.queries import name_list, others
from amends_web.vault.requests import UnlockedRequest


@require_GET
def own_view(request: UnlockedRequest, breakdown_id: UUID) -> HttpResponse:
    breakdown = breakdown_for(request.user, breakdown_id)
    mine = threads(request.user, request.keyring, acknowledgement__breakdown=breakdown)
    pace = pace_of(request.user, breakdown.space, request.keyring)
    sent_to, waiting_from, days = set(), set(), []
    for thread in mine:
        if thread.acknowledgement.author_id == request.user.pk:
            if any(event.kind == Kind.SENT for event in thread.events):
                sent_to.add(thread.acknowledgement.recipient_id)
            continue
        day = looks_from_day(thread.events, pace=pace, reader=request.user)
        waiting_from |= {thread.acknowledgement.author_id} if day is None else set()
        days += [day] if day else []
    context = {
        "pages": own_it().pages,
        "has_written": bool(own_words(request.keyring, request.user, breakdown)),
        "ways": [
            {"person": other, "has_sent": other.pk in sent_to, "has_something": other.pk in waiting_from}
            for other in others(breakdown.space, request.user)
        ],
        "quiet_until": day_words(max(days)) if days else "",
    }
    return breakdown_page(request, breakdown, "acknowledgements/own.html", context)


@require_GET
def page_view(request: UnlockedRequest, breakdown_id: UUID, name: str) -> HttpResponse:
    breakdown = breakdown_for(request.user, breakdown_id)
    page = _page(name)
    own = own_words(request.keyring, request.user, breakdown)
    return _page_page(request, breakdown, page, OwnPageForm(page=page, initial=own.get(name, {})))


@require_POST
def keep_page_view(request: UnlockedRequest, breakdown_id: UUID, name: str) -> HttpResponse:
    """Keep what is typed so far; answers a piece of the page, never the page."""
    breakdown = breakdown_for(request.user, breakdown_id)
    form = OwnPageForm(request.POST, page=_page(name))
    if form.is_valid():
        _keep(request, breakdown, name, form, is_past=False)
    return render(request, "acknowledgements/kept.html", {"form": form, "is_kept": form.is_valid()})


@require_POST
def next_page_view(request: UnlockedRequest, breakdown_id: UUID, name: str) -> HttpResponse:
    breakdown = breakdown_for(request.user, breakdown_id)
    page = _page(name)
    form = OwnPageForm(request.POST, page=page)
    if not form.is_valid():
        return _page_page(request, breakdown, page, form, status=422)
    if wants_second_look(request):
        _keep(request, breakdown, name, form, is_past=False)
        return _page_page(request, breakdown, page, form)
    _keep(request, breakdown, name, form, is_past=True)
    return redirect("acknowledgements:own", breakdown.pk)


@require_POST
def delete_view(request: UnlockedRequest, breakdown_id: UUID) -> HttpResponse:
    breakdown = breakdown_for(request.user, breakdown_id)
    actions.delete_own_pages(person=request.user, breakdown=breakdown)
    return redirect("acknowledgements:own", breakdown.pk)


@require_GET
def pace_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    pace = pace_of(request.user, space, request.keyring)
    initial = {"not_before": pace.not_before, "days_between": pace.days_between}
    return _pace_page(request, space, PaceForm(today=today_for(request.user), initial=initial))


@require_POST
def keep_pace_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    form = PaceForm(request.POST, today=today_for(request.user))
    if not form.is_valid():
        return _pace_page(request, space, form, status=422)
    actions.set_pace(keyring=request.keyring, person=request.user, space=space, **form.cleaned_data)
    return redirect("spaces:space", space.pk)


def _page(name: str) -> OwnPage:
    page = next((page for page in own_it().pages if page.name == name), None)
    if page is None:
        raise Http404
    return page


def _page_page(
    request: UnlockedRequest, breakdown: Breakdown, page: OwnPage, form: OwnPageForm, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"page": page, "form": form, "fields": list(form)}
    return breakdown_page(request, breakdown, "acknowledgements/page.html", context, status)


def _keep(request: UnlockedRequest, breakdown: Breakdown, name: str, form: OwnPageForm, *, is_past: bool) -> None:
    actions.keep_page(
        keyring=request.keyring,
        person=request.user,
        breakdown=breakdown,
        name=name,
        answer=dict(form.cleaned_data),
        page=request.POST.get("page", "")[:40],
        is_past=is_past,
    )


def _pace_page(request: UnlockedRequest, space: Space, form: PaceForm, status: int = 200) -> HttpResponse:
    context = {
        "space": space,
        "name": space.words(request.keyring)["name"],
        "form": form,
        "with_whom": name_list(others(space, request.user)),
    }
    return render(request, "acknowledgements/pace.html", context, status=status)

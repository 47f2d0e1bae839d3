"""Choosing the talk that matters, out of a long history."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from amends_web.imports import queries
from amends_web.imports.access import import_for
from amends_web.imports.forms import DaysForm, TalkForm
from amends_web.imports.models import Import
from amends_web.imports.progress import Cancelled, Progress
from amends_web.imports.shown import wall_clock
from amends_web.imports.talks import choose_talk, choose_whole, chosen_talk, lines_between, proposals_from
from amends_web.imports.views.next_page import next_url

if TYPE_CHECKING:
    from amends_web.vault.requests import UnlockedRequest


@require_GET
def talk_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    if row.state != Import.State.READY:
        return redirect(next_url(row))
    return _talk_page(request, row, DaysForm())


@require_POST
def choose_talk_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    """Choose one of the talks that were proposed."""
    row = _ready(request, import_id)
    form = TalkForm(request.POST)
    proposals = proposals_from(queries.reading_words(row, keyring=request.keyring))
    chosen = form.is_valid() and next((one for one in proposals if one.first == form.cleaned_data["first"]), None)
    if not chosen:
        return redirect("imports:talk", row.pk)
    return _chosen(request, row, first=chosen.first, last=chosen.last, submission=form.cleaned_data["submission"])


@require_POST
def choose_days_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    """Choose what was written from one day to another."""
    row = _ready(request, import_id)
    form = DaysForm(request.POST)
    if not form.is_valid():
        return _talk_page(request, row, form, status=422)
    words = row.words(request.keyring)
    since, until = form.cleaned_data["since"], form.cleaned_data["until"]
    found = lines_between(row, keyring=request.keyring, words=words, since=since, until=until)
    if found is None:
        form.add_nothing_written()
        return _talk_page(request, row, form, status=422)
    return _chosen(request, row, first=found[0], last=found[1], submission=form.cleaned_data["submission"])


@require_POST
def choose_whole_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = _ready(request, import_id)
    choose_whole(row=row, keyring=request.keyring)
    return redirect("imports:import", row.pk)


def _ready(request: UnlockedRequest, import_id: UUID) -> Import:
    row = import_for(request.user, import_id)
    if row.state != Import.State.READY:
        raise Http404
    return row


def _talk_page(request: UnlockedRequest, row: Import, form: DaysForm, *, status: int = 200) -> HttpResponse:
    words = row.words(request.keyring)
    kept = queries.reading_words(row, keyring=request.keyring)
    context = {
        "row": row,
        "proposals": proposals_from(kept),
        "chosen": chosen_talk(kept),
        "form": form,
        "first_at": wall_clock(words["report"]["first_at"]),
        "last_at": wall_clock(words["report"]["last_at"]),
    }
    return render(request, "imports/talk.html", context, status=status)


def _chosen(request: UnlockedRequest, row: Import, *, first: int, last: int, submission: UUID) -> HttpResponse:
    try:
        with Progress(person=request.user, submission=submission) as progress:
            choose_talk(row=row, keyring=request.keyring, first=first, last=last, progress=progress)
    except Cancelled:
        return redirect("imports:talk", row.pk)
    return redirect("imports:import", row.pk)

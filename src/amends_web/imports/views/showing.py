from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from amends_web.imports import actions, queries
from amends_web.imports.access import import_for
from amends_web.imports.careful import by_model_in, model_here
from amends_web.imports.chunks import open_messages
from amends_web.imports.course import course_of
from amends_web.imports.forms import DayForm, SearchForm, WaveForm
from amends_web.imports.models import Import
from amends_web.imports.report import report_of
from amends_web.imports.shown import PAGE, groups_of, languages_of, line_of
from amends_web.imports.talks import chosen_talk
from amends_web.imports.views.next_page import next_url, number_in

if TYPE_CHECKING:
    from amends_web.vault.requests import UnlockedRequest


@require_GET
def import_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    if row.state != Import.State.READY:
        return redirect(next_url(row))
    words = row.words(request.keyring)
    kept = queries.reading_words(row, keyring=request.keyring)
    groups = groups_of(kept, me=words["me"])
    talk = chosen_talk(kept)
    start = talk.first if talk else 0
    places = [claim.lines for kind in ("stretch", "or_here") if kind in groups for claim in groups[kind].first]
    context = {
        "row": row,
        "groups": groups,
        "course": course_of(kept["course"], places=[(lines[0].n - start, lines[-1].n - start) for lines in places]),
        "languages": languages_of(kept),
        "me": words["me"],
        "talk": talk,
        "may_choose": bool(kept.get("proposals")),
        "by_model": by_model_in(kept),
        "has_model": model_here() is not None,
        "others": [name for name in words["people"] if name != words["me"]],
        "report": report_of(words) | {"added": words.get("added") if request.GET.get("added") == "1" else None},
    }
    return render(request, "imports/import.html", context)


@require_POST
def wave_away_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    form = WaveForm(request.POST)
    if row.state != Import.State.READY or not form.is_valid():
        raise Http404
    found = actions.wave_away(row=row, keyring=request.keyring, claim=form.cleaned_data["claim"])
    return redirect(reverse("imports:import", args=[row.pk]) + (f"#{found.kind}" if found else ""))


@require_GET
def messages_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    if row.is_asking:
        return redirect(next_url(row))
    words = row.words(request.keyring)
    pages = max(1, -(-row.message_count // PAGE))
    page = number_in(request.GET.get("page"), default=1, least=1, most=pages)
    first = (page - 1) * PAGE
    messages = open_messages(row, keyring=request.keyring, words=words, first=first, last=first + PAGE - 1)
    context = {
        "row": row,
        "lines": [line_of(message, me=words["me"]) for message in messages],
        "page": page,
        "pages": pages,
        "form": SearchForm(),
        "day_form": DayForm(),
        "has_times": words["report"]["first_at"] is not None,
    }
    return render(request, "imports/messages.html", context)


@require_POST
def go_to_day_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    """Lead to the first message of a day, or of the next one on which anything was written."""
    row = import_for(request.user, import_id)
    if row.is_asking:
        return redirect(next_url(row))
    form = DayForm(request.POST)
    if not form.is_valid():
        return redirect("imports:messages", row.pk)
    words = row.words(request.keyring)
    n = queries.first_since(row, keyring=request.keyring, words=words, day=form.cleaned_data["day"])
    return redirect(reverse("imports:messages", args=[row.pk]) + f"?page={n // PAGE + 1}#m{n}")


@require_POST
def search_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    """Look for words. They come in the body of a POST, as an address would end in logs and histories."""
    row = import_for(request.user, import_id)
    if row.is_asking:
        return redirect(next_url(row))
    form = SearchForm(request.POST)
    if not form.is_valid():
        return redirect("imports:messages", row.pk)
    words = row.words(request.keyring)
    found = queries.messages_with(row, keyring=request.keyring, words=words, said=form.cleaned_data["q"])
    context = {
        "row": row,
        "form": form,
        "lines": [line_of(message, me=words["me"]) for message in found],
        "is_cut": len(found) == queries.MOST_FOUND,
    }
    return render(request, "imports/found.html", context)


@require_GET
def delete_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    context = {"row": row, "one": queries.listed(row, keyring=request.keyring)}
    return render(request, "imports/delete.html", context)


@require_POST
def delete_import_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    actions.delete_import(row=row, keyring=request.keyring)
    return redirect("imports:list")

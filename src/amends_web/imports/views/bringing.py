from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from amends_web.imports import actions, queries
from amends_web.imports.access import import_for, progress_for
from amends_web.imports.bringing import add_to_import, keep_import, keep_questions
from amends_web.imports.forms import BringForm
from amends_web.imports.models import Import
from amends_web.imports.progress import Cancelled, Progress
from amends_web.imports.questions import Given, are_read, read_all
from amends_web.imports.views.next_page import next_url, url_after_adding
from amends_web.shell.polling import poll

if TYPE_CHECKING:
    from amends_web.vault.requests import UnlockedRequest


@require_GET
def list_view(request: UnlockedRequest) -> HttpResponse:
    imports = queries.own_imports(request.user, keyring=request.keyring)
    has_kept = queries.has_kept_lines(request.user)
    return render(request, "imports/list.html", {"imports": imports, "lets_lines_be_kept": has_kept})


@require_GET
def new_view(request: UnlockedRequest) -> HttpResponse:
    actions.sweep()
    return _bring_page(request, BringForm(initial={"time_zone": request.user.time_zone}), None)


@require_POST
def bring_view(request: UnlockedRequest) -> HttpResponse:
    try:
        return bring(request)
    except Cancelled:
        return redirect("imports:list")


@require_GET
def more_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    if row.is_asking:
        return redirect(next_url(row))
    actions.sweep()
    return _bring_page(request, BringForm(initial={"time_zone": row.words(request.keyring)["time_zone"]}), row)


@require_POST
def bring_more_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    if row.is_asking:
        return redirect(next_url(row))
    try:
        return bring(request, more_of=row)
    except Cancelled:
        return redirect(next_url(row))


@require_POST
def cancel_view(request: UnlockedRequest) -> HttpResponse:
    """Cancel; the answer is another key for the form, as a cancelled one is not taken again."""
    try:
        submission = UUID(request.POST.get("submission", ""))
    except ValueError:
        return HttpResponse(status=400)
    actions.cancel_import(person=request.user, keyring=request.keyring, submission=submission)
    return JsonResponse({"submission": uuid4()})


@poll
@require_GET
def progress_view(request: UnlockedRequest, submission: UUID) -> HttpResponse:
    return JsonResponse({"messages": progress_for(request.user, submission).messages})


def bring(request: UnlockedRequest, *, more_of: Import | None = None) -> HttpResponse:
    """Read what was given; where nothing of it can be read, say why on the same page. Raises Cancelled."""
    form = BringForm(request.POST, request.FILES)
    if not form.is_valid():
        return _bring_page(request, form, more_of, status=422)
    submission = form.cleaned_data["submission"]
    with Progress(person=request.user, submission=submission) as progress:
        # Outside a transaction, as it takes seconds; what comes of it is kept inside one.
        given = read_all(form.given(), progress=progress)
        if all(one.is_unreadable for one in given):
            form.refuse(given)
            return _bring_page(request, form, more_of, status=422)
        if not are_read(given):
            for upload in form.cleaned_data["file"]:
                upload.keep()
        url = _keep(request, given, submission=submission, more_of=more_of)
        if more_of is None or not are_read(given):
            return redirect(url)
        return redirect(url_after_adding(request, more_of, progress=progress))


def _keep(request: UnlockedRequest, given: Sequence[Given], *, submission: UUID, more_of: Import | None) -> str:
    """Keep what was read, or what is to be asked about it. Returns where to go next."""
    person, keyring = request.user, request.keyring
    zone = given[0].source.time_zone
    if not are_read(given):
        return next_url(
            keep_questions(
                person=person, keyring=keyring, given=given, time_zone=zone, submission=submission, more_of=more_of
            )
        )
    imported = [one.imported for one in given if one.imported is not None]
    if more_of is None:
        return next_url(
            keep_import(person=person, keyring=keyring, imported=imported, time_zone=zone, submission=submission)
        )
    add_to_import(row=more_of, keyring=keyring, imported=imported, submission=submission)
    return next_url(more_of)


def _bring_page(
    request: UnlockedRequest, form: BringForm, more_of: Import | None, *, status: int = 200
) -> HttpResponse:
    return render(request, "imports/new.html", {"form": form, "row": more_of}, status=status)

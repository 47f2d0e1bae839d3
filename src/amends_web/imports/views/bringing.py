from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends.errors import Undecided, UnreadableExport
from amends_web.imports import actions, queries
from amends_web.imports.access import progress_for
from amends_web.imports.forms import BringForm
from amends_web.imports.progress import Cancelled, Progress
from amends_web.imports.sources import Source
from amends_web.imports.views.next_page import next_url
from amends_web.imports.words import refusal
from amends_web.shell.polling import poll
from amends_web.shell.submissions import once

if TYPE_CHECKING:
    from amends_web.vault.requests import UnlockedRequest


@require_GET
def list_view(request: UnlockedRequest) -> HttpResponse:
    imports = queries.own_imports(request.user, keyring=request.keyring)
    return render(request, "imports/list.html", {"imports": imports})


@require_GET
def new_view(request: UnlockedRequest) -> HttpResponse:
    actions.sweep()
    return _bring_page(request, BringForm(initial={"time_zone": request.user.time_zone}))


@require_POST
def bring_view(request: UnlockedRequest) -> HttpResponse:
    form = BringForm(request.POST, request.FILES)
    if not form.is_valid():
        return _bring_page(request, form, status=422)
    upload = form.cleaned_data["file"]
    if upload is not None and upload.too_large:
        form.add_error("file", _("This file is larger than 1 GB. Export the chat without media and give that file."))
        return _bring_page(request, form, status=413)
    try:
        return redirect(_read(request, form.source(), submission=form.cleaned_data["submission"]))
    except Undecided as question:
        if upload is not None:
            upload.keep()
        return redirect(_ask(request, question, form))
    except UnreadableExport as error:
        form.add_error("text" if upload is None else "file", refusal(error))
        return _bring_page(request, form, status=422)
    except Cancelled:
        return redirect("imports:list")


@require_POST
def cancel_view(request: UnlockedRequest) -> HttpResponse:
    try:
        submission = UUID(request.POST.get("submission", ""))
    except ValueError:
        return HttpResponse(status=400)
    actions.cancel_import(person=request.user, keyring=request.keyring, submission=submission)
    return HttpResponse(status=204)


@poll
@require_GET
def progress_view(request: UnlockedRequest, submission: UUID) -> HttpResponse:
    return JsonResponse({"messages": progress_for(request.user, submission).messages})


def _bring_page(request: UnlockedRequest, form: BringForm, *, status: int = 200) -> HttpResponse:
    return render(request, "imports/new.html", {"form": form}, status=status)


def _read(request: UnlockedRequest, source: Source, *, submission: UUID) -> str:
    """Read outside the transaction, as it takes seconds; keep inside one. Returns where to go next."""
    with Progress(person=request.user, submission=submission) as progress:
        imported = source.read(progress=progress)

        def keep() -> str:
            row = actions.keep_import(
                person=request.user,
                keyring=request.keyring,
                imported=imported,
                time_zone=source.time_zone,
                submission=submission,
            )
            return next_url(row)

        return once(request, keep)


def _ask(request: UnlockedRequest, question: Undecided, form: BringForm) -> str:
    def keep() -> str:
        row = actions.keep_question(
            person=request.user,
            keyring=request.keyring,
            question=question,
            source=form.source(),
            submission=form.cleaned_data["submission"],
        )
        return next_url(row)

    return once(request, keep)

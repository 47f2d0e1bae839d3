from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends.errors import Undecided, UnreadableExport
from amends_web.imports import actions
from amends_web.imports.access import import_for
from amends_web.imports.forms import NOBODY, ChatForm, OrderForm, SeatForm
from amends_web.imports.models import Import
from amends_web.imports.progress import Cancelled, Progress
from amends_web.imports.shown import example_dates
from amends_web.imports.sources import Source, source_from
from amends_web.imports.talks import LONG
from amends_web.imports.views.next_page import next_url
from amends_web.imports.words import refusal
from amends_web.shell.errors import refuse
from amends_web.shell.submissions import once

if TYPE_CHECKING:
    from amends_web.vault.requests import UnlockedRequest


@require_GET
def date_order_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    if row.state != Import.State.ASKS_ORDER:
        return redirect(next_url(row))
    words = row.words(request.keyring)
    context = {"row": row, "example": words["example"], "choices": example_dates(words["example"], words["orders"])}
    return render(request, "imports/date_order.html", context)


@require_POST
def answer_order_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    if row.state != Import.State.ASKS_ORDER:
        return redirect(next_url(row))
    form = OrderForm(request.POST, orders=row.words(request.keyring)["orders"])
    return _answered(request, row, form) if form.is_valid() else redirect("imports:date_order", row.pk)


@require_GET
def chat_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    if row.state != Import.State.ASKS_CHAT:
        return redirect(next_url(row))
    form = ChatForm(chats=row.words(request.keyring)["chats"])
    return render(request, "imports/chat.html", {"row": row, "form": form})


@require_POST
def answer_chat_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    if row.state != Import.State.ASKS_CHAT:
        return redirect(next_url(row))
    form = ChatForm(request.POST, chats=row.words(request.keyring)["chats"])
    if not form.is_valid():
        return render(request, "imports/chat.html", {"row": row, "form": form}, status=422)
    return _answered(request, row, form)


@require_GET
def me_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    if row.is_asking:
        return redirect(next_url(row))
    words = row.words(request.keyring)
    initial = None
    if row.state == Import.State.READY:
        initial = NOBODY if words["me"] is None else str(words["people"].index(words["me"]))
    form = SeatForm(people=words["people"], initial={"me": initial})
    return render(request, "imports/me.html", {"row": row, "form": form})


@require_POST
def take_seat_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    if row.is_asking:
        return redirect(next_url(row))
    form = SeatForm(request.POST, people=row.words(request.keyring)["people"])
    if not form.is_valid():
        return render(request, "imports/me.html", {"row": row, "form": form}, status=422)
    try:
        with Progress(person=request.user, submission=form.cleaned_data["submission"]) as progress:
            actions.take_seat(row=row, keyring=request.keyring, me=form.seat(), progress=progress)
    except Cancelled:
        return redirect("imports:me", row.pk)
    return redirect("imports:talk" if row.message_count >= LONG else "imports:import", row.pk)


def _answered(request: UnlockedRequest, row: Import, form: OrderForm | ChatForm) -> HttpResponse:
    """Read what was kept with the person's answer; a file of several chats may need a second one."""
    source = form.answered(source_from(row.words(request.keyring)["source"]))
    try:
        return redirect(_answer(request, row, source, submission=form.cleaned_data["submission"]))
    except FileNotFoundError:
        sentence = _("The file was kept for a day, and that is over. Give it again, please.")
        return _refused(request, row, sentence, status=410)
    except Undecided as question:
        actions.ask_on(row=row, keyring=request.keyring, question=question, source=source)
        return redirect(next_url(row))
    except UnreadableExport as error:
        return _refused(request, row, refusal(error), status=422)
    except Cancelled:
        return redirect("imports:list")


def _answer(request: UnlockedRequest, row: Import, source: Source, *, submission: UUID) -> str:
    with Progress(person=request.user, submission=submission) as progress:
        imported = source.read(progress=progress)

        def keep() -> str:
            actions.answer_question(row=row, keyring=request.keyring, imported=imported)
            return next_url(row)

        return once(request, keep)


def _refused(request: UnlockedRequest, row: Import, sentence: str, *, status: int) -> HttpResponse:
    """Say why a kept file could not be read after all, and let go of it."""
    actions.delete_import(row=row, keyring=request.keyring)
    title = _("This could not be read")
    return refuse(request, title=title, sentence=sentence, status=status, back_url=reverse("imports:new"))

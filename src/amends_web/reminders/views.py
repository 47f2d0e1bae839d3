"""What is due now, and putting it away."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from amends.content.reminders import reminder_words
from amends_web.reminders import actions, queries
from amends_web.reminders.access import reminder_for
from amends_web.reminders.leads import page_of
from amends_web.vault.requests import UnlockedRequest


@require_GET
def due_view(request: UnlockedRequest) -> HttpResponse:
    sentences = reminder_words().sentences
    rows = queries.due_reminders(request.user, now=timezone.now())
    shown = [{"reminder": row, "sentence": sentences[row.kind], "url": page_of(row)} for row in rows]
    return render(request, "reminders/due.html", {"shown": shown})


@require_POST
def put_away_view(request: UnlockedRequest, reminder_id: UUID) -> HttpResponse:
    actions.put_away(reminder=reminder_for(request.user, reminder_id), now=timezone.now())
    return redirect("reminders:due")

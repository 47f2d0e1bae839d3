"""The page of a round, the poll that looks whether it changed, its receipt, and how one listens."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from amends.errors import Tampered
from amends_web.listening.access import round_for
from amends_web.listening.actions import let_words_go
from amends_web.listening.pages import round_page
from amends_web.listening.picture import picture_of
from amends_web.listening.queries import compared, hashes_of, here_of, items_of, receipts_of
from amends_web.shell.polling import nothing_new, poll
from amends_web.vault.requests import UnlockedRequest


@require_GET
def round_view(request: UnlockedRequest, round_id: UUID) -> HttpResponse:
    let_words_go(now=timezone.now())
    of = round_for(request.user, round_id)
    return round_page(request, of, is_uncovered=request.GET.get("shown") == str(of.number))


@poll
@require_GET
def look_view(request: UnlockedRequest, round_id: UUID) -> HttpResponse:
    """Answer with nothing while the round stands as the page shows it, else with how it stands now."""
    of = round_for(request.user, round_id)
    if request.GET.get("seen") == str(of.number):
        return nothing_new()
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("listening:round", of.pk)
    return round_page(request, of)


@require_GET
def receipt_view(request: UnlockedRequest, round_id: UUID) -> HttpResponse:
    let_words_go(now=timezone.now())
    of = round_for(request.user, round_id)
    try:
        here = here_of(of, request.user, request.keyring)
        items = items_of(here, request.keyring)
        receipts = receipts_of(here, request.keyring, items, hashes_of(of, request.keyring))
    except Tampered:
        return render(request, "listening/stopped.html", {"of": of, "space": of.space}, status=409)
    context = {"of": of, "space": of.space, "standing": here, "receipts": receipts}
    return render(request, "listening/receipt.html", context)


@require_GET
def mine_view(request: UnlockedRequest) -> HttpResponse:
    """How what one thought one got compares with what was felt; nobody else has this page."""
    found = compared(request.user, request.keyring)
    return render(request, "listening/mine.html", {"compared": found, "picture": picture_of(found)})

"""The map, as a picture and as text, and what was news on it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends.errors import Tampered
from amends_web.breakdowns import actions
from amends_web.breakdowns.access import breakdown_for, others_share_for, revealed_for
from amends_web.breakdowns.map import map_of
from amends_web.breakdowns.pages import breakdown_page
from amends_web.vault.requests import UnlockedRequest


@require_GET
def map_view(request: UnlockedRequest, breakdown_id: UUID) -> HttpResponse:
    return _map_page(request, breakdown_id, "breakdowns/map.html")


@require_GET
def map_text_view(request: UnlockedRequest, breakdown_id: UUID) -> HttpResponse:
    return _map_page(request, breakdown_id, "breakdowns/map_text.html")


@require_POST
def news_view(request: UnlockedRequest, breakdown_id: UUID, share_id: UUID, part: str) -> HttpResponse:
    return _mark(request, breakdown_id, share_id, part, is_news=True)


@require_POST
def known_view(request: UnlockedRequest, breakdown_id: UUID, share_id: UUID, part: str) -> HttpResponse:
    return _mark(request, breakdown_id, share_id, part, is_news=False)


def _map_page(request: UnlockedRequest, breakdown_id: UUID, template: str) -> HttpResponse:
    breakdown = breakdown_for(request.user, breakdown_id)
    if breakdown.revealed_at is None:
        return redirect("breakdowns:breakdown", breakdown.pk)
    breakdown = revealed_for(request.user, breakdown_id)
    try:
        drawn = map_of(breakdown, request.user, request.keyring, former=_("a former member"))
    except Tampered:
        return breakdown_page(request, breakdown, "breakdowns/stopped.html", {}, status=409)
    return breakdown_page(request, breakdown, template, {"map": drawn})


def _mark(request: UnlockedRequest, breakdown_id: UUID, share_id: UUID, part: str, *, is_news: bool) -> HttpResponse:
    breakdown = revealed_for(request.user, breakdown_id)
    share = others_share_for(request.user, breakdown, share_id)
    if part not in share.words(request.keyring)["parts"]:
        raise Http404
    actions.mark_part(keyring=request.keyring, person=request.user, share=share, part=part, is_news=is_news)
    return redirect(reverse("breakdowns:map", args=[breakdown.pk]) + f"#{part}-{share.pk}")

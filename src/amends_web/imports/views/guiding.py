"""How to get a conversation out of the app that it happened in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from amends.content.sources import source_guides

if TYPE_CHECKING:
    from amends_web.vault.requests import UnlockedRequest


@require_GET
def sources_view(request: UnlockedRequest) -> HttpResponse:
    return render(request, "imports/sources.html", {"guides": source_guides().values()})


@require_GET
def source_view(request: UnlockedRequest, source: str) -> HttpResponse:
    guide = source_guides().get(source)
    if guide is None:
        raise Http404
    return render(request, "imports/source.html", {"guide": guide})

"""The deck to print: the same for everybody, without an account, and with nothing to fill in that could be sent."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from amends.content.drills import skills
from amends.content.relations import relations


@login_not_required
@require_GET
def papers_view(request: HttpRequest) -> HttpResponse:
    return render(request, "practice/papers.html", {"relations": relations().values()})


@login_not_required
@require_GET
def paper_view(request: HttpRequest, relation: str) -> HttpResponse:
    """The cards of one relation, on one page."""
    if relation not in relations():
        raise Http404
    deck = [(skill, [card for card in skill.drills if card.relation == relation]) for skill in skills()]
    return render(request, "practice/paper.html", {"deck": deck})

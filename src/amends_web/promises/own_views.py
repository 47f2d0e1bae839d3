"""What one has for oneself: what kind of break it was, promises in one's own conversations, one's own deeds."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from amends.content.promises import promise_words
from amends_web.acknowledgements.access import Two
from amends_web.acknowledgements.queries import heard
from amends_web.breakdowns.access import breakdown_for
from amends_web.breakdowns.models import Breakdown
from amends_web.promises import actions, queries
from amends_web.promises.own import deed_ranges, found_promises
from amends_web.promises.pages import space_page
from amends_web.spaces.access import space_for
from amends_web.spaces.queries import others
from amends_web.vault.requests import UnlockedRequest


@require_GET
def break_view(request: UnlockedRequest, breakdown_id: UUID) -> HttpResponse:
    """Say for oneself what kind of break it was, and see what kind of repair fits; once somebody felt heard."""
    breakdown = _heard_breakdown(request, breakdown_id)
    noted = queries.own_notes(request.user, request.keyring)["breaks"].get(str(breakdown.pk), "")
    context = {
        "breakdown": breakdown,
        "breakdown_name": breakdown.words(request.keyring)["name"],
        "fits": promise_words().fits.values(),
        "fit": promise_words().fits.get(noted),
        "make_url": reverse("promises:make", args=[breakdown.space_id]) + f"?breakdown={breakdown.pk}",
    }
    return space_page(request, breakdown.space, "break.html", context)


@require_POST
def note_break_view(request: UnlockedRequest, breakdown_id: UUID) -> HttpResponse:
    breakdown = _heard_breakdown(request, breakdown_id)
    fit = request.POST.get("fit", "")
    if fit and fit not in promise_words().fits:
        raise Http404
    actions.note_break(keyring=request.keyring, person=request.user, breakdown=breakdown.pk, fit=fit)
    return redirect(reverse("promises:break", args=[breakdown.pk]) + "#fits")


@require_GET
def found_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """One's own words in one's own conversations that promise something; nobody else's."""
    space = space_for(request.user, space_id)
    return space_page(request, space, "found.html", {"found": found_promises(request.user, request.keyring)})


@require_GET
def deeds_view(request: UnlockedRequest) -> HttpResponse:
    now = timezone.now().astimezone(request.user.zone)
    ranges = deed_ranges(request.user, request.keyring, now=now)
    return render(request, "promises/deeds.html", {"ranges": ranges})


def has_heard(request: UnlockedRequest, breakdown: Breakdown) -> bool:
    """Say whether somebody here said that they feel heard by this person, or would rather hear it now."""
    return any(
        heard(Two(breakdown=breakdown, author=request.user, recipient=other), request.keyring)
        for other in others(breakdown.space, request.user)
    )


def _heard_breakdown(request: UnlockedRequest, breakdown_id: UUID) -> Breakdown:
    breakdown = breakdown_for(request.user, breakdown_id)
    if not has_heard(request, breakdown):
        raise Http404
    return breakdown

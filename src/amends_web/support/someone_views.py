"""Somebody else in the room: how to choose them, why it is suggested here, and a page to bring."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amends.content.my_side import moment_kinds
from amends.content.someone import someone_words
from amends_web.breakdowns.models import Breakdown
from amends_web.listening.queries import rounds_of
from amends_web.promises.queries import promises_of
from amends_web.spaces.access import space_for
from amends_web.spaces.models import Space
from amends_web.spaces.queries import spaces_of
from amends_web.support import actions
from amends_web.support.forms import SheetForm
from amends_web.support.signs import signs_for
from amends_web.vault.requests import UnlockedRequest


@login_not_required
@require_GET
def someone_view(request: HttpRequest) -> HttpResponse:
    """The same for everybody; for whoever is unlocked, the way to a sheet for each of their spaces."""
    return render(request, "support/someone.html", {"words": someone_words(), "spaces": _spaces(request)})


@login_not_required
@require_GET
def plan_view(request: HttpRequest) -> HttpResponse:
    """An hour with somebody who sits with them, on one page to print; the same for everybody."""
    return render(request, "support/plan.html", {"plan": someone_words().plan})


@require_GET
def someone_here_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """Why it is suggested in this space: what all can see, and apart from it what one marked for oneself."""
    space = space_for(request.user, space_id)
    found = signs_for(request.user, space, request.keyring, today=timezone.localdate())
    labels = {kind.id: kind.label for kind in moment_kinds()}
    context = {
        "space": space,
        "name": space.words(request.keyring)["name"],
        "words": someone_words(),
        "signs": found,
        "kinds": [labels[kind] for kind in found.kinds if kind in labels],
    }
    return render(request, "support/someone_here.html", context)


@require_POST
def put_away_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    actions.put_away(keyring=request.keyring, person=request.user, space=space, today=timezone.localdate())
    return redirect("spaces:space", space.pk)


@require_http_methods(["GET", "POST"])
def sheet_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """A page to print, of what somebody chose and wrote. It is shown once, and kept nowhere."""
    space = space_for(request.user, space_id)
    things = _things(request, space)
    form = SheetForm(request.POST or None, things=[(key, label) for key, label in things.items()])
    form.fields["things"].label = _("What is here already, if you want it on the page")
    context = {"space": space, "words": someone_words(), "form": form}
    if not form.is_valid():
        return render(request, "support/sheet.html", context, status=422 if form.is_bound else 200)
    chosen = form.cleaned_data
    context |= {
        "things": [things[key] for key in chosen["things"]],
        "answers": [(form.fields[key].label, chosen[key]) for key in ("wish", "tried", "know") if chosen[key].strip()],
    }
    return render(request, "support/sheet_page.html", context)


def _spaces(request: HttpRequest) -> list[tuple[Space, str]]:
    keyring = getattr(request, "keyring", None)
    if keyring is None or not request.user.is_authenticated:
        return []
    return [(space, space.words(keyring)["name"]) for space in spaces_of(request.user)]


def _things(request: UnlockedRequest, space: Space) -> dict[str, str]:
    """Return what can be ticked, by key: what went wrong, what rounds were about, what was promised: all shared."""
    keyring = request.keyring
    rows = Breakdown.objects.select_related("box").filter(space=space).order_by("-begun_at")
    things = {f"breakdown:{row.pk}": _what_happened(row, row.words(keyring)) for row in rows}
    rounds = rounds_of(request.user, space=space)
    things |= {f"round:{row.pk}": _("A round about: %s") % row.words(keyring)["topic"] for row in rounds}
    for one in promises_of(request.user, keyring, space=space):
        things[f"promise:{one.row.pk}"] = _("A promise: %s") % one.state.now.terms.act
    return things


def _what_happened(row: Breakdown, words: dict[str, Any]) -> str:
    day = date.fromisoformat(words["day"]) if words["day"] else timezone.localdate(row.begun_at)
    return _("What happened: %(name)s, %(day)s") % {"name": words["name"], "day": date_format(day, "j F Y")}

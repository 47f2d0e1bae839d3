"""The summaries of a space, beginning one, and how long the words behind them lie."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from amends.errors import NotYet, Refused
from amends_web.listening.actions import let_words_go
from amends_web.pauses.pages import on_a_break
from amends_web.shell.drafts import wants_second_look
from amends_web.shell.submissions import once
from amends_web.spaces.access import space_for
from amends_web.spaces.models import Space
from amends_web.spaces.queries import others
from amends_web.summaries import actions, queries
from amends_web.summaries.forms import BeginForm, KeepingForm
from amends_web.summaries.pages import somebody_came_in, space_page
from amends_web.summaries.pieces import Piece, draft_text, pieces_for, talks_of
from amends_web.vault.requests import UnlockedRequest


@require_GET
def summaries_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    let_words_go(now=timezone.now())
    rows = queries.summaries_of(request.user, space=space)
    shown = queries.standings(rows, request.user, request.keyring)
    context = {
        "standings": shown,
        "changed": [row for row in rows if row.pk not in {one.summary.pk for one in shown}],
        "others": others(space, request.user),
    }
    return space_page(request, space, "summaries.html", context)


@require_GET
def new_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """Pick what it begins from; nothing leaves on this page."""
    space = space_for(request.user, space_id)
    let_words_go(now=timezone.now())
    pieces = pieces_for(request.user, space, request.keyring)
    by_talk = sorted(pieces, key=lambda piece: piece.about)
    return space_page(request, space, "new.html", {"pieces": by_talk, "others": others(space, request.user)})


@require_POST
def write_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """Show the text that the picked pieces make, to be edited; nothing is kept yet."""
    space = space_for(request.user, space_id)
    pieces = pieces_for(request.user, space, request.keyring)
    picked = [piece for piece in pieces if piece.key in request.POST.getlist("piece")]
    about = talks_of(picked)
    initial = {
        "title": about[0] if len(about) == 1 else "",
        "text": draft_text(picked),
        "rounds": [str(pk) for pk in _rounds(picked)],
    }
    return _begin_page(request, space, BeginForm(initial=initial, rounds=_rounds(pieces)))


@require_POST
def begin_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """Share the first version with everybody who is here."""
    space = space_for(request.user, space_id)
    rounds = _rounds(pieces_for(request.user, space, request.keyring))
    if wants_second_look(request):
        initial = request.POST.dict() | {"rounds": request.POST.getlist("rounds")}
        return _begin_page(request, space, BeginForm(initial=initial, rounds=rounds))
    form = BeginForm(request.POST, rounds=rounds)
    if not form.is_valid():
        return _begin_page(request, space, form, status=422)

    def act() -> str:
        summary = actions.begin_summary(
            keyring=request.keyring,
            person=request.user,
            space=space,
            title=form.cleaned_data["title"],
            text=form.cleaned_data["text"],
            rounds=form.round_ids(),
            shown=request.POST.getlist("audience"),
            now=timezone.now(),
        )
        return reverse("summaries:summary", args=[summary.pk])

    try:
        return redirect(once(request, act))
    except NotYet:
        form.add_error(None, on_a_break())
        return _begin_page(request, space, form, status=409)
    except Refused as refused:
        if refused.rule == "somebody came in":
            form.add_error(None, somebody_came_in())
        return _begin_page(request, space, form, status=409)


@require_GET
def keeping_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """How long what was said in rounds lies, once a summary of it is agreed: one's own word, and what holds."""
    space = space_for(request.user, space_id)
    let_words_go(now=timezone.now())
    return _keeping_page(request, space)


@require_POST
def keep_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    form = KeepingForm(request.POST)
    if not form.is_valid():
        return _keeping_page(request, space, form, status=422)
    actions.choose_keeping(
        keyring=request.keyring, person=request.user, space=space, days=form.number(), now=timezone.now()
    )
    return redirect("summaries:keeping", space.pk)


def _rounds(pieces: list[Piece]) -> list[UUID]:
    return list(dict.fromkeys(piece.round for piece in pieces if piece.round))


def _begin_page(request: UnlockedRequest, space: Space, form: BeginForm, status: int = 200) -> HttpResponse:
    return space_page(request, space, "begin.html", {"form": form, "others": others(space, request.user)}, status)


def _keeping_page(
    request: UnlockedRequest, space: Space, form: KeepingForm | None = None, status: int = 200
) -> HttpResponse:
    chosen = queries.keepings(space, request.keyring)
    mine = chosen.get(request.user.pk)
    context = {
        "form": form or KeepingForm(initial={"days": str(mine.days or "") if mine else ""}),
        "days": queries.days_for(list(queries.names_in(space)), chosen),
        "going": queries.rounds_going(request.user, space, request.keyring),
    }
    return space_page(request, space, "keeping.html", context, status)

"""Answering what somebody felt, with a second look at one's own draft; and what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends.content.clarifying import clarifying_words
from amends.content.feelings import feelings
from amends.errors import NotYet, Refused, Tampered
from amends_web.breakdowns.models import Share
from amends_web.breakdowns.parts import shown
from amends_web.clarifying import actions, queries
from amends_web.clarifying.access import (
    ANSWERABLE,
    answerable_share_for,
    own_reply_for,
    received_reply_for,
    reply_for,
)
from amends_web.clarifying.forms import ReplyForm
from amends_web.clarifying.pages import space_page
from amends_web.pauses.pages import on_a_break
from amends_web.pauses.views import paused_answer
from amends_web.shell.drafts import wants_second_look
from amends_web.shell.submissions import once
from amends_web.spaces.blind import open_share
from amends_web.vault.requests import UnlockedRequest


@require_GET
def write_reply_view(request: UnlockedRequest, breakdown_id: UUID, share_id: UUID) -> HttpResponse:
    share = answerable_share_for(request.user, breakdown_id, share_id)
    sent = queries.reply_to(share, request.user)
    if sent is not None:
        return redirect("clarifying:reply", sent.pk)
    parts = _parts(request, share)
    if parts is None:
        return redirect("breakdowns:map", breakdown_id)
    return _write_page(request, share, parts, ReplyForm())


@require_POST
def send_reply_view(request: UnlockedRequest, breakdown_id: UUID, share_id: UUID) -> HttpResponse:
    """Send an answer; or put the start of a sentence before what was typed, or take a second look without scripts."""
    share = answerable_share_for(request.user, breakdown_id, share_id)
    parts = _parts(request, share)
    if parts is None:
        return redirect("breakdowns:map", breakdown_id)
    started = _started(request, parts)
    if started is not None or wants_second_look(request):
        typed = started if started is not None else request.POST.get("words", "")
        return _write_page(request, share, parts, ReplyForm(initial={"words": typed}))
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _write_page(request, share, parts, form, status=422)

    def act() -> str:
        reply = actions.send_reply(
            keyring=request.keyring,
            person=request.user,
            share=share,
            words=form.cleaned_data["words"],
            now=timezone.now(),
        )
        return reverse("clarifying:reply", args=[reply.pk])

    try:
        return redirect(once(request, act))
    except Refused:
        form.add_error("words", _("Given what? Add what it was for them, in your own words."))
        return _write_page(request, share, parts, form, status=422)
    except NotYet:
        form.add_error(None, on_a_break())
        return _write_page(request, share, parts, form, status=409)


@require_GET
def reply_view(request: UnlockedRequest, reply_id: UUID) -> HttpResponse:
    reply = reply_for(request.user, reply_id)
    try:
        words = queries.opened_reply(reply, request.keyring)
    except Tampered:
        return space_page(request, reply.share.breakdown.space, "stopped.html", {}, status=409)
    context = {
        "reply": reply,
        "words": words,
        "is_mine": reply.author_id == request.user.pk,
        "breakdown_name": reply.share.breakdown.words(request.keyring)["name"],
    }
    return space_page(request, reply.share.breakdown.space, "reply.html", context)


@require_POST
def landed_view(request: UnlockedRequest, reply_id: UUID) -> HttpResponse:
    reply = received_reply_for(request.user, reply_id)
    is_landed = request.POST.get("landed") == "yes"
    try:
        actions.mark_landed(keyring=request.keyring, reply=reply, is_landed=is_landed, now=timezone.now())
    except NotYet:
        return paused_answer(request, back_url=reverse("clarifying:reply", args=[reply.pk]))
    return redirect("clarifying:reply", reply.pk)


@require_POST
def take_back_reply_view(request: UnlockedRequest, reply_id: UUID) -> HttpResponse:
    reply = own_reply_for(request.user, reply_id)
    actions.take_back(row=reply)
    return redirect("breakdowns:breakdown", reply.share.breakdown_id)


def _parts(request: UnlockedRequest, share: Share) -> dict[str, Any] | None:
    """Return what the other shared of how it was for them; None where it was changed, which the map tells of."""
    try:
        shared: dict[str, Any] = open_share(share, request.keyring)["parts"]
    except Tampered:
        return None
    parts = {name: part for name, part in shared.items() if name in ANSWERABLE}
    if not parts:
        raise Http404
    return parts


def _started(request: UnlockedRequest, parts: dict[str, Any]) -> str | None:
    """Return what was typed behind the start that was tapped, for one of the other's own words; None without a tap."""
    named = request.POST.get("start")
    own = dict(_own_feelings(parts))
    if named not in own:
        return None
    start = clarifying_words().makes_sense.sentence(own[named])
    typed = request.POST.get("words", "").replace("\r\n", "\n").lstrip()
    return typed if typed.startswith(start.rstrip()) else start + typed


def _own_feelings(parts: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the words that the other picked for what they felt."""
    return [(one["id"], feelings().label(one["id"])) for one in parts.get("felt", {}).get("feelings", ())]


def _write_page(
    request: UnlockedRequest, share: Share, parts: dict[str, Any], form: ReplyForm, status: int = 200
) -> HttpResponse:
    context = {
        "share": share,
        "breakdown": share.breakdown,
        "breakdown_name": share.breakdown.words(request.keyring)["name"],
        "parts": shown(parts),
        "starts": _own_feelings(parts),
        "form": form,
    }
    return space_page(request, share.breakdown.space, "write_reply.html", context, status)

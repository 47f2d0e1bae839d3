"""The four answers, for oneself; the preview of what of them is shared, the blind share, taking it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends.content.loops import loop_words
from amends.errors import NotYet, Refused
from amends_web.loops import actions, queries
from amends_web.loops.access import loop_for
from amends_web.loops.forms import AnswersForm
from amends_web.loops.models import Loop
from amends_web.loops.pages import loop_page, with_whom
from amends_web.loops.parts import chosen, shown
from amends_web.pauses.views import paused_answer
from amends_web.shell.drafts import wants_second_look
from amends_web.shell.errors import refuse
from amends_web.shell.polling import go_to, nothing_new, poll
from amends_web.shell.submissions import once
from amends_web.spaces.blind import digest
from amends_web.vault.requests import UnlockedRequest


@require_GET
def answers_view(request: UnlockedRequest, loop_id: UUID) -> HttpResponse:
    loop = loop_for(request.user, loop_id)
    words = queries.answer_words(request.keyring, request.user, loop)
    return _answers_page(request, loop, _form(request, loop, initial=AnswersForm.begun(words)))


@require_POST
def keep_view(request: UnlockedRequest, loop_id: UUID) -> HttpResponse:
    """Keep what is typed so far; answers a piece of the page, never the page."""
    loop = loop_for(request.user, loop_id)
    form = _form(request, loop, data=request.POST)
    if form.is_valid():
        _keep_draft(request, loop, form)
    return render(request, "loops/kept.html", {"is_kept": form.is_valid()})


@require_POST
def later_view(request: UnlockedRequest, loop_id: UUID) -> HttpResponse:
    loop = loop_for(request.user, loop_id)
    form = _form(request, loop, data=request.POST)
    if not form.is_valid():
        return _answers_page(request, loop, form, status=422)
    _keep(request, loop, form)
    return redirect("loops:loop", loop.pk)


@require_POST
def next_view(request: UnlockedRequest, loop_id: UUID) -> HttpResponse:
    """Keep the answers and go to the preview of those that are ticked."""
    loop = loop_for(request.user, loop_id)
    form = _form(request, loop, data=request.POST)
    if not form.is_valid():
        return _answers_page(request, loop, form, status=422)
    if wants_second_look(request):
        _keep_draft(request, loop, form)
        return _answers_page(request, loop, form)
    _keep(request, loop, form)
    if not chosen(form.answers()):
        form.add_error(None, _("Tick at least one answer that has words, or leave it for later. All of it is kept."))
        return _answers_page(request, loop, form, status=422)
    return redirect("loops:preview", loop.pk)


@require_GET
def preview_view(request: UnlockedRequest, loop_id: UUID) -> HttpResponse:
    """Show, word for word, what the others will see. Nothing happens yet."""
    loop = loop_for(request.user, loop_id)
    content = chosen(queries.answer_words(request.keyring, request.user, loop))
    if not content or loop.revealed_at is not None:
        return redirect("loops:loop", loop.pk)
    context = {
        "standing": queries.standing(loop, request.user, request.keyring),
        "answers": shown(content),
        "whole": loop_words().whole_shared if content["is_whole"] else "",
        "previewed": digest(content),
    }
    return loop_page(request, loop, "preview.html", context)


@require_POST
def share_view(request: UnlockedRequest, loop_id: UUID) -> HttpResponse:
    loop = loop_for(request.user, loop_id)

    def act() -> str:
        actions.share_answers(
            keyring=request.keyring,
            person=request.user,
            loop=loop,
            previewed=request.POST.get("previewed", ""),
            shown=request.POST.getlist("audience"),
            now=timezone.now(),
        )
        return reverse("loops:loop", args=[loop.pk])

    try:
        return redirect(once(request, act))
    except Refused as refused:
        return refuse(
            request,
            title=_("Please look once more"),
            sentence=_("Somebody has come in since the preview, so nothing was shared. Look whom it is for now.")
            if refused.rule == "somebody came in"
            else _("Your words have changed since the preview, so nothing was shared. Look at them again."),
            status=409,
            back_url=reverse("loops:answers", args=[loop.pk]),
        )
    except NotYet as not_yet:
        if not_yet.step == "share":
            return redirect("loops:loop", loop.pk)
        return paused_answer(request, back_url=reverse("loops:preview", args=[loop.pk]))


@require_POST
def take_back_view(request: UnlockedRequest, loop_id: UUID) -> HttpResponse:
    loop = loop_for(request.user, loop_id)
    try:
        actions.take_back_share(person=request.user, loop=loop)
    except NotYet:
        return refuse(
            request,
            title=_("This is open now"),
            sentence=_("All of you have shared, so it has opened. What was shared can’t be taken back any more."),
            status=409,
            back_url=reverse("loops:loop", args=[loop.pk]),
        )
    return redirect("loops:answers", loop.pk)


@require_POST
def delete_view(request: UnlockedRequest, loop_id: UUID) -> HttpResponse:
    loop = loop_for(request.user, loop_id)
    actions.delete_answers(person=request.user, loop=loop)
    return redirect("loops:loop", loop.pk)


@poll
@require_GET
def wait_view(request: UnlockedRequest, loop_id: UUID) -> HttpResponse:
    loop = loop_for(request.user, loop_id)
    actions.open_if_ready(keyring=request.keyring, loop=loop)
    if queries.standing(loop, request.user, request.keyring).may_see:
        return go_to(reverse("loops:loop", args=[loop.pk]))
    return nothing_new()


def _form(request: UnlockedRequest, loop: Loop, **kwargs: Any) -> AnswersForm:
    return AnswersForm(others=with_whom(request, loop.space), **kwargs)


def _answers_page(request: UnlockedRequest, loop: Loop, form: AnswersForm, status: int = 200) -> HttpResponse:
    if loop.revealed_at is not None:
        return redirect("loops:loop", loop.pk)
    return loop_page(request, loop, "answers.html", {"form": form}, status)


def _keep(request: UnlockedRequest, loop: Loop, form: AnswersForm) -> None:
    actions.keep_answers(
        keyring=request.keyring, person=request.user, loop=loop, answers=form.answers(), page=_page(request)
    )


def _keep_draft(request: UnlockedRequest, loop: Loop, form: AnswersForm) -> None:
    actions.keep_draft(
        keyring=request.keyring, person=request.user, loop=loop, answers=form.answers(), page=_page(request)
    )


def _page(request: UnlockedRequest) -> str:
    return request.POST.get("page", "")[:40]

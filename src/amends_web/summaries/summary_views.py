"""One summary: reading it, editing it, saying where one differs, signing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from amends.errors import NotYet, Refused, Tampered
from amends.path.difference import around, difference
from amends.path.summary import Answer, may_stand_aside
from amends_web.pauses.pages import on_a_break
from amends_web.shell.drafts import wants_second_look
from amends_web.summaries import actions
from amends_web.summaries.access import summary_for
from amends_web.summaries.document import blocks_of, people_list, whole_text
from amends_web.summaries.forms import AnswerForm, VoiceForm, WordsForm
from amends_web.summaries.models import Summary
from amends_web.summaries.pages import changed_meanwhile, space_page, stopped
from amends_web.summaries.queries import name_of, names_in, standing, talks_of
from amends_web.vault.requests import UnlockedRequest


@require_GET
def summary_view(request: UnlockedRequest, summary_id: UUID) -> HttpResponse:
    return _summary_page(request, summary_for(request.user, summary_id))


@require_GET
def edit_view(request: UnlockedRequest, summary_id: UUID) -> HttpResponse:
    return _edit_page(request, summary_for(request.user, summary_id))


@require_POST
def save_view(request: UnlockedRequest, summary_id: UUID) -> HttpResponse:
    """Let another version follow; where somebody was faster, both texts are shown."""
    summary = summary_for(request.user, summary_id)
    return _take(request, summary, WordsForm, act=actions.edit_summary, page=_edit_page)


@require_GET
def differ_view(request: UnlockedRequest, summary_id: UUID) -> HttpResponse:
    return _differ_page(request, summary_for(request.user, summary_id))


@require_POST
def keep_voice_view(request: UnlockedRequest, summary_id: UUID) -> HttpResponse:
    summary = summary_for(request.user, summary_id)
    return _take(request, summary, VoiceForm, act=actions.say_where_i_differ, page=_differ_page)


def _take(
    request: UnlockedRequest,
    summary: Summary,
    form_of: type[WordsForm | VoiceForm],
    *,
    act: Callable[..., object],
    page: Callable[..., HttpResponse],
) -> HttpResponse:
    """Take what was written; where that can't be, its page comes again with every word of it."""
    if wants_second_look(request):
        return page(request, summary, form_of(initial=request.POST.dict()))
    form = form_of(request.POST)
    if not form.is_valid():
        return page(request, summary, form, status=422)
    try:
        act(keyring=request.keyring, person=request.user, summary=summary, now=timezone.now(), **form.cleaned_data)
    except Tampered:
        return stopped(request, summary.space)
    except Refused:
        return page(request, summary, form, status=409)
    except NotYet:
        form.add_error(None, on_a_break())
        return page(request, summary, form, status=409)
    return redirect("summaries:summary", summary.pk)


@require_POST
def answer_view(request: UnlockedRequest, summary_id: UUID) -> HttpResponse:
    """Sign the version that one saw; one that has changed since is shown first, with what changed."""
    summary = summary_for(request.user, summary_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _summary_page(request, summary, status=422)
    try:
        actions.answer_version(
            keyring=request.keyring,
            person=request.user,
            summary=summary,
            seen=form.cleaned_data["seen"],
            answer=Answer(form.cleaned_data["answer"]),
            now=timezone.now(),
        )
    except Tampered:
        return stopped(request, summary.space)
    except Refused as refused:
        seen = form.cleaned_data["seen"] if refused.rule == "changed meanwhile" else 0
        return _summary_page(request, summary, seen=seen, status=409)
    except NotYet:
        return _summary_page(request, summary, status=409)
    return redirect("summaries:summary", summary.pk)


@require_POST
def take_back_view(request: UnlockedRequest, summary_id: UUID) -> HttpResponse:
    summary = summary_for(request.user, summary_id)
    try:
        actions.take_answer_back(keyring=request.keyring, person=request.user, summary=summary)
    except Tampered:
        return stopped(request, summary.space)
    except NotYet:
        return _summary_page(request, summary, status=409)
    return redirect("summaries:summary", summary.pk)


@require_POST
def withdraw_view(request: UnlockedRequest, summary_id: UUID) -> HttpResponse:
    summary = summary_for(request.user, summary_id)
    try:
        actions.withdraw_summary(keyring=request.keyring, person=request.user, summary=summary)
    except Tampered:
        return stopped(request, summary.space)
    except NotYet:
        return _summary_page(request, summary, status=409)
    return redirect("summaries:summaries", summary.space_id)


@require_GET
def version_view(request: UnlockedRequest, summary_id: UUID, number: int) -> HttpResponse:
    """One version as it stood, and what was new in it."""
    summary = summary_for(request.user, summary_id)
    try:
        here = standing(summary, request.user, request.keyring)
    except Tampered:
        return stopped(request, summary.space)
    opened, before = here.numbered(number), here.numbered(number - 1)
    if opened is None:
        raise Http404
    names = names_in(summary.space)
    changes = around(difference(whole_text(before, names), whole_text(opened, names))) if before else ()
    context = {
        "summary": summary,
        "opened": opened,
        "author": name_of(opened.version.author, names),
        "blocks": blocks_of(opened, names),
        "changes": changes,
        "is_now": opened is here.now,
    }
    return space_page(request, summary.space, "version.html", context)


def _summary_page(request: UnlockedRequest, summary: Summary, *, seen: int = 0, status: int = 200) -> HttpResponse:
    """Answer with the version that is now. `seen` is one that was to be signed, where another has followed it."""
    try:
        here = standing(summary, request.user, request.keyring)
    except Tampered:
        return stopped(request, summary.space)
    names = names_in(summary.space)
    since = here.seen_before or (here.numbered(seen) if seen != here.now.version.number else None)
    changes = around(difference(whole_text(since, names), whole_text(here.now, names))) if since else ()
    context = {
        "summary": summary,
        "standing": here,
        "blocks": blocks_of(here.now, names),
        "author": name_of(here.now.version.author, names),
        "since": since,
        "changes": changes,
        "talks": people_list([f"“{topic}”" for topic in talks_of(here.now, request.user, request.keyring)]),
        "may_stand_aside": may_stand_aside(here.now.version),
        "may_withdraw": actions.may_withdraw(here),
        "is_stale": bool(seen),
        "versions": [{"opened": one, "author": name_of(one.version.author, names)} for one in reversed(here.chain)],
        "gone": [name_of(who, names) for who in here.now.version.people if who not in names],
    }
    return space_page(request, summary.space, "summary.html", context, status)


def _edit_page(
    request: UnlockedRequest, summary: Summary, form: WordsForm | None = None, status: int = 200
) -> HttpResponse:
    try:
        here = standing(summary, request.user, request.keyring)
    except Tampered:
        return stopped(request, summary.space)
    version = here.now.version
    now = {"title": version.title, "text": version.text, "seen": version.number}
    form = form or WordsForm(initial=now)
    context: dict[str, Any] = {"summary": summary, "version": version}
    if _seen(form) != version.number:
        # What follows is written on what stands now, which is on the page.
        title, text = form["title"].value() or "", form["text"].value() or ""
        form = WordsForm(initial={"title": title, "text": text, "seen": version.number})
        context |= {
            "notice": changed_meanwhile(name_of(version.author, names_in(summary.space))),
            "changes": around(difference(_both(version.title, version.text), _both(title, text))),
        }
        status = 409
    return space_page(request, summary.space, "edit.html", context | {"form": form}, status)


def _differ_page(
    request: UnlockedRequest, summary: Summary, form: VoiceForm | None = None, status: int = 200
) -> HttpResponse:
    try:
        here = standing(summary, request.user, request.keyring)
    except Tampered:
        return stopped(request, summary.space)
    mine = here.now.version.voices.get(request.user.pk)
    number = mine.number if mine else 0
    form = form or VoiceForm(initial={"text": mine.text if mine else "", "seen": number})
    is_stale = _seen(form) != number
    if is_stale:
        form = VoiceForm(initial={"text": form["text"].value() or "", "seen": number})
        status = 409
    context = {"summary": summary, "form": form, "mine": mine, "is_stale": is_stale}
    return space_page(request, summary.space, "differ.html", context, status)


def _both(title: str, text: str) -> str:
    return f"{title}\n\n{text}".replace("\r\n", "\n")


def _seen(form: WordsForm | VoiceForm) -> int:
    try:
        return int(form["seen"].value() or 0)
    except ValueError:
        return 0

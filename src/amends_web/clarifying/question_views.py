"""Which way did you mean this: asking, answering with one tap, taking back; and the page where all of it is found."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from amends.errors import NotYet, Tampered
from amends.path.clarify import Pick, struck
from amends_web.breakdowns.access import breakdown_for
from amends_web.breakdowns.queries import side_words
from amends_web.clarifying import actions, queries
from amends_web.clarifying.access import asked_question_for, own_question_for, question_for
from amends_web.clarifying.forms import AskForm, PickForm
from amends_web.clarifying.models import Question
from amends_web.clarifying.pages import space_page
from amends_web.pauses.pages import on_a_break
from amends_web.shell.drafts import wants_second_look
from amends_web.shell.submissions import once
from amends_web.spaces.access import space_for
from amends_web.spaces.models import Space
from amends_web.spaces.queries import others
from amends_web.vault.requests import UnlockedRequest


@require_GET
def clarifying_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """Ask instead of guessing: what one can begin, what waits, what came of it."""
    space = space_for(request.user, space_id)
    cues = queries.cues_of(request.user, request.keyring, space=space)
    context = {
        "others": others(space, request.user),
        "questions": queries.questions_of(request.user, request.keyring, space=space),
        "cues": cues,
        "misses": [cue for cue in cues if cue.is_miss],
        "may_be_guessed": queries.may_be_guessed(space, request.user),
    }
    return space_page(request, space, "clarifying.html", context)


@require_GET
def lines_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    lines = queries.lines_to_ask_about(request.user, space, request.keyring)
    return space_page(request, space, "lines.html", {"lines": lines})


@require_GET
def ask_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """Write the question; `?line=` and its kin name a line that was marked, `?breakdown=` what one wrote down there."""
    space = space_for(request.user, space_id)
    form = AskForm(others=others(space, request.user), initial=_begun(request, space))
    return _ask_page(request, space, form)


@require_POST
def send_question_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    here = others(space, request.user)
    if wants_second_look(request):
        return _ask_page(request, space, AskForm(others=here, initial=request.POST.dict()))
    form = AskForm(request.POST, others=here)
    if not form.is_valid():
        return _ask_page(request, space, form, status=422)

    def act() -> str:
        question = actions.ask_which_way(
            keyring=request.keyring,
            person=request.user,
            space=space,
            asked=form.person(),
            line=form.cleaned_data["line"],
            one=form.cleaned_data["one"],
            two=form.cleaned_data["two"],
            now=timezone.now(),
        )
        return reverse("clarifying:question", args=[question.pk])

    try:
        return redirect(once(request, act))
    except NotYet:
        form.add_error(None, on_a_break())
        return _ask_page(request, space, form, status=409)


@require_GET
def question_view(request: UnlockedRequest, question_id: UUID) -> HttpResponse:
    question = question_for(request.user, question_id)
    return _question_page(request, question, form=None)


@require_POST
def answer_question_view(request: UnlockedRequest, question_id: UUID) -> HttpResponse:
    question = asked_question_for(request.user, question_id)
    form = PickForm(request.POST)
    if not form.is_valid():
        return _question_page(request, question, form=form, status=422)
    try:
        actions.answer_which_way(keyring=request.keyring, question=question, now=timezone.now(), **form.cleaned_data)
    except NotYet:
        form.add_error(None, on_a_break())
        return _question_page(request, question, form=form, status=409)
    return redirect("clarifying:question", question.pk)


@require_POST
def take_back_question_view(request: UnlockedRequest, question_id: UUID) -> HttpResponse:
    question = own_question_for(request.user, question_id)
    actions.take_back(row=question)
    return redirect("clarifying:clarifying", question.space_id)


def _begun(request: UnlockedRequest, space: Space) -> dict[str, Any]:
    breakdown, line = request.GET.get("breakdown"), request.GET.get("line")
    if breakdown:
        row = breakdown_for(request.user, _uuid(breakdown))
        ask: dict[str, Any] = side_words(request.keyring, request.user, row).get("ask", {})
        return ask
    if line:
        marked = queries.lines_to_ask_about(request.user, space, request.keyring)
        return next(({"line": one.text} for one in marked if one.key == line), {})
    return {}


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _ask_page(request: UnlockedRequest, space: Space, form: AskForm, status: int = 200) -> HttpResponse:
    return space_page(request, space, "ask.html", {"form": form, "others": form.others}, status)


def _question_page(
    request: UnlockedRequest, question: Question, *, form: PickForm | None, status: int = 200
) -> HttpResponse:
    try:
        asked = queries.opened_question(question, request.keyring)
    except Tampered:
        return space_page(request, question.space, "stopped.html", {}, status=409)
    pick = asked.answer["pick"] if asked.answer else ""
    context = {
        "question": question,
        "said": asked.said,
        "answer": asked.answer,
        "readings": [
            {"pick": one.value, "text": asked.said[one.value], "is_struck": bool(pick) and one in struck(Pick(pick))}
            for one in (Pick.ONE, Pick.TWO)
        ],
        "is_mine": question.asker_id == request.user.pk,
        "form": form or PickForm(initial={"said": asked.answer["said"] if asked.answer else ""}),
    }
    return space_page(request, question.space, "question.html", context, status)

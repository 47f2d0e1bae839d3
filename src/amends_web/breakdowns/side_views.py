"""My side: one question a page, kept at each rest in typing, for oneself alone."""

from __future__ import annotations

from typing import Any, Protocol
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from amends.content.feelings import picker_languages
from amends.content.my_side import Question, my_side
from amends_web import spaces
from amends_web.accounts.models import Person
from amends_web.breakdowns import actions
from amends_web.breakdowns.access import breakdown_for
from amends_web.breakdowns.forms import FORMS, AnswerForm
from amends_web.breakdowns.marks import CameraMark, camera_marks
from amends_web.breakdowns.models import Breakdown
from amends_web.breakdowns.pages import breakdown_page, own_side
from amends_web.breakdowns.queries import minutes_left
from amends_web.shell.drafts import wants_second_look
from amends_web.spaces.models import Space
from amends_web.spaces.queries import name_list, others
from amends_web.vault.keyring import Keyring
from amends_web.vault.requests import UnlockedRequest


class Keep(Protocol):
    """An action that keeps an answer: as a draft, or as one that was sent on."""

    def __call__(
        self, *, keyring: Keyring, person: Person, breakdown: Breakdown, name: str, answer: dict[str, Any], page: str
    ) -> None: ...


@require_GET
def question_view(request: UnlockedRequest, breakdown_id: UUID, name: str) -> HttpResponse:
    breakdown = breakdown_for(request.user, breakdown_id)
    question = _question(name)
    side = own_side(request, breakdown)
    form = _answer_form(request, breakdown, question, side.get("words_in", "en"), initial=side.get(name, {}))
    return _question_page(request, breakdown, form, side)


@require_POST
def keep_draft_view(request: UnlockedRequest, breakdown_id: UUID, name: str) -> HttpResponse:
    """Keep what is typed so far; answers a piece of the page, never the page."""
    breakdown = breakdown_for(request.user, breakdown_id)
    form = _answer_form(request, breakdown, _question(name), _words_in(request), data=request.POST)
    context: dict[str, Any] = {"form": form, "breakdown": breakdown, "question": form.asked, "is_kept": form.is_valid()}
    if form.is_valid():
        _keep(request, breakdown, form, actions.keep_draft)
        context["marks"] = _marks(form, own_side(request, breakdown))
    return render(request, "breakdowns/kept.html", context)


@require_POST
def next_view(request: UnlockedRequest, breakdown_id: UUID, name: str) -> HttpResponse:
    """Keep an answer and go to the next question; marks that were not shown yet are shown first."""
    breakdown = breakdown_for(request.user, breakdown_id)
    form = _answer_form(request, breakdown, _question(name), _words_in(request), data=request.POST)
    if not form.is_valid():
        return _question_page(request, breakdown, form, own_side(request, breakdown), status=422)
    if wants_second_look(request):
        _keep(request, breakdown, form, actions.keep_draft)
        return _question_page(request, breakdown, form, own_side(request, breakdown))
    _keep(request, breakdown, form, actions.keep_answer)
    if "marks_shown" not in request.POST and _marks(form, own_side(request, breakdown)):
        return redirect(reverse("breakdowns:question", args=[breakdown.pk, name]) + "#kept")
    questions = my_side().questions
    after = questions[questions.index(form.asked) + 1 :]
    if after:
        return redirect("breakdowns:question", breakdown.pk, after[0].name)
    return redirect("breakdowns:choose", breakdown.pk)


@require_POST
def later_view(request: UnlockedRequest, breakdown_id: UUID, name: str) -> HttpResponse:
    breakdown = breakdown_for(request.user, breakdown_id)
    form = _answer_form(request, breakdown, _question(name), _words_in(request), data=request.POST)
    if not form.is_valid():
        return _question_page(request, breakdown, form, own_side(request, breakdown), status=422)
    _keep(request, breakdown, form, actions.keep_draft)
    return redirect("breakdowns:breakdown", breakdown.pk)


@require_POST
def switch_view(request: UnlockedRequest, breakdown_id: UUID, name: str) -> HttpResponse:
    """Show the words of the picker in another language; what is picked stays, since it is a concept."""
    breakdown = breakdown_for(request.user, breakdown_id)
    form = _answer_form(request, breakdown, _question(name), _words_in(request), data=request.POST)
    if not form.is_valid():
        return _question_page(request, breakdown, form, own_side(request, breakdown), status=422)
    _keep(request, breakdown, form, actions.keep_draft)
    language = request.POST.get("switch_to", "")
    if language in picker_languages():
        actions.keep_words_language(
            keyring=request.keyring, person=request.user, breakdown=breakdown, language=language
        )
    return redirect("breakdowns:question", breakdown.pk, name)


@require_POST
def move_view(request: UnlockedRequest, breakdown_id: UUID) -> HttpResponse:
    """Move a marked sentence from the camera to the story, as it stands."""
    breakdown = breakdown_for(request.user, breakdown_id)
    form = _answer_form(request, breakdown, _question("facts"), _words_in(request), data=request.POST)
    if not form.is_valid():
        return _question_page(request, breakdown, form, own_side(request, breakdown), status=422)
    text = form.cleaned_data["text"]
    mark = _pressed_mark(request, form, own_side(request, breakdown))
    if mark is None:
        _keep(request, breakdown, form, actions.keep_draft)
    else:
        actions.move_to_story(
            keyring=request.keyring, person=request.user, breakdown=breakdown, text=text, place=mark.start
        )
    return redirect("breakdowns:question", breakdown.pk, "facts")


@require_POST
def leave_view(request: UnlockedRequest, breakdown_id: UUID) -> HttpResponse:
    """Leave a marked sentence where it is."""
    breakdown = breakdown_for(request.user, breakdown_id)
    form = _answer_form(request, breakdown, _question("facts"), _words_in(request), data=request.POST)
    if not form.is_valid():
        return _question_page(request, breakdown, form, own_side(request, breakdown), status=422)
    mark = _pressed_mark(request, form, own_side(request, breakdown))
    if mark is None:
        _keep(request, breakdown, form, actions.keep_draft)
    else:
        actions.leave_mark(
            keyring=request.keyring,
            person=request.user,
            breakdown=breakdown,
            text=form.cleaned_data["text"],
            mark=mark.key,
        )
    return redirect("breakdowns:question", breakdown.pk, "facts")


def _question_page(
    request: UnlockedRequest, breakdown: Breakdown, form: AnswerForm, side: dict[str, Any], status: int = 200
) -> HttpResponse:
    questions = my_side().questions
    context = {
        "form": form,
        "question": form.asked,
        "number": questions.index(form.asked) + 1,
        "count": len(questions),
        "before": questions[questions.index(form.asked) - 1] if form.asked != questions[0] else None,
        "minutes": minutes_left(form.asked),
        "marks": _marks(form, side),
    }
    return breakdown_page(request, breakdown, "breakdowns/question.html", context, status)


def _question(name: str) -> Question:
    question = next((question for question in my_side().questions if question.name == name), None)
    if question is None:
        raise Http404
    return question


def _answer_form(
    request: UnlockedRequest, breakdown: Breakdown, question: Question, language: str, **kwargs: Any
) -> AnswerForm:
    return FORMS[question.name](question=question, other=_other(request, breakdown.space), language=language, **kwargs)


def _words_in(request: UnlockedRequest) -> str:
    """Return the language in which the page that was sent showed its words."""
    language = request.POST.get("words_in", "en")
    return language if language in picker_languages() else "en"


def _other(request: UnlockedRequest, space: Space) -> str:
    """Return the others as this person would name them: "Ben", or "a colleague" before anybody is here."""
    return name_list(others(space, request.user)) or spaces.words(space.relation).an_other


def _marks(form: AnswerForm, side: dict[str, Any]) -> list[CameraMark]:
    if form.asked.name != "facts":
        return []
    text = form.cleaned_data.get("text", "") if form.is_bound else form.initial.get("text", "")
    return camera_marks(text, left=side.get("left", ()))


def _pressed_mark(request: UnlockedRequest, form: AnswerForm, side: dict[str, Any]) -> CameraMark | None:
    """Return the mark whose button was pressed, if the text still has it."""
    return next((mark for mark in _marks(form, side) if mark.key == request.POST.get("mark")), None)


def _keep(request: UnlockedRequest, breakdown: Breakdown, form: AnswerForm, keep: Keep) -> None:
    keep(
        keyring=request.keyring,
        person=request.user,
        breakdown=breakdown,
        name=form.asked.name,
        answer=form.answer(),
        page=request.POST.get("page", "")[:40],
    )

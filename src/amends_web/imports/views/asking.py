from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends_web.imports import actions
from amends_web.imports.access import import_for
from amends_web.imports.bringing import answer_questions, ask_on, is_seated, say_who_is_who
from amends_web.imports.forms import AnswerForm
from amends_web.imports.models import Import
from amends_web.imports.progress import Cancelled, Progress
from amends_web.imports.question_forms import FORMS, ColumnsForm, PeopleForm, QuestionForm, source_name
from amends_web.imports.questions import Given, are_read, given_from, read_all
from amends_web.imports.remembered import remember_columns, remember_people, remembered
from amends_web.imports.talks import LONG
from amends_web.imports.together import roots_in
from amends_web.imports.views.next_page import next_url, url_after_adding
from amends_web.imports.words import doubts
from amends_web.shell.errors import refuse

if TYPE_CHECKING:
    from collections.abc import ValuesView

    from amends_web.vault.requests import UnlockedRequest
    from amends_web.vault.uploads import SealedUpload


@require_GET
def questions_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    if not row.is_asking:
        return redirect(next_url(row))
    given = given_from(row.words(request.keyring))
    return _questions_page(request, row, given, _forms(request, given))


@require_POST
def answer_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    """Take every answer at once and read on; what is open still, or anew, is asked on the same page."""
    row = import_for(request.user, import_id)
    if not row.is_asking:
        return redirect(next_url(row))
    given = given_from(row.words(request.keyring))
    forms = _forms(request, given, is_answer=True)
    answer = AnswerForm(request.POST)
    if not all(form.is_valid() for form in [answer, *forms.values()]):
        return _questions_page(request, row, given, forms, status=422)
    answered = [one for one in _answered(given, forms) if one is not None]
    if not answered:
        back = reverse("imports:new") if row.more_of is None else next_url(row.more_of)
        actions.delete_import(row=row, keyring=request.keyring)
        return redirect(back)
    _remember_columns(request, forms)
    try:
        with Progress(person=request.user, submission=answer.cleaned_data["submission"]) as progress:
            read = read_all(answered, progress=progress)
            return redirect(_keep(request, row, read, progress=progress))
    except FileNotFoundError:
        actions.delete_import(row=row, keyring=request.keyring)
        sentence = _("The files were kept for a day, and that is over. Give them again, please.")
        title, back = _("This could not be read"), reverse("imports:new")
        return refuse(request, title=title, sentence=sentence, status=410, back_url=back)
    except Cancelled:
        return redirect("imports:list")


@require_GET
def me_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    if row.is_asking:
        return redirect(next_url(row))
    return _people_page(request, row, _people_form(request, row))


@require_POST
def take_seat_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    if row.is_asking:
        return redirect(next_url(row))
    form = _people_form(request, row, request.POST)
    if not form.is_valid():
        return _people_page(request, row, form, status=422)
    keyring = request.keyring
    if form.roots() != roots_in(row.words(keyring)):
        say_who_is_who(row=row, keyring=keyring, roots=form.roots())
    remember_people(person=request.user, keyring=keyring, people=form.people(), me=form.own_names())
    try:
        with Progress(person=request.user, submission=form.cleaned_data["submission"]) as progress:
            actions.take_seat(row=row, keyring=keyring, me=form.seat(), progress=progress)
    except Cancelled:
        return redirect("imports:me", row.pk)
    may_choose = row.message_count >= LONG and not row.words(keyring).get("talk")
    return redirect("imports:talk" if may_choose else "imports:import", row.pk)


def _forms(request: UnlockedRequest, given: Sequence[Given], *, is_answer: bool = False) -> dict[int, QuestionForm]:
    """Return the form of each source that has a question, by its number."""
    known = remembered(request.user, keyring=request.keyring)
    sent: tuple[Any, ...] = (request.POST, request.FILES) if is_answer else ()
    return {
        number: FORMS[one.question["kind"]](*sent, given=one, known=known, prefix=f"s{number}")
        for number, one in enumerate(given, start=1)
        if one.question
    }


def _answered(given: Sequence[Given], forms: dict[int, QuestionForm]) -> Iterator[Given | None]:
    for number, one in enumerate(given, start=1):
        yield forms[number].answered() if number in forms else replace(one, imported=None)


def _remember_columns(request: UnlockedRequest, forms: dict[int, QuestionForm]) -> None:
    for form in forms.values():
        if isinstance(form, ColumnsForm):
            remember_columns(person=request.user, keyring=request.keyring, columns=form.columns, chosen=form.chosen())


def _keep(request: UnlockedRequest, row: Import, read: Sequence[Given], *, progress: Progress) -> str:
    """Keep what was read with the answers, or ask on. Returns where to go next."""
    keyring = request.keyring
    if not are_read(read):
        asked_about = {one.source.file_name for one in read}
        for upload in cast("ValuesView[SealedUpload]", request.FILES.values()):
            if upload.file_name in asked_about:
                upload.keep()
        ask_on(row=row, keyring=keyring, given=read)
        return next_url(row)
    more_of = row.more_of
    url = next_url(answer_questions(row=row, keyring=keyring, given=read))
    return url if more_of is None else url_after_adding(request, more_of, progress=progress)


def _questions_page(
    request: UnlockedRequest,
    row: Import,
    given: Sequence[Given],
    forms: dict[int, QuestionForm],
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "row": row,
        "questions": [(source_name(one.given.source, number, of=len(given)), one) for number, one in forms.items()],
        "read_count": len(given) - len(forms),
        "is_only_unreadable": all(one.given.is_unreadable for one in forms.values()),
    }
    return render(request, "imports/questions.html", context, status=status)


def _people_form(request: UnlockedRequest, row: Import, *sent: Any) -> PeopleForm:
    keyring = request.keyring
    known = remembered(request.user, keyring=keyring)
    return PeopleForm(*sent, words=row.words(keyring), is_seated=is_seated(row), known=known)


def _people_page(request: UnlockedRequest, row: Import, form: PeopleForm, *, status: int = 200) -> HttpResponse:
    found = row.words(request.keyring)["report"]["doubts"]
    context = {"row": row, "form": form, "doubts": doubts(code for code in found if code == "other_names")}
    return render(request, "imports/me.html", context, status=status)

"""One card, several people: each writes alone, then all of it opens at the same moment."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends.content.drills import Drill, Skill, skills
from amends.errors import NotYet, Refused, Tampered
from amends_web.practice import actions, queries
from amends_web.practice.access import begun_together_for, together_for
from amends_web.practice.deck import skill_of_card
from amends_web.practice.forms import AnswerForm, TogetherForm
from amends_web.practice.models import Together
from amends_web.shell.drafts import wants_second_look
from amends_web.shell.polling import go_to, nothing_new, poll
from amends_web.shell.submissions import once
from amends_web.spaces.access import space_for
from amends_web.spaces.blind import Standing
from amends_web.spaces.models import Space
from amends_web.spaces.queries import name_list, others
from amends_web.vault.requests import UnlockedRequest


@require_GET
def choose_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    return _choose_page(request, space, TogetherForm(cards=_cards_of(space)))


@require_POST
def begin_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    form = TogetherForm(request.POST, cards=_cards_of(space))
    if not form.is_valid():
        return _choose_page(request, space, form, status=422)

    def act() -> str:
        row = actions.begin_together(
            keyring=request.keyring, person=request.user, space=space, card=form.picked(), now=timezone.now()
        )
        return reverse("practice:together", args=[row.pk])

    try:
        return redirect(once(request, act))
    except NotYet as error:
        form.add_error(None, _why(error))
        return _choose_page(request, space, form, status=409)


@require_GET
def together_view(request: UnlockedRequest, together_id: UUID) -> HttpResponse:
    """The card, its wait or what everybody wrote: whichever it is for this person. It tells nothing of the others."""
    together = together_for(request.user, together_id)
    actions.open_if_ready(keyring=request.keyring, together=together)
    here = queries.standing(together, request.user, request.keyring)
    if here.is_revealed:
        return _opened_page(request, together, here)
    if here.has_shared and not here.must_share_again:
        return _waiting_page(request, together, here)
    return _write_page(request, together, here, AnswerForm(skill=_skill(request, together)[0]))


@require_POST
def write_view(request: UnlockedRequest, together_id: UUID) -> HttpResponse:
    """Keep one's words blind; or take a second look without scripts, which keeps nothing."""
    together = together_for(request.user, together_id)
    form = AnswerForm(request.POST, skill=_skill(request, together)[0])
    here = queries.standing(together, request.user, request.keyring)
    is_valid = form.is_valid()
    if wants_second_look(request) and is_valid:
        return _write_page(request, together, here, form)
    if not is_valid or not form.cleaned_data["words"]:
        form.add_error("words", _("Write a sentence, or leave it for now.")) if is_valid else None
        return _write_page(request, together, here, form, status=422)

    def act() -> str:
        actions.write_together(
            keyring=request.keyring,
            person=request.user,
            together=together,
            words=form.cleaned_data["words"],
            shown=request.POST.getlist("audience"),
            now=timezone.now(),
        )
        return reverse("practice:together", args=[together.pk])

    try:
        return redirect(once(request, act))
    except (NotYet, Refused) as error:
        form.add_error(None, _why(error))
        return _write_page(request, together, here, form, status=409)


@require_POST
def take_back_view(request: UnlockedRequest, together_id: UUID) -> HttpResponse:
    together = together_for(request.user, together_id)
    # Where it has opened meanwhile, the page says so.
    with suppress(NotYet):
        actions.take_answer_back(person=request.user, together=together)
    return redirect("practice:together", together.pk)


@require_POST
def put_away_view(request: UnlockedRequest, together_id: UUID) -> HttpResponse:
    together = begun_together_for(request.user, together_id)
    actions.put_away(together=together)
    return redirect("spaces:space", together.space_id)


@poll
@require_GET
def wait_view(request: UnlockedRequest, together_id: UUID) -> HttpResponse:
    together = together_for(request.user, together_id)
    actions.open_if_ready(keyring=request.keyring, together=together)
    if together.revealed_at is not None:
        return go_to(reverse("practice:together", args=[together.pk]))
    return nothing_new()


def _cards_of(space: Space) -> list[tuple[Skill, Drill]]:
    return [(skill, card) for skill in skills() for card in skill.drills if card.relation == space.relation]


def _skill(request: UnlockedRequest, together: Together) -> tuple[Skill, Drill]:
    found = skill_of_card(together.words(request.keyring)["card"])
    if found is None:
        raise Http404
    return found


def _choose_page(request: UnlockedRequest, space: Space, form: TogetherForm, status: int = 200) -> HttpResponse:
    context = {
        "space": space,
        "name": space.words(request.keyring)["name"],
        "form": form,
        "with_whom": name_list(others(space, request.user)),
        "begun": [
            (row, found)
            for row in queries.together_in([space], since=timezone.localdate() - queries.SHOWN_FOR)
            if (found := skill_of_card(row.words(request.keyring)["card"]))
        ],
    }
    return render(request, "practice/choose.html", context, status=status)


def _page(
    request: UnlockedRequest, together: Together, here: Standing, template: str, context: dict[str, object], status: int
) -> HttpResponse:
    skill, card = _skill(request, together)
    frame = {
        "together": together,
        "space": together.space,
        "space_name": together.space.words(request.keyring)["name"],
        "skill": skill,
        "card": card,
        "others": here.others,
        "with_whom": name_list(here.others),
        "may_put_away": together.begun_by_id in {None, request.user.pk},
    }
    return render(request, f"practice/{template}", frame | context, status=status)


def _write_page(
    request: UnlockedRequest, together: Together, here: Standing, form: AnswerForm, status: int = 200
) -> HttpResponse:
    return _page(request, together, here, "write.html", {"form": form, "again": here.must_share_again}, status)


def _waiting_page(request: UnlockedRequest, together: Together, here: Standing) -> HttpResponse:
    own = queries.own_answer(together, request.user)
    try:
        words = queries.answer_words(own, _skill(request, together)[1].name, request.keyring) if own else ""
    except Tampered:
        return _page(request, together, here, "stopped.html", {}, 409)
    return _page(request, together, here, "waiting.html", {"words": words}, 200)


def _opened_page(request: UnlockedRequest, together: Together, here: Standing) -> HttpResponse:
    """Show what everybody wrote to those who wrote; to somebody who came later, only that it was."""
    if not here.may_see:
        return _page(request, together, here, "opened.html", {}, 200)
    names = {other.pk: other.name for other in here.others}
    card = _skill(request, together)[1].name
    try:
        answers = [
            (
                names.get(answer.person_id, _("a former member")),
                queries.answer_words(answer, card, request.keyring),
                answer.person_id == request.user.pk,
            )
            for answer in queries.answers_of(together).order_by("person__name", "pk")
        ]
    except Tampered:
        return _page(request, together, here, "stopped.html", {}, 409)
    return _page(request, together, here, "opened.html", {"answers": answers}, 200)


def _why(error: NotYet | Refused) -> str:
    if isinstance(error, Refused):
        return _("Somebody has come in since you opened this page, so nothing went. Look whom it is for now.")
    if error.step == "share" and error.missing == "somebody else is here":
        return _("Nobody else is here yet. You can do the card for yourself, and ask somebody in when you like.")
    if error.step == "share":
        return _("It has opened already, so your words were not added. They are still here.")
    return _("Somebody is on a break, so nothing went. Your words are still here, and can go once it is over.")

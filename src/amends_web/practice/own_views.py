"""The deck, for oneself alone: choose, try, see what was in it, plan to use it. No request leaves this copy."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends.content.drills import Drill, Skill, skills
from amends.content.relations import relations
from amends.drafts import Kind
from amends.errors import Refused
from amends.practice import ASKING, Pick, check_pick, look_at_answer, next_drill
from amends_web.breakdowns.queries import today_for
from amends_web.practice import actions, queries
from amends_web.practice.deck import card_named, cards, skill_named
from amends_web.practice.forms import AnswerForm, PlanForm
from amends_web.shell.drafts import look_at, wants_second_look, waved_by
from amends_web.shell.errors import refuse
from amends_web.shell.submissions import form_key
from amends_web.spaces.queries import spaces_of
from amends_web.vault.requests import UnlockedRequest


@require_GET
def deck_view(request: UnlockedRequest) -> HttpResponse:
    own = queries.own_practice(request.keyring, request.user)
    tried = queries.tried_on(own)
    titles = {skill.name: skill.title for skill in skills()}
    spaces = spaces_of(request.user)
    context = {
        "skills": [(skill, any(card.name in tried for card in skill.drills)) for skill in skills()],
        "plans": [(plan, titles.get(plan.skill, "")) for plan in queries.plans(own)],
        "has_practised": bool(own),
        "papers": [words for name, words in relations().items() if name in {space.relation for space in spaces}],
        "spaces": [(space.pk, space.words(request.keyring)["name"]) for space in spaces],
    }
    return render(request, "practice/deck.html", context)


@require_GET
def skill_view(request: UnlockedRequest, skill: str) -> HttpResponse:
    chosen = skill_named(skill)
    tried = queries.tried_on(queries.own_practice(request.keyring, request.user))
    offered = cards(chosen, queries.relations_of(request.user))
    first = next_drill(offered, tried=tried)
    context = {
        "skill": chosen,
        "next": first,
        "others": [(card, card.name in tried) for card in offered if card != first],
    }
    return render(request, "practice/skill.html", context)


@require_GET
def card_view(request: UnlockedRequest, skill: str, card: str) -> HttpResponse:
    chosen, drill = _card(request, skill, card)
    return _card_page(request, chosen, drill, AnswerForm(skill=chosen))


@require_POST
def pick_view(request: UnlockedRequest, skill: str, card: str) -> HttpResponse:
    """Show what comes of a reading, or of asking. Nothing of it is kept."""
    chosen, drill = _card(request, skill, card)
    try:
        picked = check_pick(request.POST.get("pick", ""), drill=drill)
    except Refused:
        return refuse(
            request,
            title=_("Please pick once more"),
            sentence=_("Pick one of the readings, or that you would ask."),
            status=422,
            back_url=reverse("practice:card", args=[chosen.name, drill.name]),
        )
    return _card_page(request, chosen, drill, AnswerForm(skill=chosen), picked=picked)


@require_POST
def try_view(request: UnlockedRequest, skill: str, card: str) -> HttpResponse:
    """Keep a try; or take a second look without scripts, which keeps nothing."""
    chosen, drill = _card(request, skill, card)
    form = AnswerForm(request.POST, skill=chosen)
    is_valid = form.is_valid()
    if not is_valid or wants_second_look(request):
        asked = check_pick(ASKING, drill=drill) if drill.readings else None
        return _card_page(request, chosen, drill, form, picked=asked, status=200 if is_valid else 422)
    actions.keep_try(
        keyring=request.keyring,
        person=request.user,
        card=drill,
        words=form.cleaned_data["words"],
        today=today_for(request.user),
    )
    return redirect("practice:after", chosen.name, drill.name)


@require_GET
def after_view(request: UnlockedRequest, skill: str, card: str) -> HttpResponse:
    chosen, drill = _card(request, skill, card)
    if drill.name not in queries.tried_on(queries.own_practice(request.keyring, request.user)):
        return redirect("practice:card", chosen.name, drill.name)
    return _after_page(request, chosen, drill, PlanForm(skill=chosen))


@require_POST
def plan_view(request: UnlockedRequest, skill: str, card: str) -> HttpResponse:
    chosen, drill = _card(request, skill, card)
    form = PlanForm(request.POST, skill=chosen)
    if not form.is_valid():
        return _after_page(request, chosen, drill, form, status=422)
    actions.keep_plan(
        keyring=request.keyring,
        person=request.user,
        key=form_key(request),
        skill=chosen,
        when=form.cleaned_data["when"],
        then=form.cleaned_data["then"],
        today=today_for(request.user),
    )
    return redirect("practice:deck")


@require_POST
def let_plan_go_view(request: UnlockedRequest) -> HttpResponse:
    actions.let_plan_go(keyring=request.keyring, person=request.user, plan_id=request.POST.get("plan", ""))
    return redirect("practice:deck")


@require_POST
def delete_view(request: UnlockedRequest) -> HttpResponse:
    actions.delete_practice(person=request.user)
    return redirect("practice:deck")


def _card(request: UnlockedRequest, skill: str, card: str) -> tuple[Skill, Drill]:
    chosen = skill_named(skill)
    return chosen, card_named(chosen, card, queries.relations_of(request.user))


def _card_page(
    request: UnlockedRequest,
    skill: Skill,
    card: Drill,
    form: AnswerForm,
    *,
    picked: Pick | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "skill": skill,
        "card": card,
        "form": form,
        "readings": list(enumerate(card.readings, start=1)),
        "picked": picked,
    }
    return render(request, "practice/card.html", context, status=status)


def _after_page(request: UnlockedRequest, skill: Skill, card: Drill, form: PlanForm, status: int = 200) -> HttpResponse:
    words = queries.last_words(queries.own_practice(request.keyring, request.user), card.name)
    context: dict[str, Any] = {
        "skill": skill,
        "card": card,
        "words": words,
        "look": look_at([words], kind=Kind(skill.draft), waved=waved_by(request)),
        "points": look_at_answer(words, skill=skill, drill=card),
        "form": form,
    }
    return render(request, "practice/after.html", context, status=status)

"""Choosing a return, the break itself, coming back, the gate above composers, the pad to vent on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends.content.pauses import pause_words
from amends.errors import NotYet, Refused
from amends.path import pause as rule
from amends_web.pauses import actions, queries
from amends_web.pauses.access import own_pause_for, pause_for
from amends_web.pauses.forms import OWN_TIME, BackForm, ReturnForm
from amends_web.pauses.models import Pause
from amends_web.shell.errors import refuse
from amends_web.shell.polling import look_again, nothing_new, poll
from amends_web.shell.submissions import once
from amends_web.spaces.access import space_for
from amends_web.spaces.models import Space
from amends_web.spaces.queries import name_list, others, spaces_of
from amends_web.vault.requests import UnlockedRequest


@require_GET
def choose_view(request: UnlockedRequest) -> HttpResponse:
    """Where the word "Pause" on every page leads: pick a return, and it begins.

    `?space=` names the space of the page one came from; without it one's only space is meant, or one is asked which.
    """
    spaces = spaces_of(request.user)
    named = [space for space in spaces if str(space.pk) == request.GET.get("space")]
    here = named or spaces
    if len(here) == 1 and others(here[0], request.user):
        return _choose_page(request, here[0], ReturnForm(now=timezone.localtime()))
    shown = [(space, space.words(request.keyring)["name"]) for space in here if others(space, request.user)]
    return render(request, "pauses/which.html", {"spaces": shown, "words": pause_words()})


@require_POST
def take_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    form = ReturnForm(request.POST, now=timezone.localtime())
    if not form.is_valid():
        return _choose_page(request, space, form, status=422)

    def act() -> str:
        pause = actions.take_pause(
            keyring=request.keyring, person=request.user, space=space, back_at=form.back_at(), now=form.now
        )
        return reverse("pauses:pause", args=[pause.pk])

    try:
        return redirect(once(request, act))
    except Refused:
        form.add_error("at", _("Pick a time between 20 minutes and 24 hours from now."))
        return _choose_page(request, space, form, status=422)


@require_GET
def pause_view(request: UnlockedRequest, pause_id: UUID) -> HttpResponse:
    """The break, as whoever takes it sees it, or as the others do."""
    pause = pause_for(request.user, pause_id)
    form = ReturnForm(now=timezone.localtime())
    return _pause_page(request, pause, form, BackForm(initial={"sentence": ""}))


@require_POST
def move_view(request: UnlockedRequest, pause_id: UUID) -> HttpResponse:
    pause = own_pause_for(request.user, pause_id)
    form = ReturnForm(request.POST, now=timezone.localtime())
    if not form.is_valid():
        return _pause_page(request, pause, form, BackForm(), status=422)

    def act() -> str:
        actions.move_return(keyring=request.keyring, pause=pause, back_at=form.back_at(), now=form.now)
        return reverse("pauses:pause", args=[pause.pk])

    try:
        return redirect(once(request, act))
    except Refused as refused:
        form.add_error("at", _no_return(refused.rule, pause, request))
        return _pause_page(request, pause, form, BackForm(), status=422)
    except NotYet:
        return redirect("pauses:pause", pause.pk)


@require_POST
def back_view(request: UnlockedRequest, pause_id: UUID) -> HttpResponse:
    pause = own_pause_for(request.user, pause_id)
    form = BackForm(request.POST)
    if not form.is_valid():
        return _pause_page(request, pause, ReturnForm(now=timezone.localtime()), form, status=422)
    actions.come_back(keyring=request.keyring, pause=pause, sentence=form.said(), now=timezone.now())
    return redirect("spaces:space", pause.space_id)


@poll
@require_GET
def wait_view(request: UnlockedRequest, pause_id: UUID) -> HttpResponse:
    """Say once to the page of a break that it stands otherwise now: its time has come, it was moved, it ended."""
    pause = pause_for(request.user, pause_id)
    return nothing_new() if request.GET.get("seen") == _standing(pause, request) else look_again()


@poll
@require_GET
def gate_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """Answer a composer with the breaks of its space, where they are not as it shows them."""
    space = space_for(request.user, space_id)
    people = request.GET.getlist("person")
    gate = queries.gate(space, request.keyring, now=timezone.now(), people=people)
    if request.GET.get("seen") == gate.seen:
        return nothing_new()
    return render(request, "pauses/gate_state.html", {"gate": gate, "space": space, "people": people})


@require_GET
def vent_view(request: UnlockedRequest) -> HttpResponse:
    """A pad that nothing of is ever sent, kept or read: the page has no form, and its script no request."""
    return render(request, "pauses/vent.html")


def paused_answer(request: UnlockedRequest, *, back_url: str) -> HttpResponse:
    """Answer a form that came in while somebody is on a break; for other areas, whose drafts are kept before."""
    return refuse(
        request,
        title=_("Somebody is on a break"),
        sentence=_("Nothing was sent. Your words are kept, and can go once the break is over."),
        status=409,
        back_url=back_url,
    )


def _choose_page(request: UnlockedRequest, space: Space, form: ReturnForm, status: int = 200) -> HttpResponse:
    running = queries.running_pause(request.user, space)
    if running is not None and rule.is_running(queries.value_of(running, request.keyring), now=timezone.now()):
        return redirect("pauses:pause", running.pk)
    context = {
        "space": space,
        "name": space.words(request.keyring)["name"],
        "form": form,
        "returns": _returns(form),
        "own_time": OWN_TIME,
        "with_whom": name_list(others(space, request.user)),
    }
    return render(request, "pauses/choose.html", context, status=status)


def _pause_page(
    request: UnlockedRequest, pause: Pause, form: ReturnForm, back_form: BackForm, status: int = 200
) -> HttpResponse:
    is_mine = pause.person_id == request.user.pk
    value, told = queries.value_of(pause, request.keyring), queries.told(pause, request.keyring)
    if rule.suggests_booking(value):
        form.fields["at"].help_text = _("Up to a week from now.")
    context: dict[str, Any] = {
        "pause": pause,
        "told": told,
        "line": queries.sentence_of(told),
        "standing": _standing(pause, request),
        "is_running": rule.is_running(value, now=timezone.now()),
        "is_due": rule.is_due(value, now=timezone.now()),
        "suggests_booking": rule.suggests_booking(value),
        "form": form,
        "returns": _returns(form),
        "own_time": OWN_TIME,
        "back_form": back_form,
        "words": pause_words(),
        "with_whom": name_list(others(pause.space, request.user)),
    }
    return render(request, "pauses/mine.html" if is_mine else "pauses/theirs.html", context, status=status)


def _returns(form: ReturnForm) -> list[tuple[str, str]]:
    """Return each return that is one tap away, with the time that it comes to."""
    choices = (*rule.RETURNS, rule.TOMORROW_EVENING)
    return [(choice, queries.time_words(rule.return_at(choice, now=form.now))) for choice in choices]


def _standing(pause: Pause, request: UnlockedRequest) -> str:
    """Return a word for how a break stands now, without its words."""
    value, now = queries.value_of(pause, request.keyring), timezone.now()
    if rule.is_running(value, now=now):
        return f"until-{int(pause.back_at.timestamp())}"
    return "due" if rule.is_due(value, now=now) else "over"


def _no_return(refused: str, pause: Pause, request: UnlockedRequest) -> str:
    if refused == "new time":
        return _("Pick a time after the one you named: %(until)s.") % {"until": queries.time_words(pause.back_at)}
    if rule.suggests_booking(queries.value_of(pause, request.keyring)):
        return _("Pick a time between 20 minutes and a week from now.")
    return _("Pick a time between 20 minutes and 24 hours from now.")

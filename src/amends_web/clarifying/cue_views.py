"""Guess, then check: saying what it was, guessing it, seeing both; and not being guessed."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends.errors import NotYet, Refused, Tampered
from amends.path.guess import Felt, Kind
from amends_web.accounts.models import Person
from amends_web.clarifying import actions, queries
from amends_web.clarifying.access import begun_cue_for, cue_for, guessed_cue_for, own_cue_for
from amends_web.clarifying.forms import AboutForm, FeltForm
from amends_web.clarifying.models import Cue
from amends_web.clarifying.pages import space_page
from amends_web.pauses.pages import on_a_break
from amends_web.shell.errors import refuse
from amends_web.shell.submissions import once
from amends_web.spaces.access import space_for
from amends_web.spaces.models import Space
from amends_web.spaces.queries import others
from amends_web.vault.requests import UnlockedRequest


@require_GET
def tell_view(request: UnlockedRequest, space_id: UUID, kind: str) -> HttpResponse:
    """Say for oneself what it was, for somebody to guess before they see it."""
    space, what = space_for(request.user, space_id), _kind(kind)
    about = AboutForm(kind=what, others=others(space, request.user))
    return _begin_page(request, space, "tell.html", about, FeltForm(kind=what))


@require_POST
def let_guess_view(request: UnlockedRequest, space_id: UUID, kind: str) -> HttpResponse:
    space, what = space_for(request.user, space_id), _kind(kind)
    about = AboutForm(request.POST, kind=what, others=others(space, request.user))
    felt = FeltForm(request.POST, kind=what)
    if not (about.is_valid() & felt.is_valid()):
        return _begin_page(request, space, "tell.html", about, felt, status=422)

    def act() -> str:
        cue = actions.let_guess(
            keyring=request.keyring,
            person=request.user,
            space=space,
            guesser=about.person(),
            kind=what,
            about=about.cleaned_data["about"],
            answer=felt.felt(),
            now=timezone.now(),
        )
        return reverse("clarifying:cue", args=[cue.pk])

    try:
        return redirect(once(request, act))
    except NotYet:
        about.add_error(None, on_a_break())
        return _begin_page(request, space, "tell.html", about, felt, status=409)


@require_GET
def guess_first_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """Guess what somebody felt, and ask them; the guess stays with whoever makes it."""
    space = space_for(request.user, space_id)
    about = AboutForm(kind=Kind.FEELING, others=_may_be_guessed(space, request.user))
    return _begin_page(request, space, "guess_first.html", about, FeltForm(kind=Kind.FEELING))


@require_POST
def ask_what_it_was_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    about = AboutForm(request.POST, kind=Kind.FEELING, others=others(space, request.user))
    felt = FeltForm(request.POST, kind=Kind.FEELING)
    if not (about.is_valid() & felt.is_valid()):
        return _begin_page(request, space, "guess_first.html", about, felt, status=422)

    def act() -> str:
        cue = actions.guess_first(
            keyring=request.keyring,
            person=request.user,
            space=space,
            owner=about.person(),
            about=about.cleaned_data["about"],
            guessed=felt.felt(),
            now=timezone.now(),
        )
        return reverse("clarifying:cue", args=[cue.pk])

    try:
        return redirect(once(request, act))
    except Refused:
        about.add_error(None, _would_rather_not(about.person()))
        return _begin_page(request, space, "guess_first.html", about, felt, status=409)
    except NotYet:
        about.add_error(None, on_a_break())
        return _begin_page(request, space, "guess_first.html", about, felt, status=409)


@require_GET
def cue_view(request: UnlockedRequest, cue_id: UUID) -> HttpResponse:
    """The cue as its owner sees it, or as whoever guesses it: the answer only beside a guess that is kept."""
    return _cue_page(request, cue_for(request.user, cue_id), felt=None)


@require_POST
def guess_view(request: UnlockedRequest, cue_id: UUID) -> HttpResponse:
    cue = guessed_cue_for(request.user, cue_id)

    def keep(guessed: Felt) -> None:
        actions.keep_guess(keyring=request.keyring, cue=cue, guessed=guessed)

    sentence = _("You have guessed already. What you picked first stays as it was.")
    return _once_and_for_all(request, cue, keep, title=_("Your guess stands"), sentence=sentence)


@require_POST
def say_view(request: UnlockedRequest, cue_id: UUID) -> HttpResponse:
    cue = own_cue_for(request.user, cue_id)

    def say(answer: Felt) -> None:
        actions.say_what_it_was(keyring=request.keyring, cue=cue, answer=answer, now=timezone.now())

    sentence = _("You have said it already. It may have been read, so it stays as it was.")
    return _once_and_for_all(request, cue, say, title=_("Your word stands"), sentence=sentence)


@require_POST
def show_view(request: UnlockedRequest, cue_id: UUID) -> HttpResponse:
    cue = guessed_cue_for(request.user, cue_id)
    try:
        actions.show_guess(keyring=request.keyring, cue=cue, now=timezone.now())
    except NotYet:
        return refuse(
            request,
            title=_("Not now"),
            sentence=_("A guess can be shown once both of you have said it, and while nobody is on a break."),
            status=409,
            back_url=reverse("clarifying:cue", args=[cue.pk]),
        )
    return redirect("clarifying:cue", cue.pk)


@require_POST
def take_back_cue_view(request: UnlockedRequest, cue_id: UUID) -> HttpResponse:
    cue = begun_cue_for(request.user, cue_id)
    actions.take_back(row=cue)
    return redirect("clarifying:clarifying", cue.space_id)


@require_POST
def be_guessed_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    actions.be_guessed(person=request.user, space=space, is_wanted=request.POST.get("is_wanted") == "yes")
    return redirect(reverse("clarifying:clarifying", args=[space.pk]) + "#guessed")


def _once_and_for_all(
    request: UnlockedRequest, cue: Cue, act: Callable[[Felt], None], *, title: str, sentence: str
) -> HttpResponse:
    """Act on the word that was picked; a second, other one is told that the first stands."""
    felt = FeltForm(request.POST, kind=_kind_of(cue, request))
    if not felt.is_valid():
        return _cue_page(request, cue, felt=felt, status=422)
    try:
        act(felt.felt())
    except Refused:
        back_url = reverse("clarifying:cue", args=[cue.pk])
        return refuse(request, title=title, sentence=sentence, status=409, back_url=back_url)
    except NotYet:
        felt.add_error(None, on_a_break())
        return _cue_page(request, cue, felt=felt, status=409)
    return redirect("clarifying:cue", cue.pk)


def _kind(name: str) -> Kind:
    if name not in set(Kind):
        raise Http404
    return Kind(name)


def _kind_of(cue: Cue, request: UnlockedRequest) -> Kind:
    return Kind(cue.words(request.keyring)["cue"]["kind"])


def _may_be_guessed(space: Space, person: Person) -> list[Person]:
    without = queries.not_guessed_in(space)
    return [other for other in others(space, person) if other.pk not in without]


def _would_rather_not(person: Person) -> str:
    return _("%(name)s would rather not be guessed. You could ask them, in your own way.") % {"name": person.name}


def _begin_page(
    request: UnlockedRequest, space: Space, template: str, about: AboutForm, felt: FeltForm, status: int = 200
) -> HttpResponse:
    without = queries.not_guessed_in(space)
    context = {
        "about": about,
        "form": felt,
        "kind": felt.kind.value,
        "others": others(space, request.user),
        "not_guessed": [other for other in others(space, request.user) if other.pk in without],
    }
    return space_page(request, space, template, context, status)


def _cue_page(request: UnlockedRequest, cue: Cue, *, felt: FeltForm | None, status: int = 200) -> HttpResponse:
    try:
        shown = queries.shown_cue(cue, request.user, request.keyring)
    except Tampered:
        return space_page(request, cue.space, "stopped.html", {}, status=409)
    context = {
        "shown": shown,
        "kind": shown.kind.value,
        "other": cue.guesser if shown.is_owner else cue.owner,
        "is_begun_by_me": cue.box.owner_id == request.user.pk,
        "form": felt or FeltForm(kind=shown.kind),
    }
    return space_page(request, cue.space, "cue.html", context, status)

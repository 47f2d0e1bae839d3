"""The pages at a space's door: an opened invite, and waiting to be let in.

A link's token stands behind its "#", so no server sees it in an address. The page posts it here; from then on it lies
in a cookie that no script can read and that goes to this site alone, through signing up and signing in as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends.errors import Refused, SwappedKeys
from amends.path.invites import read_token, read_typed_words
from amends_web import spaces
from amends_web.accounts.attempts import TooSoon, attempt_key, forget_tries, take_turn
from amends_web.shell.errors import refuse
from amends_web.shell.hosting import run_by
from amends_web.shell.polling import look_again, nothing_new, poll
from amends_web.shell.submissions import once
from amends_web.spaces import actions, queries
from amends_web.spaces.access import my_joining
from amends_web.spaces.doors import OpenedInvite, opened_invite
from amends_web.spaces.forms import WordsForm
from amends_web.vault.pins import is_pinned, safety_words_with

if TYPE_CHECKING:
    from amends_web.accounts.models import Person
    from amends_web.vault.requests import UnlockedRequest

# Long enough to read in peace and to make an account.
_COOKIE_SECONDS = 3 * 3600


@login_not_required
@require_GET
def join_view(request: HttpRequest) -> HttpResponse:
    if settings.JOIN_COOKIE_NAME not in request.COOKIES:
        return render(request, "spaces/join.html", {"form": WordsForm()})
    opened = _opened(request)
    if opened is None:
        return _closed(request)
    return render(request, "spaces/asked.html", _asked(request, opened))


@login_not_required
@require_POST
def open_view(request: HttpRequest) -> HttpResponse:
    """Take a link's token, or six typed words. Wrong, used, taken back, past its time: one and the same page."""
    try:
        secret = read_token(request.POST.get("token", "")) or _typed(request)
    except TooSoon as too_soon:
        return refuse(
            request,
            title=_("Please wait a little"),
            sentence=_("The next try opens in %(seconds)d seconds.") % {"seconds": too_soon.seconds},
            status=429,
            back_url=reverse("spaces:join"),
        )
    if secret is None or not _fits(request, opened_invite(secret, now=timezone.now())):
        return _closed(request)
    forget_tries(_tries_key(request))
    response = redirect("spaces:join")
    response.set_cookie(
        settings.JOIN_COOKIE_NAME,
        secret,
        max_age=_COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


@require_POST
def accept_view(request: UnlockedRequest) -> HttpResponse:
    """Join: from here on the asker knows that somebody is at the door, and who."""

    def join() -> str:
        opened = _opened(request)
        if opened is None or opened.invite.asked_by_id == request.user.pk or _is_inside(request.user, opened):
            raise Refused(rule="an invite is used once")
        joining = actions.ask_to_join(
            keyring=request.keyring, person=request.user, opened=opened, run_by=run_by(), now=timezone.now()
        )
        return reverse("spaces:wait", args=[joining.pk])

    try:
        response = redirect(once(request, join))
    except Refused:
        return _closed(request)
    return _without_cookie(response)


@login_not_required
@require_POST
def not_now_view(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  (Django hands it in)
    return _without_cookie(redirect("spaces:said_not_now"))


@login_not_required
@require_GET
def said_not_now_view(request: HttpRequest) -> HttpResponse:
    return render(request, "spaces/said_not_now.html")


@login_not_required
@require_POST
def no_view(request: HttpRequest) -> HttpResponse:
    opened = _opened(request)
    if opened is not None and opened.invite.asked_by_id != request.user.pk:
        actions.decline_invite(opened=opened)
    return _without_cookie(redirect("spaces:said_no"))


@login_not_required
@require_GET
def said_no_view(request: HttpRequest) -> HttpResponse:
    return render(request, "spaces/said_no.html")


@require_GET
def wait_view(request: UnlockedRequest, joining_id: UUID) -> HttpResponse:
    joining = my_joining(request.user, joining_id)
    asker = joining.invite.asked_by
    if joining.let_in_at is not None and is_pinned(request.keyring, request.user, asker):
        return redirect("spaces:space", joining.invite.space_id)
    context = {"joining": joining, "asker": asker, "safety_words": safety_words_with(request.user, asker)}
    return render(request, "spaces/wait.html", context)


@poll
@require_GET
def wait_poll_view(request: UnlockedRequest, joining_id: UUID) -> HttpResponse:
    joining = my_joining(request.user, joining_id)
    return nothing_new() if joining.let_in_at is None else look_again()


@require_POST
def enter_view(request: UnlockedRequest, joining_id: UUID) -> HttpResponse:
    """Go in for the first time; the keys of whoever asked are kept as the true ones."""
    joining = my_joining(request.user, joining_id)
    if joining.let_in_at is None:
        return redirect("spaces:wait", joining.pk)
    try:
        asker = joining.invite.asked_by
        actions.check_compared(person=request.user, other=asker, words=request.POST.get("compared", ""))
        actions.confirm_person(keyring=request.keyring, person=request.user, other=asker)
    except SwappedKeys:
        return refuse(
            request,
            title=_("These keys do not fit"),
            sentence=_("They are not those that you confirmed before. Please talk to each other another way first."),
            status=409,
            back_url=reverse("home:home"),
        )
    return redirect("spaces:space", joining.invite.space_id)


@require_POST
def stop_waiting_view(request: UnlockedRequest, joining_id: UUID) -> HttpResponse:
    actions.stop_waiting(joining=my_joining(request.user, joining_id))
    return redirect("spaces:said_no")


def _opened(request: HttpRequest) -> OpenedInvite | None:
    opened = opened_invite(request.COOKIES.get(settings.JOIN_COOKIE_NAME, ""), now=timezone.now())
    return opened if _fits(request, opened) else None


def _fits(request: HttpRequest, opened: OpenedInvite | None) -> bool:
    """Say whether an invite is there for this visitor: made-up people and real ones never meet."""
    if opened is None:
        return False
    return not request.user.is_authenticated or request.user.is_demo == opened.invite.space.is_demo


def _typed(request: HttpRequest) -> str | None:
    """Return typed words, counted as a try: a token has too many letters to be guessed at, and costs none."""
    typed = read_typed_words(request.POST.get("typed", "")[:200])
    if typed is not None:
        take_turn(_tries_key(request))
    return typed


def _tries_key(request: HttpRequest) -> bytes:
    return attempt_key(request, name="", kind="invite words")


def _asked(request: HttpRequest, opened: OpenedInvite) -> dict[str, object]:
    person = request.user if request.user.is_authenticated else None
    is_inside = person is not None and _is_inside(person, opened)
    return {
        "opened": opened,
        "together": spaces.words(opened.relation).together,
        "is_own": person is not None and opened.invite.asked_by_id == person.pk,
        "is_inside": is_inside,
        "is_locked": person is not None and getattr(request, "keyring", None) is None,
        "here": reverse("spaces:join"),
    }


def _is_inside(person: Person, opened: OpenedInvite) -> bool:
    return any(space.pk == opened.invite.space_id for space in queries.spaces_of(person))


def _closed(request: HttpRequest) -> HttpResponse:
    return _without_cookie(render(request, "spaces/closed.html", {"form": WordsForm()}, status=404))


def _without_cookie(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(settings.JOIN_COOKIE_NAME, samesite="Strict")
    return response

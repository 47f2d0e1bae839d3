from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from amends.errors import Refused
from amends_web.accounts.actions import sign_in
from amends_web.home.access import demo_for
from amends_web.home.demo import other_seat, renew_demo, start_demo
from amends_web.shell.errors import refuse
from amends_web.vault.middleware import open_while_locked

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from amends_web.accounts.models import Person
    from amends_web.vault.requests import UnlockedRequest


@login_not_required
@require_POST
def start_view(request: HttpRequest) -> HttpResponse:
    """Make a demo for this visitor. Somebody real is not signed out by it, and nobody gets a second one."""
    if request.user.is_authenticated:
        return redirect("home:home") if request.user.is_demo else _signed_in_as_oneself(request)
    try:
        seat = start_demo(now=timezone.now())
    except Refused:
        return _full(request)
    sign_in(request, person=seat.person, seed=seat.keyring.seed)
    return redirect("home:home")


@require_POST
def switch_view(request: UnlockedRequest) -> HttpResponse:
    """Look from the other's seat."""
    demo = demo_for(request.user)
    person, seed = other_seat(demo=demo, person=request.user, keyring=request.keyring)
    sign_in(request, person=person, seed=seed)
    return redirect("home:home")


@open_while_locked
@require_POST
def reset_view(request: HttpRequest) -> HttpResponse:
    """Nobody knows a passphrase here: filling anew is also the way on from a locked page."""
    demo = demo_for(cast("Person", request.user))
    seat = renew_demo(demo=demo, now=timezone.now())
    sign_in(request, person=seat.person, seed=seat.keyring.seed)
    return redirect("home:home")


@open_while_locked
@require_POST
def end_view(request: HttpRequest) -> HttpResponse:
    """Sign out, which erases the demo (apps.py)."""
    demo_for(cast("Person", request.user))
    logout(request)
    response = redirect("home:home")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _signed_in_as_oneself(request: HttpRequest) -> HttpResponse:
    return refuse(
        request,
        title=gettext("You are signed in as yourself"),
        sentence=gettext("The demo is kept apart from real accounts. Sign out first, then try it from the front page."),
        status=409,
        back_url=reverse("home:home"),
    )


def _full(request: HttpRequest) -> HttpResponse:
    return refuse(
        request,
        title=gettext("The demo is busy"),
        sentence=gettext("Many people are trying it at this moment. Please come back later."),
        status=503,
        back_url=reverse("home:home"),
    )

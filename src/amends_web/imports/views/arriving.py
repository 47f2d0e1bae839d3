from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from amends_web.accounts.attempts import TooSoon, attempt_key, take_turn_of_the_hour
from amends_web.imports.arrivals import (
    KEPT_FOR_SECONDS,
    LARGEST,
    Arrival,
    arrivals_of,
    as_uploads,
    has_room_for,
    keep_arrivals,
    put_back,
    shared_in,
)
from amends_web.imports.forms import MOST_FILES, BringForm
from amends_web.imports.progress import Cancelled
from amends_web.imports.views.bringing import bring
from amends_web.shell.errors import refuse
from amends_web.shell.views import HttpResponseSeeOther

if TYPE_CHECKING:
    from collections.abc import Iterable

    from amends_web.vault.requests import UnlockedRequest

# What one network may send in an hour.
SHARES_AN_HOUR = 20


@csrf_exempt
@login_not_required
@require_POST
def arrive_view(request: HttpRequest) -> HttpResponse:
    """Keep what the share menu of a phone sent, sealed, for the browser that it came through.

    The menu has no token of ours, so the token is not asked for. Another site's page can't send anything here: only
    the browser itself ("none") and our own pages get through, and a browser lets no page write this header. And what
    comes through changes nothing for anybody until somebody who is signed in takes it.
    """
    if request.headers.get("Sec-Fetch-Site") not in {"none", "same-origin"}:
        return _refused(request, _("This can only come from the share menu of a phone."), status=403)
    size = _size_of(request)
    if size > LARGEST:
        return _refused(request, _("This is too large to be shared. Export the chat without media."), status=413)
    try:
        take_turn_of_the_hour(attempt_key(request, name="", kind="arrival"), most=SHARES_AN_HOUR)
    except TooSoon:
        return _refused(request, _("That was a lot in an hour. Wait a little, or bring the file here."), status=429)
    if not has_room_for(size):
        return _refused(request, _("There is no room for it just now. Bring the file here instead."), status=503)
    shared = shared_in(request)
    if not shared:
        sentence = _("No file and no text came along. Export the chat and share it again.")
        if request.FILES:
            sentence = _("Only photos or recordings came along, and no chat. Export the chat and share it again.")
        return _refused(request, sentence, status=422)
    if len(shared) > MOST_FILES:
        sentence = _("These are more than %(most)d files. Share fewer at a time.") % {"most": MOST_FILES}
        return _refused(request, sentence, status=422)
    _throw_away(_waiting(request))
    response = HttpResponseSeeOther(reverse("imports:arrived"))
    response.set_cookie(
        settings.ARRIVAL_COOKIE_NAME,
        keep_arrivals(shared),
        max_age=KEPT_FOR_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


@login_not_required
@require_GET
def arrived_view(request: UnlockedRequest) -> HttpResponse:
    """Show what waits; before the door, only that it arrived, to the browser through which it came."""
    waiting = _waiting(request)
    if getattr(request, "keyring", None) is None:
        return render(request, "imports/arrived_at_the_door.html") if waiting else redirect("home:home")
    if not waiting:
        return _nothing_waits(request)
    context = {
        "waiting": waiting,
        "arrived_at": waiting[0].arrived_at,
        "size": sum(arrival.size for arrival in waiting),
        "form": BringForm(initial={"time_zone": request.user.time_zone}),
    }
    return render(request, "imports/arrived.html", context)


@require_POST
def take_arrival_view(request: UnlockedRequest) -> HttpResponse:
    """Take it in: from here on it is as if it had been chosen on the page. Until it was read, it waits here."""
    waiting = _waiting(request)
    if not waiting:
        return _without_cookie(_nothing_waits(request))
    try:
        uploads = as_uploads(waiting)
    except FileNotFoundError:  # pressed twice
        return _nothing_waits(request)
    for upload in uploads:
        request.FILES.appendlist("file", upload)
    try:
        response = bring(request)
    except Cancelled:
        response = redirect("imports:arrived")
    else:
        if response.status_code != HTTPStatus.UNPROCESSABLE_ENTITY:
            return _without_cookie(response)
    for upload in uploads:
        put_back(upload)
    return response


@require_POST
def discard_arrival_view(request: UnlockedRequest) -> HttpResponse:
    _throw_away(_waiting(request))
    return _without_cookie(redirect("home:home"))


def _size_of(request: HttpRequest) -> int:
    length = request.headers.get("Content-Length", "")
    return int(length) if length.isascii() and length.isdigit() else 0


def _waiting(request: HttpRequest) -> list[Arrival]:
    return arrivals_of(request.COOKIES.get(settings.ARRIVAL_COOKIE_NAME, ""))


def _throw_away(waiting: Iterable[Arrival]) -> None:
    for arrival in waiting:
        arrival.delete()


def _nothing_waits(request: HttpRequest) -> HttpResponse:
    title = _("Nothing is waiting here")
    sentence = _("It was taken in or thrown away already, or an hour went by. You can share it again.")
    return refuse(request, title=title, sentence=sentence, status=410, back_url=reverse("imports:list"))


def _refused(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    title = _("This did not arrive")
    return refuse(request, title=title, sentence=sentence, status=status, back_url=reverse("imports:new"))


def _without_cookie(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(settings.ARRIVAL_COOKIE_NAME, samesite="Strict")
    return response

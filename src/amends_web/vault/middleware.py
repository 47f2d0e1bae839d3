"""Deny by default: a view is for people who are signed in and unlocked, unless it says otherwise."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from amends.errors import SwappedKeys, Tampered
from amends_web.shell.errors import refuse
from amends_web.vault.sessions import keyring_of, set_unlock_cookie

logger = logging.getLogger(__name__)

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def open_while_locked(view: View) -> View:
    """Mark a view for people who are signed in but whose seed is not open."""
    view.open_while_locked = True  # type: ignore[attr-defined]
    return view


class UnlockMiddleware:
    """Gives each request its keyring, and sends those without one to the door."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            response = self.get_response(request)
        finally:
            timezone.deactivate()
        set_unlock_cookie(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        request.keyring = None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            touch = not getattr(view, "is_poll", False)
            request.keyring = keyring_of(request, person=request.user, touch=touch)  # type: ignore[attr-defined]
            timezone.activate(request.user.zone)
        if not getattr(view, "login_required", True):
            return None
        if not request.user.is_authenticated:
            return _to_door(request, settings.LOGIN_URL)
        if request.keyring is None and not getattr(view, "open_while_locked", False):  # type: ignore[attr-defined]
            return _to_door(request, "accounts:unlock")
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Explain, from wherever something was to be shared with swapped keys, or opened that was changed."""
        if isinstance(exception, SwappedKeys):
            return redirect("accounts:stop")
        if isinstance(exception, Tampered):
            logger.warning("A page stopped, as something in it does not open.", exc_info=exception)
            return _does_not_open(request)
        return None


def _does_not_open(request: HttpRequest) -> HttpResponse:
    sentence = _(
        "Something that this page needs was changed since it was kept, so none of it is shown; nothing was deleted "
        "now, the rest is as it was, and whoever runs this copy can look whether a backup still has it."
    )
    return refuse(request, title=_("This does not open"), sentence=sentence, status=409, back_url=reverse("home:home"))


def _to_door(request: HttpRequest, door: str) -> HttpResponse:
    """Send somebody to a door.

    The way back is kept for a page that was asked for, never for one that belongs to a form. To a stranger, every
    address looks the same: the redirect names no address unless there is a session.
    """
    if getattr(request, "htmx", False):
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    response = redirect(door)
    if request.user.is_authenticated and request.method == "GET":
        response["Location"] += "?" + urlencode({"next": request.path})
    return response

"""Browsers that opened an account before. Each holds a random cookie, the database its hash."""

from __future__ import annotations

import re
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from amends.sealing import new_token, token_hash
from amends_web.accounts.models import KnownDevice, Person, sign_in_name

_KEPT_FOR = timedelta(days=365)
_TOKEN = re.compile(r"[\w-]{43}")


def known_device(request: HttpRequest, *, name: str) -> str:
    """Return what names this device among those that opened the account of that name, or "" where it never did."""
    hashed = token_hash(_token(request))
    known = KnownDevice.objects.filter(person__sign_in_name=sign_in_name(name), token_hash=hashed).exists()
    return f"device {hashed.hex()}" if known else ""


def remember_device(request: HttpRequest, response: HttpResponse, *, person: Person) -> bool:
    """Know this browser from now on; says whether it was new. One cookie serves all who share the browser."""
    token = _token(request) or new_token()
    _, is_new = KnownDevice.objects.get_or_create(person=person, token_hash=token_hash(token))
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        token,
        max_age=_KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return is_new


def _token(request: HttpRequest) -> str:
    token = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    return token if _TOKEN.fullmatch(token) else ""

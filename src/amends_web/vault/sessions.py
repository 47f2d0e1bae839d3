"""Opening, finding and locking a session (SECURITY.md 2.1, rule 5)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from amends.errors import Tampered
from amends.sealing import new_token, token_hash, unwrap_with_token, wrap_with_token
from amends_web.vault.keyring import Keyring
from amends_web.vault.models import UnlockedSession

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from amends.sealing import Seed
    from amends_web.accounts.models import Person

LONGEST = timedelta(hours=12)


def open_session(request: HttpRequest, *, person: Person, seed: Seed) -> None:
    """Keep the seed open for this browser; the cookie goes out with the response."""
    close_session(request)
    token = new_token()
    now = _this_minute()
    UnlockedSession.objects.create(
        token_hash=token_hash(token),
        person=person,
        sealed_seed=wrap_with_token(seed, token, person=person.pk),
        opened_at=now,
        touched_at=now,
        browser=browser_name(request.headers.get("User-Agent", "")),
    )
    request.unlock_token = token  # type: ignore[attr-defined]


def close_session(request: HttpRequest) -> None:
    """Lock: without its row the cookie opens nothing."""
    token = request.COOKIES.get(settings.UNLOCK_COOKIE_NAME, "")
    UnlockedSession.objects.filter(token_hash=token_hash(token)).delete()
    request.unlock_token = ""  # type: ignore[attr-defined]


def close_other_sessions(request: HttpRequest, *, person: Person) -> None:
    kept = getattr(request, "unlock_token", "") or request.COOKIES.get(settings.UNLOCK_COOKIE_NAME, "")
    UnlockedSession.objects.filter(person=person).exclude(token_hash=token_hash(kept)).delete()


def keyring_of(request: HttpRequest, *, person: Person, touch: bool) -> Keyring | None:
    """Return the open keys of this browser, or None where it is locked, idle for too long, or past 12 hours."""
    token = request.COOKIES.get(settings.UNLOCK_COOKIE_NAME, "")
    session = UnlockedSession.objects.filter(token_hash=token_hash(token), person=person).first()
    if session is None:
        return None
    now = timezone.now()
    idle = timedelta(minutes=person.idle_minutes)
    if session.touched_at + idle < now - timedelta(minutes=1) or session.opened_at + LONGEST < now:
        session.delete()
        return None
    try:
        seed = unwrap_with_token(bytes(session.sealed_seed), token, person=person.pk)
    except Tampered:
        session.delete()
        return None
    if touch and session.touched_at < _this_minute():
        UnlockedSession.objects.filter(pk=session.pk).update(touched_at=_this_minute())
    return Keyring(person_id=person.pk, seed=seed)


def set_unlock_cookie(request: HttpRequest, response: HttpResponse) -> None:
    """Send what `open_session` or `close_session` decided in this request."""
    token: str | None = getattr(request, "unlock_token", None)
    if token:
        response.set_cookie(
            settings.UNLOCK_COOKIE_NAME,
            token,
            max_age=LONGEST,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )
    elif token == "":
        response.delete_cookie(settings.UNLOCK_COOKIE_NAME, samesite="Strict")


def browser_name(user_agent: str) -> str:
    """Return a browser's name as its owner knows it; the full header would say more than anybody needs."""
    browser = next(
        (name for mark, name in _BROWSERS if mark in user_agent),
        "A browser",
    )
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser


_BROWSERS = (
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def _this_minute() -> datetime:
    return timezone.now().replace(second=0, microsecond=0)

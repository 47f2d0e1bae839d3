"""How often somebody may try to open an account, from one place (SECURITY.md 3.3).

A place is a device that opened the account before, or else a network. So nobody who tries elsewhere, the person one
has the trouble with least of all, can make the owner wait on their own device; and nobody is ever locked out.
"""

from __future__ import annotations

import ipaddress
import math
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from amends.errors import AmendsError
from amends_web.accounts.devices import known_device
from amends_web.accounts.models import Attempts, sign_in_name

FREE_TRIES = 5
LONGEST_WAIT_SECONDS = 60
# 160 random bits need no limit; this keeps the log of tries short.
RECOVERY_TRIES_PER_HOUR = 10


class TooSoon(AmendsError):
    """The next try opens in `seconds`."""

    def __init__(self, *, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"Wait {seconds} seconds, then try again.")


def attempt_key(request: HttpRequest, *, name: str, kind: str = "passphrase") -> bytes:
    """Return the key under which tries for this account from this request's place are counted.

    It is made of the typed name, so that a name that nobody has is counted, and answered, like any other.
    """
    place = known_device(request, name=name) or _network(request)
    statement = "|".join((kind, sign_in_name(name), place))
    return salted_hmac("amends.attempts", statement, algorithm="sha256").digest()


def take_turn(key: bytes) -> None:
    """Count a try before it is made, so that many at once don't get past; raises TooSoon."""
    with transaction.atomic():
        row = _counted(key)
        # Now, not before: the turn may have been waited for.
        now = timezone.now()
        if row.open_from > now:
            raise TooSoon(seconds=math.ceil((row.open_from - now).total_seconds()))
        row.tries += 1
        row.open_from = now + timedelta(seconds=_wait_after(row.tries))
        row.save(update_fields=["tries", "open_from"])


def take_turn_of_the_hour(key: bytes, *, most: int) -> None:
    """Count a try before it is made; raises TooSoon past `most` within an hour."""
    with transaction.atomic():
        row = _counted(key)
        # Now, not before: the turn may have been waited for.
        now = timezone.now()
        if row.open_from > now and row.tries >= most:
            raise TooSoon(seconds=math.ceil((row.open_from - now).total_seconds()))
        if row.open_from <= now:
            row.tries, row.open_from = 0, now + timedelta(hours=1)
        row.tries += 1
        row.save(update_fields=["tries", "open_from"])


def forget_tries(key: bytes) -> None:
    Attempts.objects.filter(key=key).delete()


def _counted(key: bytes) -> Attempts:
    now = timezone.now()
    Attempts.objects.filter(open_from__lt=now - timedelta(days=1)).delete()
    row, _ = Attempts.objects.select_for_update().get_or_create(key=key, defaults={"open_from": now})
    return row


def _wait_after(tries: int) -> int:
    """Return seconds: none for the first five tries, then 2, 4, 8 … 60."""
    if tries < FREE_TRIES:
        return 0
    doublings = min(tries - FREE_TRIES + 1, 6)
    return min(1 << doublings, LONGEST_WAIT_SECONDS)


def _network(request: HttpRequest) -> str:
    """Return the network that asks: the address, of IPv6 the half that names the network (RFC 4291: /64)."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SERVED_AS == "proxy":
        # The last one is what our own proxy saw; those before it are what the browser claimed.
        address = request.headers.get("X-Forwarded-For", address).rsplit(",", 1)[-1].strip()
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)

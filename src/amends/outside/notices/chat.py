"""A message by a chat service, through Apprise: ntfy, Matrix, Telegram."""

from __future__ import annotations

import logging
from contextlib import nullcontext
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from amends.outside.notices.failures import NoticeFailed
from amends.outside.notices.reach import public_only

if TYPE_CHECKING:
    from apprise import AppriseAsset
    from apprise.plugins import NotifyBase

# Apprise knows a hundred more, among them some that run a program or write to a disk. Each one here was looked at.
SERVICES = ("ntfy", "ntfys", "matrix", "matrixs", "tgram")
# What may follow the "?": how to sign in there, and how loud. Not what would load or attach something from elsewhere.
_OPTIONS = {"auth", "token", "mode", "priority", "silent"}
LONGEST = 500


def check_chat_address(url: str) -> None:
    """Raise NoticeFailed("address") where this is no address of one of SERVICES as Apprise writes them."""
    _service(url, name="")


def send_chat(url: str, *, name: str, title: str, body: str, anywhere: bool) -> None:
    """Send one message as `name`; raises NoticeFailed.

    Unless it may go `anywhere`, only services in the open network are reached, never one in the house.
    """
    service = _service(url, name=name)
    try:
        with nullcontext() if anywhere else public_only():
            has_gone = service.notify(title=title, body=body)
    except Exception:  # noqa: BLE001  (a client of another make)
        # Whatever the other side made Apprise stumble over; its words may hold the address, so it is not chained on.
        raise NoticeFailed("failed") from None
    if not has_gone:
        raise NoticeFailed("failed")


def _service(url: str, *, name: str) -> NotifyBase:
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        raise NoticeFailed("address")
    try:
        parts = urlsplit(url)
    except ValueError:
        raise NoticeFailed("address") from None
    if parts.scheme not in SERVICES or not parts.netloc:
        raise NoticeFailed("address")
    service = _apprise_service(url, _asset(name))
    if service is None:
        raise NoticeFailed("address")
    return service


def _apprise_service(url: str, asset: AppriseAsset) -> NotifyBase | None:
    """Return Apprise's own client for one of SERVICES, or None where it does not take the address.

    Not by `Apprise.instantiate`: that would load all hundred of them.
    """
    from apprise.plugins.matrix.base import NotifyMatrix
    from apprise.plugins.ntfy import NotifyNtfy
    from apprise.plugins.telegram import NotifyTelegram

    clients: dict[str, type[NotifyBase]] = {"ntfy": NotifyNtfy, "matrix": NotifyMatrix, "tgram": NotifyTelegram}
    kind = clients[urlsplit(url).scheme.removesuffix("s")]
    parsed = kind.parse_url(url)
    if not parsed or _has_other_options(parsed):
        return None
    try:
        return kind(**{**parsed, "asset": asset})
    except TypeError:  # how Apprise refuses what it was given
        return None


def _has_other_options(parsed: dict[str, Any]) -> bool:
    """Say so as Apprise read it: it finds options where the standard library sees none."""
    return bool(parsed["qsd"].keys() - _OPTIONS or parsed["qsd+"] or parsed["qsd-"] or parsed["qsd:"])


@cache
def _asset(name: str) -> AppriseAsset:
    # Here, not above: Apprise takes most of a second, and most starts of Amends send nothing.
    from apprise import AppriseAsset
    from apprise.common import PersistentStoreMode

    # They would log what is sent, and to whom: also the address, where what a server answers has an odd head.
    for talker in ("apprise", "urllib3.connection", "urllib3.connectionpool"):
        logging.getLogger(talker).disabled = True
    return AppriseAsset(
        app_id=name,
        app_desc=name,
        app_url="",
        # Or the receiver's device would load Apprise's own picture from elsewhere.
        image_url_mask="",
        image_url_logo="",
        http_redirects=False,
        storage_mode=PersistentStoreMode.MEMORY,
        async_mode=False,
    )

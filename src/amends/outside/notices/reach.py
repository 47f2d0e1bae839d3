"""Connections that reach the open network only: an address that somebody typed must not lead into the house.

What a name leads to is looked at when the connection is made, by the interpreter's own audit of it (PEP 578), and not
before: a name server that answers differently the second time (DNS rebinding) gains nothing, nor does a redirect.
"""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

_public_only: ContextVar[bool] = ContextVar("public_only", default=False)


class NotPublic(OSError):
    """The connection would have led to this machine or its network."""


@contextmanager
def public_only() -> Iterator[None]:
    """Refuse, in this thread and meanwhile, every connection that is not to a public address: raises NotPublic."""
    _begin_to_look()
    token = _public_only.set(True)
    try:
        yield
    finally:
        _public_only.reset(token)


def is_public(address: str) -> bool:
    """Say whether an address is of the open network; one that wraps an IPv4 address is none."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        return found in _OPEN_IPV6 and found.is_global and not (found.sixtofour or found.teredo)
    return found.is_global and not found.is_multicast


# All that was ever given out for the open network (RFC 4291, 2.4). Outside of it lie the wrapped IPv4 addresses of
# RFC 4291 and RFC 6052, and site-local ones, which the standard library counts as global.
_OPEN_IPV6 = ipaddress.ip_network("2000::/3")


@cache
def _begin_to_look() -> None:
    # There is no way back from an audit hook, so it is not there before it is needed.
    sys.addaudithook(_look)


def _look(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and _public_only.get():
        place = arguments[1]
        if not (isinstance(place, tuple) and is_public(str(place[0]))):
            raise NotPublic("not a public address")

"""A push to a browser that carries nothing: that it came is all it says (RFC 8030), signed by this copy (RFC 8292)."""

from __future__ import annotations

import base64
import hashlib
import json
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from http import HTTPStatus
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from amends.outside.notices.failures import NoticeFailed
from amends.outside.notices.reach import public_only

LONGEST = 1000
# A browser that is off gets it when it is on again within a day; later it would only be late.
_KEPT_FOR = timedelta(days=1)
# RFC 8292 allows a day.
_SIGNED_FOR = timedelta(hours=12)
_SECONDS = 10
# The order of the curve P-256 (FIPS 186-4, D.1.2.3): a private key is a number from 1 to one less.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True)
class PushKey:
    """The key by which push services know this copy; it follows from a secret of the copy, so nothing more is kept."""

    secret: bytes

    @cached_property
    def private(self) -> ec.EllipticCurvePrivateKey:
        number = int.from_bytes(hashlib.blake2b(self.secret, digest_size=48, person=b"amends.push").digest(), "big")
        return ec.derive_private_key(number % (_ORDER - 1) + 1, ec.SECP256R1())

    @property
    def public(self) -> str:
        """What a browser is given when it subscribes: the uncompressed point, in base64 for addresses."""
        key = self.private.public_key()
        return _base64(key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def check_push_address(url: str) -> None:
    """Raise NoticeFailed("address") where this is no address that a browser's push service gives out."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise NoticeFailed("address") from None
    well_formed = len(url) <= LONGEST and url.isascii() and url.isprintable() and " " not in url
    if not well_formed or parts.scheme != "https" or not parts.hostname or parts.username is not None:
        raise NoticeFailed("address")


def push_headers(url: str, *, key: PushKey, contact: str, topic: str, now: datetime) -> dict[str, str]:
    """Return all that a push says: whose it is, signed, and how long it may wait. It has no payload.

    `contact` is where a push service may write to whoever runs this copy, a URL or "mailto:"; of two pushes with one
    `topic` (32 letters of base64 at most) that both still wait, the service keeps the newer.
    """
    return {
        "TTL": str(int(_KEPT_FOR.total_seconds())),
        "Topic": topic,
        "Urgency": "low",
        "Authorization": f"vapid t={_token(url, key=key, contact=contact, now=now)}, k={key.public}",
    }


def post_push(url: str, *, headers: dict[str, str], anywhere: bool, proxy: str = "") -> None:
    """Post a push that was signed before; raises NoticeFailed. No proxy but this one is taken, whatever is set.

    Unless it may go `anywhere`, only services in the open network are reached.
    """
    request = Request(url, data=b"", headers=headers, method="POST")  # noqa: S310  (https: see check_push_address)
    try:
        with nullcontext() if anywhere else public_only():
            _opener(proxy).open(request, timeout=_SECONDS).close()
    except HTTPError as answer:
        answer.close()
        gone = answer.code in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
        raise NoticeFailed("gone" if gone else "failed") from None
    except (OSError, ValueError, HTTPException):
        raise NoticeFailed("failed") from None


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_arguments: object, **_options: object) -> None:
        return None


def _opener(proxy: str) -> OpenerDirector:
    return build_opener(ProxyHandler({"http": proxy, "https": proxy} if proxy else {}), _NoRedirect())


def _token(url: str, *, key: PushKey, contact: str, now: datetime) -> str:
    """Return the signed token of RFC 8292: for this push service, for half a day."""
    parts = urlsplit(url)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((now + _SIGNED_FOR).timestamp()),
        "sub": contact,
    }
    signed = ".".join(_base64(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    r, s = decode_dss_signature(key.private.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{signed}.{_base64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

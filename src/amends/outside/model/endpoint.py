"""One question to one address that speaks the chat completions of OpenAI, as most programs that run a model do.

A name is looked up once for each question, and the connection goes to the very address that was looked at, so that no
answer of a name server can lead elsewhere afterwards. No redirect is followed, no proxy out of the environment is
used, and an answer is cut off when it is too large or too late, however slowly it drips.
"""

from __future__ import annotations

import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

# An answer is some thousand words at most.
LARGEST = 1024**2  # bytes
SECONDS = 60.0

# Not `is_private` of the standard library: that counts addresses in where a cloud answers with its secrets.
_OWN = tuple(
    map(
        ipaddress.ip_network,
        ("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"),
    )
)


class ModelFailed(Exception):
    """No answer that can be used. It carries a reason and never a word of question or answer.

    `reason` is "address" (no address that may be asked), "unreachable", "slow", "too_large", "refused" (another status
    than 200) or "garbled" (not the answer that was asked for).
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model and where it answers: `url` ends before `/chat/completions`.

    Only loopback and private addresses are asked, unless it is `anywhere`; `key` is sent as a bearer's.
    """

    name: str
    url: str
    key: str = ""
    anywhere: bool = False
    seconds: float = SECONDS

    def answer(self, *, order: str, words: str) -> str:
        """Return what the model answers to these words under this order. Raises ModelFailed."""
        body = {
            "model": self.name,
            "messages": [{"role": "system", "content": order}, {"role": "user", "content": words}],
            "temperature": 0,
            "stream": False,
        }
        try:
            said = json.loads(self._post(json.dumps(body).encode()))
            content = said["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError, RecursionError):
            raise ModelFailed("garbled") from None
        if not isinstance(content, str):
            raise ModelFailed("garbled")
        return content

    def _post(self, body: bytes) -> bytes:
        place = _place(self.url)
        addresses = _addresses(place, anywhere=self.anywhere)
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        with _connected(place, addresses, seconds=self.seconds) as connection:
            connection.request("POST", f"{place.path}/chat/completions", body=body, headers=headers)
            with connection.getresponse() as response:
                if response.status != 200:  # a redirect too
                    raise ModelFailed("refused")
                said = response.read(LARGEST + 1)
        if len(said) > LARGEST:
            raise ModelFailed("too_large")
        return said


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    host: str
    port: int
    path: str
    is_https: bool


def check_address(url: str) -> None:
    """Raise ModelFailed("address") where a model at this address may not be asked, or its name leads nowhere."""
    _addresses(_place(url), anywhere=False)


def _place(url: str) -> _Place:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ModelFailed("address") from None
    known = parts.scheme in {"http", "https"} and parts.hostname
    if not known or parts.username is not None or parts.query or parts.fragment or not url.isascii():
        raise ModelFailed("address")
    is_https = parts.scheme == "https"
    return _Place(
        host=parts.hostname or "",
        port=port or (443 if is_https else 80),
        path=parts.path.rstrip("/"),
        is_https=is_https,
    )


def _addresses(place: _Place, *, anywhere: bool) -> tuple[str, ...]:
    """Return the addresses that may be connected to; of a name that has several, each has to be one of our own."""
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise ModelFailed("address") from None
    addresses = tuple(str(entry[4][0]) for entry in found)
    if not addresses or not (anywhere or all(map(is_own, addresses))):
        raise ModelFailed("address")
    return addresses


def is_own(address: str) -> bool:
    """Say whether an address is this machine's or one of a home network; not whether anybody else reaches it."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:  # an address with a zone, which only leads on from this machine
        return False
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return any((mapped or found) in network for network in _OWN)


@contextmanager
def _connected(place: _Place, addresses: Sequence[str], *, seconds: float) -> Iterator[HTTPConnection]:
    """Open a connection that ends by itself after so many seconds, and turn whatever breaks into ModelFailed."""
    connection = HTTPConnection(place.host, place.port)
    connection.auto_open = 0  # it would look the name up anew
    late = threading.Event()
    try:
        plain = _first_to_answer(addresses, place.port, seconds=seconds)
        with closing(plain), closing(connection), _cut_off(plain, seconds, late):
            connection.sock = _secured(plain, place)
            yield connection
    except TimeoutError:
        raise ModelFailed("slow") from None
    except (OSError, HTTPException):
        raise ModelFailed("slow" if late.is_set() else "unreachable") from None
    if late.is_set():
        raise ModelFailed("slow")


def _first_to_answer(addresses: Sequence[str], port: int, *, seconds: float) -> socket.socket:
    """Connect to the first address that takes the call: "localhost" has two, and a server often hears on one."""
    *others, last = addresses
    for address in others:
        with suppress(OSError):
            return socket.create_connection((address, port), timeout=seconds)
    return socket.create_connection((last, port), timeout=seconds)


def _secured(plain: socket.socket, place: _Place) -> socket.socket:
    if not place.is_https:
        return plain
    return ssl.create_default_context().wrap_socket(plain, server_hostname=place.host)


@contextmanager
def _cut_off(plain: socket.socket, seconds: float, late: threading.Event) -> Iterator[None]:
    """End the connection after so many seconds: a time-out of the socket starts anew with every byte."""

    def end() -> None:
        late.set()
        with suppress(OSError):
            same.shutdown(socket.SHUT_RDWR)

    # TLS takes the socket over, and leaves `plain` with nothing to shut.
    with plain.dup() as same:
        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def json_in(answer: str) -> dict[str, Any]:
    """Return the one JSON object of an answer, which may stand in a fence or after a model's thinking.

    Raises ModelFailed("garbled").
    """
    text = answer.rpartition("</think>")[2].strip()
    if text.startswith("```") and text.endswith("```") and "\n" in text:
        text = text.partition("\n")[2][:-3]
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise ModelFailed("garbled") from None
    if not isinstance(found, dict):
        raise ModelFailed("garbled")
    return found


def texts_in(found: object, *, most: int) -> Sequence[str]:
    """Return a list of texts. Raises ModelFailed("garbled") where it is none, or holds more than `most`."""
    if not isinstance(found, list) or len(found) > most or not all(isinstance(one, str) for one in found):
        raise ModelFailed("garbled")
    return found

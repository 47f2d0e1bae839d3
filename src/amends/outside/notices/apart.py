"""Sends a notice in a process of its own, which ends: a service that somebody named holds up nothing and nobody else.

However slowly it answers, byte by byte, or however much, the process is gone after SECONDS and no larger than MEMORY.
Of the host's environment it gets none of what would lead a request elsewhere, or sign it with a name of the host's:
proxy variables and netrc.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from amends.outside.notices.failures import NoticeFailed
from amends.outside.notices.push import PushKey, push_headers

SECONDS = 20
MEMORY = 512 * 1024**2
# Whose certificates the host trusts. Nothing else of the environment changes what is sent, or where it goes.
_KEPT_VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE")
# The clock runs before anything of another make is loaded, and needs nobody to look at it.
_START = (
    "import json, signal, sys; signal.setitimer(signal.ITIMER_REAL, float(sys.argv[2])); "
    "sys.path[:] = json.loads(sys.argv[1]); from amends.outside.notices.apart import main; main()"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """By which way a notice may go, as the host set it.

    Unless `anywhere`, only services in the open network are reached. Through a `proxy`, "http://host:port", nothing is
    reached but the proxy, and what it reaches is the host's to say.
    """

    anywhere: bool = False
    proxy: str = ""


def send_chat(url: str, *, name: str, title: str, body: str, way: Way) -> None:
    """Send one message as `name`; raises NoticeFailed."""
    _send({"chat": {"url": url, "name": name, "title": title, "body": body}}, way)


def send_push(url: str, *, key: PushKey, contact: str, topic: str, now: datetime, way: Way) -> None:
    """Send a push without a payload (see push_headers); raises NoticeFailed.

    The process gets what is signed, and no secret of the copy.
    """
    headers = push_headers(url, key=key, contact=contact, topic=topic, now=now)
    _send({"push": {"url": url, "headers": headers}}, way)


def main() -> None:
    """Send what stands on the standard input; say "sent", or the reason of a NoticeFailed."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    order = json.load(sys.stdin)
    try:
        _send_here(order, Way(**order.pop("way")))
    except NoticeFailed as failure:
        said = failure.reason
    else:
        said = "sent"
    sys.stdout.write(said)


def _send_here(order: dict[str, Any], way: Way) -> None:
    from amends.outside.notices import chat, push

    anywhere = way.anywhere or bool(way.proxy)
    if "chat" in order:
        chat.send_chat(**order["chat"], anywhere=anywhere)
    else:
        push.post_push(**order["push"], anywhere=anywhere, proxy=way.proxy)


def _send(order: dict[str, Any], way: Way) -> None:
    places = [str(Path(place).absolute()) for place in sys.path if place]
    command = [sys.executable, "-I", "-S", "-c", _START, json.dumps(places), str(SECONDS)]
    done = subprocess.run(  # noqa: S603  (our own program and our own arguments)
        command,
        input=json.dumps({**order, "way": asdict(way)}).encode(),
        stdout=subprocess.PIPE,
        # A traceback would hold the address.
        stderr=subprocess.DEVNULL,
        env=_variables(way),
        cwd="/",
        check=False,
    )
    said = done.stdout.decode() if done.returncode == 0 else "failed"
    if said != "sent":
        raise NoticeFailed(said)


def _variables(way: Way) -> dict[str, str]:
    """Return the environment: for Apprise's client, which asks it for proxies and, without NETRC, looks at home."""
    proxies = {"http_proxy": way.proxy, "https_proxy": way.proxy} if way.proxy else {"no_proxy": "*"}
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return kept | proxies | {"NETRC": os.devnull}

"""How long it takes to bring a long chat into the web app: `python -m bench.web_import`.

The chat is invented, as WhatsApp on Android exports it. It goes through the pages themselves, into a database of its
own: uploaded and sealed, read apart, sealed again in chunks, then read from the importer's seat. The tense one is made
of sentences that hurt, each followed by other words, so that every message costs the reading the most. “Of CPU” is what
an idle machine would take, near enough: beside other work the seconds on the clock say little.
"""

from __future__ import annotations

import argparse
import os
import shutil
import time
import uuid
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bench.exports import FORMS, Entry, entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conftest import Actor

TENSE = (
    "You always do this, you never think of me",
    "Whatever. You are pathetic and you know it",
    "That is not fair, I had to work and you don't care",
    "I'm sorry if you feel that way, but it's your own fault",
    "Why do I even bother, you never listen anyway",
    "You just want to hurt me, admit it",
    "I felt alone on Friday and I needed you to call",
    "I'm done talking. Leave me alone",
    "I promise I will call you tomorrow, I am sorry, that was mean of me",
    "Can you tell me what you meant by that?",
)


def main() -> None:
    """Print the seconds of each step for both chats."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--messages", type=int, default=50_000)
    count = options.parse_args().messages
    os.environ["DJANGO_SETTINGS_MODULE"] = "amends_web.settings.test"
    import django

    django.setup()
    # Here, as models may not be loaded before.
    from conftest import make_actor
    from django.conf import settings
    from django.core.management import call_command

    try:
        call_command("migrate", verbosity=0)
        ana = make_actor("Ana")
        for name, chat in {"everyday": list(entries(count)), "tense": tense(count)}.items():
            print(f"{count:,} messages, {name}{'seconds':>16}{'of CPU':>8}")
            for step, (seconds, computing) in bring(ana, text_of(chat)).items():
                print(f"    {step:28}{seconds:8.2f}{computing:8.2f}")
    finally:
        shutil.rmtree(settings.DATA_DIR)


def tense(count: int) -> list[Entry]:
    """Return two people who hurt each other message after message, an hour of it a day."""
    begun = datetime(2020, 1, 1, 8, tzinfo=UTC)
    return [
        Entry(
            begun + timedelta(days=n // 60, minutes=n % 60), ("Ana", "Ben")[n % 2], f"{TENSE[n % len(TENSE)]} {words}"
        )
        for n, (_, _, words) in enumerate(entries(count))
    ]


def text_of(chat: Iterable[Entry]) -> bytes:
    """Return a chat as the app would export it."""
    return "".join(FORMS["android"].entry(n, entry) for n, entry in enumerate(chat)).encode()


def bring(actor: Actor, text: bytes) -> dict[str, tuple[float, float]]:
    """Bring a chat through the pages; return the seconds of each step, and how many of them were computing."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.urls import reverse

    from amends_web.imports import sources
    from amends_web.imports.models import Import

    taken: dict[str, tuple[float, float]] = {}
    read_apart = sources.read_apart

    def timed(*arguments: object, **options: object) -> object:
        with _clock(taken, "reading the file, apart"):
            return read_apart(*arguments, **options)  # type: ignore[arg-type]  # handed through

    file = SimpleUploadedFile("WhatsApp Chat with Ben.txt", text)
    sources.read_apart = timed  # type: ignore[assignment]
    with _clock(taken, "bringing it"):
        post(actor, reverse("imports:bring"), file=file, time_zone="Europe/Dublin")
    sources.read_apart = read_apart
    row = Import.objects.latest("created_on", "message_count")
    with _clock(taken, "taking a seat, its reading"):
        post(actor, reverse("imports:take_seat", args=[row.pk]), me="0")
    row.delete()
    return taken


@contextmanager
def _clock(taken: dict[str, tuple[float, float]], step: str) -> Iterator[None]:
    started, computed = time.perf_counter(), _computed()
    yield
    taken[step] = (time.perf_counter() - started, _computed() - computed)


def _computed() -> float:
    """Return the seconds of CPU so far, of this process and of those that it started and that ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def post(actor: Actor, address: str, **fields: object) -> None:
    """Send a form; it leads on, or the bench ends."""
    answer = actor.client.post(address, {"submission": uuid.uuid4(), **fields})
    if answer.status_code != 302:
        raise SystemExit(f"{address}: {answer.status_code}")


if __name__ == "__main__":
    main()

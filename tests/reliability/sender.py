"""The process that test_reminders_killed.py watches: it sends mail, and each child of it dies a step later.

A step is a statement to the database or a line to the mail server, before it or after. For each step there is a
reminder of its own, a child that is killed at that step, and a second one that finds what the first has left. One JSON
line each, until a child comes to its end unharmed.
"""

from __future__ import annotations

import json
import os
import signal
import smtplib
import sys
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone


def main(port: int) -> None:
    django.setup()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    call_command("migrate", verbosity=0)
    person_id = make_person()
    for step in count(1):
        about = f"note:{uuid.uuid4()}"
        plan(person_id, about)
        connections.close_all()
        was_killed = in_child(lambda step=step: send(die_at=step))
        in_child(lambda: send(die_at=0, after=timedelta(minutes=3)))
        sys.stdout.write(json.dumps({"step": step, "was_killed": was_killed, **found(person_id, about)}) + "\n")
        if not was_killed:
            return


def make_person() -> uuid.UUID:
    from amends_web.accounts.actions import prepare_account, save_account
    from amends_web.reminders.models import Channel, Wishes
    from amends_web.reminders.notices import seal_address

    account = prepare_account(name="Ana", passphrase="correct horse battery staple", time_zone="UTC")
    save_account(account)
    Wishes.objects.create(person=account.person, quiet_from="03:00", quiet_until="03:00")
    channel = Channel(person=account.person, kind=Channel.Kind.MAIL, confirmed_at=timezone.now())
    seal_address(channel, "ana@example.org")
    channel.save()
    return account.person.pk


def plan(person_id: uuid.UUID, about: str) -> None:
    from amends_web.accounts.models import Person
    from amends_web.reminders.actions import remind

    remind(person=Person.objects.get(pk=person_id), kind="own_reminder", at=timezone.now(), about=about)


def in_child(act: Callable[[], None]) -> bool:
    """Run it in a child; say whether that was killed."""
    child = os.fork()
    if child == 0:
        act()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def send(*, die_at: int, after: timedelta = timedelta(0)) -> None:
    from amends_web.reminders.outbox import work

    steps = count(1)
    watch_mail(steps, die_at)
    with connection.execute_wrapper(lambda execute, *given: watched(steps, die_at, execute, *given)):
        work(now=timezone.now() + after)


def watch_mail(steps: Iterator[int], die_at: int) -> None:
    for name in ("connect", "putcmd", "getreply", "send", "close"):
        own = getattr(smtplib.SMTP, name)

        def method(*given: object, own: Callable[..., object] = own, **options: object) -> object:
            return watched(steps, die_at, own, *given, **options)

        setattr(smtplib.SMTP, name, method)


def watched(steps: Iterator[int], die_at: int, act: Callable[..., object], *given: object, **options: object) -> object:
    step(steps, die_at)
    done = act(*given, **options)
    step(steps, die_at)
    return done


def step(steps: Iterator[int], die_at: int) -> None:
    if next(steps) == die_at:
        os.kill(os.getpid(), signal.SIGKILL)


def found(person_id: uuid.UUID, about: str) -> dict[str, object]:
    from amends_web.accounts.models import Person
    from amends_web.reminders.models import Delivery
    from amends_web.reminders.queries import due_reminders

    shown = due_reminders(Person.objects.get(pk=person_id), now=timezone.now())
    deliveries = Delivery.objects.filter(reminder__about=about)
    return {
        "shown": sum(reminder.about == about for reminder in shown),
        "states": [delivery.state for delivery in deliveries],
        "messages": [delivery.message.hex for delivery in deliveries if delivery.message],
    }


if __name__ == "__main__":
    main(int(sys.argv[1]))

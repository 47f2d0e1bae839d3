"""`amends worker`: the loop that sends what is due and erases what is to go. `amends serve` starts one beside it."""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from uuid import UUID, uuid4

HELP = "send the reminders that are due (`amends serve` does so too)"

# What is due goes out within a minute.
SECONDS_BETWEEN = 15

logger = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none: what differs between copies comes from the environment."""


def run(_arguments: argparse.Namespace) -> int:
    """Work until stopped; raises CannotServe where the data directory can't be used."""
    # Here, not above: `amends --help` imports this module.
    from amends_web.commands.serve import check_data_directory

    data = Path(os.environ.get("AMENDS_DATA", "data")).resolve()
    os.umask(0o077)
    check_data_directory(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends_web.settings.live")
    ours, theirs = multiprocessing.Pipe()
    work_until_closed(ours, theirs)
    return 0


def start_beside() -> tuple[BaseProcess, Connection]:
    """Start the loop in a process of its own; it ends when the connection is closed, also by the death of this one."""
    context = multiprocessing.get_context("spawn")
    theirs, ours = context.Pipe(duplex=False)
    process = context.Process(target=work_until_closed, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    return process, ours


def work_until_closed(line: Connection, *kept_open: Connection) -> None:  # noqa: ARG001  (see `run`)
    """Work and wait by turns, until the other end of the line is closed or somebody stops the process."""
    import django

    django.setup()
    from amends_web.reminders.lease import let_go

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    holder = uuid4()
    with suppress(KeyboardInterrupt):
        while True:
            one_round(holder)
            if line.poll(SECONDS_BETWEEN):
                break
    let_go(holder)


def one_round(holder: UUID) -> None:
    from django.db import close_old_connections

    from amends_web.listening.actions import let_words_go
    from amends_web.reminders.lease import hold
    from amends_web.reminders.outbox import work

    close_old_connections()
    if _done(hold, holder):
        _done(work)
        _done(let_words_go)


def _done(step: Callable[..., object], *arguments: object) -> object:
    """Do one step; what fails waits for the next round, and takes neither another step nor the loop along."""
    from django.db import DatabaseError
    from django.utils import timezone

    try:
        return step(*arguments, now=timezone.now())
    except DatabaseError:
        # A full disk, or a restore: what is due is still there in the next round.
        logger.warning("Reminders wait: the database could not be used.")
    except Exception:
        logger.exception("Reminders wait: a step of the loop failed.")
    return None

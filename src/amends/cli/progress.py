"""A count on stderr for long work, for a person who watches; nothing where stderr is a file or a pipe."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 1.0  # seconds in which nobody needs a count


@contextmanager
def counting(what: str) -> Iterator[Callable[[int], None] | None]:
    """Give a function that shows a number of messages, and clean the line up afterwards."""
    with _line() as show:
        yield None if show is None else lambda count: show(f"{what}: {count:,} messages")


@contextmanager
def counting_up(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """Give a function that shows a number of files out of all of them, and clean the line up afterwards."""
    with _line() as show:
        yield lambda count: None if show is None else show(f"{what}: {count:,} of {total:,} files")


@contextmanager
def _line() -> Iterator[Callable[[str], None] | None]:
    if not sys.stderr.isatty():
        yield None
        return
    started = time.monotonic()
    shown = False

    def show(line: str) -> None:
        nonlocal shown
        if time.monotonic() - started >= PATIENCE:
            shown = True
            print(f"\r{line}", end="", file=sys.stderr, flush=True)

    try:
        yield show
    finally:
        if shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

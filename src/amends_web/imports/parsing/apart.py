"""Starts the process that reads, hears what it says, and ends it: when it is done, too slow, or not wanted any more."""

from __future__ import annotations

import fcntl
import json
import logging
import os
import selectors
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO

from django.conf import settings

from amends.collecting import uncollected
from amends.errors import UnreadableExport
from amends.reading import make_ready
from amends_web.imports.parsing.wire import Garbled, encoded, imported_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from amends.chats import Imported

# How many may run on this machine, each with the memory of `confinement.MEMORY` at most; others wait their turn.
AT_ONCE = 4
# What one may say: twice the largest text there may be, in lines that hold the longest message by far.
LONGEST_LINE = 64 * 1024**2
MOST_BYTES = 1024**3
# Seconds between two looks at whether it is still wanted.
_TICK = 0.3
_BLOCK = 256 * 1024
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from amends_web.imports.parsing.{} import {}; {}()"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFile:
    """A file that lies sealed on the disk, opened as it lies there, and what unseals it."""

    file: BinaryIO
    key: bytes
    place: str


def read_apart(
    said: dict[str, Any],
    *,
    pasted: str = "",
    upload: SealedFile | None = None,
    progress: Callable[[int], None] | None = None,
) -> Imported:
    """Read pasted lines or a sealed file in a process of its own.

    `said` is what `read_export` takes besides, in JSON values, with the name of the zone as "time_zone". `progress`
    hears how many messages were read, and is called meanwhile too: what it raises ends the reading.

    Raises what `read_export` raises, Tampered, and UnreadableExport("not_finished") where it did not come to its end.
    """
    watch = _Watch(progress)
    seconds = seconds_for(_size(upload) if upload else len(pasted))
    order = {"said": said, "pasted": pasted, "upload": _order_of(upload), "seconds": seconds}
    with _turn(watch), uncollected(), _process(upload) as process:
        try:
            _send(process, order)
            # While it reads: what comes next is a reading, which waits for nothing then.
            make_ready()
            return imported_from(_lines(process, seconds=seconds, watch=watch), progress=watch)
        except Garbled as garbled:
            process.kill()
            _log.warning("The process that reads uploads ended early: %s", garbled.slip or process.wait())
            raise UnreadableExport(reason="not_finished") from None


def seconds_for(size: int) -> int:
    """Return how long reading so many bytes may take: ten times and more what it takes on a small computer."""
    return min(60 + 2 * size // 1024**2, 600)


class _Watch:
    """Hears how many messages there are, and can be asked again whether they are still wanted."""

    def __init__(self, progress: Callable[[int], None] | None) -> None:
        self._progress = progress
        self._last = 0

    def __call__(self, messages: int | None = None) -> None:
        self._last = self._last if messages is None else messages
        if self._progress is not None:
            self._progress(self._last)


@contextmanager
def _turn(watch: _Watch) -> Iterator[None]:
    """Wait for one of the places of this machine."""
    folder = Path(settings.DATA_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with ExitStack() as opened:
        places = [opened.enter_context((folder / f"reading-{number}.lock").open("w")) for number in range(AT_ONCE)]
        while not any(_is_free(place) for place in places):
            watch()
            time.sleep(_TICK)
        yield


def _is_free(place: IO[str]) -> bool:
    """Take a place where nobody has it; closing the file gives it back."""
    with suppress(BlockingIOError):
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


@contextmanager
def _process(upload: SealedFile | None) -> Iterator[subprocess.Popen[bytes]]:
    """Start it with nothing of ours but the pipes and the one file: no variables, no folder, no other open file."""
    process = subprocess.Popen(  # noqa: S603  (our own program and our own arguments)
        _command("process", "main"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # A traceback would hold words.
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        pass_fds=[upload.file.fileno()] if upload else [],
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            # What it did not take before it ended is nobody's loss.
            with suppress(BrokenPipeError):
                pipe.close()  # type: ignore[union-attr]  # both are pipes


def is_filtered() -> bool:
    """Say whether the filter of system calls stands on this machine, by trying it in a process of its own."""
    return subprocess.run(_command("confinement", "probe"), check=False, env={}, cwd="/").returncode == 0  # noqa: S603


def _command(module: str, function: str) -> list[str]:
    """Return what starts a function of this package: isolated, and without what `site` looks for, in half the time."""
    places = [str(Path(place).absolute()) for place in sys.path if place]
    return [sys.executable, "-I", "-S", "-c", _START.format(module, function, function), json.dumps(places)]


def _send(process: subprocess.Popen[bytes], order: dict[str, Any]) -> None:
    with suppress(BrokenPipeError), process.stdin as orders:  # type: ignore[union-attr]  # it is a pipe
        orders.write(encoded(order))


def _lines(process: subprocess.Popen[bytes], *, seconds: int, watch: _Watch) -> Iterator[bytes]:
    """Give the lines as they come; end with the last whole one, or once they are too many or too late."""
    until = time.monotonic() + seconds
    kept = bytearray()
    total = 0
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)  # type: ignore[arg-type]  # it is a pipe
        while time.monotonic() < until:
            if not selector.select(_TICK):
                watch()
                continue
            block = os.read(process.stdout.fileno(), _BLOCK)  # type: ignore[union-attr]  # as above
            first, *more = block.split(b"\n")
            total += len(block)
            kept += first
            if not block or total > MOST_BYTES or len(kept) > LONGEST_LINE:
                return
            for piece in more:
                yield bytes(kept)
                kept = bytearray(piece)


def _order_of(upload: SealedFile | None) -> dict[str, Any] | None:
    if upload is None:
        return None
    return {"descriptor": upload.file.fileno(), "key": upload.key.hex(), "place": upload.place}


def _size(upload: SealedFile) -> int:
    return os.fstat(upload.file.fileno()).st_size

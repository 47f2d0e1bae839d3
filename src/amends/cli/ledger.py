"""What was read already, in a file that only grows: a run that was stopped goes on from there."""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from amends.errors import BadLedger

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path


class Ledger:
    """The rows of each export, by its name, with the key of what they were made of.

    Each is one line of JSON. The last one may have been torn when its writer was killed; it counts as not written.
    Raises BadLedger for a file that is something else, which stays as it is.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._places: dict[str, tuple[str, int, int]] = {}
        os.ftruncate(descriptor, self._look_through())

    def key_of(self, name: str) -> str:
        """Return the key under which the rows of an export are known, or ""."""
        return self._places[name][0] if name in self._places else ""

    def rows_of(self, name: str) -> Sequence[Mapping[str, Any]]:
        """Return the rows of an export that was added, from the disk: all rows together may be more than fit memory."""
        _, start, length = self._places[name]
        rows: Sequence[Mapping[str, Any]] = json.loads(os.pread(self._descriptor, length, start))["rows"]
        return rows

    def add(self, name: str, *, key: str, rows: Sequence[Mapping[str, Any]]) -> None:
        line = f"{json.dumps({'file': name, 'key': key, 'rows': rows})}\n".encode()
        start = os.lseek(self._descriptor, 0, os.SEEK_END)
        written = 0
        while written < len(line):
            written += os.write(self._descriptor, line[written:])
        self._places[name] = (key, start, len(line))

    def _look_through(self) -> int:
        """Note where each entry stands; return where the last whole one ends."""
        end = 0
        with os.fdopen(os.dup(self._descriptor), "rb") as lines:
            lines.seek(0)
            for line in lines:
                if line.endswith(b"\n"):
                    name, key = _head_of(line)
                    self._places[name] = (key, end, len(line))
                    end += len(line)
        return end


def _head_of(line: bytes) -> tuple[str, str]:
    try:
        entry = json.loads(line)
        return entry["file"], entry["key"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BadLedger from None


@contextmanager
def opened_ledger(path: Path) -> Iterator[Ledger]:
    """Open the ledger for this run alone, and make it where there is none.

    Raises BadLedger, and OSError; BlockingIOError is one where another run has it open.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as trouble:
            raise BlockingIOError(trouble.errno, trouble.strerror, str(path)) from trouble
        yield Ledger(descriptor)
    finally:
        os.close(descriptor)

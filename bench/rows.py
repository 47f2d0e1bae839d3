"""What a reader gives, how long it took, and how much of it is right; the standard library is enough here."""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from bench.exports import FORMS, Entry, entries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    Row: TypeAlias = tuple[str | None, datetime | None, str]
    Read: TypeAlias = Callable[[Path], Iterable[Row]]


class Result(NamedTuple):
    """What one run gave; `seconds` are those of the processor, as other work may go on beside."""

    seconds: float
    messages: int
    right: int
    peak: int  # MiB


def measure(readers: Mapping[str, Callable[[], Read]]) -> None:
    """Read once, as the command line says (READER PATH COUNT), and print the result.

    Neither what a reader needs to be imported nor the check of what it gives is in the seconds.
    """
    name, path, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    reader = readers[name]()
    start = time.process_time()
    read = reader(path)
    seconds = time.process_time() - start
    peak = _peak()
    rows = list(read)
    print(json.dumps(Result(seconds, len(rows), right(rows, path.stem, count), peak)))


def _peak() -> int:
    """Return the most memory that this program took; `getrusage` counts what started it, too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024  # type: ignore[index]


def right(rows: list[Row], form: str, count: int) -> int:
    """Count the rows that were written, in whatever order they are given."""
    naive = all(at is None or at.tzinfo is None for _, at, _ in rows)
    written = Counter(_written(entry, form, naive=naive) for entry in entries(count))
    return (written & Counter(rows)).total()


def _written(entry: Entry, form: str, *, naive: bool) -> Row:
    at = entry.at if FORMS[form].seconds else entry.at.replace(second=0)
    if naive:
        at = at.replace(tzinfo=None)
    person = FORMS[form].names.get(entry.person, entry.person)
    return (person, at if FORMS[form].times else None, entry.text)

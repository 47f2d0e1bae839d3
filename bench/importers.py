"""How fast exports are read, beside a bare loop over the lines and any other parser that is installed.

Run `python -m bench.importers [--messages N] [--formats android ios telegram pasted]`. Every figure is from a process
of its own, with the reading from the disk in it. "right" counts the messages whose author, time and text are those that
were written.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from amends.chats import read_export
from amends.chats.text import MAX_TEXT
from bench.exports import FORMS, Entry, entries, write

Row = tuple[str | None, datetime | None, str]
_LINE = re.compile(r"\[?(\S+), ([^\]]+?)(?:\] | - )([^:]+): (.*)")


class Result(NamedTuple):
    """What one run gave."""

    seconds: float
    messages: int
    right: int
    peak: int  # MiB


def amends(path: Path) -> Iterator[Row]:
    """Read with Amends."""
    messages = read_export(path).conversation.messages
    return ((message.speaker, message.at, message.text) for message in messages)


def bare_loop(path: Path) -> list[Row]:
    """Read with nothing but one pattern a line, as a first attempt is written."""
    rows: list[Row] = []
    with path.open(encoding="utf-8") as file:
        for line in file:
            match = _LINE.match(line)
            if match:
                rows.append((match[3], _time(match[1], match[2]), match[4]))
            elif rows:
                name, at, text = rows[-1]
                rows[-1] = (name, at, f"{text}\n{line.rstrip()}")
    return rows


def _time(date: str, clock: str) -> datetime:
    if clock[-1] == "M":
        return datetime.strptime(f"{date} {clock}", "%m/%d/%y %I:%M:%S\u202f%p")  # noqa: DTZ007
    return datetime.strptime(f"{date} {clock}", "%d/%m/%Y %H:%M")  # noqa: DTZ007


def chat_miner(path: Path) -> list[Row]:
    """Read with chat-miner, if it is installed."""
    parsers = __import__("chatminer.chatparsers", fromlist=["WhatsAppParser"])
    parser = parsers.WhatsAppParser(str(path))
    parser.parse_file()
    rows = parser.parsed_messages.get_df().iter_rows(named=True)
    return [(row["author"], row["timestamp"], row["message"]) for row in rows]


def whatstk(path: Path) -> list[Row]:
    """Read with whatstk, if it is installed."""
    frame = __import__("whatstk").WhatsAppChat.from_source(str(path), max_size=MAX_TEXT).df
    return [(row.username, row.date.to_pydatetime(), row.message) for row in frame.itertuples()]


class Reader(NamedTuple):
    """A parser, the module it needs, and the formats it reads."""

    read: Callable[[Path], Iterable[Row]]
    module: str
    formats: tuple[str, ...]


READERS = {
    "amends": Reader(amends, "amends", tuple(FORMS)),
    "bare loop": Reader(bare_loop, "re", ("android", "ios")),
    "chat-miner": Reader(chat_miner, "chatminer", ("android", "ios")),
    "whatstk": Reader(whatstk, "whatstk", ("android", "ios")),
}


def measure(reader: str, path: Path) -> dict[str, Any]:
    """Read once, here, and say how long it took and how much memory; the check of the rows is left out of both."""
    start = time.perf_counter()
    read = READERS[reader].read(path)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    rows = list(read)
    return {"seconds": seconds, "messages": len(rows), "right": _right(rows, path.stem), "peak": peak}


def _right(rows: list[Row], form: str) -> int:
    """Count the rows that were written, in whatever order they are given."""
    naive = all(at is None or at.tzinfo is None for _, at, _ in rows)
    written = Counter(_written(entry, form, naive=naive) for entry in entries(len(rows)))
    return (written & Counter(rows)).total()


def _written(entry: Entry, form: str, *, naive: bool) -> Row:
    at = entry.at if FORMS[form].seconds else entry.at.replace(second=0)
    if naive:
        at = at.replace(tzinfo=None)
    person = FORMS[form].names.get(entry.person, entry.person)
    return (person, at if FORMS[form].times else None, entry.text)


def main() -> None:
    """Write the exports, read each with every parser, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--formats", nargs="+", choices=FORMS, default=list(FORMS))
    parser.add_argument("--one", nargs=2, metavar=("READER", "PATH"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measure(arguments.one[0], Path(arguments.one[1]))))
        return
    print(f"{'format':<14}{'reader':<12}{'seconds':>9}{'messages/s':>12}{'peak MiB':>10}{'right':>10}")
    with tempfile.TemporaryDirectory() as folder:
        for form in arguments.formats:
            path = Path(folder) / f"{form}{FORMS[form].suffix}"
            write(path, FORMS[form], arguments.messages)
            for name, reader in READERS.items():
                if form in reader.formats and importlib.util.find_spec(reader.module):
                    print(_row(form, name, path), flush=True)
            path.unlink()


def _row(form: str, name: str, path: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "bench.importers", "--one", name, str(path)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        return f"{form:<14}{name:<12}   does not read this"
    result = Result(**json.loads(done.stdout))
    speed = result.messages / result.seconds
    return f"{form:<14}{name:<12}{result.seconds:>9.2f}{speed:>12,.0f}{result.peak:>10}{result.right:>10,}"


if __name__ == "__main__":
    main()

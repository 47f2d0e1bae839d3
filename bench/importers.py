"""How fast exports are read, and how many messages are right, beside a bare loop over the lines and other parsers.

    python -m bench.importers [--messages N] [--formats NAME …] [--peers PYTHON] [--node-modules FOLDER]

PYTHON is one that has whatstk, chat-miner and ConvoKit, FOLDER a `node_modules` with whatsapp-chat-parser. Every figure
is from a process of its own, with the reading from the disk in it; the seconds are the processor's. "right" counts the
messages whose author, time and text are those that were written.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from bench import peers
from bench.exports import FORMS, write
from bench.rows import Result, measure

if TYPE_CHECKING:
    from bench.rows import Read, Row

_LINE = re.compile(r"\[?(\S+), ([^\]]+?)(?:\] | - )([^:]+): (.*)")
_WHATSAPP = ("android", "ios")


def amends() -> Read:
    """Return the reader of Amends."""
    read_export = import_module("amends.chats").read_export

    def read(path: Path) -> Iterator[Row]:
        messages = read_export(path).conversation.messages
        return ((message.speaker, message.at, message.text) for message in messages)

    return read


def bare_loop() -> Read:
    """Return a loop with nothing but one pattern a line, as a first attempt is written."""
    return _by_one_pattern


def _by_one_pattern(path: Path) -> list[Row]:
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


def main() -> None:
    """Write the exports, read each with every parser, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--formats", nargs="+", choices=FORMS, default=list(FORMS))
    parser.add_argument("--peers", metavar="PYTHON")
    parser.add_argument("--node-modules", metavar="FOLDER", type=Path)
    asked = parser.parse_args()
    print(f"{'format':<14}{'reader':<22}{'seconds':>9}{'messages/s':>12}{'peak MiB':>10}{'right':>10}", flush=True)
    for form in asked.formats:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{form}{FORMS[form].suffix}"
            write(path, FORMS[form], asked.messages)
            for name, result in _results(form, path, asked):
                print(_line(form, name, result), flush=True)


def _results(form: str, path: Path, asked: argparse.Namespace) -> Iterator[tuple[str, Result | None]]:
    yield "amends", _run([sys.executable, "-m", "bench.importers", "amends"], path, asked.messages)
    if form in _WHATSAPP:
        yield "bare loop", _run([sys.executable, "-m", "bench.importers", "bare loop"], path, asked.messages)
    if asked.peers:
        for name, formats in peers.FORMATS.items():
            if form in formats:
                yield name, _run([asked.peers, "-m", "bench.peers", name], path, asked.messages)
    if asked.node_modules and form in _WHATSAPP and shutil.which("node"):
        yield "whatsapp-chat-parser", peers.whatsapp_chat_parser(asked.node_modules, path, asked.messages)


def _run(program: list[str], path: Path, count: int) -> Result | None:
    done = subprocess.run([*program, str(path), str(count)], capture_output=True, text=True, check=False)
    return None if done.returncode else Result(*json.loads(done.stdout.splitlines()[-1]))


def _line(form: str, name: str, result: Result | None) -> str:
    if result is None:
        return f"{form:<14}{name:<22}   does not read this"
    speed = result.messages / result.seconds
    return f"{form:<14}{name:<22}{result.seconds:>9.2f}{speed:>12,.0f}{result.peak:>10}{result.right:>10,}"


if __name__ == "__main__":
    if sys.argv[1:2] in (["amends"], ["bare loop"]):
        measure({"amends": amends, "bare loop": bare_loop})
    else:
        main()

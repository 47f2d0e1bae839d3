"""How many conversations are read into rows in a second: `python -m bench.scaling`.

The conversations are invented, as WhatsApp on Android exports them, of 20 to 220 messages. Each line of the table is
the command itself, `amends read FOLDER --rows FILE`, with the start of its processes in it. Seconds of computing are
those of all its processes: where they stay the same and the clock runs shorter, the work was shared out without loss.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench.exports import FORMS, write


def main() -> None:
    """Print the table: the quickest of some rounds, in which the ways take turns."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--conversations", type=int, default=600)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    options.add_argument("--cluster", metavar="ADDRESS", help="also read on this scheduler's workers")
    given = options.parse_args()
    ways = [("--processes", str(count)) for count in given.processes]
    if given.cluster:
        ways.append(("--cluster", given.cluster))
    with TemporaryDirectory() as place:
        folder = Path(place, "conversations")
        folder.mkdir()
        for number in range(given.conversations):
            write(folder / f"{number:06}.txt", FORMS["android"], 20 + number % 201)
        turns = enumerate(way for _ in range(given.rounds) for way in ways)
        runs = [_run(way, folder, Path(place, f"{number}.jsonl")) for number, way in turns]
    print("| read with | seconds | conversations/s | seconds of computing |")
    print("| --- | --- | --- | --- |")
    for way in ways:
        best = min((run for run in runs if run.way == way), key=lambda run: run.seconds)
        count = best.rows.count(b"\n")
        print(f"| `{' '.join(way)}` | {best.seconds:.1f} | {count / best.seconds:.0f} | {best.computed:.1f} |")
    print("The rows are the same." if len({run.rows for run in runs}) == 1 else "THE ROWS DIFFER.")


class Run(NamedTuple):
    """One run of the command: how it read, its seconds on the clock and of computing, and what it wrote."""

    way: tuple[str, str]
    seconds: float
    computed: float
    rows: bytes


def _run(way: tuple[str, str], folder: Path, rows: Path) -> Run:
    command = [Path(sys.executable).with_name("amends"), "read", folder, "--rows", rows, *way]
    before, started = _computed(), time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return Run(way, time.monotonic() - started, _computed() - before, rows.read_bytes())


def _computed() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main()

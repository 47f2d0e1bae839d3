"""How many conversations are read into rows in a second: `python -m bench.scaling`.

The conversations are invented, as WhatsApp on Android exports them, of 20 to 220 messages. Each line of the table is
the command itself, `amends read FOLDER --rows FILE`, with the start of its processes in it. Seconds of computing are
those of all its processes: where they stay the same and the clock runs shorter, the work was shared out without loss.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.exports import FORMS, write


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--conversations", type=int, default=400)
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
        print(f"{given.conversations:,} conversations; load of the machine before: {os.getloadavg()[0]:.1f}")
        print("| read with | seconds | conversations/s | seconds of computing |")
        print("| --- | --- | --- | --- |")
        written = {_timed(way, folder, Path(place, f"rows-{number}.jsonl")) for number, way in enumerate(ways)}
    print("The rows are the same." if len(written) == 1 else "THE ROWS DIFFER.")


def _timed(way: tuple[str, str], folder: Path, rows: Path) -> bytes:
    """Print a line of the table; return the rows that were written."""
    command = [Path(sys.executable).with_name("amends"), "read", folder, "--rows", rows, *way]
    before, started = _computed(), time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    seconds, computed = time.monotonic() - started, _computed() - before
    count = rows.read_bytes().count(b"\n")
    print(f"| `{' '.join(way)}` | {seconds:.1f} | {count / seconds:.0f} | {computed:.1f} |", flush=True)
    return rows.read_bytes()


def _computed() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main()

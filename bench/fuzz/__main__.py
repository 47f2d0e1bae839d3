"""Read damaged exports, and print a row for every importer.

    python -m bench.fuzz [--format NAME …] [--inputs N | --seconds S] [--seed N] [--guided]

`--seconds` are those of the processor, for all importers together. With `--guided` Atheris looks for inputs that reach
new code, and the longest that it finds join the corpus. An input that breaks a promise is written to `found/`, to be
made a test.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench.fuzz.damage import Damage, Input
from bench.fuzz.promises import SAID, keep
from bench.fuzz.targets import CORPUS, targets

if TYPE_CHECKING:
    from types import FrameType

    from bench.fuzz.targets import Target

FOUND = Path(__file__).parent / "found"
_KEPT = 12  # inputs of one guided run
_CHUNK = 500
_SLOW = 20  # seconds of processor time for a chunk; a pattern that goes wild takes longer
_AGAIN = 32  # one input in so many is read twice


class Row(NamedTuple):
    """What a run of one importer gave; `crashes` counts by where they come from."""

    name: str
    inputs: int
    read: int
    seconds: float
    crashes: Counter[str]

    def __str__(self) -> str:
        speed = self.inputs / self.seconds
        return (
            f"{self.name:<20}{self.inputs:>12,}{self.read / max(1, self.inputs):>9.0%}{self.seconds:>10.1f}"
            f"{speed:>11,.0f}{len(self.crashes):>9}"
        )


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    every = targets()
    parser.add_argument("--format", nargs="+", choices=every, default=list(every))
    parser.add_argument("--inputs", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=0)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--guided", action="store_true")
    asked = parser.parse_args()
    seconds = (asked.seconds or (0 if asked.inputs else 60)) / len(asked.format)
    if asked.guided:
        return max(_guided(every[name], inputs=asked.inputs, seconds=seconds) for name in asked.format)
    print(f"seed {asked.seed}")
    print(f"{'importer':<20}{'inputs':>12}{'read':>9}{'seconds':>10}{'inputs/s':>11}{'crashes':>9}", flush=True)
    rows = []
    for name in asked.format:
        if not every[name].seeds:
            print(f"{name:<20} no export of the tests is of this kind")
            continue
        chance = random.Random(f"{asked.seed} {name}")
        rows.append(run(every[name], inputs=asked.inputs, seconds=seconds, chance=chance))
        print(rows[-1], flush=True)
    return min(1, sum(len(row.crashes) for row in rows))


def _guided(target: Target, *, inputs: int, seconds: float) -> int:
    """Let Atheris look, and keep the longest of the inputs that it needs to reach all that it reached."""
    limit = f"-runs={inputs}" if inputs else f"-max_total_time={int(seconds)}"
    FOUND.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        seeds, reached, needed = (Path(folder) / part for part in ("seeds", "reached", "needed"))
        for path in (seeds, reached, needed):
            path.mkdir()
        for n, seed in enumerate(target.seeds):
            (seeds / f"{n}").write_text(
                seed.before + seed.between.join(seed.records[:6]) + seed.after, errors="replace"
            )
        code = _atheris(target.name, reached, seeds, limit, f"-artifact_prefix={FOUND}/{target.name}-")
        _atheris(target.name, needed, seeds, reached, "-merge=1")
        known = {path.read_bytes() for path in seeds.iterdir()}
        new = sorted((path.read_bytes() for path in needed.iterdir()), key=len, reverse=True)
        kept = CORPUS / target.name
        kept.mkdir(exist_ok=True)
        for data in [data for data in new if data and data not in known][:_KEPT]:
            text = data.decode("utf-8", "replace")  # as the importer got it
            (kept / hashlib.sha256(data).hexdigest()[:12]).write_text(text, encoding="utf-8", newline="")
    return code


def _atheris(name: str, *options: str | Path) -> int:
    """Run in a process of its own, as libFuzzer ends the one it is in."""
    return subprocess.run([sys.executable, "-m", "bench.fuzz.guided", name, *map(str, options)], check=False).returncode


def run(target: Target, *, inputs: int, seconds: float, chance: random.Random) -> Row:
    """Give damaged exports to an importer, so many or so long."""
    damage = Damage(target.seeds, chance)
    crashes: Counter[str] = Counter()
    done = read = 0
    started = time.process_time()
    signal.signal(signal.SIGVTALRM, _too_slow)
    while done < inputs if inputs else time.process_time() - started < seconds:
        signal.setitimer(signal.ITIMER_VIRTUAL, _SLOW)
        for n in range(min(_CHUNK, inputs - done) if inputs else _CHUNK):
            given = damage.input()
            try:
                read += keep(
                    lambda said, text=given.text: target.read(text, said), SAID[n % 4], given, again=not n % _AGAIN
                )
            except Exception as error:  # noqa: BLE001
                _keep_crash(target.name, given, error, crashes)
            done += 1
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return Row(target.name, done, read, time.process_time() - started, crashes)


def _too_slow(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError("an input takes seconds")


def _keep_crash(name: str, given: Input, error: Exception, crashes: Counter[str]) -> None:
    """Print and keep the first crash of each place."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{type(error).__name__} {Path(last.filename).name}:{last.lineno}"
    if place not in crashes:
        data = given.text.encode("utf-8", "surrogatepass")
        path = FOUND / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}"
        FOUND.mkdir(exist_ok=True)
        path.write_bytes(data)
        traceback.print_exception(error)
        print(f"{name}: {place}: {path}", file=sys.stderr, flush=True)
    crashes[place] += 1


if __name__ == "__main__":
    sys.exit(main())

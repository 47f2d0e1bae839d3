"""Make the engine's weights from labelled talks: `make train`, or

    python -m training --talks DIR … --base MODEL.safetensors --pieces VOCABULARY --work DIR [--public DIR]

1. An encoder for each fifth of the files, trained on the rest, and one trained on all (training.encoder): two or three
   minutes each on a GPU, three hours or more each on two cores.
2. The encoder's file (training.export), the weights of words and of what stands around (training.cues), what stands on
   the encoder (training.careful), and the questions of a whole talk (training.questions).
3. The files in src/amends/content/en, and the figures of talks held out in docs/reading-card.md.

What a step made lies in WORK, and a step whose file is there is not done again, so that a run that was stopped goes on.
With `--scores` the log odds of encoders that are kept there stand in for step 1.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training.card import write_card
from training.cues import FOLDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

CONTENT = Path(__file__).parent.parent / "src/amends/content/en"
HEAD = "# Fitted to labelled talks by `make train`: never edited by hand.\n"
WEIGHED = """\
# What each question of a reading weighs, in log odds, and the confidence from which a claim is made ("least"). Fitted
# to labelled talks by `make train`; the tables under [careful] are for what the encoder has read.
"""


def main() -> None:
    """Do what is not done yet."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--talks", type=Path, required=True, help="folder of Breakdowns files")
    options.add_argument("--work", type=Path, required=True, help="where the steps leave what they made")
    options.add_argument("--base", type=Path, help="weights that the encoder begins from (.safetensors)")
    options.add_argument("--pieces", type=Path, help="its vocabulary")
    options.add_argument("--public", type=Path, help="folder of the public sets; without it, the talks alone")
    options.add_argument("--scores", type=Path, help="kept log odds (.npz), instead of encoders trained anew")
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    if not given.public:
        sys.stderr.write("No public sets: training on the project's own talks alone.\n")
    scores = [given.scores] if given.scores else _encoders(given)
    _step("training.cues", [given.talks], out=given.work / "words.txt")
    _step("training.questions", [given.talks], out=given.work / "questions.json")
    careful = given.work / "careful-questions.json"
    made = ["--questions", careful, "--net", CONTENT / "net.npz"]
    _step("training.careful", [given.talks, *scores, *made], out=given.work / "careful.txt")
    weights = (given.work / "words.txt").read_text("utf-8") + (given.work / "careful.txt").read_text("utf-8")
    (CONTENT / "weights.txt").write_text(HEAD + weights, encoding="utf-8")
    of_fast, of_careful = (json.loads(path.read_text()) for path in (given.work / "questions.json", careful))
    tables = {**of_fast["tables"], "careful": of_careful["tables"]}
    (CONTENT / "weighed.toml").write_text(WEIGHED + "".join(_toml(tables, ())), encoding="utf-8")
    write_card(of_careful["figures"], of_fast["figures"])


def _encoders(given: argparse.Namespace) -> list[Path]:
    files = sorted(path.stem for path in given.talks.glob("*.jsonl"))
    begin = ["--talks", given.talks, "--base", given.base, "--pieces", given.pieces]
    scores = [given.work / f"scores-{fold}.npz" for fold in range(FOLDS)]
    for fold, made in enumerate(scores):
        _step("training.encoder", [*begin, "--scores", made, "--hold-out", *files[fold::FOLDS]], makes=made)
    weights = given.work / "encoder.pt"
    public = ["--public", given.public] if given.public else []
    _step("training.encoder", [*begin, *public, "--weights", weights], makes=weights)
    _step("training.export", [weights, given.pieces, CONTENT])
    return scores


def _step(module: str, arguments: Sequence[object], *, makes: Path | None = None, out: Path | None = None) -> None:
    made = makes or out
    if made and made.exists():
        return
    sys.stderr.write(f"{module} …\n")
    command = [sys.executable, "-W", "ignore", "-m", module, *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE if out else None)
    if out:
        out.write_bytes(done.stdout)


def _toml(table: Mapping[str, Any], name: tuple[str, ...]) -> Iterator[str]:
    """Write tables of numbers and of tables."""
    numbers = {key: value for key, value in table.items() if not isinstance(value, dict)}
    if name and numbers:
        yield f"\n[{'.'.join(name)}]\n"
        yield from (f"{json.dumps(key)} = {value:.4g}\n" for key, value in numbers.items())
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _toml(value, (*name, key))


if __name__ == "__main__":
    main()

"""Every importer is fuzzed, and what was found once stays found."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.fuzz.damage import Input
from bench.fuzz.promises import SAID, keep
from bench.fuzz.targets import CORPUS, targets

KEPT = sorted(path for path in CORPUS.glob("*/*") if path.is_file())


def test_every_importer_has_well_formed_exports_to_damage() -> None:
    assert [target.name for target in targets().values() if not target.seeds] == []


def test_every_kept_input_is_of_an_importer() -> None:
    assert {path.parent.name for path in KEPT} <= set(targets())


@pytest.mark.slow
@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_kept_input_keeps_the_promises(path: Path) -> None:
    text = path.read_bytes().decode()

    for said in SAID:
        keep(lambda said: targets()[path.parent.name].read(text, said), said, Input(text), again=True)

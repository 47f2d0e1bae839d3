"""The bench counts what it says it counts."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import bench.reading
import pytest

from amends.reading import read_conversation
from amends.reading.rules import rules_of


def labelled(*, moves: list[str], feeling: str) -> dict[str, Any]:
    message = {
        "n": 0,
        "from": "Jo",
        "at": "2025-03-04T18:22",
        "text": "I was wrong to read it out. I'm so sorry",
        "moves": moves,
        "feeling": feeling,
    }
    return {
        "id": "x-1",
        "kind": "couple",
        "people": ["Jo", "Mara"],
        "messages": [message],
        "turning_point": None,
        "outcome": "no_conflict",
        "missed_bids": [],
        "open_questions": [],
        "concerns": {"Jo": [], "Mara": []},
    }


def test_labels_that_agree_score_one() -> None:
    talk = labelled(moves=[], feeling="neutral")
    reading = read_conversation(bench.reading.conversation_from(talk))
    (one,) = reading.marked
    agreeing = labelled(moves=sorted(one.moves), feeling=one.feeling)
    figures = bench.reading.quality([(agreeing, reading)], rules_of("en"))
    assert figures["moves, micro-F1"] == figures["feeling, accuracy"] == 1
    assert figures["turning point, there or not"] == 1
    assert figures["false hurting marks per 100, calm talks"] == 0


def test_labels_that_differ_score_nothing() -> None:
    talk = labelled(moves=["contempt"], feeling="confusion")
    reading = read_conversation(bench.reading.conversation_from(talk))
    figures = bench.reading.quality([(talk, reading)], rules_of("en"))
    assert figures["moves, micro-F1"] == figures["feeling, accuracy"] == 0


def test_a_folder_is_read_and_its_figures_are_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = json.dumps(labelled(moves=["ownership", "remorse"], feeling="shame"))
    (tmp_path / "d1.jsonl").write_text(line + "\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["bench.reading", str(tmp_path)])
    monkeypatch.setattr(bench.reading, "SPEED_MESSAGES", 50)
    bench.reading.main()
    printed = capsys.readouterr().out
    assert "1 talks, 1 messages" in printed
    assert "messages/s" in printed

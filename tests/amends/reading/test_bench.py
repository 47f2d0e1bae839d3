"""The bench counts what it says it counts."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import bench.reading
import bench.talks
import pytest

from amends.reading import read_conversation


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
    figures = bench.reading.quality([(agreeing, reading)])
    assert figures["moves, micro-F1"] == figures["feeling, accuracy"] == 1
    assert figures["turning point, there or not"] == 1
    assert figures["false hurting marks per 100, calm talks"] == 0


def test_labels_that_differ_score_nothing() -> None:
    talk = labelled(moves=["contempt"], feeling="confusion")
    reading = read_conversation(bench.reading.conversation_from(talk))
    figures = bench.reading.quality([(talk, reading)])
    assert figures["moves, micro-F1"] == figures["feeling, accuracy"] == 0


def test_a_folder_is_read_and_its_figures_are_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = json.dumps(labelled(moves=["ownership", "remorse"], feeling="shame"))
    (tmp_path / "d1.jsonl").write_text(line + "\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["bench.reading", str(tmp_path)])
    monkeypatch.setattr(bench.reading, "SPEED_MESSAGES", 50)
    monkeypatch.setattr(bench.reading, "CAREFUL", 10)
    bench.reading.main()
    printed = capsys.readouterr().out
    assert "1 talks, 1 messages" in printed
    assert all(name in printed for name in ("careful", "fast", "words alone", "lexicon"))
    assert "messages/s" in printed


@pytest.mark.slow
def test_the_bench_of_talks_finds_the_one_that_was_not_calm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(outcome: str, text: str) -> str:
        at = [f"2025-03-04T18:{minute:02}" for minute in range(12)]
        messages = [{"n": n, "from": "Jo" if n % 2 else "Mara", "at": at[n], "text": text} for n in range(12)]
        return json.dumps({"people": ["Mara", "Jo"], "outcome": outcome, "messages": messages})

    calm, broken = told("no_conflict", "the bread is here"), told("broken", "You are pathetic, you never listen")
    (tmp_path / "talks.jsonl").write_text(f"{calm}\n{broken}\n")
    monkeypatch.setattr(sys, "argv", ["bench.talks", str(tmp_path), "--histories", "3"])
    bench.talks.main()
    assert "among the first 1: 1.00 of 3 histories" in capsys.readouterr().out

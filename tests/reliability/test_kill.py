"""Nothing that was acknowledged is lost, and nothing is half there, when the process dies at any moment (kill -9).

A power cut is not this: what a process handed to the system survives the process. `synchronous=FULL` is for that.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
ROUNDS = 6
FLOWS = {
    "sign up",
    "make a space",
    "begin",
    "answer",
    "keep while typing",
    "invite",
    "join",
    "paste",
    "take a seat",
    "share",
    "the others' share",
    "share lines",
    "change the passphrase",
}


@pytest.mark.slow
def test_a_killed_process_loses_nothing_that_it_acknowledged_and_leaves_nothing_half_written(tmp_path):
    chance = random.Random(20)
    lines = []
    for round_number in range(ROUNDS):
        # The last round lives long enough to have been through every flow.
        writes = 22 if round_number == ROUNDS - 1 else chance.randint(1, 20)
        lines += killed_after(tmp_path, writes=writes, and_seconds=chance.uniform(0, 0.2))
        assert checked(tmp_path) == ["ok"]

    promised = [line for line in lines if line["what"] == "kept"]
    assert {line["flow"] for line in promised} == FLOWS
    answers = asked(tmp_path, lines)

    opened = {name for name, answer in answers.items() if answer is not None}
    assert opened == people_of(tmp_path), "an account that is there at all opens"
    for answer in answers.values():
        if answer is not None:
            assert_whole(answer)
    for line in promised:
        assert not missing(line, answers[line["name"]]), f"lost: {line}"


def killed_after(folder, *, writes, and_seconds):
    """Start a writer, kill it, and return the lines that had left it."""
    lines = []
    with started(folder, "write", stdout=subprocess.PIPE) as process:
        for line in process.stdout:
            lines.append(json.loads(line))
            if sum(line["what"] == "kept" for line in lines) == writes:
                break
        time.sleep(and_seconds)
        process.send_signal(signal.SIGKILL)
        lines += [json.loads(line) for line in process.stdout if line.endswith("\n")]
    assert process.returncode == -signal.SIGKILL, "it had stopped by itself"
    return lines


def checked(folder):
    with closing(sqlite3.connect(folder / "amends.sqlite3")) as database:
        found = [row[0] for row in database.execute("PRAGMA integrity_check")]
        assert not database.execute("PRAGMA foreign_key_check").fetchall()
        assert not database.execute("SELECT 1 FROM shell_submission WHERE url = ''").fetchall()
        return found


def asked(folder, lines):
    """Ask a fresh process for everything that each person may open."""
    question = defaultdict(lambda: {"passphrases": [], "pages": []})
    for line in lines:
        person = question[line["name"]]
        if line["what"] == "kept" and "passphrase" in line:
            # From here on the ones before it are void.
            person["passphrases"] = [line["passphrase"]]
        elif line["what"] == "try":
            person["passphrases"].append(line["passphrase"])
        if "at" in line:
            person["pages"].append(line["at"])
    with started(folder, "read", stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        answer, _ = process.communicate(json.dumps(question))
    assert process.returncode == 0
    return json.loads(answer)


def people_of(folder):
    with closing(sqlite3.connect(folder / "amends.sqlite3")) as database:
        return {row[0] for row in database.execute("SELECT name FROM accounts_person")}


def missing(line, answer):
    """Return what of an acknowledged write is gone."""
    if answer is None:
        return [line["name"]]
    place = answer["pages"][line["at"]] if "at" in line else json.dumps(answer["export"])
    return [words for words in line.get("words", ()) if words not in place]


def assert_whole(answer):
    """What is written in one go is there as one: an account with its first step, a story, a conversation."""
    sections = {section["name"]: section["rows"] for section in answer["export"]["sections"]}
    assert len(sections["first_steps"]) == 1
    for row in sections["breakdowns"]:
        if "story" in row:
            start = row["story"]["you"][:-2]
            assert row["story"] == {"you": f"{start} a", "us": f"{start} b", "question": f"{start} c"}
    for row in sections["conversations"]:
        assert len(row["messages"]) == 30


def started(folder, what, **pipes):
    environment = os.environ | {
        "AMENDS_TEST_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "amends_web.settings.test",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    command = [sys.executable, "-m", "tests.reliability.writer", what]
    return subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes)

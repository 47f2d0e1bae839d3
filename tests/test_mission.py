"""docs/mission.md is honest: every line says which test shows it, and that test is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# How many lines each section of the mission has; a line is never dropped in silence.
LINES = {
    "4.0": 3, "4.1": 4, "4.2": 4, "4.3": 4, "4.4": 5, "4.5": 5, "4.6": 4, "4.7": 4, "4.8": 4, "4.9": 4, "4.10": 4,
    "4.11": 5, "4.12": 6,
}  # fmt: skip


@pytest.fixture(scope="module")
def rows():
    """(section, line, what shows it) of every row."""
    found, section = [], ""
    for line in (ROOT / "docs/mission.md").read_text().split("\n"):
        if line.startswith("## "):
            section = line.split()[1]
        elif line.startswith("| ") and not line.startswith(("| Line", "| ---")):
            cells = [cell.strip() for cell in line.strip("|").split(" | ")]
            found.append((section, cells[0], cells[-1].strip(" |")))
    return found


@pytest.fixture(scope="module")
def tests():
    """The name of every test in the tree."""
    names = set()
    for path in [*ROOT.glob("tests/**/test_*.py"), *ROOT.glob("src/**/test_*.py")]:
        tree = ast.parse(path.read_text())
        names |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    return {name for name in names if name.startswith("test_")}


def test_every_line_of_the_mission_is_listed(rows):
    counted = dict.fromkeys(LINES, 0)
    for section, _, _ in rows:
        counted[section] += 1
    assert counted == LINES


def test_every_line_names_a_test_or_says_not_yet(rows):
    for section, line, shown in rows:
        assert shown == "not yet" or re.search(r"`test_\w+`", shown), (section, line)


def test_every_named_test_is_there(rows, tests):
    named = {name for _, _, shown in rows for name in re.findall(r"`(test_\w+)`", shown)}
    assert named - tests == set()

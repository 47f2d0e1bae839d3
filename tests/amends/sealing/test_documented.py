from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_every_test_that_the_page_on_sealing_names_is_there():
    page = (ROOT / "docs" / "crypto.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+)`", page))
    files = [*(ROOT / "tests").rglob("test_*.py"), *(ROOT / "src").rglob("tests/test_*.py")]
    there = {name for file in files for name in re.findall(r"def (test_\w+)\(", file.read_text(encoding="utf-8"))}
    assert len(named) > 25
    assert named <= there, named - there


def test_the_page_names_all_thirteen_rules():
    page = (ROOT / "docs" / "crypto.md").read_text(encoding="utf-8")
    rules = re.findall(r"^\| (\d+) ", page, flags=re.MULTILINE)
    assert [int(number) for number in rules] == list(range(1, 14))

"""The page about importing says what there is."""

from __future__ import annotations

import re
from pathlib import Path

from amends.chats import ImportReport

GUIDE = Path(__file__).parents[3] / "docs" / "guide" / "importing.md"


def test_the_guide_explains_every_doubt() -> None:
    explained = set(re.findall(r"^\| `(\w+)` \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE))

    assert explained == set(re.findall(r'^    - "(\w+)":', ImportReport.__doc__ or "", re.MULTILINE))

"""The page about importing says what there is."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

from amends.chats import ImportReport
from amends.content.sources import source_guides

GUIDE = Path(__file__).parents[3] / "docs" / "guide" / "importing.md"


def test_the_guide_explains_every_doubt() -> None:
    explained = set(re.findall(r"^\| `(\w+)` \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE))

    assert explained == set(re.findall(r'^    - "(\w+)":', ImportReport.__doc__ or "", re.MULTILINE))


def test_the_page_of_every_source_says_what_the_app_says() -> None:
    spec = importlib.util.spec_from_file_location("write", GUIDE.with_name("write.py"))
    assert spec is not None
    assert spec.loader is not None
    write = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(write)

    pages = {path.stem: path.read_text(encoding="utf-8") for path in (GUIDE.parent / "sources").glob("*.md")}

    assert pages == {source: write.page(guide) for source, guide in source_guides().items()}, "run make guide"

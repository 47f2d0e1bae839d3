"""The page about drafts says what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from amends.drafts import kinds_to_write
from amends.drafts.rules import part_rules

GUIDE = (Path(__file__).parents[3] / "docs/guide/drafts.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("words", kinds_to_write(), ids=lambda words: words.kind.value)
def test_the_guide_names_the_parts_of_every_kind_in_the_order_in_which_they_count(words):
    row = re.search(rf"^\| [^|]*\(`{words.kind.value}`\) \|([^|]*)\|", GUIDE, re.MULTILINE)[1]
    places = []
    for part in part_rules(words.kind, "en"):
        name = f"({part.here})" if part.optional else part.here
        assert name in row
        places.append(row.index(name))
    assert places == sorted(places)

"""`amends check`."""

from __future__ import annotations

import json
from typing import Any

import pytest

DODGE = "I'm sorry if you were upset but you never listen"


def test_a_dodge_gets_its_marks_with_reasons_and_can_still_be_sent(amends: Any, typed: Any) -> None:
    typed(DODGE)
    status, out, err = amends("check", "-")
    assert (status, err) == (0, "")
    for words in ("“if”\n    ", "“but”\n    ", "“never”\n    ", "Still open:\n  - your own part"):
        assert words in out
    assert out.endswith("Send it as it is if you like.\n")
    assert "Here already" not in out


def test_a_plain_apology_is_credited(amends: Any, tmp_path: Any) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("yeah that was on me. shouldnt have said it in front of your mum\n")
    _, out, _ = amends("check", draft)
    assert out.startswith("Nothing stands out.\nHere already:\n  - your own part\nStill open:\n")


def test_the_kind_says_what_is_looked_for(amends: Any, typed: Any) -> None:
    typed("you always ignore me")
    _, out, _ = amends("check", "-", "--kind", "camera")
    assert out.startswith("“always”\n")
    typed("At least he didn't shout")
    _, out, _ = amends("check", "-", "--kind", "reply")
    assert out.startswith("“At least”\n")


def test_json_has_marks_with_places(amends: Any, typed: Any) -> None:
    typed(DODGE)
    _, out, _ = amends("check", "-", "--json")
    check = json.loads(out)
    assert (check["format"], check["version"], check["kind"]) == ("amends.check", 1, "acknowledgement")
    assert [DODGE[mark["start"] : mark["end"]] for mark in check["marks"]] == ["if", "but", "never"]
    assert check["missing"][0] == "ownership"


def test_an_empty_draft_is_said_to_be_empty(amends: Any, typed: Any) -> None:
    typed(" \n")
    assert amends("check", "-") == (0, "There are no words in it yet.\n", "")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe\x00", "The text is not UTF-8; save it as UTF-8 and give it again."),
        (b"a" * (1024**2 + 1), "This is longer than a draft can be here (1 MiB); give your own words alone."),
    ],
    ids=["no text", "too long"],
)
def test_a_draft_that_is_no_draft_is_one_sentence(
    amends: Any, typed: Any, tmp_path: Any, content: bytes, sentence: str
) -> None:
    path = tmp_path / "draft"
    path.write_bytes(content)
    typed(content)
    for source in (path, "-"):
        status, out, err = amends("check", source)
        assert (status, out, err) == (1, "", f"{sentence}\n")


def test_a_missing_draft_is_one_sentence(amends: Any, tmp_path: Any) -> None:
    for path in (tmp_path / "none", tmp_path):
        status, out, err = amends("check", path)
        assert (status, out, err.count("\n")) == (1, "", 1)

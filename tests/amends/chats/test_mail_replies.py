"""What a letter says itself: every case of the table, and what must never be lost."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from amends.chats.mail.known import Known
from amends.chats.mail.phrases import plain
from amends.chats.mail.quotes import Reply, reply_in

TABLE = Path(__file__).parents[2] / "exports" / "mail" / "replies" / "cases.toml"
CASES = tomllib.loads(TABLE.read_text(encoding="utf-8"))["case"]


def _reply(text: str, *, earlier: list[str] | None = None, subject: str = "answer") -> Reply:
    known = Known()
    for letter in earlier or []:
        known.add(letter)
    return reply_in(text, known=known, names=frozenset({plain("Ben Okafor")}), subject=subject)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_of_each_letter_its_own_words_are_left_and_nothing_else(case: dict[str, Any]) -> None:
    reply = _reply(case["text"], earlier=case.get("earlier"), subject=case.get("subject", "answer"))

    assert reply.text == case["reply"].strip("\n")
    assert sorted(reply.doubts) == case.get("doubts", [])
    assert reply.passed_on is case.get("passed_on", False)

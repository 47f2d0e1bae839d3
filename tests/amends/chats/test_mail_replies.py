"""What a letter says itself: every case of the table, and what must never be lost."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.chats.formats.mail.known import Known
from amends.chats.formats.mail.phrases import plain
from amends.chats.formats.mail.quotes import Reply, reply_in

TABLE = Path(__file__).parents[2] / "exports" / "mail" / "replies" / "cases.toml"
CASES = tomllib.loads(TABLE.read_text(encoding="utf-8"))["case"]


def _reply(
    text: str, *, earlier: list[str] | None = None, subject: str = "answer", names: tuple[str, ...] = ("Ben Okafor",)
) -> Reply:
    known = Known()
    for letter in earlier or []:
        known.add(letter)
    return reply_in(text, known=known, names=frozenset(map(plain, names)), subject=subject)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_of_each_letter_its_own_words_are_left_and_nothing_else(case: dict[str, Any]) -> None:
    said = {name: case[name] for name in ("earlier", "subject", "names") if name in case}

    reply = _reply(case["text"], **said)

    assert reply.text == case["reply"].strip("\n")
    assert sorted(reply.doubts) == case.get("doubts", [])
    assert reply.passed_on is case.get("passed_on", False)


own_lines = st.sampled_from(
    [
        "Friday is fine.",
        "On Friday I wrote three letters:",
        "From: Leeds, to: York",
        "Date: Friday?",
        "you wrote:",
        "Le train part à 18:05, il a écrit :",
        "Subject: none of this",
        "- one thing",
        "Gesendet habe ich es am 3. Mai",
        "Sent it on 3/4/24 at 18:05",
        "At 18:05, ben@example.org said no",
        "I read this: https://example.org/?a=1",
        "",
        "Von meinem Bruder",
        "写道",
    ]
)
own = st.lists(own_lines, min_size=1, max_size=6).filter(any)
QUOTED = ["Can you come on Friday with the van?", "", "You never help me with the boxes.", "Ben"]
HEADS = [
    "On Mon, Mar 25, 2024 at 6:05 PM Ben Okafor <ben@example.org> wrote:",
    "Am 25.03.24 um 18:05 schrieb Ben Okafor:",
    "pon., 25 mar 2024 o 18:05 Ben Okafor <ben@example.org> napisał(a):",
    "2024年3月25日(月) 18:05 Ben Okafor <ben@example.org>:",
]


@settings(deadline=None)
@given(own, own, st.sampled_from(HEADS), st.sampled_from(["top", "below", "between"]))
def test_no_word_of_the_writer_is_lost_wherever_the_quote_stands(
    first: list[str], second: list[str], head: str, where: str
) -> None:
    marked = [f"> {line}" for line in QUOTED]
    letter = {
        "top": [*first, "", *second, "", head, "", *marked],
        "below": [head, *marked, "", *first, "", *second],
        "between": [head, *marked[:2], "", *first, "", *marked[2:], "", *second],
    }[where]

    for earlier in ([], ["\n".join(QUOTED)]):
        reply = _reply("\n".join(letter), earlier=earlier)
        assert reply.text.split() == " ".join([*first, *second]).split()


@settings(deadline=None)
@given(own, own, st.booleans())
def test_no_word_written_into_a_quote_of_outlook_is_lost(first: list[str], second: list[str], is_below: bool) -> None:
    fields = ["From: Ben Okafor", "Sent: Monday, 25 March 2024 18:05", "To: Ana Ruiz", "Subject: Boxes", ""]
    letter = [*first, "", *fields, *QUOTED[: 4 if is_below else 1], *second, *QUOTED[4 if is_below else 1 :]]

    reply = _reply("\n".join(letter), earlier=["\n".join(QUOTED)])

    assert reply.text.split() == " ".join([*first, *second]).split()


@settings(deadline=None)
@given(own)
def test_a_letter_without_a_quote_stays_as_it_is(words: list[str]) -> None:
    for subject in ("", "answer"):
        assert _reply("\n".join(words), subject=subject).text.split() == " ".join(words).split()

"""A need is told by the words that stand at the start of a word, each counted once, from the first message on."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from amends.conversation import Conversation, Message
from amends.reading.concerns import concerns_of

CUES = {"honesty": ["lie", "lied", "the truth"], "respect": ["the", "truth", "rude"]}
PIECES = ("lie", "lied", "Ellie", "believe", "the truth", "the", "truth", "rude", "crude", "\n", " ", ".", "É")


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=6).map("".join), min_size=1, max_size=5))
def test_cues_are_counted_as_one_pattern_of_them_all_would_find_them(lines: list[str]) -> None:
    messages = tuple(Message(n=n, at=None, speaker="Mara", text=text) for n, text in enumerate(lines))
    talk = Conversation(source="pasted", people=("Mara",), messages=messages)
    told = {one.need: (one.message, one.confidence) for one in concerns_of(talk, words=CUES)["Mara"]}
    expected = {}
    for need, cues in CUES.items():
        counts = [len(re.findall(rf"\b(?:{'|'.join(cues)})", line.lower())) for line in lines]
        if any(counts):
            first = next(n for n, count in enumerate(counts) if count)
            expected[need] = (first, min(0.6, 0.3 + 0.1 * sum(counts)))
    assert told == expected

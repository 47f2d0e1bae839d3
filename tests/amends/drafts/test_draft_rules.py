"""What holds for every rule: places that fit, words that judge nobody, time that grows in a line."""

from __future__ import annotations

import re
import time
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.amends.growing import in_step

from amends.content import load_toml
from amends.drafts import Kind, check_draft, part_words

WORDS = ("sorry", "if", "you", "never", "but", "I", "was", "wrong", "“", '"', ".", "\n", "\n\n", "at least", "on me")
WORDS += ("soz", "u", "na my", "fault", "dinnae", "lah", "na me", "you no dey", "listen")
near_a_draft = st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=40).map(" ".join)


@given(text=near_a_draft, kind=st.sampled_from(Kind))
def test_marks_lie_in_the_text_in_order_and_never_overlap(text: str, kind: Kind) -> None:
    end = 0
    for mark in check_draft(text, kind=kind).marks:
        assert end <= mark.start < mark.end <= len(text)
        assert text[mark.start : mark.end].strip()
        assert 0 < mark.confidence <= 1
        end = mark.end


@given(text=near_a_draft, kind=st.sampled_from(Kind))
def test_found_and_missing_never_name_the_same_part(text: str, kind: Kind) -> None:
    check = check_draft(text, kind=kind)
    assert not set(check.found) & set(check.missing)
    for name in check.found + check.missing:
        assert part_words(name, kind=kind).here


def test_a_sentence_wrapped_over_two_lines_is_one_sentence() -> None:
    text = "I am sorry\nif you were hurt"
    assert [mark.rule for mark in check_draft(text, kind=Kind.ACKNOWLEDGEMENT).marks] == ["ack.if"]


def test_a_blank_line_ends_a_sentence() -> None:
    text = "I am sorry\n\nif you were hungry there is soup"
    assert check_draft(text, kind=Kind.ACKNOWLEDGEMENT).marks == ()


def test_a_check_cannot_be_changed() -> None:
    check = check_draft("my bad", kind=Kind.ACKNOWLEDGEMENT)
    with pytest.raises(FrozenInstanceError):
        check.kind = Kind.REPLY  # type: ignore[misc]


def test_reasons_are_one_line_without_blame_score_or_exclamation() -> None:
    unwelcome = re.compile(r"(?i)!|\n|\d|\b(?:score|grade|wrong|bad|perfect|toxic|narciss|should\b)")
    content = load_toml("drafts")
    for row in content["part"] + content["kind"]:
        for name in ("here", "open", "title", "label", "hint"):
            assert not unwelcome.search(row.get(name, "")), row["name"]
    for row in content["mark"]:
        assert not unwelcome.search(row["reason"]), row["rule"]
        assert len(row["reason"]) <= 140, row["rule"]


BAITS = ("sorry you ", "sorry if ", "\n ", "you never ", "“", "so ", "i was so ", "i just only even ", "did you or ")


@pytest.mark.parametrize(
    ("bait", "kind"),
    [(bait, Kind.ACKNOWLEDGEMENT) for bait in BAITS] + [("".join(BAITS), kind) for kind in Kind],
)
def test_time_grows_in_a_line_with_the_text(bait: str, kind: Kind) -> None:
    def seconds(length: int) -> float:
        text = (bait * length)[:length]
        started = time.process_time()
        check_draft(text, kind=kind)
        return time.process_time() - started

    check_draft("", kind=kind)
    assert in_step(seconds, 2_000, 8_000, most=10, floor=0.05)

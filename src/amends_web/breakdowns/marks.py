"""Quiet marks on one's own camera facts. Nobody else ever gets them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from amends.drafts import Kind, check_draft
from amends.drafts.moving import sentence_span


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraMark:
    """A mark as the page shows it: the sentence around it in three pieces.

    `key` names the rule and its sentence, so that leaving this mark leaves no other.
    """

    key: str
    start: int
    before: str
    marked: str
    after: str
    reason: str


def camera_marks(text: str, *, left: Collection[str]) -> list[CameraMark]:
    """Return the marks on `text`, at most one a sentence, without those that the person left where they were."""
    by_sentence: dict[str, CameraMark] = {}
    for mark in check_draft(text, kind=Kind.CAMERA).marks:
        begin, end = sentence_span(text, mark.start)
        sentence = text[begin:end]
        key = f"{mark.rule}:{hashlib.blake2b(sentence.encode(), digest_size=8).hexdigest()}"
        if key in left or sentence in by_sentence:
            continue
        by_sentence[sentence] = CameraMark(
            key=key,
            start=mark.start,
            before=text[begin : mark.start],
            marked=text[mark.start : mark.end],
            after=text[mark.end : end],
            reason=mark.reason,
        )
    return list(by_sentence.values())

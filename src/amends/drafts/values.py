from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a draft is meant to be.

    Facts of a camera, words of one's own part, an answer, a beginning, a question which way something was meant, a
    summary of a talk, what one heard somebody say, words to slow a talk down with, an answer to another view, an
    answer to good news, a step of a loop between people.
    """

    CAMERA = "camera"
    ACKNOWLEDGEMENT = "acknowledgement"
    REPLY = "reply"
    OPENING = "opening"
    QUESTION = "question"
    SUMMARY = "summary"
    REFLECTION = "reflection"
    REPAIR = "repair"
    RECEPTIVE = "receptive"
    GOOD_NEWS = "good_news"
    LOOP = "loop"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftMark:
    """One quiet mark on `text[start:end]`; it never stands in the way of sending.

    `rule` is the lasting name under which a person can wave this kind of mark away for good. `reason` is one line
    for the person who wrote the words. `confidence` is between 0 and 1.
    """

    rule: str
    start: int
    end: int
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCheck:
    """What a second look sees: marks in the order of the text, and names of parts.

    `found` and `missing` are in the order in which parts count (for an acknowledgement: Lewicki, Polin and Lount
    2016). A part that may be left out, like asking for forgiveness, is never missing; nor is one that may be there in
    words that the rules don't know. An empty text misses nothing: there is no draft yet.
    """

    kind: Kind
    marks: tuple[DraftMark, ...]
    found: tuple[str, ...]
    missing: tuple[str, ...]

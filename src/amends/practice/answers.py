from __future__ import annotations

import re
from dataclasses import dataclass

from amends.content.drills import Drill, Skill
from amends.drafts import DraftCheck, Kind, check_draft

_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
_BLANKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLook:
    """What is seen in an answer to a card: the second look of its kind, and what of the line was said back.

    `open_points` are those that the words don't show; they may be there in other words than the card knows.
    """

    check: DraftCheck
    said_back: tuple[str, ...]
    open_points: tuple[str, ...]


def look_at_answer(answer: str, *, skill: Skill, drill: Drill) -> AnswerLook:
    """Look at an answer as `amends.drafts` looks at a draft of this kind; an empty answer misses nothing."""
    plain = _plain(answer)
    is_in = {point.say: any(f" {_plain(words)}" in f" {plain}" for words in point.words) for point in drill.points}
    return AnswerLook(
        check=check_draft(answer, kind=Kind(skill.draft)),
        said_back=tuple(say for say, found in is_in.items() if found),
        open_points=tuple(say for say, found in is_in.items() if plain and not found),
    )


def _plain(text: str) -> str:
    return _BLANKS.sub(" ", text.translate(_APOSTROPHES).casefold()).strip()

"""What there is to share in somebody's answers, and how it reads: the same in the preview and once all have shared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from amends.content.loops import loop_words
from amends.path.loop import is_whole_answer


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAnswer:
    heading: str
    text: str


def answered(words: Mapping[str, Any]) -> dict[str, str]:
    """Return the answers that have words, by the names of their prompts."""
    return {name: words[name] for name in loop_words().names() if words.get(name)}


def chosen(words: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is shared of these answers: {"answers", "is_whole"}; empty where nothing with words was chosen."""
    answers = {name: text for name, text in answered(words).items() if name in words["chosen"]}
    if not answers:
        return {}
    return {"answers": answers, "is_whole": is_whole_answer(answers, says_so=words["is_whole"])}


def shown(content: Mapping[str, Any]) -> list[ShownAnswer]:
    """Return the answers as they read, in the order of the prompts."""
    answers = content["answers"]
    return [
        ShownAnswer(heading=prompt.shared, text=answers[prompt.name])
        for prompt in loop_words().prompts
        if prompt.name in answers
    ]

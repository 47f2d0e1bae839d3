"""Words for check-ins, the private pulse, and what is asked after a step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from amends.content.feelings import Word
from amends.content.loader import load_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaPart:
    id: str
    title: str
    ask: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question, or one sentence to say how far it holds."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RhythmWords:
    """`parts`, `items` and `answers` stand in the order of the rules that they belong to."""

    quiet: str
    stuck: str
    parts: tuple[AgendaPart, ...]
    items: tuple[Asked, ...]
    answers: tuple[Word, ...]
    questions: tuple[Asked, ...]
    words: tuple[Word, ...]
    wishes: tuple[Word, ...]

    def part(self, name: str) -> AgendaPart:
        return next(part for part in self.parts if part.id == name)

    def answer(self, name: str) -> str:
        return next(answer.label for answer in self.answers if answer.id == name)


@cache
def rhythm_words(language: str = "en") -> RhythmWords:
    content = load_toml("rhythm", language)
    return RhythmWords(
        quiet=content["quiet"],
        stuck=content["stuck"],
        parts=tuple(AgendaPart(**part) for part in content["part"]),
        items=tuple(Asked(**item) for item in content["item"]),
        answers=tuple(Word(**answer) for answer in content["answer"]),
        questions=tuple(Asked(**question) for question in content["question"]),
        words=tuple(Word(**word) for word in content["word"]),
        wishes=tuple(Word(**wish) for wish in content["wish"]),
    )

"""Words for asking instead of guessing: tones, what a guess ends in, how a feeling is said to make sense."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from amends.content.feelings import Word
from amends.content.loader import load_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterGuess:
    """What whoever guessed reads beside the answer; `ask` is a question that they could ask, or ""."""

    text: str
    ask: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MakesSense:
    """`start` is how the sentence begins up to the feeling, `link` what follows it; `empty` words say nothing."""

    start: str
    link: str
    empty: tuple[str, ...]

    def sentence(self, feeling: str) -> str:
        return f"{self.start} {feeling}, {self.link} "


@dataclass(frozen=True, slots=True, kw_only=True)
class ClarifyingWords:
    tones: tuple[Word, ...]
    unsure_tone: str
    after_guess: dict[str, AfterGuess]
    makes_sense: MakesSense


@cache
def clarifying_words(language: str = "en") -> ClarifyingWords:
    content = load_toml("clarifying", language)
    makes_sense = content["makes_sense"]
    return ClarifyingWords(
        tones=tuple(Word(**tone) for tone in content["tone"]),
        unsure_tone=content["unsure_tone"],
        after_guess={match: AfterGuess(**words) for match, words in content["after_guess"].items()},
        makes_sense=MakesSense(start=makes_sense["start"], link=makes_sense["link"], empty=tuple(makes_sense["empty"])),
    )

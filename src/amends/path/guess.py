"""Guess, then check: somebody guesses a feeling or a tone, and only then sees what its owner says it was.

    the owner says it ──▶ the other guesses ──┐
                                              ├──▶ whoever guessed sees both
    the other guesses ──▶ the owner says it ──┘

Imagining how it was for somebody makes nobody more accurate, asking does (Eyal, Steffel and Epley 2018). So a guess is
kept before the answer can be seen, it stays as it was, and where it went another way it ends in a question to ask.
Neither is a score. A guess about a feeling may come first; a tone is guessed only where its owner has said it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from amends.errors import NotYet, Refused

# What a guess and an answer may both be.
UNSURE = "unsure"


class Kind(StrEnum):
    TONE = "tone"
    FEELING = "feeling"


class Match(StrEnum):
    """How a guess stands beside the answer."""

    SAME = "same"
    OTHER_STRENGTH = "other_strength"
    OTHER = "other"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Felt:
    """One word and how strong; a tone has no strength (""). `word` is UNSURE for whoever can't tell."""

    word: str
    strength: str = ""


def check_may_be_asked(*, kind: Kind, may_be_guessed: bool) -> None:
    """Raise Refused where a guess may not come first: of a tone ("tone"), or of whoever said no ("not guessed")."""
    if kind == Kind.TONE:
        raise Refused(rule="tone")
    if not may_be_guessed:
        raise Refused(rule="not guessed")


def check_may_guess(*, is_guessed: bool) -> None:
    """Raise Refused for a second guess: after the answer was seen it would be none."""
    if is_guessed:
        raise Refused(rule="a guess stands")


def check_may_answer(*, is_answered: bool) -> None:
    """Raise Refused for a second answer: the first one may have been read."""
    if is_answered:
        raise Refused(rule="an answer stands")


def may_show(guessed: Felt | None, *, is_answered: bool) -> Felt:
    """Return a guess for its owner to see; raises NotYet where it was not compared yet."""
    if guessed is None or not is_answered:
        raise NotYet(step="show", missing="both have said it")
    return guessed


def opens(*, is_answered: bool, is_guessed: bool) -> bool:
    """Say whether whoever guesses may see the answer."""
    return is_answered and is_guessed


def match(*, guess: Felt, answer: Felt) -> Match:
    if UNSURE in (guess.word, answer.word):
        return Match.UNSURE
    if guess.word != answer.word:
        return Match.OTHER
    return Match.SAME if guess.strength == answer.strength else Match.OTHER_STRENGTH

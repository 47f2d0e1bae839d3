"""First steps that need no account: PRODUCT's eight choices, each with the minutes it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from amends.content.loader import load_toml

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One thing to write. `opening` stands before the person's words in what they take along.

    `example` shows the kind of answer; it is never filled in for anybody.
    """

    label: str
    hint: str
    opening: str
    example: str
    is_long: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstStep:
    slug: str
    title: str
    hint: str
    minutes: int
    before: str
    after: str
    ready_words: str
    prompts: tuple[Prompt, ...]


def first_steps(language: str = "en") -> tuple[FirstStep, ...]:
    return tuple(_first_step(entry) for entry in load_toml("first_step", language)["step"])


def _first_step(entry: Mapping[str, Any]) -> FirstStep:
    return FirstStep(
        slug=entry["slug"],
        title=entry["title"],
        hint=entry["hint"],
        minutes=entry["minutes"],
        before=entry["before"],
        after=entry["after"],
        ready_words=entry.get("ready_words", ""),
        prompts=tuple(
            Prompt(
                label=prompt["label"],
                hint=prompt.get("hint", ""),
                opening=prompt.get("opening", ""),
                example=prompt.get("example", ""),
                is_long=prompt.get("is_long", False),
            )
            for prompt in entry.get("prompt", ())
        ),
    )

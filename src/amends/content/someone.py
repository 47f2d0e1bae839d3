"""Somebody else in the room: who that can be, what to ask them, where it costs less, and a plan of an hour."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from amends.content.loader import load_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A question to somebody who would help; `why` is "" where it says it by itself."""

    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The headings of the page that people bring."""

    title: str
    wish: str
    tried: str
    know: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    minutes: int
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A session with somebody in the room, on one page; the minutes of its steps make an hour."""

    title: str
    before: str
    stop: str
    steps: tuple[PlanStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SomeoneWords:
    """`suggestion` is what people read who have worked at it; `first` stands above all of it."""

    suggestion: str
    first: str
    who: tuple[Who, ...]
    ask: tuple[Asking, ...]
    low_cost: tuple[str, ...]
    sheet: Sheet
    plan: Plan


@cache
def someone_words(language: str = "en") -> SomeoneWords:
    content = load_toml("someone", language)
    return SomeoneWords(
        suggestion=content["suggestion"],
        first=content["first"],
        who=tuple(Who(**who) for who in content["who"]),
        ask=tuple(Asking(**asking) for asking in content["ask"]),
        low_cost=tuple(way["text"] for way in content["low_cost"]),
        sheet=Sheet(**content["sheet"]),
        plan=Plan(
            title=content["plan"]["title"],
            before=content["plan"]["before"],
            stop=content["plan"]["stop"],
            steps=tuple(PlanStep(**step) for step in content["plan"]["step"]),
        ),
    )

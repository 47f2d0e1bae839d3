"""What happened and my side: the kinds, the channels, the questions, one a page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from amends.content.loader import load_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentKind:
    """A kind of breakdown. `leads_to` is the step that it opens: "ask", "honesty" or ""."""

    id: str
    label: str
    hint: str
    leads_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One page of a side. `{other}` in its words stands for whoever it is about.

    `shared` is the heading that the others read; "" means that the answer is never shared.
    """

    name: str
    title: str
    label: str
    hint: str
    shared: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How an expectation had come about: agreed, assumed, or never said."""

    id: str
    label: str
    short: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MySide:
    questions: tuple[Question, ...]
    hows: tuple[How, ...]
    how_label: str
    nobody_broke_a_rule: str
    nobody_broke_a_rule_many: str
    story_us: str
    story_question: str
    story_question_hint: str
    story_question_shared: str


@cache
def moment_kinds(language: str = "en") -> tuple[MomentKind, ...]:
    return tuple(
        MomentKind(id=kind["id"], label=kind["label"], hint=kind.get("hint", ""), leads_to=kind.get("leads_to", ""))
        for kind in load_toml("kinds", language)["kind"]
    )


@cache
def channels(language: str = "en") -> tuple[Channel, ...]:
    return tuple(Channel(**channel) for channel in load_toml("kinds", language)["channel"])


@cache
def my_side(language: str = "en") -> MySide:
    content = load_toml("my_side", language)
    return MySide(
        questions=tuple(
            Question(
                name=question["name"],
                title=question["title"],
                label=question["label"],
                hint=question["hint"],
                shared=question.get("shared", ""),
                minutes=question["minutes"],
            )
            for question in content["question"]
        ),
        hows=tuple(How(**how) for how in content["how"]),
        how_label=content["expected"]["how"],
        nobody_broke_a_rule=content["expected"]["nobody_broke_a_rule"],
        nobody_broke_a_rule_many=content["expected"]["nobody_broke_a_rule_many"],
        story_us=content["story"]["us"],
        story_question=content["story"]["question"],
        story_question_hint=content["story"]["question_hint"],
        story_question_shared=content["story"]["question_shared"],
    )

"""Own it: one's own pages, what to write to the other, the answers; no words of anybody's are in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from amends.content.loader import load_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnField:
    name: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage:
    """A page for oneself. `looks`: one's words get a second look, as they are about an act of one's own."""

    name: str
    title: str
    hint: str
    minutes: int
    looks: bool
    fields: tuple[OwnField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    id: str
    label: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What words that own something can hold; `short` names it where one picks what is missing."""

    part: str
    ask: str
    short: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnIt:
    """`checks` and `responses` are what the other can say; `told` is how their answer reads for the author."""

    pages: tuple[OwnPage, ...]
    prompts: tuple[Prompt, ...]
    checks: tuple[Choice, ...]
    responses: tuple[Choice, ...]
    alone: tuple[str, ...]
    forgiveness: str


@cache
def own_it(language: str = "en") -> OwnIt:
    content = load_toml("own_it", language)
    return OwnIt(
        pages=tuple(
            OwnPage(
                name=page["name"],
                title=page["title"],
                hint=page["hint"],
                minutes=page["minutes"],
                looks=page.get("looks", False),
                fields=tuple(
                    OwnField(name=field["name"], label=field["label"], hint=field.get("hint", ""))
                    for field in page["field"]
                ),
            )
            for page in content["page"]
        ),
        prompts=tuple(Prompt(**prompt) for prompt in content["prompt"]),
        checks=tuple(Choice(**choice) for choice in content["check"]),
        responses=tuple(Choice(**choice) for choice in content["response"]),
        alone=tuple(content["alone"]),
        forgiveness=content["forgiveness"],
    )

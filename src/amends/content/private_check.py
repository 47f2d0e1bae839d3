"""The private check: its questions and what may help, as data. The answers are nobody's business but one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from amends.content.loader import load_toml

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """What may help; the first of a page's guidance comes first, whatever was answered."""

    id: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; "sometimes" and "yes" point at the guidance with the id `guidance`."""

    id: str
    text: str
    guidance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateCheck:
    questions: tuple[Question, ...]
    guidance: tuple[Guidance, ...]
    rather_not_say: Guidance
    nothing_marked: Guidance
    breath: Guidance


def private_check(language: str = "en") -> PrivateCheck:
    data = load_toml("private_check", language)
    return PrivateCheck(
        questions=tuple(
            Question(id=entry["id"], text=entry["text"], guidance=entry["guidance"]) for entry in data["question"]
        ),
        guidance=tuple(_guidance(entry) for entry in data["guidance"]),
        rather_not_say=_guidance(data["rather_not_say"]),
        nothing_marked=_guidance(data["nothing_marked"]),
        breath=_guidance(data["breath"]),
    )


def _guidance(entry: Mapping[str, Any]) -> Guidance:
    return Guidance(id=entry["id"], title=entry["title"], paragraphs=entry["paragraphs"])

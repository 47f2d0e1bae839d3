"""The parts of a side that can be shared, and how each of them reads.

The same values and the same template show a part in the preview and on the map: what was seen there is what the
others get here, word for word.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from amends.content.feelings import feelings, needs
from amends.content.my_side import my_side

# In the order of the map. "question" is the one part of the story that can leave: as a question.
NAMES = ("meant", "thought", "impact", "expected", "felt", "needs", "facts", "question")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One shared answer: `words` are the person's own, `picked` are words from the lists, `how` of an expectation."""

    name: str
    heading: str
    words: str
    picked: tuple[str, ...] = ()
    how: str = ""


def shareable(side: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what there is to share in a side: the answers that hold anything, without what is for oneself alone."""
    found = {
        "meant": {"text": _text(side, "meant")},
        "thought": {"text": _text(side, "thought")},
        "impact": {"text": _text(side, "impact")},
        "expected": _expected(side.get("expected", {})),
        "felt": _felt(side.get("felt", {})),
        "needs": {"needs": side.get("needs", {}).get("needs", []), "text": _text(side, "needs")},
        "facts": {"text": _text(side, "facts")},
        "question": {"text": side.get("story", {}).get("question", "")},
    }
    return {name: content for name, content in found.items() if any(content.values())}


def chosen(side: Mapping[str, Any], names: Collection[str]) -> dict[str, dict[str, Any]]:
    return {name: content for name, content in shareable(side).items() if name in names}


def shown(parts: Mapping[str, dict[str, Any]]) -> list[Part]:
    """Return the parts as they read, in the order of the map."""
    return [shown_part(name, parts[name]) for name in NAMES if name in parts]


def shown_part(name: str, content: Mapping[str, Any]) -> Part:
    return Part(
        name=name,
        heading=_heading(name),
        words=content.get("text", ""),
        picked=_picked(content),
        how=next((how.short for how in my_side().hows if how.id == content.get("how")), ""),
    )


def _text(side: Mapping[str, Any], name: str) -> str:
    text: str = side.get(name, {}).get("text", "")
    return text


def _expected(answer: Mapping[str, Any]) -> dict[str, Any]:
    text = answer.get("text", "")
    return {"text": text, "how": answer.get("how", "") if text else ""}


def _felt(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "feelings": answer.get("feelings", []),
        "unsure": answer.get("unsure", False),
        "text": answer.get("text", ""),
    }


def _heading(name: str) -> str:
    content = my_side()
    if name == "question":
        return content.story_question_shared
    return next(question.shared for question in content.questions if question.name == name)


def _picked(content: Mapping[str, Any]) -> tuple[str, ...]:
    felt = [feelings().said(picked["id"], picked["strength"]) for picked in content.get("feelings", ())]
    needed = [needs().label(need) for need in content.get("needs", ())]
    unsure = [feelings().unsure] if content.get("unsure") else []
    return (*felt, *unsure, *needed)

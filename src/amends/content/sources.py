"""How to get a conversation out of the app that it happened in."""

from __future__ import annotations

from dataclasses import dataclass

from amends.content.loader import load_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to do it: where, and its steps in order."""

    on: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceGuide:
    """A source: what to do there, what to give here, what is lost. `blocked` is "" or what to do where it can't be."""

    id: str
    name: str
    give: str
    ways: tuple[Way, ...]
    lost: tuple[str, ...]
    blocked: str = ""


def source_guides(language: str = "en") -> dict[str, SourceGuide]:
    """Return the guides by the id of their source, the most usual first."""
    return {entry["id"]: _guide(dict(entry)) for entry in load_toml("sources", language)["source"]}


def _guide(entry: dict[str, object]) -> SourceGuide:
    ways = tuple(Way(**way) for way in entry["ways"])  # type: ignore[attr-defined]
    return SourceGuide(**(entry | {"ways": ways}))  # type: ignore[arg-type]

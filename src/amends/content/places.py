"""The words for the places of the way back, and which of them this version has."""

from __future__ import annotations

from dataclasses import dataclass

from amends.content.loader import load_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWords:
    id: str
    title: str
    hint: str
    is_built: bool


def places(language: str = "en") -> dict[str, PlaceWords]:
    """Return the places by their id, in the order of the way."""
    return {entry["id"]: PlaceWords(**entry) for entry in load_toml("places", language)["place"]}

"""Where the people of a space are on the way back. Higher areas say which places were reached."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from amends.content.places import places
from amends.path.places import Place, Standing, way

if TYPE_CHECKING:
    from amends_web.spaces.models import Space
    from amends_web.vault.requests import UnlockedRequest

    Reached = Callable[[UnlockedRequest, Space], Iterable[Place]]

_providers: list[Reached] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStop:
    title: str
    hint: str
    standing: Standing


def register_reached(provider: Reached) -> None:
    """Register what tells which places everybody in a space reached; nothing that one side keeps private is in it."""
    if provider not in _providers:
        _providers.append(provider)


def way_of(request: UnlockedRequest, space: Space) -> list[ShownStop]:
    """Return the places of the way with where the people of this space are."""
    words = places()
    reached = {place for provider in _providers for place in provider(request, space)}
    built = [Place(key) for key, entry in words.items() if entry.is_built]
    return [
        ShownStop(title=words[stop.place].title, hint=words[stop.place].hint, standing=stop.standing)
        for stop in way(reached=reached, built=built)
    ]

"""Where the people of a space are on the way back. Higher areas say which places were reached."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from amends.content.places import places
from amends.path.places import Place, Standing, way
from amends_web.shell.panels import opening

if TYPE_CHECKING:
    from amends_web.shell.panels import Panel
    from amends_web.spaces.models import Space
    from amends_web.vault.requests import UnlockedRequest

    Reached = Callable[[UnlockedRequest, Space], Iterable[Place]]

_providers: list[Reached] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStop:
    """A place of the way. `panels` are what one can do there, where people are neither there nor about to be."""

    place: Place
    title: str
    hint: str
    standing: Standing
    panels: tuple[Panel, ...] = ()

    @property
    def is_near(self) -> bool:
        return self.standing in {Standing.HERE, Standing.NEXT}


def register_reached(provider: Reached) -> None:
    """Register what tells which places everybody in a space reached; nothing that one side keeps private is in it."""
    if provider not in _providers:
        _providers.append(provider)


def way_of(request: UnlockedRequest, space: Space) -> list[ShownStop]:
    """Return the places of the way with where the people of this space are."""
    words = places()
    reached: set[Place] = set()
    for provider in _providers:
        with opening(request):
            reached.update(provider(request, space))
    built = [Place(key) for key, entry in words.items() if entry.is_built]
    return [
        ShownStop(place=stop.place, title=words[stop.place].title, hint=words[stop.place].hint, standing=stop.standing)
        for stop in way(reached=reached, built=built)
    ]


def along(stops: Sequence[ShownStop], panels: Sequence[Panel]) -> tuple[list[Panel], list[ShownStop]]:
    """Return the cards of what is going on, here and next, and the places, each of the others with its own cards."""
    near = {stop.place for stop in stops if stop.is_near}
    cards = [panel for panel in panels if not panel.place or panel.place in near]
    return cards, [
        stop if stop.is_near else replace(stop, panels=tuple(panel for panel in panels if panel.place == stop.place))
        for stop in stops
    ]

"""The places of the way back, where people are on it, and what comes next.

Backward, any place may be entered in any order. Forward, a place counts as reached once everybody in the space said
yes to it; nothing on the way is a score.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    PAUSE = "pause"
    MY_SIDE = "my_side"
    HEAR_EACH_OTHER = "hear_each_other"
    OWN_IT = "own_it"
    AGREE = "agree"
    FOLLOW_THROUGH = "follow_through"
    LOOK_BACK = "look_back"
    KEEP_GOING = "keep_going"


class Standing(StrEnum):
    """How a place stands to where people are. `LATER`: this version of Amends does not have it yet."""

    BEHIND = "behind"
    HERE = "here"
    NEXT = "next"
    AHEAD = "ahead"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One place of the way, as it stands for these people now."""

    place: Place
    standing: Standing


def way(*, reached: Collection[Place], built: Collection[Place]) -> tuple[Stop, ...]:
    """Return every place in order, with where people are and what is next.

    People are at the furthest place that they reached; at the start, at their own sides: a pause is taken from
    anywhere, and nobody begins with it. `built` must hold a place; what is reached and not built does not count.
    """
    on_the_way = [place for place in Place if place in built]
    if not on_the_way:
        raise ValueError("a way has places")
    start = on_the_way.index(Place.MY_SIDE) if Place.MY_SIDE in on_the_way else 0
    here = max([start, *(on_the_way.index(place) for place in reached if place in built)])
    return tuple(Stop(place=place, standing=_standing(place, on_the_way, here)) for place in Place)


def _standing(place: Place, on_the_way: list[Place], here: int) -> Standing:
    if place not in on_the_way:
        return Standing.LATER
    distance = on_the_way.index(place) - here
    if distance < 0:
        return Standing.BEHIND
    return {0: Standing.HERE, 1: Standing.NEXT}.get(distance, Standing.AHEAD)

"""A line with several readings: picking one is a guess, and only asking tells.

In 25 experiments, imagining how another person sees it made people surer and no better at it; asking them did
(Eyal, Steffel and Epley 2018). So no reading is right here, none is wrong, and asking is what goes on.
"""

from __future__ import annotations

from dataclasses import dataclass

from amends.content.drills import Drill
from amends.errors import Refused

ASKING = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """What somebody picked: a reading, by its words; or asking, where `reading` is empty and `told` the answer."""

    reading: str
    others: tuple[str, ...]
    told: str


def check_pick(pick: str, *, drill: Drill) -> Pick:
    """Return what comes of a pick: `ASKING`, or the number of a reading, counted from "1".

    Raises Refused ("pick") for what is neither.
    """
    if pick == ASKING and drill.readings:
        return Pick(reading="", others=drill.readings, told=drill.told)
    numbers = {str(number): reading for number, reading in enumerate(drill.readings, start=1)}
    if pick not in numbers:
        raise Refused(rule="pick")
    picked = numbers[pick]
    return Pick(reading=picked, others=tuple(reading for reading in drill.readings if reading != picked), told="")

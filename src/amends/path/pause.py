"""A pause: a break with a stated return, which everybody in the space sees.

A break helps those who are flooded if it lasts, if it is not spent going over what to say, and if whoever takes it says
when they will be back (Gottman & Levenson; the caller names the new time in PREP, Markman & Stanley). The figures are
estimates of laboratory and clinic; people differ.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from amends.errors import NotYet, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SHORTEST = timedelta(minutes=20)
LONGEST = timedelta(hours=24)
# Moved twice, a break is better served by a day and an hour that suit both.
MOVES_BEFORE_BOOKING = 2
LONGEST_BOOKED = timedelta(days=7)
# How long the quiet word that the time has come stays, where nobody comes back.
TOLD_FOR = timedelta(hours=24)
# A time is picked from a clock that shows minutes.
_SLACK = timedelta(minutes=1)

EVENING = time(19)
TOMORROW_EVENING = "tomorrow"
RETURNS: Mapping[str, timedelta] = {
    "20": timedelta(minutes=20),
    "60": timedelta(hours=1),
    "180": timedelta(hours=3),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A break as it stands. `moved` counts how often its return was put off."""

    back_at: datetime
    moved: int = 0
    ended_at: datetime | None = None


def return_at(choice: str, *, now: datetime) -> datetime:
    """Return when somebody who picks `choice`, of RETURNS or TOMORROW_EVENING, means to be back.

    `now` is in the person's own zone: their tomorrow, and their evening. KeyError for any other choice.
    """
    if choice == TOMORROW_EVENING:
        return datetime.combine(now.date() + timedelta(days=1), EVENING, tzinfo=now.tzinfo)
    return now + RETURNS[choice]


def begin(*, back_at: datetime, now: datetime) -> Pause:
    """Return a pause from now; raises Refused ("return") where its end is no return: too soon, too far, or past."""
    _check_return(back_at, now=now, longest=LONGEST)
    return Pause(back_at=back_at)


def move(pause: Pause, *, back_at: datetime, now: datetime) -> Pause:
    """Return the pause with another return, which has to be a new one, later than the one that was named."""
    if pause.ended_at is not None:
        raise NotYet(step="move", missing="a new break is begun")
    if back_at <= pause.back_at:
        raise Refused(rule="new time")
    _check_return(back_at, now=now, longest=longest(pause))
    return replace(pause, back_at=back_at, moved=pause.moved + 1)


def end(pause: Pause, *, now: datetime) -> Pause:
    """Return the pause as ended; one that has ended stays as it was."""
    return pause if pause.ended_at is not None else replace(pause, ended_at=now)


def is_running(pause: Pause, *, now: datetime) -> bool:
    """Say whether this break holds the others' words back. It ends by itself: nobody is locked out for ever."""
    return pause.ended_at is None and now < pause.back_at


def is_due(pause: Pause, *, now: datetime) -> bool:
    """Say whether its time has come and nobody came back yet; after a day it is left alone."""
    return pause.ended_at is None and pause.back_at <= now < pause.back_at + TOLD_FOR


def suggests_booking(pause: Pause) -> bool:
    return pause.moved >= MOVES_BEFORE_BOOKING


def longest(pause: Pause) -> timedelta:
    """Return how far off the next return of this break may be."""
    return LONGEST_BOOKED if suggests_booking(pause) else LONGEST


def check_open(pauses: Iterable[Pause], *, now: datetime) -> None:
    """Raise NotYet where somebody in the space is on a break: nothing is sent to anybody until then."""
    if any(is_running(pause, now=now) for pause in pauses):
        raise NotYet(step="send in a break", missing="the break is over")


def _check_return(back_at: datetime, *, now: datetime, longest: timedelta) -> None:
    away = back_at - now
    if away < SHORTEST - _SLACK:
        raise Refused(rule="return")
    # Tomorrow evening may be more than a day off.
    evening = datetime.combine(now.date() + timedelta(days=1), EVENING, tzinfo=now.tzinfo)
    if away > longest + _SLACK and back_at != evening:
        raise Refused(rule="return")

"""Gestures: small things that land with somebody, by their own list; and a reminder that a giver sets for themself.

Whoever receives chooses what lands. A giver's reminder is an if-then plan of one cue and one act (Gollwitzer and
Sheeran 2006), seen by them alone. Nothing is counted and nothing is overdue: a streak that breaks makes people stop
(Silverman and Barasch 2023), so nobody is asked afterwards whether they did it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from amends.errors import Refused

# What can be looked over at a glance.
MOST_THINGS = 12
FURTHEST = timedelta(days=366)


def check_reminder(*, at: datetime | None, cue: str, now: datetime) -> None:
    """Raise Refused where a reminder has neither a time nor a cue ("when"), or a time past or far away ("time")."""
    if at is None and not cue.strip():
        raise Refused(rule="when")
    if at is not None and not now < at <= now + FURTHEST:
        raise Refused(rule="time")

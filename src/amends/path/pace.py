"""The pace that somebody sets: a day before which they do not look, and days between steps. No countdown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

MOST_DAYS_BETWEEN = 30
# As far off as a "not before" can be; whoever needs longer says so again.
FARTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """`not_before` is a day in the person's own calendar. The others see both; nobody asks why."""

    not_before: date | None = None
    days_between: int = 0


def looks_from(pace: Pace, *, last_step: date | None, today: date) -> date | None:
    """Return the day from which somebody is shown what is new for them, or None where that is today.

    `last_step` is when they last answered. What is sent before that day waits for them in silence; nothing is lost.
    """
    days = [pace.not_before] if pace.not_before else []
    if last_step is not None and pace.days_between:
        days.append(last_step + timedelta(days=pace.days_between))
    return next((day for day in sorted(days, reverse=True) if day > today), None)

"""When something that goes out of the house is tried, and tried again.

What is stored is one moment, before which nobody touches it: while somebody sends, and while it waits for another try.
A moment further off than any that is ever set comes from a clock that was wrong, and holds nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

# One send is over by then, or its process is gone: a server that does not answer is left alone within a minute.
HELD_WHILE_SENDING = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=1)
# About two days of tries; what is due stands on home all the while.
MOST_TRIES = 54


def is_held(until: datetime | None, *, now: datetime) -> bool:
    """Say whether something is not to be touched yet; whatever the clock did since, for an hour at most."""
    return until is not None and now < until <= now + LONGEST_WAIT


def next_try(tries: int, *, now: datetime) -> datetime | None:
    """Return when to try again after so many failures, 1, 2, 4, … minutes later; None where it is given up."""
    if tries >= MOST_TRIES:
        return None
    return now + min(timedelta(minutes=2 ** min(tries - 1, 10)), LONGEST_WAIT)

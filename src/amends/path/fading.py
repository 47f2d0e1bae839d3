"""How long what was said in a talk is kept once everybody in it has agreed to a summary of it.

Without everybody's own word it is kept: nothing goes by default, and no one's silence counts as a yes. Where people
chose different times, the longest holds. Whoever changes their mind before it has gone is heard.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

# After an agreed summary. A summary is often looked at again within weeks; past half a year "never" says it better.
DAYS = (7, 30, 60, 180)
# Everybody is told this long before, whatever was chosen, so that they can take their own words along.
NOTICE = timedelta(days=7)


def days_in_force(people: Collection[UUID], chosen: Mapping[UUID, int | None]) -> int | None:
    """Return after how many days the words of these people go, or None where they stay.

    `chosen` holds each one's own word; None in it, like nothing at all, keeps them.
    """
    days = [chosen.get(who) for who in people]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def goes_at(*, agreed_at: datetime, chosen_at: datetime, days: int) -> datetime:
    """Return when the words go: so many days after the summary was agreed, and never without notice.

    `chosen_at` is when the last of the people chose.
    """
    return max(agreed_at + timedelta(days=days), max(agreed_at, chosen_at) + NOTICE)

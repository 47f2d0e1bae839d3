"""When one's own pulse leads to the word that somebody in the room might help: to its owner, and to nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from amends.path.pulse import FLAT_FOR, Pulse, is_flat_or_falling
from amends_web.rhythm.own import Own
from amends_web.spaces.models import Space


def is_help_due(pulses: Sequence[Pulse], own: Own, space: Space, *, now: datetime) -> bool:
    """Say whether the word stands on one's own pulse page; put away, it stays away for six weeks."""
    put_away = own["put_away"].get(str(space.pk))
    if put_away and now - datetime.fromisoformat(put_away) < FLAT_FOR:
        return False
    return is_flat_or_falling(pulses, now=now)

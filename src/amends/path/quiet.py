"""Hours in which nothing is sent to somebody, on the clock of where they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """From `begins` until `ends`, which may lie after midnight; the same hour twice is none at all."""

    begins: time = time(21)
    ends: time = time(8)


def is_quiet(hours: QuietHours, *, local: datetime) -> bool:
    """Say whether nothing is sent at this moment, given in the person's own zone."""
    now = local.time()
    if hours.begins <= hours.ends:
        return hours.begins <= now < hours.ends
    return now >= hours.begins or now < hours.ends

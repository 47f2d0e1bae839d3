"""A floor as it lies in a round's box."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from amends.path.floor import Floor, Step, Verdict


def stored(floor: Floor) -> dict[str, Any]:
    return asdict(floor)


def opened(stored: Mapping[str, Any]) -> Floor:
    return Floor(
        **{
            **stored,
            "step": Step(stored["step"]),
            "last": Verdict(stored["last"]) if stored["last"] else None,
            "ended": tuple(Verdict(verdict) for verdict in stored["ended"]),
        }
    )

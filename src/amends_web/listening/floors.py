"""A floor as it lies in a round's box."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from amends.path.floor import Floor, Step, Verdict


def stored(floor: Floor) -> dict[str, Any]:
    return asdict(floor)


def opened(stored: Mapping[str, Any]) -> Floor:
    return Floor(
        **{
            **{field.name: stored[field.name] for field in fields(Floor) if field.name in stored},
            "step": Step(stored["step"]),
            "last": Verdict(stored["last"]) if stored["last"] else None,
            "ended": tuple(Verdict(verdict) for verdict in stored["ended"]),
        }
    )

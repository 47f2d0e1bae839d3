"""The ticket that a model gets which passed the gate. Without the one for it, a model is not asked.

It holds counts, and whoever keeps it counts again: what passes is said here, not in the ticket. It is no signature.
Whoever runs a copy could write one by hand, as they could change the program; it stops mistakes, not a host.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Self

# The gate that this version of Amends holds to: conflicts, orders, patterns and thresholds (docs/mirror.md).
GATE = "854856917af66193b9d66d2ea978d05c8b7654217efe3f059a3ddb3f27dd0ed4"
# How many tellings there are in it, and for each of its figures how many may fail.
TELLINGS = 132
MOST = (1, 3, 5, 0, 2, 5, 6)


class NoTicket(Exception):
    """`reason` is "unreadable", "other_gate", "other_model" or "failed"."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """That a model answered a gate, and how often it did each thing that it may not."""

    model: str
    gate: str
    tellings: int
    found: tuple[int, ...]

    def written(self) -> str:
        return json.dumps(
            {"model": self.model, "gate": self.gate, "tellings": self.tellings, "found": list(self.found)}, indent=1
        )

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a ticket. Raises NoTicket("unreadable")."""
        try:
            row = json.loads(text)
            ticket = cls(model=row["model"], gate=row["gate"], tellings=row["tellings"], found=tuple(row["found"]))
        except (ValueError, LookupError, TypeError, RecursionError):
            raise NoTicket("unreadable") from None
        if not all(type(number) is int and number >= 0 for number in (ticket.tellings, *ticket.found)):
            raise NoTicket("unreadable")
        return ticket


def check_ticket(ticket: Ticket, *, model: str) -> None:
    """Raise NoTicket where it is none for this model at this version's gate."""
    if ticket.gate != GATE or ticket.tellings != TELLINGS or len(ticket.found) != len(MOST):
        raise NoTicket("other_gate")
    if ticket.model != model:
        raise NoTicket("other_model")
    if any(found > most for found, most in zip(ticket.found, MOST, strict=True)):
        raise NoTicket("failed")

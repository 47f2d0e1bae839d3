"""The only way to a row of this area. Not there, and not yours, are the same answer."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from amends_web.accounts.models import Person
from amends_web.breakdowns.access import breakdown_for
from amends_web.breakdowns.models import Breakdown
from amends_web.spaces.access import other_member_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Two:
    """A breakdown, whose words it is about here, and to whom: both are in its space."""

    breakdown: Breakdown
    author: Person
    recipient: Person


def to_other(person: Person, breakdown_id: UUID, other_id: UUID) -> Two:
    """Return what this person owns towards somebody else of the breakdown's space."""
    breakdown = breakdown_for(person, breakdown_id)
    other = other_member_for(person, breakdown.space_id, other_id)
    return Two(breakdown=breakdown, author=person, recipient=other)


def from_other(person: Person, breakdown_id: UUID, other_id: UUID) -> Two:
    """Return what somebody else of the breakdown's space owns towards this person."""
    two = to_other(person, breakdown_id, other_id)
    return Two(breakdown=two.breakdown, author=two.recipient, recipient=person)

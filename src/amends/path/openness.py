"""Openness: a list of what its maker tells unasked, and who took them at it.

    the maker offers a list ──▶ each receiver accepts it, or not ──▶ it holds between the two
          ▲                                                                     │
          └── offers another version; the one before holds until it is accepted ┴──▶ either of them ends it

Only the maker writes the list: what somebody gives of themselves restores trust, what is taken from them does not
(Dirks, Kim, Ferrin and Cooper 2011). A receiver can suggest an item, which the maker takes or leaves. Nobody is asked
for a reason, and nobody is asked twice: whoever said no, or ended it, is not asked for the next version, and what the
maker left is not suggested again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from amends.errors import Refused

# What two people can keep in mind; a longer list is a report.
MOST_ITEMS = 12


class Kind(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SUGGESTED = "suggested"
    LEFT = "left"
    ENDED = "ended"


class How(StrEnum):
    """How a list stands with one receiver."""

    OPEN = "open"
    HOLDS = "holds"
    DECLINED = "declined"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that somebody did with a list.

    `items` is the whole list where it is offered, accepted or declined, and the one item where it is suggested. `about`
    is the number of the entry that is accepted, declined or left; 0 for none. Numbers go up by the order of entries.
    """

    kind: Kind
    by: str
    number: int
    items: tuple[str, ...] = ()
    about: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How a list stands with one receiver: the version that they accepted last, and the one that they answered last."""

    how: How = How.OPEN
    accepted: int = 0
    answered: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Openness:
    """A list as it stands: its versions and open suggestions by number, and its place with each receiver.

    `left` are the items that were suggested and left.
    """

    maker: str
    places: Mapping[str, Place]
    versions: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    suggestions: Mapping[int, Entry] = field(default_factory=dict)
    left: frozenset[str] = frozenset()
    is_ended: bool = False

    @property
    def newest(self) -> int:
        return max(self.versions)

    @property
    def items(self) -> tuple[str, ...]:
        """Return the newest version."""
        return self.versions[self.newest]

    def held_with(self, receiver: str) -> tuple[str, ...]:
        """Return what holds with a receiver now: the version that they accepted, or nothing."""
        place = self.places[receiver]
        return self.versions[place.accepted] if place.how == How.HOLDS and not self.is_ended else ()

    def asks(self, receiver: str) -> bool:
        """Tell whether the newest version waits for a receiver, who never said no to this list."""
        place = self.places[receiver]
        has_said_no = place.how in (How.DECLINED, How.ENDED) or place.answered != place.accepted
        return not self.is_ended and not has_said_no and place.answered < self.newest


def listed(text: str) -> tuple[str, ...]:
    """Return the items of a list that was written one a line, each once, without the dashes of lists."""
    lines = (" ".join(line.split()).lstrip("-–•* ").strip() for line in text.split("\n"))
    return tuple({line.casefold(): line for line in reversed([*filter(None, lines)])}.values())[::-1]


def standing(entries: Iterable[Entry], *, maker: str, receivers: Iterable[str]) -> Openness:
    """Return how a list stands after these entries, in their order; raises Refused for one that nobody could make."""
    openness = Openness(maker=maker, places={receiver: Place() for receiver in receivers})
    for entry in entries:
        openness = after(openness, entry)
    return openness


def after(openness: Openness, entry: Entry) -> Openness:
    """Return how a list stands after one more entry; raises Refused for one that can't be.

    `Refused.rule` is "ended" or "no list", "maker" or "receiver" for who may do it, "another version" where the list
    has changed meanwhile, "items", "nothing new", "no suggestion", "one suggestion", "left" or "nothing to end".
    """
    _check("ended", is_met=not openness.is_ended)
    _check("no list", is_met=bool(openness.versions) or entry.kind == Kind.OFFERED)
    return _STEPS[entry.kind](openness, entry)


def _offered(openness: Openness, entry: Entry) -> Openness:
    """Offer a version. A suggestion that stands in it is taken."""
    _check("maker", is_met=entry.by == openness.maker)
    _check("items", is_met=0 < len(entry.items) <= MOST_ITEMS and len(set(entry.items)) == len(entry.items))
    _check("nothing new", is_met=not openness.versions or entry.items != openness.items)
    still_open = {number: one for number, one in openness.suggestions.items() if one.items[0] not in entry.items}
    return replace(openness, versions={**openness.versions, entry.number: entry.items}, suggestions=still_open)


def _accepted(openness: Openness, entry: Entry) -> Openness:
    _check_answers(openness, entry)
    _check("another version", is_met=entry.items == openness.items)
    return _at(openness, entry.by, Place(how=How.HOLDS, accepted=entry.about, answered=entry.about))


def _declined(openness: Openness, entry: Entry) -> Openness:
    """Say no to a version. One that was accepted before goes on: to end that is a word of its own."""
    _check_answers(openness, entry)
    place = openness.places[entry.by]
    how = How.HOLDS if place.how == How.HOLDS and place.accepted != entry.about else How.DECLINED
    return _at(openness, entry.by, replace(place, how=how, answered=entry.about))


def _suggested(openness: Openness, entry: Entry) -> Openness:
    _check("receiver", is_met=entry.by in openness.places)
    _check("nothing new", is_met=len(entry.items) == 1 and entry.items[0] not in openness.items)
    _check("left", is_met=entry.items[0] not in openness.left)
    _check("one suggestion", is_met=all(open_one.by != entry.by for open_one in openness.suggestions.values()))
    return replace(openness, suggestions={**openness.suggestions, entry.number: entry})


def _left(openness: Openness, entry: Entry) -> Openness:
    _check("maker", is_met=entry.by == openness.maker)
    _check("no suggestion", is_met=entry.about in openness.suggestions)
    still_open = {number: one for number, one in openness.suggestions.items() if number != entry.about}
    left = openness.left | {openness.suggestions[entry.about].items[0]}
    return replace(openness, suggestions=still_open, left=left)


def _ended(openness: Openness, entry: Entry) -> Openness:
    if entry.by == openness.maker:
        return replace(openness, is_ended=True, suggestions={})
    _check("receiver", is_met=entry.by in openness.places)
    place = openness.places[entry.by]
    _check("nothing to end", is_met=place.how == How.HOLDS)
    return _at(openness, entry.by, replace(place, how=How.ENDED))


_STEPS = {
    Kind.OFFERED: _offered,
    Kind.ACCEPTED: _accepted,
    Kind.DECLINED: _declined,
    Kind.SUGGESTED: _suggested,
    Kind.LEFT: _left,
    Kind.ENDED: _ended,
}


def _check_answers(openness: Openness, entry: Entry) -> None:
    _check("receiver", is_met=entry.by in openness.places)
    _check("another version", is_met=entry.about == openness.newest)


def _at(openness: Openness, receiver: str, place: Place) -> Openness:
    return replace(openness, places={**openness.places, receiver: place})


def _check(rule: str, *, is_met: bool) -> None:
    if not is_met:
        raise Refused(rule=rule)

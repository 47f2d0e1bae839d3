"""The loop between people: what one does, what another does upon it, and so on, until it begins again.

A pattern that all of them draw takes the place of a culprit that each of them has (Jacobson and Christensen 1996; Doss
et al. 2016). So everybody may change every arrow. A change is one more wording of the arrow, by whoever made it; it
takes the place only of the wording that they had before their eyes, and none is ever dropped.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from amends.errors import Refused

# One arrow leads nowhere; past eight nobody sees a ring any more.
FEWEST, MOST = 2, 8
# Letters. An arrow is one act.
LONGEST = 120

# The one of the four answers that may be all there is to say.
OUTSIDE = "outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What an arrow said at one time: `does` is whose step it is, `by` who put it so; "" as text takes it out."""

    number: int
    does: str
    text: str
    by: str

    @property
    def is_out(self) -> bool:
        return not self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """One step of the ring, with all that it ever said, the oldest first; never without a wording."""

    id: str
    wordings: tuple[Wording, ...]

    @property
    def latest(self) -> Wording:
        return self.wordings[-1]


# In the order of the ring; with those that were taken out, which keep their place.
Ring = tuple[Arrow, ...]


def drawn(ring: Ring) -> Ring:
    """Return the arrows that are in the ring now."""
    return tuple(arrow for arrow in ring if not arrow.latest.is_out)


def put_in(ring: Ring, *, arrow: str, after: str, does: str, text: str, by: str) -> Ring:
    """Return the ring with one more arrow, behind the one named `after`, or at the end where there is no such arrow.

    Raises Refused ("eight arrows") where it is full, and ("words") without any.
    """
    _check_words(text)
    _check_room(ring)
    place = next((place for place, one in enumerate(ring, start=1) if one.id == after), len(ring))
    new = Arrow(id=arrow, wordings=(Wording(number=1, does=does, text=text, by=by),))
    return (*ring[:place], new, *ring[place:])


def change(ring: Ring, *, arrow: str, seen: int, does: str, text: str, by: str) -> Ring:
    """Return the ring with one arrow worded anew; one that was taken out is back in it.

    `seen` is the number of the wording that whoever changes it had before them. Raises Refused ("changed meanwhile")
    where there is a later one, unless it says the same, and as `put_in` does.
    """
    _check_words(text)
    return _reworded(ring, arrow, seen, does=does, text=text, by=by)


def take_out(ring: Ring, *, arrow: str, seen: int, by: str) -> Ring:
    """Return the ring without an arrow, whose words stay with it. Raises Refused ("changed meanwhile") as `change`."""
    return _reworded(ring, arrow, seen, does=_arrow(ring, arrow).latest.does, text="", by=by)


def is_whole_answer(shared: Collection[str], *, says_so: bool) -> bool:
    """Say whether what came from outside is somebody's whole answer: their own word, and nothing else beside it."""
    return says_so and set(shared) == {OUTSIDE}


def _reworded(ring: Ring, name: str, seen: int, *, does: str, text: str, by: str) -> Ring:
    arrow = _arrow(ring, name)
    now = arrow.latest
    if (now.does, now.text) == (does, text):
        return ring
    if now.number != seen:
        raise Refused(rule="changed meanwhile")
    if now.is_out:
        _check_room(ring)
    new = Wording(number=now.number + 1, does=does, text=text, by=by)
    changed = replace(arrow, wordings=(*arrow.wordings, new))
    return tuple(changed if one.id == name else one for one in ring)


def _arrow(ring: Ring, name: str) -> Arrow:
    return next(arrow for arrow in ring if arrow.id == name)


def _check_words(text: str) -> None:
    if not text.strip():
        raise Refused(rule="words")


def _check_room(ring: Ring) -> None:
    if len(drawn(ring)) >= MOST:
        raise Refused(rule="eight arrows")

"""What a loop looks like once it opened: what each said, and the ring, from the seat of whoever looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amends.content.loops import loop_words
from amends.errors import Tampered
from amends.path.loop import FEWEST, Arrow, Ring, Wording, drawn
from amends_web.accounts.models import Person
from amends_web.loops.models import Loop, Share
from amends_web.loops.parts import ShownAnswer, shown
from amends_web.loops.picture import Picture, Step, picture_of
from amends_web.loops.queries import ring_of, shares_of
from amends_web.spaces.blind import open_share
from amends_web.spaces.queries import members
from amends_web.vault.keyring import Keyring
from amends_web.vault.pins import swapped_people

_TONES = ("one", "two")


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """One of those who shared; `name` is how they are called here, also after they left."""

    id: str
    name: str
    tone: str
    is_me: bool
    answers: list[ShownAnswer]
    is_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownArrow:
    """An arrow as it reads: `frame` is how it begins, such as “then you”, `name` whose step it is."""

    id: str
    number: int
    frame: str
    name: str
    tone: str
    text: str
    changed_by: str

    @property
    def words(self) -> str:
        return f"{self.frame} {self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWording:
    """What an arrow said at one time; empty words took it out."""

    number: int
    name: str
    text: str
    changed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLoop:
    """`out` are the arrows that were taken out; `picture` is None before there are two to go round.

    `wordings` are all that each arrow ever said, in the order of the ring, with those that were taken out.
    `edits` counts what was ever put, changed and taken out: two pages with the same one show the same ring.
    """

    people: list[Somebody]
    arrows: list[ShownArrow]
    out: list[ShownArrow]
    sentence: str
    picture: Picture | None
    wordings: list[list[ShownWording]]
    edits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """An arrow with all that it ever said, the newest first; `last_text` is what it said before it was taken out."""

    people: list[Somebody]
    now: Wording
    last_text: str
    wordings: list[ShownWording]


def shown_loop(loop: Loop, viewer: Person, keyring: Keyring, *, former: str) -> ShownLoop:
    """Return an open loop. Who says “I” in it depends on the viewer, nothing else does.

    `former` is how somebody is called who left. Raises Tampered where anything in it is not what its author signed, or
    an author's keys are not those that the viewer once confirmed: whoever swaps keys can sign anything.
    """
    people = people_of(loop, viewer, keyring, former=former)
    ring = ring_of(loop, keyring)
    _check_keys(ring, people, viewer, keyring)
    inside = drawn(ring)
    arrows = [_arrow(arrow, place, people, former) for place, arrow in enumerate(inside)]
    return ShownLoop(
        people=people,
        arrows=arrows,
        out=[_arrow(arrow, 1, people, former) for arrow in ring if arrow not in inside and _last_text(arrow)],
        sentence=f"{', '.join(arrow.words for arrow in arrows)} {loop_words().again}",
        picture=_picture(arrows),
        wordings=[_shown_wordings(arrow, people, former) for arrow in ring],
        edits=sum(len(arrow.wordings) for arrow in ring),
    )


def shown_history(loop: Loop, name: str, viewer: Person, keyring: Keyring, *, former: str) -> History:
    """Return all that an arrow of an open loop ever said; raises as `shown_loop`."""
    people = people_of(loop, viewer, keyring, former=former)
    ring = ring_of(loop, keyring)
    _check_keys(ring, people, viewer, keyring)
    arrow = next(arrow for arrow in ring if arrow.id == name)
    return History(
        people=people,
        now=arrow.latest,
        last_text=_last_text(arrow),
        wordings=_shown_wordings(arrow, people, former),
    )


def people_of(loop: Loop, viewer: Person, keyring: Keyring, *, former: str) -> list[Somebody]:
    """Return those who shared, in the order in which they came into the space, and whoever left after."""
    places = {member.person_id: place for place, member in enumerate(members(loop.space))}
    shares = sorted(shares_of(loop), key=lambda share: (places.get(share.person_id, len(places)), str(share.pk)))
    return [
        _somebody(share, open_share(share, keyring), place, viewer, former="" if share.person_id in places else former)
        for place, share in enumerate(shares)
    ]


def _shown_wordings(arrow: Arrow, people: Sequence[Somebody], former: str) -> list[ShownWording]:
    names = {one.id: one.name for one in people}
    return [
        ShownWording(
            number=wording.number,
            name=names.get(wording.does, former),
            text=wording.text,
            changed_by=names.get(wording.by, former),
        )
        for wording in reversed(arrow.wordings)
    ]


def _somebody(share: Share, words: Mapping[str, Any], place: int, viewer: Person, *, former: str) -> Somebody:
    return Somebody(
        id=str(share.person_id),
        name=former or share.person.name,
        tone=_TONES[place] if place < len(_TONES) else "",
        is_me=share.person_id == viewer.pk,
        answers=shown(words),
        is_whole=words["is_whole"],
    )


def _check_keys(ring: Ring, people: Sequence[Somebody], viewer: Person, keyring: Keyring) -> None:
    authors = {wording.by for arrow in ring for wording in arrow.wordings} | {one.id for one in people}
    if authors & {str(person.pk) for person in swapped_people(keyring, viewer)}:
        raise Tampered


def _arrow(arrow: Arrow, place: int, people: Sequence[Somebody], former: str) -> ShownArrow:
    now = arrow.latest
    names = {one.id: one.name for one in people}
    whose = next((one for one in people if one.id == now.does), None)
    return ShownArrow(
        id=arrow.id,
        number=now.number,
        frame=frame(whose, place, people, former),
        name=whose.name if whose else former,
        tone=whose.tone if whose else "",
        text=_last_text(arrow),
        changed_by=names.get(now.by, former),
    )


def frame(whose: Somebody | None, place: int, people: Sequence[Somebody], former: str) -> str:
    """Return how the arrow at `place` begins: with “I” and “you” between two, with names among more."""
    words, at = loop_words(), min(place, 2)
    if whose is not None and len(people) == len(_TONES):
        return (words.mine if whose.is_me else words.theirs)[at]
    return words.named[at].format(name=whose.name if whose else former)


def _last_text(arrow: Arrow) -> str:
    """Return what an arrow says, or said before it was taken out."""
    return next((wording.text for wording in reversed(arrow.wordings) if wording.text), "")


def _picture(arrows: Sequence[ShownArrow]) -> Picture | None:
    if len(arrows) < FEWEST:
        return None
    return picture_of([Step(name=arrow.name, words=arrow.words, tone=arrow.tone) for arrow in arrows])

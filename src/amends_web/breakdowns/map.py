"""The map: what each shared, verified, and laid out side by side. It never says which of two views is true."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from amends.content.my_side import my_side
from amends.errors import Tampered
from amends.path.expectations import nobody_broke_a_rule
from amends_web.accounts.models import Person
from amends_web.breakdowns.models import Breakdown, Share, Surprise
from amends_web.breakdowns.parts import Part, shown_part
from amends_web.spaces.blind import open_share
from amends_web.spaces.queries import members
from amends_web.vault.keyring import Keyring
from amends_web.vault.pins import swapped_people

# What two people see in pairs, below what was meant and what arrived.
_BESIDE = ("expected", "felt", "needs", "facts", "question")
_TONES = ("one", "two")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One part of one person on the map; `part` is None where it was not shared.

    `about` is whose meaning a guess is about. `mark` is what the viewer marked, "news", "known" or ""; `news_to`
    names those to whom the viewer's own part was news.
    """

    name: str
    share_id: UUID
    who: str
    about: str
    tone: str
    part: Part | None
    is_mine: bool
    mark: str
    news_to: tuple[str, ...]

    @property
    def anchor(self) -> str:
        return f"{self.name}-{self.share_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What one person has in a row; `tone` says in whose column it stands, "one" or "two"."""

    tone: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One row of the map. `kind` is "meant" for a meaning and what arrived of it, else the name of the part.

    `columns` are in the order in which they read: a meaning before what arrived of it. On a wide page each person
    keeps their own column, whatever the order.
    """

    kind: str
    columns: list[Column]
    sender: str = ""
    receiver: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """One question with everybody's answers, where more than two shared."""

    kind: str
    cells: list[Cell]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    names: list[str]
    pairs: list[Pair] = field(default_factory=list)
    stacks: list[Stack] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sharer:
    share: Share
    name: str
    tone: str
    parts: dict[str, Any]


def map_of(breakdown: Breakdown, viewer: Person, keyring: Keyring, *, former: str) -> Map:
    """Return the map of a revealed breakdown, the same for everybody but for the viewer's own marks.

    `former` is how somebody is called who has left. Raises Tampered where a share is not what its author signed, or
    where an author's keys are not those that the viewer once confirmed: whoever swaps keys can sign anything.
    """
    sharers = _sharers(breakdown, keyring, former)
    swapped = {person.pk for person in swapped_people(keyring, viewer)}
    if any(sharer.share.person_id in swapped for sharer in sharers):
        raise Tampered
    marks = _Marks(breakdown, viewer, keyring)
    names = [sharer.name for sharer in sharers]
    if len(sharers) == 2:
        return Map(names=names, pairs=_pairs(sharers[0], sharers[1], viewer, marks))
    return Map(names=names, stacks=_stacks(sharers, viewer, marks))


def _sharers(breakdown: Breakdown, keyring: Keyring, former: str) -> list[_Sharer]:
    order = {member.person_id: place for place, member in enumerate(members(breakdown.space))}
    shares = Share.objects.select_related("box", "person").filter(breakdown=breakdown)
    in_order = sorted(shares, key=lambda share: (order.get(share.person_id, len(order)), str(share.pk)))
    return [
        _Sharer(
            share=share,
            name=share.person.name if share.person_id in order else former,
            tone=_TONES[place] if place < len(_TONES) else "",
            parts=open_share(share, keyring)["parts"],
        )
        for place, share in enumerate(in_order)
    ]


def _pairs(one: _Sharer, two: _Sharer, viewer: Person, marks: _Marks) -> list[Pair]:
    def cell(sharer: _Sharer, name: str) -> Cell:
        return _cell(sharer, name, viewer, marks, about=two.name if sharer is one else one.name)

    def column(sharer: _Sharer, *names: str) -> Column:
        return Column(tone=sharer.tone, cells=[cell(sharer, name) for name in names])

    def crossing(sender: _Sharer, receiver: _Sharer) -> Pair:
        columns = [column(sender, "meant"), column(receiver, "thought", "impact")]
        return Pair(kind="meant", columns=columns, sender=sender.name, receiver=receiver.name)

    beside = [
        Pair(kind=name, columns=[column(one, name), column(two, name)], note=_note(name, (one, two)))
        for name in _BESIDE
    ]
    pairs = [crossing(one, two), crossing(two, one), *beside]
    return [pair for pair in pairs if any(cell.part for column in pair.columns for cell in column.cells)]


def _stacks(sharers: list[_Sharer], viewer: Person, marks: _Marks) -> list[Stack]:
    stacks = []
    for name in ("meant", "thought", "impact", *_BESIDE):
        cells = [_cell(sharer, name, viewer, marks, about="") for sharer in sharers if name in sharer.parts]
        if cells:
            stacks.append(Stack(kind=name, cells=cells, note=_note(name, sharers)))
    return stacks


def _cell(sharer: _Sharer, name: str, viewer: Person, marks: _Marks, *, about: str) -> Cell:
    content = sharer.parts.get(name)
    return Cell(
        name=name,
        share_id=sharer.share.pk,
        who=sharer.name,
        about=about,
        tone=sharer.tone,
        part=shown_part(name, content) if content else None,
        is_mine=sharer.share.person_id == viewer.pk,
        mark=marks.own(sharer.share, name),
        news_to=marks.news_to(sharer.share, name),
    )


def _note(name: str, sharers: list[_Sharer] | tuple[_Sharer, ...]) -> str:
    if name != "expected":
        return ""
    hows = [sharer.parts["expected"]["how"] for sharer in sharers if "expected" in sharer.parts]
    if not nobody_broke_a_rule(hows):
        return ""
    return my_side().nobody_broke_a_rule if len(hows) == 2 else my_side().nobody_broke_a_rule_many


class _Marks:
    """What the viewer may know of marks: their own, and what others said was news in the viewer's own share."""

    def __init__(self, breakdown: Breakdown, viewer: Person, keyring: Keyring) -> None:
        self._own: dict[tuple[UUID, str], str] = {}
        self._news: dict[tuple[UUID, str], list[str]] = {}
        rows = Surprise.objects.select_related("box", "person", "share").filter(share__breakdown=breakdown)
        for row in rows.order_by("pk"):
            if row.person_id == viewer.pk:
                mark = "news" if row.is_news else "known"
                self._own.update({(row.share_id, part): mark for part in row.words(keyring)["parts"]})
            elif row.is_news and row.share.person_id == viewer.pk:
                for part in row.words(keyring)["parts"]:
                    self._news.setdefault((row.share_id, part), []).append(row.person.name)

    def own(self, share: Share, part: str) -> str:
        return self._own.get((share.pk, part), "")

    def news_to(self, share: Share, part: str) -> tuple[str, ...]:
        return tuple(self._news.get((share.pk, part), ()))

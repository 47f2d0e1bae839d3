"""What somebody has for themselves here: promises in their own conversations, what broke, their ledger of deeds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext

from amends.content.promises import promise_words
from amends.path.deeds import Deed, kept_range
from amends.path.promise import times_moved
from amends_web.accounts.models import Person
from amends_web.imports.models import Import
from amends_web.imports.queries import reading_words
from amends_web.imports.shown import groups_of
from amends_web.promises.queries import own_notes, promises_of
from amends_web.vault.keyring import Keyring

# Each is opened for what was promised in it.
_MOST_IMPORTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPromise:
    """Words of one's own by which one promised something, in a conversation that one brought in oneself."""

    row: UUID
    number: int
    quote: str
    due: date | None

    @property
    def key(self) -> str:
        """Name it in an address, without its words."""
        return f"{self.row}-{self.number}"


def found_promises(person: Person, keyring: Keyring) -> list[FoundPromise]:
    """Return what this person promised in their own conversations, for their eyes; never what others did."""
    rows = Import.objects.select_related("box").filter(owner=person, state=Import.State.READY)
    return [one for row in rows.order_by("-created_on", "pk")[:_MOST_IMPORTS] for one in _found_in(row, keyring)]


def _found_in(row: Import, keyring: Keyring) -> list[FoundPromise]:
    me = row.words(keyring).get("me")
    group = groups_of(reading_words(row, keyring=keyring), me=me).get("promise") if me else None
    return [
        FoundPromise(row=row.pk, number=claim.lines[0].n, quote=claim.quote.strip(), due=claim.due)
        for claim in ((*group.first, *group.rest) if group else ())
        if claim.lines[0].is_mine
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedRange:
    """One's own deeds of one kind. `words` say how often they were kept, as a range or that it is too few to tell.

    `left` and `width` place the range in a band that is 100 wide; both 0 where there is none. `has_moved` where some
    were changed before the day.
    """

    title: str
    words: str
    left: int
    width: int
    has_moved: bool


def deed_ranges(person: Person, keyring: Keyring, *, now: datetime) -> list[DeedRange]:
    """Return, by kind, how often one kept what one promised, as one said oneself; for nobody else."""
    kinds = own_notes(person, keyring)["deeds"]
    deeds: dict[str, list[Deed]] = {}
    moved: set[str] = set()
    for one in promises_of(person, keyring):
        if one.row.maker_id != person.pk:
            continue
        kind = kinds.get(str(one.row.pk), "")
        mine = deeds.setdefault(kind, [])
        mine += [Deed(on=on, is_kept=kept) for (_offer, on, who), kept in one.state.views.items() if who == person.pk]
        if times_moved(one.state):
            moved.add(kind)
    titles = {fit.id: fit.deed for fit in promise_words().fits.values()} | {"": gettext("Other deeds")}
    today = now.date()
    return [_range(titles[kind], deeds[kind], has_moved=kind in moved, today=today) for kind in titles if kind in deeds]


def _range(title: str, deeds: list[Deed], *, has_moved: bool, today: date) -> DeedRange:
    words, found = promise_words(), kept_range(deeds, today=today)
    if found is None:
        return DeedRange(title=title, words=words.too_few, left=0, width=0, has_moved=has_moved)
    low, high = words.how_often(found.low), words.how_often(found.high)
    said = low if low == high else gettext("between “%(low)s” and “%(high)s”") % {"low": low, "high": high}
    left = round(100 * found.low)
    return DeedRange(
        title=title,
        words=gettext("Kept %(often)s.") % {"often": said},
        left=left,
        width=max(1, round(100 * found.high) - left),
        has_moved=has_moved,
    )

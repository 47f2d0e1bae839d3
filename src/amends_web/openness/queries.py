from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import F, Manager, Prefetch, Q, QuerySet

from amends.errors import Refused, Tampered
from amends.path import openness as rule
from amends_web.accounts.models import Person
from amends_web.openness.models import Agreement, Entry, Note, Plan, SharedThings, Things
from amends_web.openness.signing import opened
from amends_web.spaces.models import Space
from amends_web.spaces.queries import as_called_in
from amends_web.vault.keyring import Keyring
from amends_web.vault.models import Box

Row = TypeVar("Row")
Shown = TypeVar("Shown")
Kept = TypeVar("Kept", Things, Plan)

_ANSWERS = frozenset({rule.Kind.ACCEPTED, rule.Kind.DECLINED, rule.Kind.ENDED})
# Enough for a page; older ones stand in one's own export.
MOST = 30
_TO = Prefetch("to", queryset=Person.objects.order_by("name", "pk"))
HEADS_UP, NOTICED = "heads_up", "noticed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a list, with the day on which it was offered, and what it has new and no longer."""

    number: int
    on: date
    items: tuple[str, ...]
    added: tuple[str, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """How a list stands with one of those it is for, the same for everybody who looks.

    `since` is the day of their last word, or None; `version` the day of the version that holds, where it is not the
    newest one.
    """

    person: Person
    how: rule.How
    since: date | None
    version: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownList:
    """A list as all it is between see it: its entries and their days by number.

    `ended_on` is the day on which its maker ended it, or None.
    """

    agreement: Agreement
    terms: rule.Openness
    versions: tuple[Version, ...]
    receivers: tuple[Receiver, ...]
    entries: dict[int, rule.Entry]
    days: dict[int, date]
    ended_on: date | None

    @property
    def newest(self) -> Version:
        return self.versions[-1]

    @property
    def holds_with(self) -> list[Person]:
        return [one.person for one in self.receivers if self.terms.held_with(str(one.person.pk))]

    def asks(self, person: Person) -> bool:
        return str(person.pk) in self.terms.places and self.terms.asks(str(person.pk))

    def suggested(self) -> list[tuple[int, Person, str]]:
        """Return the open suggestions: number, who suggests it, the item."""
        people = {str(one.person.pk): one.person for one in self.receivers}
        return [(number, people[one.by], one.items[0]) for number, one in self.terms.suggestions.items()]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNote:
    """`item` is what it is about, in the words of a list, or ""; `kind` is HEADS_UP or NOTICED; `at` sorts by time."""

    note: Note
    at: str
    kind: str
    text: str
    item: str
    to: tuple[Person, ...]


def in_space(person: Person, space: str = "space") -> dict[str, object]:
    """Return the condition that this person is in the space of a row now; `space` is the way to it."""
    return {f"{space}__members__person": person, f"{space}__members__left_at": None}


def agreements_of(person: Person) -> QuerySet[Agreement]:
    """Return the lists that a person makes and those that are for them, in the spaces that they are in."""
    return with_entries(_between(Agreement.objects, person, author="maker"))


def with_entries(rows: QuerySet[Agreement]) -> QuerySet[Agreement]:
    entries = Entry.objects.select_related("box", "by").order_by("number")
    return rows.select_related("box", "maker", "space").prefetch_related(
        _TO, "space__members", Prefetch("entries", queryset=entries)
    )


def notes_of(person: Person) -> QuerySet[Note]:
    rows = _between(Note.objects, person, author="author").select_related("box", "author", "space")
    return rows.prefetch_related(_TO, "space__members")


def things_shown_to(person: Person) -> QuerySet[SharedThings]:
    """Return what lands with others, as they showed it to this person."""
    rows = SharedThings.objects.select_related("box", "person", "space").prefetch_related(_TO, "space__members")
    return rows.filter(to=person, box__owner=F("person"), **in_space(person))


def readers_of(row: Agreement | Note | SharedThings) -> tuple[Person, ...]:
    """Return those whom it is for, as they are called in its space."""
    return tuple(as_called_in(row.space, person) for person in row.to.all())


def kept_by(rows: Manager[Kept], person: Person) -> QuerySet[Kept]:
    """Return what a person keeps for themself, in whatever space it is for.

    It has to lie in their private box: in any other, somebody else may have put it there, and reads what comes next.
    """
    return rows.select_related("box").filter(person=person, box__owner=person, box__kind=Box.Kind.PRIVATE)


def lists_of(person: Person, keyring: Keyring, *, space: Space | None = None) -> list[ShownList]:
    """Return the lists that a person makes or that are for them, in one space or in all, the newest first."""
    rows = agreements_of(person)
    rows = rows.filter(space=space) if space else rows
    shown = _untouched(rows, lambda row: shown_list(row, keyring))
    return sorted(shown, key=lambda one: (one.newest.on, one.agreement.pk), reverse=True)


def shown_list(agreement: Agreement, keyring: Keyring) -> ShownList:
    """Return a list as it stands; raises Tampered where it is not what each of them signed.

    `agreement` comes from `with_entries`.
    """
    rows = list(agreement.entries.all())
    said = {row.number: opened(row, keyring, by=row.by) for row in rows}
    entries = {row.number: _entry(row, said[row.number]) for row in rows}
    agreement.maker = as_called_in(agreement.space, agreement.maker)
    people = {str(person.pk): person for person in readers_of(agreement)}
    try:
        terms = rule.standing(_still_there(entries), maker=str(agreement.maker_id), receivers=people)
    except Refused:
        raise Tampered from None
    # Nobody stands among those it is for whom its maker did not name.
    if not terms.versions or not people.keys() <= set(said[terms.newest]["to"]):
        raise Tampered
    days = {number: date.fromisoformat(one["on"]) for number, one in said.items()}
    return ShownList(
        agreement=agreement,
        terms=terms,
        versions=tuple(_versions(terms, days)),
        receivers=tuple(_receiver(person, terms, entries, days) for person in people.values()),
        entries=entries,
        days=days,
        ended_on=days[max(days)] if terms.is_ended else None,
    )


def notes_between(
    person: Person, keyring: Keyring, *, space: Space | None = None, since: date | None = None, most: int | None = MOST
) -> list[ShownNote]:
    """Return the notes that a person wrote or got, in one space or in all, the newest first."""
    rows = notes_of(person)
    rows = rows.filter(space=space) if space else rows
    rows = rows.filter(sent_on__gt=since) if since else rows
    shown = _untouched(rows.order_by("-sent_on", "pk")[:most], lambda row: shown_note(row, keyring))
    return sorted(shown, key=lambda one: one.at, reverse=True)


def shown_note(note: Note, keyring: Keyring) -> ShownNote:
    """Return a note with its words; raises Tampered where they are not what its author signed."""
    said = opened(note, keyring, by=note.author)
    note.author, to = as_called_in(note.space, note.author), readers_of(note)
    _check_named(to, said)
    return ShownNote(note=note, at=said["at"], kind=said["kind"], text=said["text"], item=said["item"], to=to)


def own_things(person: Person, space: Space, keyring: Keyring) -> tuple[str, ...]:
    """Return what lands with a person, as they keep it for themselves."""
    row = kept_by(Things.objects, person).filter(space=space).first()
    return tuple(row.words(keyring)["things"]) if row else ()


def things_shown_by(person: Person, space: Space) -> SharedThings | None:
    """Return the row of what a person shows of it to others here; None where they show nothing."""
    rows = SharedThings.objects.select_related("box", "person").prefetch_related(_TO)
    return rows.filter(space=space, person=person, box__owner=person).first()


def others_things(person: Person, space: Space, keyring: Keyring) -> list[tuple[SharedThings, tuple[str, ...]]]:
    """Return what lands with others here, as far as they showed it to this person."""
    rows = things_shown_to(person).filter(space=space).order_by("person__name", "pk")
    return list(_untouched(rows, lambda row: (row, opened_things(row, keyring))))


def opened_things(row: SharedThings, keyring: Keyring) -> tuple[str, ...]:
    """Return what somebody showed; raises Tampered where it is not what they signed."""
    said = opened(row, keyring, by=row.person)
    _check_named(row.to.all(), said)
    row.person = as_called_in(row.space, row.person)
    return tuple(said["things"])


def plans_of(person: Person, keyring: Keyring, *, space: Space | None = None) -> list[tuple[Plan, dict[str, str]]]:
    """Return a person's own reminders, the next one first, those without a time last."""
    rows = kept_by(Plan.objects, person).filter(**in_space(person))
    rows = rows.filter(space=space) if space else rows
    return [(row, row.words(keyring)) for row in rows.order_by(F("due_at").asc(nulls_last=True), "pk")]


def reminder_key(plan: Plan) -> str:
    """Return under what a reminder is planned: nothing in it tells what it is about."""
    return f"gesture:{plan.pk}"


def _between(rows: Any, person: Person, *, author: str) -> QuerySet[Any]:
    """Return the rows of one's own and those that went to one, each in a box of its author's."""
    to_one = rows.model.objects.filter(to=person).values("pk")
    found: QuerySet[Any] = rows.filter(
        Q(**{author: person}) | Q(pk__in=to_one), box__owner=F(author), **in_space(person)
    )
    return found


def _entry(row: Entry, said: dict[str, Any]) -> rule.Entry:
    return rule.Entry(
        kind=rule.Kind(said["kind"]),
        by=str(row.by_id),
        number=row.number,
        items=tuple(said["items"]),
        about=said["about"],
    )


def _still_there(entries: dict[int, rule.Entry]) -> Iterator[rule.Entry]:
    """Yield the entries whose other half is there: whoever deletes their account takes their suggestions along."""
    for entry in entries.values():
        if entry.kind != rule.Kind.LEFT or entry.about in entries:
            yield entry


def _versions(terms: rule.Openness, days: dict[int, date]) -> Iterator[Version]:
    before: tuple[str, ...] = ()
    for number, items in terms.versions.items():
        added = tuple(item for item in items if before and item not in before)
        dropped = tuple(item for item in before if item not in items)
        yield Version(number=number, on=days[number], items=items, added=added, dropped=dropped)
        before = items


def _receiver(person: Person, terms: rule.Openness, entries: dict[int, rule.Entry], days: dict[int, date]) -> Receiver:
    place = terms.places[str(person.pk)]
    own = [number for number, entry in entries.items() if entry.by == str(person.pk) and entry.kind in _ANSWERS]
    is_older = place.how == rule.How.HOLDS and place.accepted != terms.newest
    return Receiver(
        person=person,
        how=place.how,
        since=days[max(own)] if own else None,
        version=days[place.accepted] if is_older else None,
    )


def _check_named(people: Iterable[Person], said: dict[str, Any]) -> None:
    """Raise Tampered where a row is for somebody whom its author did not name."""
    if not {str(person.pk) for person in people} <= set(said["to"]):
        raise Tampered


def _untouched(rows: Iterable[Row], shown: Callable[[Row], Shown]) -> Iterator[Shown]:
    """Yield the rows of a list as they are shown; one that was changed is left out, and its own page says why."""
    for row in rows:
        with suppress(Tampered):
            yield shown(row)

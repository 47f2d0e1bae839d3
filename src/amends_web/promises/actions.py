"""Offering, answering and changing a promise, saying how it went, mending it; and what one notes for oneself.

Every step asks the rules of `amends.path.promise`, and is signed. While one of them is on a break it waits, save for
letting go, which is no word to anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from amends.errors import Refused
from amends.path import promise as rule
from amends.path.promise import Event, Kind, Terms
from amends.path.surveillance import watching
from amends_web.accounts.models import Person
from amends_web.pauses.queries import check_open
from amends_web.promises.models import OwnNotes, Promise, Receiver
from amends_web.promises.queries import opened, own_notes, promise_rows
from amends_web.promises.reminding import plan
from amends_web.promises.signing import Opened, begun, sign_step
from amends_web.reminders.actions import forget
from amends_web.spaces.models import Space
from amends_web.vault.actions import create_box_within
from amends_web.vault.keyring import Keyring
from amends_web.vault.queries import private_box


def offer(
    *,
    keyring: Keyring,
    person: Person,
    space: Space,
    to: Sequence[Person],
    terms: Terms,
    shown_break: str = "",
    deed: str = "",
    now: datetime,
) -> Promise:
    """Offer a promise of one's own to one or several others.

    `shown_break` is what kind of break it is for, where its maker shows that; `deed` its kind, for their own eyes.
    Raises Refused: "watching" for what would watch somebody, and as `path.promise.check_terms` does; NotYet during a
    break; SwappedKeys.
    """
    if not to or person in to:
        raise Refused(rule="somebody else")
    with transaction.atomic():
        box = create_box_within(keyring, space_box=space.box, owner=person, to=to)
        row = Promise.objects.create(space=space, maker=person, box=box, fresh_until=rule.fresh_until(now))
        Receiver.objects.bulk_create(Receiver(promise=row, person=other) for other in to)
        event = Event(kind=Kind.OFFERED, by=person.pk, at=now, terms=terms)
        _add(keyring, begun(row, receivers=to), event, by=person, words={"break": shown_break} if shown_break else {})
        if deed:
            _note(keyring, person, "deeds", str(row.pk), deed)
    return row


def accept(*, keyring: Keyring, person: Person, row: Promise, offer: int, terms: Terms, now: datetime) -> None:
    """Say yes to these terms, of this number; raises Refused ("other terms") where others stand there."""
    _take(keyring, person, row, Event(kind=Kind.ACCEPTED, by=person.pk, at=now, offer=offer), shown=terms)


def decline(*, keyring: Keyring, person: Person, row: Promise, offer: int, now: datetime) -> None:
    _take(keyring, person, row, Event(kind=Kind.DECLINED, by=person.pk, at=now, offer=offer))


def propose(*, keyring: Keyring, person: Person, row: Promise, terms: Terms, now: datetime) -> None:
    """Propose other words or another day to its maker, who alone can take them."""
    _take(keyring, person, row, Event(kind=Kind.PROPOSED, by=person.pk, at=now, terms=terms))


def take_proposal(*, keyring: Keyring, person: Person, row: Promise, of: Person, terms: Terms, now: datetime) -> None:
    """Make a proposal one's own promise; `terms` are those that were shown, others are refused."""
    _take(keyring, person, row, Event(kind=Kind.TOOK, by=person.pk, at=now, of=of.pk), shown=terms)


def leave_proposal(*, keyring: Keyring, person: Person, row: Promise, of: Person, now: datetime) -> None:
    _take(keyring, person, row, Event(kind=Kind.LEFT, by=person.pk, at=now, of=of.pk))


def change(*, keyring: Keyring, person: Person, row: Promise, terms: Terms, now: datetime) -> None:
    """Put other terms in the place of one's own, before the day; whoever agreed is asked again."""
    _take(keyring, person, row, Event(kind=Kind.CHANGED, by=person.pk, at=now, terms=terms))


def warn(*, keyring: Keyring, person: Person, row: Promise, text: str, now: datetime) -> None:
    """Give a heads-up before the day."""
    _take(keyring, person, row, Event(kind=Kind.HEADS_UP, by=person.pk, at=now), words={"text": text})


def say(
    *, keyring: Keyring, person: Person, row: Promise, offer: int, on: date, is_kept: bool, text: str, now: datetime
) -> None:
    """Say how one saw it, on one day; said again, the later word counts, and both stay in the history."""
    event = Event(kind=Kind.SAID, by=person.pk, at=now, offer=offer, on=on, is_kept=is_kept)
    _take(keyring, person, row, event, words={"text": text} if text else {})


def mend(
    *, keyring: Keyring, person: Person, row: Promise, offer: int, on: date, lines: dict[str, str], now: datetime
) -> None:
    """Send the three lines after one that was not kept."""
    _take(keyring, person, row, Event(kind=Kind.REPAIRED, by=person.pk, at=now, offer=offer, on=on), words=lines)


def let_go(*, keyring: Keyring, person: Person, row: Promise, now: datetime) -> None:
    _take(keyring, person, row, Event(kind=Kind.LET_GO, by=person.pk, at=now))


def note_break(*, keyring: Keyring, person: Person, breakdown: UUID, fit: str) -> None:
    """Keep for oneself what kind of break it was; "" takes the note away."""
    _note(keyring, person, "breaks", str(breakdown), fit)


def delete_promise(*, row: Promise) -> None:
    """Delete a promise with its history, its box and what is planned for it."""
    forget(about_prefix=f"promise:{row.pk}")
    row.box.delete()


def _take(
    keyring: Keyring,
    person: Person,
    row: Promise,
    event: Event,
    *,
    words: dict[str, str] | None = None,
    shown: Terms | None = None,
) -> None:
    """Take one step after the last; what people do with one promise waits for each other here."""
    with transaction.atomic():
        Promise.objects.select_for_update().filter(pk=row.pk).update(fresh_until=rule.fresh_until(event.at))
        before = opened(promise_rows(person, pk=row.pk).get(), keyring)
        stand = before.state.now.terms if event.of is None else before.state.proposals.get(event.of)
        if shown not in (None, stand):
            raise Refused(rule="other terms")
        _add(keyring, before, event, by=person, words=words or {})


def _add(keyring: Keyring, before: Opened, event: Event, *, by: Person, words: dict[str, str]) -> None:
    for terms in (event.terms, before.state.proposals.get(event.of)):
        found = watching(f"{terms.cue}. {terms.act}") if terms else None
        if found and found.is_declined:
            raise Refused(rule="watching")
    people = [str(person) for person in (before.state.maker, *before.state.receivers)]
    if event.kind is not Kind.LET_GO:
        check_open(before.row.space, keyring, now=event.at, people=people)
    state = rule.after(before.state, event)
    sign_step(keyring, before, event, by=by, words=words).save(force_insert=True)
    plan(before.row, state, now=event.at)


def _note(keyring: Keyring, person: Person, what: str, key: str, fit: str) -> None:
    with transaction.atomic():
        Person.objects.select_for_update().only("pk").get(pk=person.pk)
        words = own_notes(person, keyring)
        words[what] = {other: noted for other, noted in words[what].items() if other != key}
        if fit:
            words[what][key] = fit
        row = OwnNotes.objects.filter(person=person).first() or OwnNotes(person=person)
        row.box = private_box(person)
        row.put(keyring, words)
        row.save()

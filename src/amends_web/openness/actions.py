"""Offering, answering, changing and ending a list; sending a note; keeping and showing things; one's own reminders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from amends.errors import Refused
from amends.path import openness as rule
from amends.path.gesture import check_reminder
from amends_web.accounts.models import Person
from amends_web.openness.models import Agreement, Entry, Note, Plan, SharedThings, Things
from amends_web.openness.queries import reminder_key, shown_list, with_entries
from amends_web.openness.signing import put_signed
from amends_web.pauses.queries import check_open
from amends_web.reminders.actions import forget, remind
from amends_web.spaces.models import Space
from amends_web.vault.actions import create_box_within, delete_box
from amends_web.vault.keyring import Keyring
from amends_web.vault.models import Box
from amends_web.vault.queries import private_box


def offer_list(
    *, keyring: Keyring, person: Person, space: Space, to: Sequence[Person], items: tuple[str, ...], now: datetime
) -> Agreement:
    """Offer a list of what one tells unasked to others of a space.

    Raises Refused ("items") for none or too many, NotYet during a break, and SwappedKeys.
    """
    check_open(space, keyring, now=now)
    with transaction.atomic():
        agreement = Agreement(space=space, maker=person, box=_box_for(keyring, person, space, to))
        agreement.save(force_insert=True)
        agreement.to.set(to)
        _add(keyring, agreement, by=person, kind=rule.Kind.OFFERED, items=items, now=now)
    return agreement


def offer_version(
    *, keyring: Keyring, agreement: Agreement, seen: int | None, items: tuple[str, ...], now: datetime
) -> None:
    """Offer another version of one's list; the one before holds with whoever accepted it until they accept this.

    `seen` is the number of the version that it was written on. Raises Refused ("another version") where that is not the
    newest any more, and as `amends.path.openness.after` does; NotYet during a break.
    """
    check_open(agreement.space, keyring, now=now)
    with transaction.atomic():
        _lock(agreement)
        if shown_list(_fresh(agreement), keyring).terms.newest != seen:
            raise Refused(rule="another version")
        _add(keyring, agreement, by=agreement.maker, kind=rule.Kind.OFFERED, items=items, now=now)


def accept(*, keyring: Keyring, person: Person, agreement: Agreement, number: int, now: datetime) -> None:
    """Accept a version of a list; raises Refused ("another version") where it is not the newest."""
    _add(keyring, agreement, by=person, kind=rule.Kind.ACCEPTED, about=number, now=now)


def decline(*, keyring: Keyring, person: Person, agreement: Agreement, number: int, now: datetime) -> None:
    """Say no to a version; one that was accepted before goes on."""
    _add(keyring, agreement, by=person, kind=rule.Kind.DECLINED, about=number, now=now)


def suggest(*, keyring: Keyring, person: Person, agreement: Agreement, item: str, now: datetime) -> None:
    """Ask the maker whether they would take up an item; raises NotYet during a break."""
    check_open(agreement.space, keyring, now=now)
    _add(keyring, agreement, by=person, kind=rule.Kind.SUGGESTED, items=(item,), now=now)


def take_suggestion(*, keyring: Keyring, agreement: Agreement, number: int, now: datetime) -> None:
    """Offer the list with an item that somebody suggested; raises Refused ("no suggestion") where it is gone."""
    check_open(agreement.space, keyring, now=now)
    terms = shown_list(_fresh(agreement), keyring).terms
    if number not in terms.suggestions:
        raise Refused(rule="no suggestion")
    items = terms.items + terms.suggestions[number].items
    _add(keyring, agreement, by=agreement.maker, kind=rule.Kind.OFFERED, items=items, now=now)


def leave_suggestion(*, keyring: Keyring, agreement: Agreement, number: int, now: datetime) -> None:
    _add(keyring, agreement, by=agreement.maker, kind=rule.Kind.LEFT, about=number, now=now)


def end_list(*, keyring: Keyring, person: Person, agreement: Agreement, now: datetime) -> None:
    """End a list: its maker for all, a receiver for themself. Also during a break: a no never waits."""
    _add(keyring, agreement, by=person, kind=rule.Kind.ENDED, now=now)


def send_note(
    *,
    keyring: Keyring,
    person: Person,
    space: Space,
    to: Sequence[Person],
    kind: str,
    text: str,
    item: str,
    now: datetime,
) -> Note:
    """Let others know something; raises NotYet during a break, and SwappedKeys."""
    check_open(space, keyring, now=now)
    with transaction.atomic():
        note = Note(
            box=_box_for(keyring, person, space, to), space=space, author=person, sent_on=timezone.localdate(now)
        )
        said = {"kind": kind, "text": text, "item": item, "to": _ids(to), "at": now.isoformat()}
        put_signed(keyring, note, said)
        note.save(force_insert=True)
        note.to.set(to)
    return note


def take_back(*, row: Note | SharedThings) -> None:
    """Take out again what one showed to others, with the box in which it lies."""
    delete_box(box=row.box)


def keep_things(*, keyring: Keyring, person: Person, space: Space, things: tuple[str, ...]) -> None:
    """Keep what lands with oneself, for oneself; none at all takes the list away."""
    with transaction.atomic():
        Person.objects.select_for_update().only("pk").get(pk=person.pk)
        Things.objects.filter(space=space, person=person).delete()
        if things:
            row = Things(box=private_box(person), space=space, person=person)
            row.put(keyring, {"things": list(things)})
            row.save(force_insert=True)


def show_things(
    *, keyring: Keyring, person: Person, space: Space, to: Sequence[Person], things: tuple[str, ...], now: datetime
) -> SharedThings:
    """Show others what lands with oneself, in place of what one showed before.

    Raises NotYet during a break, and SwappedKeys.
    """
    check_open(space, keyring, now=now)
    with transaction.atomic():
        Person.objects.select_for_update().only("pk").get(pk=person.pk)
        for before in SharedThings.objects.select_related("box").filter(space=space, person=person):
            take_back(row=before)
        box = _box_for(keyring, person, space, to)
        row = SharedThings(box=box, space=space, person=person, shared_on=timezone.localdate(now))
        put_signed(keyring, row, {"things": list(things), "to": _ids(to)})
        row.save(force_insert=True)
        row.to.set(to)
    return row


def keep_plan(
    *, keyring: Keyring, person: Person, space: Space, key: UUID, act: str, cue: str, at: datetime | None, now: datetime
) -> None:
    """Keep a reminder for oneself under the key of its form, which counts once.

    Raises Refused ("when", "time") where it has no cue and no time to come.
    """
    check_reminder(at=at, cue=cue, now=now)
    with transaction.atomic():
        if Plan.objects.filter(pk=key).exists():
            return
        plan = Plan(pk=key, box=private_box(person), space=space, person=person, due_at=at)
        plan.put(keyring, {"act": act, "cue": cue})
        plan.save(force_insert=True)
        _remind(plan)


def change_plan(*, keyring: Keyring, plan: Plan, act: str, cue: str, at: datetime | None, now: datetime) -> None:
    """Change one's own reminder; raises Refused as `keep_plan` does."""
    check_reminder(at=at, cue=cue, now=now)
    with transaction.atomic():
        plan.due_at = at
        plan.put(keyring, {"act": act, "cue": cue})
        plan.save(update_fields=["due_at", "key_version", "sealed"])
        _remind(plan)


def put_plan_away(*, plan: Plan) -> None:
    with transaction.atomic():
        forget(about_prefix=reminder_key(plan))
        plan.delete()


def forget_yes(person: Person, space: Space, _keyring: Keyring) -> None:
    """End what somebody who comes back had agreed to before they left, as spaces.returning asks.

    Their lists go, and what they had answered to those of others; all of it can be offered, and answered, anew.
    """
    Entry.objects.filter(agreement__space=space, by=person).exclude(agreement__maker=person).delete()
    for agreement in Agreement.objects.select_related("box").filter(space=space, maker=person):
        delete_box(box=agreement.box)


def _add(
    keyring: Keyring,
    agreement: Agreement,
    *,
    by: Person,
    kind: rule.Kind,
    items: tuple[str, ...] = (),
    about: int = 0,
    now: datetime,
) -> None:
    """Add one entry, as the rules allow it to the list as it is now; one that changes nothing is not kept."""
    with transaction.atomic():
        _lock(agreement)
        row = _fresh(agreement)
        entries = row.entries.all()
        number = max((entry.number for entry in entries), default=0) + 1
        people = [str(person.pk) for person in row.to.all()]
        terms = shown_list(row, keyring).terms if entries else rule.standing([], maker=str(by.pk), receivers=people)
        if kind in (rule.Kind.ACCEPTED, rule.Kind.DECLINED):
            # What somebody answers is what they sign; a no is no shorter than a yes, also to whoever looks at sizes.
            items = terms.versions.get(about, ())
        entry = rule.Entry(kind=kind, by=str(by.pk), number=number, items=items, about=about)
        if rule.after(terms, entry) == terms:
            return
        said = {
            "kind": kind.value,
            "items": list(items),
            "about": about,
            "to": people,
            "on": timezone.localdate(now).isoformat(),
        }
        kept = Entry(agreement=agreement, box=agreement.box, by=by, number=number)
        put_signed(keyring, kept, said)
        kept.save(force_insert=True)


def _lock(agreement: Agreement) -> None:
    """Let what is done with one list happen one after the other."""
    Agreement.objects.select_for_update().only("pk").get(pk=agreement.pk)


def _fresh(agreement: Agreement) -> Agreement:
    return with_entries(Agreement.objects.all()).get(pk=agreement.pk)


def _box_for(keyring: Keyring, person: Person, space: Space, to: Sequence[Person]) -> Box:
    """Make a box of this person's that the others open too."""
    if not to or person.pk in {other.pk for other in to}:
        raise Refused(rule="somebody else")
    return create_box_within(keyring, space_box=space.box, owner=person, to=to)


def _ids(people: Sequence[Person]) -> list[str]:
    return [str(person.pk) for person in people]


def _remind(plan: Plan) -> None:
    if plan.due_at is None:
        forget(about_prefix=reminder_key(plan))
    else:
        remind(person=plan.person, kind="own_reminder", at=plan.due_at, about=reminder_key(plan), space=plan.space)

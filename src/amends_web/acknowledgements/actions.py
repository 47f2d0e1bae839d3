"""Writing for oneself, telling back, sending, answering, saying that one feels heard, setting one's pace.

Whatever goes to the other asks the rules of `amends.path.own_it` first, and waits while either is on a break.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from amends.errors import NotYet, Refused, SwappedKeys
from amends.path import own_it as rule
from amends.path.own_it import Event, Kind
from amends_web.accounts.models import Person
from amends_web.acknowledgements.access import Two
from amends_web.acknowledgements.models import Acknowledgement, Hearing, OwnPace, OwnPages
from amends_web.acknowledgements.pieces import Passed, add_piece, answered_by, digest
from amends_web.acknowledgements.queries import (
    OPENING,
    acknowledgement_of,
    heard,
    hearing_statement,
    own_draft,
    own_pages_of,
    own_words,
    pace_of,
    passed_between,
    shared_card,
)
from amends_web.breakdowns.models import Breakdown
from amends_web.pauses.queries import check_open
from amends_web.spaces.models import Space
from amends_web.vault.actions import create_box_within
from amends_web.vault.keyring import Keyring
from amends_web.vault.pins import is_swapped
from amends_web.vault.queries import private_box

HOWS = (*OPENING, "no")


def keep_page(
    *,
    keyring: Keyring,
    person: Person,
    breakdown: Breakdown,
    name: str,
    answer: dict[str, str],
    page: str,
    is_past: bool,
) -> None:
    """Keep one of one's own pages, at a rest in typing or, `is_past`, as it was sent on.

    `page` is the opened page that it comes from: a draft that arrives after its own page was sent on is dropped.
    """

    def change(own: dict[str, Any]) -> None:
        if is_past or own.get("past", {}).get(name) != page:
            own[name] = answer
        if is_past:
            own.setdefault("past", {})[name] = page

    _change(keyring, person, breakdown, change)


def keep_draft(*, keyring: Keyring, two: Two, thing: str, text: str, page: str, is_past: bool) -> None:
    """Keep what the author has written to the other so far: "impact" or "words". Only they can read it."""
    key = f"{thing}-{two.recipient.pk}"

    def change(own: dict[str, Any]) -> None:
        if is_past or own.get("past", {}).get(key) != page:
            own.setdefault("for", {}).setdefault(str(two.recipient.pk), {})[thing] = text
        if is_past:
            own.setdefault("past", {})[key] = page

    _change(keyring, two.author, two.breakdown, change)


def delete_own_pages(*, person: Person, breakdown: Breakdown) -> None:
    OwnPages.objects.filter(person=person, breakdown=breakdown).delete()


def tell_back(*, keyring: Keyring, two: Two, previewed: str, now: datetime) -> None:
    """Tell the other what it was like for them, to ask whether it is so; raises NotYet or Refused."""
    text = own_draft(own_words(keyring, two.author, two.breakdown), two.recipient, "impact")

    def check(events: Sequence[Event]) -> None:
        if not shared_card(two, keyring):
            raise NotYet(step="tell back", missing="they shared what it was like for them")
        rule.check_may_ask(events, text=text, now=now)
        if digest(text) != previewed:
            raise Refused(rule="preview")

    _pass_on(keyring, two, check, Event(kind=Kind.IMPACT, at=now, text=text), now=now)


def send_words(*, keyring: Keyring, two: Two, previewed: str, now: datetime) -> None:
    """Send the other the words that were previewed, with what it was like for them first.

    Raises NotYet before they feel heard or would rather hear it now, and wherever `own_it.check_may_send` says so;
    Refused ("preview") where the words have changed since they were shown.
    """
    own = own_words(keyring, two.author, two.breakdown)
    words, impact = (own_draft(own, two.recipient, thing) for thing in ("words", "impact"))

    def check(events: Sequence[Event]) -> None:
        pace = pace_of(two.recipient, two.breakdown.space, keyring)
        today = now.astimezone(two.recipient.zone).date()
        rule.check_may_send(events, heard=heard(two, keyring), pace=pace, today=today, now=now)
        if not words.strip() or digest(words, impact) != previewed:
            raise Refused(rule="preview")

    _pass_on(keyring, two, check, Event(kind=Kind.SENT, at=now), now=now, words=words, impact=impact)


def remind(*, keyring: Keyring, two: Two, now: datetime) -> None:
    """Let the other's home say once more that something is there; raises NotYet or Refused past the caps."""

    def check(events: Sequence[Event]) -> None:
        pace = pace_of(two.recipient, two.breakdown.space, keyring)
        today = now.astimezone(two.recipient.zone).date()
        rule.check_may_nudge(events, pace=pace, today=today, now=now)

    _pass_on(keyring, two, check, Event(kind=Kind.NUDGE, at=now), now=now)


def check_impact(*, keyring: Keyring, two: Two, seen: str, answer: str, missing: str, now: datetime) -> None:
    """Say, as the one it was like that for, whether it is so, and what is missing.

    `seen` names the words that were shown; raises Refused ("newer words") where others have come since.
    """
    event = Event(kind=Kind.CHECK, at=now, answer=rule.Check(answer).value)
    words = "" if answer == rule.Check.GOT_IT else missing
    _pass_on(keyring, two, rule.check_may_check, event, now=now, words=words, to=seen)


def respond(*, keyring: Keyring, two: Two, seen: str, answer: str, part: str, now: datetime) -> None:
    """Answer words that somebody sent; raises Refused ("answer") for what is no answer, and as `check_impact` does."""

    def check(events: Sequence[Event]) -> None:
        rule.check_may_respond(events, answer=answer, part=part)

    _pass_on(keyring, two, check, Event(kind=Kind.RESPONSE, at=now, answer=answer, part=part), now=now, to=seen)


def say_heard(*, keyring: Keyring, two: Two, how: str, now: datetime) -> None:
    """Say that one feels heard by the author ("heard"), would rather hear it now ("now"), or neither ("no"); signed."""
    if how not in HOWS:
        raise Refused(rule="answer")
    with transaction.atomic():
        _lock(two.breakdown)
        Hearing.objects.filter(breakdown=two.breakdown, person=two.recipient, of=two.author).delete()
        row = Hearing(box=two.breakdown.space.box, breakdown=two.breakdown, person=two.recipient, of=two.author)
        words = {"how": how, "at": now.isoformat()}
        row.put(keyring, words)
        row.signature = keyring.sign(*hearing_statement(row, words))
        row.save(force_insert=True)


def set_pace(*, keyring: Keyring, person: Person, space: Space, not_before: date | None, days_between: int) -> None:
    with transaction.atomic():
        OwnPace.objects.filter(space=space, person=person).delete()
        row = OwnPace(box=space.box, space=space, person=person)
        row.put(keyring, {"not_before": not_before.isoformat() if not_before else "", "days_between": days_between})
        row.save(force_insert=True)


def _pass_on(
    keyring: Keyring,
    two: Two,
    check: Callable[[Sequence[Event]], None],
    event: Event,
    *,
    now: datetime,
    words: str = "",
    impact: str = "",
    to: str = "",
) -> None:
    """Keep one more piece between the two, where the rules let it through; one at a time."""
    with transaction.atomic():
        _lock(two.breakdown)
        passed: list[Passed] = passed_between(two, keyring)
        check_open(two.breakdown.space, keyring, now=now, people=[str(two.author.pk), str(two.recipient.pk)])
        check([one.event for one in passed])
        if to != answered_by(event.kind, passed):
            raise Refused(rule="newer words")
        row = acknowledgement_of(two) or _begin(keyring, two)
        add_piece(keyring, row, event, place=len(passed), words=words, impact=impact, to=to)


def _begin(keyring: Keyring, two: Two) -> Acknowledgement:
    """Make the box of the two. It is the author's own: only grants that they signed open it."""
    space_box = two.breakdown.space.box
    box = create_box_within(keyring, space_box=space_box, owner=two.author, to=[two.recipient])
    return Acknowledgement.objects.create(breakdown=two.breakdown, author=two.author, recipient=two.recipient, box=box)


def check_keys(keyring: Keyring, other: Person) -> None:
    """Raise SwappedKeys where the other's keys are not those that this person confirmed with them."""
    if is_swapped(keyring, other):
        raise SwappedKeys


def _lock(breakdown: Breakdown) -> None:
    """Let what happens between the people of one breakdown happen one after the other."""
    Breakdown.objects.select_for_update().only("pk").get(pk=breakdown.pk)


def _change(keyring: Keyring, person: Person, breakdown: Breakdown, change: Callable[[dict[str, Any]], None]) -> None:
    with transaction.atomic():
        Person.objects.select_for_update().only("pk").get(pk=person.pk)
        row = own_pages_of(person, breakdown)
        own = row.words(keyring) if row else {}
        row = row or OwnPages(box=private_box(person), breakdown=breakdown, person=person)
        own["about"] = breakdown.words(keyring)
        change(own)
        row.put(keyring, own)
        row.save()

"""Keeping a try and a plan for oneself; beginning a card together, writing to it blind, taking it back."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404

from amends.content.drills import Drill, Skill
from amends.path.reveal import check_may_share, check_may_take_back
from amends_web.accounts.models import Person
from amends_web.pauses.queries import check_open
from amends_web.practice.models import Answer, OwnPractice, Together
from amends_web.practice.queries import answers_of, own_row
from amends_web.spaces.blind import check_audience, is_ready, open_locked_if_ready, save_share
from amends_web.spaces.models import Space
from amends_web.spaces.queries import members
from amends_web.vault.keyring import Keyring
from amends_web.vault.queries import private_box

# More plans than anybody keeps in mind; past it the oldest goes.
MOST_PLANS = 20


def keep_try(*, keyring: Keyring, person: Person, card: Drill, words: str, today: date) -> None:
    """Keep that somebody tried a card, with their words; the last try takes the place of the one before."""

    def change(own: dict[str, Any]) -> None:
        own.setdefault("tried", {})[card.name] = {"on": today.isoformat(), "words": words}

    _change(keyring, person, change)


def keep_plan(*, keyring: Keyring, person: Person, key: UUID, skill: Skill, when: str, then: str, today: date) -> None:
    """Keep an “if …, then I …” of one's own; `key` is that of its form, which counts once."""
    plan = {"id": str(key), "skill": skill.name, "when": when, "then": then, "on": today.isoformat()}

    def change(own: dict[str, Any]) -> None:
        others = own.get("plans", [])
        if all(one["id"] != plan["id"] for one in others):
            own["plans"] = [plan, *others][:MOST_PLANS]

    _change(keyring, person, change)


def let_plan_go(*, keyring: Keyring, person: Person, plan_id: str) -> None:
    def change(own: dict[str, Any]) -> None:
        own["plans"] = [plan for plan in own.get("plans", []) if plan["id"] != plan_id]

    _change(keyring, person, change)


def delete_practice(*, person: Person) -> None:
    """Take out all that somebody tried and planned for themselves."""
    OwnPractice.objects.filter(person=person).delete()


def begin_together(*, keyring: Keyring, person: Person, space: Space, card: Drill, now: datetime) -> Together:
    """Lay a card open for everybody in a space; raises NotYet where nobody else is here, or during a break."""
    check_may_share(members=frozenset(member.person_id for member in members(space)), is_open=False)
    check_open(space, keyring, now=now)
    row = Together(box=space.box, space=space, begun_by=person)
    row.put(keyring, {"card": card.name})
    row.save(force_insert=True)
    return row


def write_together(
    *, keyring: Keyring, person: Person, together: Together, words: str, shown: Collection[str], now: datetime
) -> None:
    """Write to a card blind, and open all of it where everybody now has; writing again replaces what was there.

    `shown` are the ids of those who were named to whoever wrote. Raises NotYet once it is open, where nobody else is
    here, and during a break; Refused ("somebody came in") where it would open for somebody who was not named.
    """
    check_open(together.space, keyring, now=now)
    with transaction.atomic():
        locked = _locked(together)
        audience = frozenset(member.person_id for member in members(locked.space))
        check_may_share(members=audience, is_open=locked.revealed_at is not None)
        check_audience(members=audience, person=person.pk, shown=shown)
        Answer.objects.filter(together=locked, person=person).delete()
        answer = Answer(box=locked.box, together=locked, person=person)
        content = {"words": words, "card": locked.words(keyring)["card"]}
        save_share(answer, keyring, content, audience=audience)
        open_locked_if_ready(locked, locked.space, answers_of(locked), keyring)


def take_answer_back(*, person: Person, together: Together) -> None:
    """Take one's own words back, as long as nothing has opened; raises NotYet after that."""
    with transaction.atomic():
        locked = _locked(together)
        check_may_take_back(is_open=locked.revealed_at is not None)
        Answer.objects.filter(together=locked, person=person).delete()


def open_if_ready(*, keyring: Keyring, together: Together) -> None:
    """Open a card that is ready by no word of anybody: the last one who was waited for has left, and told it."""
    if together.revealed_at is None and is_ready(together.space, answers_of(together), keyring):
        with transaction.atomic():
            locked = _locked(together)
            open_locked_if_ready(locked, locked.space, answers_of(locked), keyring)
        together.revealed_at = locked.revealed_at


def put_away(*, together: Together) -> None:
    """Take a card that is done together out, with what everybody wrote to it."""
    together.delete()


def _locked(together: Together) -> Together:
    """Return the card as it is now; what people do with one waits for each other here.

    Raises Http404 where it was put away while this waited.
    """
    rows = Together.objects.select_for_update(of=("self",)).select_related("box", "space__box")
    locked: Together = get_object_or_404(rows, pk=together.pk)
    return locked


def _change(keyring: Keyring, person: Person, change: Callable[[dict[str, Any]], None]) -> None:
    with transaction.atomic():
        Person.objects.select_for_update().only("pk").get(pk=person.pk)
        row = own_row(person)
        own = row.words(keyring) if row else {}
        row = row or OwnPractice(box=private_box(person), person=person)
        change(own)
        row.put(keyring, own)
        row.save()

"""Asking for a round, saying yes or not now, and every step on its floor."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from amends.errors import NotYet
from amends.path import floor as rules
from amends.path.floor import Floor, Pace, Step, Verdict
from amends_web.accounts.models import Person
from amends_web.breakdowns.models import Breakdown
from amends_web.listening.floors import stored
from amends_web.listening.models import Draft, Receipt, Round, Said, Seat, Thought
from amends_web.listening.queries import (
    Here,
    draft_of,
    hashes_of,
    here_of,
    items_of,
    thought_of,
)
from amends_web.listening.signing import receipt_statement, said_statement, yes_statement
from amends_web.listening.sizes import size_of_next
from amends_web.pauses.queries import check_open
from amends_web.spaces.models import Space
from amends_web.vault.keyring import Keyring
from amends_web.vault.queries import private_box


def ask_round(
    *,
    keyring: Keyring,
    person: Person,
    space: Space,
    topic: str,
    pace: Pace,
    people: Sequence[Person | str],
    breakdown: Breakdown | None,
    now: datetime,
) -> Round:
    """Ask for a round; whoever asks has said yes with it.

    `people` are all of it, in the order in which they speak; a name alone is somebody without an account, at a table
    with one phone. Raises Refused where one of theirs is still asked for, or a day has not passed since a "not now",
    and NotYet during a break.
    """
    with transaction.atomic():
        Person.objects.select_for_update().only("pk").get(pk=person.pk)
        check_open(space, keyring, now=now)
        if pace != Pace.ONE_PHONE:
            _check_may_ask(space, person, keyring, now)
        of = Round(box=space.box, space=space, breakdown=breakdown, asked_by=person)
        floor = rules.new_floor(len(people), size_of_next(space, keyring))
        of.put(keyring, {"topic": " ".join(topic.split()), "pace": pace, "floor": stored(floor)})
        of.save(force_insert=True)
        for number, who in enumerate(people):
            seat = Seat(box=space.box, of=of, number=number, person=who if isinstance(who, Person) else None)
            seat.put(keyring, {"name": who if isinstance(who, str) else "", "yes_at": ""})
            seat.save(force_insert=True)
            if who == person and pace != Pace.ONE_PHONE:
                _give_yes(keyring, seat, person)
    return of


def withdraw_round(*, keyring: Keyring, person: Person, of: Round) -> None:
    """Take back what one asked for, as long as it has not begun."""
    with transaction.atomic():
        of = _locked(of)
        here = here_of(of, person, keyring)
        if here.floor.step != Step.ASKED or of.asked_by_id != person.pk:
            raise NotYet(step="take back", missing="nobody has begun")
        of.delete()


def say_yes(*, keyring: Keyring, person: Person, of: Round, seat: int | None = None) -> None:
    """Say yes for oneself, signed; at a table with one phone, for `seat`. The last yes begins the round."""
    with transaction.atomic():
        of = _locked(of)
        here = here_of(of, person, keyring)
        number = seat if here.is_on_one_phone and of.asked_by_id == person.pk else here.own
        if here.floor.step != Step.ASKED or number is None or number >= here.floor.seats:
            raise NotYet(step="say yes", missing="a round is asked for")
        _give_yes(keyring, Seat.objects.select_related("box").get(of=of, number=number), person)
        _keep(of, keyring, here.floor, rules.open_round(here.floor, agreed=here.agreed | {number}))


def say_not_now(*, keyring: Keyring, person: Person, of: Round) -> None:
    _change(keyring, person, of, lambda here: rules.say_not_now(here.floor))


def stop_round(*, keyring: Keyring, person: Person, of: Round) -> None:
    _change(keyring, person, of, lambda here: rules.stop(here.floor))


def say_chunk(*, keyring: Keyring, person: Person, of: Round, number: int, text: str, is_last: bool) -> None:
    """Say something, or with no words hand over what was said before. Raises NotYet without the floor."""
    if text:
        words = {"kind": "chunk", "text": text}
        _step(keyring, person, of, number, lambda floor, seat: rules.say_chunk(floor, seat, is_last=is_last), words)
    else:
        _step(keyring, person, of, number, rules.hand_over)


def say_back(
    *, keyring: Keyring, person: Person, of: Round, number: int, text: str, thought: Verdict | None = None
) -> None:
    """Say back what one heard. `thought` is for oneself: how much of it one thinks one got."""
    with transaction.atomic():
        _step(keyring, person, of, number, rules.say_back, {"kind": "back", "text": text})
        if thought is not None:
            row = thought_of(of, person) or Thought(box=private_box(person), of=of, person=person)
            before = row.words(keyring) if row.sealed else {}
            row.put(keyring, before | {str(number): thought})
            row.save()


def answer(*, keyring: Keyring, person: Person, of: Round, number: int, verdict: Verdict, text: str) -> None:
    """Say how much of it was got, and what was missing."""
    words = {"kind": "answer", "text": text, "verdict": verdict}
    _step(keyring, person, of, number, lambda floor, seat: rules.answer(floor, seat, verdict), words)


def leave_it(*, keyring: Keyring, person: Person, of: Round, number: int) -> None:
    def decide(floor: Floor, seat: int) -> Floor:
        after = rules.leave_it(floor, seat)
        words["verdict"] = after.ended[-1]
        return after

    words: dict[str, Any] = {"kind": "left", "text": ""}
    _step(keyring, person, of, number, decide, words)


def say_more(*, keyring: Keyring, person: Person, of: Round, number: int) -> None:
    _step(keyring, person, of, number, rules.say_more)


def say_no_more(*, keyring: Keyring, person: Person, of: Round, number: int) -> None:
    _step(keyring, person, of, number, rules.say_no_more)


def propose(*, keyring: Keyring, person: Person, of: Round, text: str) -> None:
    """Put forward something that could help. Nobody has the floor by then, so anybody may, whoever was first."""
    with transaction.atomic():
        of = _locked(of)
        here = here_of(of, person, keyring)
        check_open(of.space, keyring, now=timezone.now())
        after = rules.propose(here.floor)
        seat = here.own or 0
        _say(keyring, person, here, seat, {"kind": "idea", "text": text})
        _forget_draft(keyring, person, here)
        _keep(of, keyring, here.floor, after)


def keep_draft(*, keyring: Keyring, person: Person, of: Round, step: Step, number: int, text: str) -> None:
    """Keep, for oneself alone, what is typed so far for a step.

    `number` is that of the floor on the page it comes from. A draft that arrives after its words were sent is dropped.
    """
    with transaction.atomic():
        Person.objects.select_for_update().only("pk").get(pk=person.pk)
        row = draft_of(of, person) or Draft(box=private_box(person), of=of, person=person)
        words = row.words(keyring) if row.sealed else {"sent": {}}
        if words["sent"].get(step, -1) >= number:
            return
        row.put(keyring, words | {str(step): text})
        row.save()


def plan_words(*, space: Space, goes: Mapping[UUID, datetime]) -> None:
    """Say when what was said in the rounds of a space goes; in a round that is not in `goes`, it stays."""
    with transaction.atomic():
        for of in Round.objects.filter(space=space, words_gone_at=None):
            if of.words_go_at != goes.get(of.pk):
                of.words_go_at = goes.get(of.pk)
                of.save(update_fields=["words_go_at"])


def let_words_go(*, now: datetime) -> None:
    """Erase what was said in rounds whose time has come, for everybody; needs nobody's key.

    The round stays with its topic and its receipts, which hold no words.
    """
    due = list(Round.objects.filter(words_go_at__lte=now).values_list("pk", flat=True))
    if not due:
        return
    with transaction.atomic():
        Said.objects.filter(of__in=due).delete()
        Round.objects.filter(pk__in=due).update(words_go_at=None, words_gone_at=now)


def _check_may_ask(space: Space, person: Person, keyring: Keyring, now: datetime) -> None:
    asked = Round.objects.select_related("box").filter(space=space, asked_by=person).order_by("-asked_at")
    rows = [(row.asked_at, row.words(keyring)) for row in asked]
    steps = [(at, words["floor"]["step"]) for at, words in rows if words["pace"] != Pace.ONE_PHONE]
    rules.check_may_ask(
        is_asking=any(step == Step.ASKED for _, step in steps),
        not_now_of=next((at for at, step in steps if step == Step.NOT_NOW), None),
        now=now,
    )


def _give_yes(keyring: Keyring, seat: Seat, person: Person) -> None:
    yes_at = timezone.now().isoformat()
    seat.put(keyring, seat.words(keyring) | {"yes_at": yes_at})
    if seat.person_id == person.pk:
        seat.signature = keyring.sign(*yes_statement(seat, yes_at))
    seat.save(update_fields=["key_version", "sealed", "signature"])


def _locked(of: Round) -> Round:
    """Return the row as it is now; all that is done in one round waits here for each other.

    Raises Http404 where it was taken back while this waited.
    """
    locked: Round = get_object_or_404(Round.objects.select_for_update(of=("self",)), pk=of.pk)
    locked.box, locked.space = of.box, of.space
    return locked


def _change(keyring: Keyring, person: Person, of: Round, decide: Callable[[Here], Floor]) -> None:
    """Take a step that needs no floor: anybody in the round may."""
    with transaction.atomic():
        of = _locked(of)
        here = here_of(of, person, keyring)
        _keep(of, keyring, here.floor, decide(here))


def _step(
    keyring: Keyring,
    person: Person,
    of: Round,
    number: int,
    decide: Callable[[Floor, int], Floor],
    words: dict[str, Any] | None = None,
) -> None:
    """Take a step for the seat that one acts for, on the floor that one saw; raises NotYet where it has moved on."""
    with transaction.atomic():
        of = _locked(of)
        here = here_of(of, person, keyring)
        rules.check_is_now(here.floor, number)
        check_open(of.space, keyring, now=timezone.now())
        if here.mine is None:
            raise NotYet(step="this", missing="you have the floor")
        after = decide(here.floor, here.mine)
        if words is not None:
            _say(keyring, person, here, here.mine, words)
            _forget_draft(keyring, person, here)
        if len(after.ended) > len(here.floor.ended):
            _sign_receipt(keyring, person, here, after.ended[-1])
        _keep(of, keyring, here.floor, after)


def _say(keyring: Keyring, person: Person, here: Here, seat: int, words: dict[str, Any]) -> None:
    said = Said(box=here.of.box, of=here.of, person=person, number=here.floor.number)
    turn = here.floor.turn if here.floor.step != Step.ENDED else here.floor.seats
    at = timezone.now().isoformat()
    whole = {"verdict": "", **words, "seat": seat, "turn": turn, "at": at, "nonce": secrets.token_hex(16)}
    said.put(keyring, whole)
    said.signature = keyring.sign(*said_statement(said, whole))
    said.save(force_insert=True)


def _forget_draft(keyring: Keyring, person: Person, here: Here) -> None:
    """Forget what was typed for this step, now that it is sent, and whatever of it is still on its way."""
    row = draft_of(here.of, person)
    if row is None and here.is_on_one_phone:
        return
    row = row or Draft(box=private_box(person), of=here.of, person=person)
    words = row.words(keyring) if row.sealed else {"sent": {}}
    step = str(here.floor.step)
    words.pop(step, None)
    words["sent"][step] = here.floor.number
    row.put(keyring, words)
    row.save()


def _sign_receipt(keyring: Keyring, person: Person, here: Here, verdict: Verdict) -> None:
    turn = here.floor.turn
    hashes = hashes_of(here.of, keyring)
    words = {
        "turn": turn,
        "verdict": verdict,
        "said": {str(item.number): hashes[item.number] for item in items_of(here, keyring) if item.turn == turn},
        "on_one_phone": here.is_on_one_phone,
        "at": timezone.now().isoformat(),
    }
    receipt = Receipt(box=here.of.box, of=here.of, person=person)
    receipt.put(keyring, words)
    receipt.signature = keyring.sign(*receipt_statement(receipt, words))
    receipt.save(force_insert=True)


def _keep(of: Round, keyring: Keyring, before: Floor, after: Floor) -> None:
    if after != before:
        of.put(keyring, of.words(keyring) | {"floor": stored(after)})
        of.number = after.number
        of.save(update_fields=["key_version", "sealed", "number"])

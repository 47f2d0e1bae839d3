"""What makes the history of a promise its people's own: each step is signed, and names the one before it.

All of them open the box, so any of them, or whoever writes to the database, could seal other words into it. Only whose
step it is can sign it, with its place and the signature before it; a step that was put in, changed, moved or taken out
of the middle is found on reading. That the last ones were taken off cannot be found: nobody signs what comes next.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from amends.errors import Refused, Tampered
from amends.path import promise as rule
from amends.path.promise import Event, Kind, Terms
from amends.sealing import is_signed_by
from amends_web.accounts.models import Person
from amends_web.promises.models import Promise, Step
from amends_web.spaces.blind import canonical
from amends_web.vault.keyring import Keyring


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One step as it was signed; `words` are what somebody said besides: of a heads-up, a mending."""

    event: Event
    by: Person
    words: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A promise with its whole history."""

    row: Promise
    told: tuple[Told, ...]
    state: rule.Promise
    last: str


def sign_step(keyring: Keyring, before: Opened, event: Event, *, by: Person, words: dict[str, str]) -> Step:
    """Return one more step, signed and sealed; the caller saves it."""
    step = Step(promise=before.row, box=before.row.box, by=by)
    content = {
        "kind": event.kind.value,
        "at": event.at.isoformat(),
        "place": len(before.told),
        "before": before.last,
        "terms": _kept(event.terms),
        "of": "" if event.of is None else str(event.of),
        "offer": event.offer,
        "on": event.on.isoformat() if event.on else "",
        "is_kept": event.is_kept,
        "words": words,
    }
    step.signature = keyring.sign(*_statement(step, before.row, _receivers(before.row), content))
    step.put(keyring, content)
    return step


def open_steps(row: Promise, steps: Iterable[Step], keyring: Keyring) -> Opened:
    """Return a promise with its history, in order.

    Raises Tampered where a step is not what its person signed, does not follow the one before, or could not have been
    taken at all.
    """
    try:
        return _replayed(row, steps, keyring)
    # What its own person signed past the pages need not have the shape of a step, or a zone that there is.
    except (Refused, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        raise Tampered from None


def _replayed(row: Promise, steps: Iterable[Step], keyring: Keyring) -> Opened:
    receivers = _receivers(row)
    state = rule.Promise(maker=row.maker_id, receivers=frozenset(receivers))
    told: list[Told] = []
    last = ""
    for place, (step, content) in enumerate(_in_order(steps, keyring)):
        key = keyring.seed.verify_key if step.by_id == keyring.person_id else bytes(step.by.verify_key)
        is_theirs = is_signed_by(key, bytes(step.signature), *_statement(step, row, receivers, content))
        if not is_theirs or (content["place"], content["before"]) != (place, last):
            raise Tampered
        event = _event(step, content)
        state = rule.after(state, event)
        told.append(Told(event=event, by=step.by, words=_all_text(content["words"])))
        last = _digest(step)
    if not told:
        raise Tampered
    return Opened(row=row, told=tuple(told), state=state, last=last)


def people_of(row: Promise) -> dict[rule.Who, Person]:
    """Return its maker and whom it was made to, by their ids."""
    receivers: dict[rule.Who, Person] = {receiver.person_id: receiver.person for receiver in row.receivers.all()}
    return {row.maker_id: row.maker} | receivers


def begun(row: Promise, *, receivers: Sequence[Person]) -> Opened:
    """Return a promise before its first step; its rows may not be saved yet."""
    state = rule.Promise(maker=row.maker_id, receivers=frozenset(person.pk for person in receivers))
    return Opened(row=row, told=(), state=state, last="")


def _in_order(steps: Iterable[Step], keyring: Keyring) -> list[tuple[Step, dict[str, Any]]]:
    return sorted(((step, step.words(keyring)) for step in steps), key=lambda pair: pair[1]["place"])


def _event(step: Step, content: dict[str, Any]) -> Event:
    return Event(
        kind=Kind(content["kind"]),
        by=step.by_id,
        at=datetime.fromisoformat(content["at"]),
        terms=_terms(content["terms"]),
        of=UUID(content["of"]) if content["of"] else None,
        offer=content["offer"],
        on=date.fromisoformat(content["on"]) if content["on"] else None,
        is_kept=content["is_kept"],
    )


def _kept(terms: Terms | None) -> dict[str, str] | None:
    if terms is None:
        return None
    return {
        "cue": terms.cue,
        "act": terms.act,
        "day": terms.day.isoformat(),
        "at": terms.at.isoformat("minutes") if terms.at else "",
        "zone": terms.zone,
        "rule": terms.rule,
    }


def _terms(kept: dict[str, str] | None) -> Terms | None:
    if kept is None:
        return None
    kept = _all_text(kept)
    return Terms(
        cue=kept["cue"],
        act=kept["act"],
        day=date.fromisoformat(kept["day"]),
        at=time.fromisoformat(kept["at"]) if kept["at"] else None,
        zone=kept["zone"],
        rule=kept["rule"],
    )


def _all_text(words: dict[str, str]) -> dict[str, str]:
    if not all(isinstance(text, str) for text in words.values()):
        raise TypeError
    return words


def _receivers(row: Promise) -> list[UUID]:
    return sorted(receiver.person_id for receiver in row.receivers.all())


def _statement(step: Step, row: Promise, receivers: list[UUID], content: dict[str, Any]) -> tuple[object, ...]:
    to = " ".join(map(str, receivers))
    return ("promise", step.pk, row.pk, row.space_id, row.maker_id, to, step.by_id, canonical(content))


def _digest(step: Step) -> str:
    return hashlib.blake2b(bytes(step.signature), digest_size=16).hexdigest()

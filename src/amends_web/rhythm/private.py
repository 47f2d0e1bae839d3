"""What one does here for oneself: a pulse, a topic for next time, how a step was; and showing some of the last."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from amends.errors import Refused
from amends.path.feedback import Wish
from amends.path.pulse import Answer, Item, Pulse
from amends_web.accounts.models import Person
from amends_web.pauses.queries import check_open
from amends_web.rhythm.models import SharedAnswer
from amends_web.rhythm.own import ENTRIES, Own, change_own, keep_entry, own_of
from amends_web.rhythm.signing import sign_answer
from amends_web.rhythm.steps import Step
from amends_web.rhythm.tempo import wish
from amends_web.spaces.blind import digest
from amends_web.spaces.models import Space
from amends_web.vault.keyring import Keyring

# What of an answer can be shown; a wish for the next time never is, it has no name on it.
SHOWABLE = ("heard", "fair", "change")


def keep_pulse(
    *, keyring: Keyring, person: Person, space: Space, key: UUID, answers: Mapping[str, str], when: str, now: datetime
) -> None:
    """Keep a pulse; `when` is "before" or "after" a check-in, or "". Here and below, `key` is that of the form."""
    entry = {"id": str(key), "at": now.isoformat(), "space": str(space.pk), "when": when, "answers": dict(answers)}
    keep_entry(person, keyring, "pulses", entry)


def pulses_of(person: Person, space: Space, keyring: Keyring) -> list[tuple[str, str, Pulse]]:
    """Return one's own pulses in a space with their ids and whether before or after a check-in, the oldest first."""
    kept = [entry for entry in own_of(person, keyring)["pulses"] if entry["space"] == str(space.pk)]
    return [(entry["id"], entry["when"], _pulse(entry)) for entry in kept]


def put_help_away(*, keyring: Keyring, person: Person, space: Space, now: datetime) -> None:
    """Put away the word that somebody in the room might help."""
    change_own(person, keyring, lambda own: own["put_away"].update({str(space.pk): now.isoformat()}))


def keep_topic(*, keyring: Keyring, person: Person, space: Space, key: UUID, text: str) -> None:
    entry = {"id": str(key), "space": str(space.pk), "text": " ".join(text.split())}
    keep_entry(person, keyring, "topics", entry)


def topics_of(person: Person, space: Space, keyring: Keyring) -> list[dict[str, str]]:
    return [entry for entry in own_of(person, keyring)["topics"] if entry["space"] == str(space.pk)]


def keep_answer(
    *, keyring: Keyring, person: Person, step: Step, key: UUID, answer: Mapping[str, str], now: datetime
) -> None:
    """Keep how a step was for somebody, in the place of what they said of it before; and their wish for the next."""
    entry = {"id": str(key), "at": now.isoformat(), "space": str(step.space.pk), "kind": step.kind.value}
    entry |= {"about": str(step.about), **answer}

    def change(own: Own) -> None:
        own["feedback"] = [one for one in own["feedback"] if one["about"] != str(step.about)] + [entry]

    with transaction.atomic():
        change_own(person, keyring, change)
        wish(step.space, keyring, Wish(answer["wish"]) if answer["wish"] else None)


def answer_to(step: Step, person: Person, keyring: Keyring) -> dict[str, str]:
    """Return what somebody said of a step, for themselves; empty where they said nothing."""
    kept = [one for one in own_of(person, keyring)["feedback"] if one["about"] == str(step.about)]
    return kept[-1] if kept else {}


def keep_word_about_amends(*, keyring: Keyring, person: Person, key: UUID, text: str, now: datetime) -> None:
    entry = {"id": str(key), "at": now.isoformat(), "text": text}
    keep_entry(person, keyring, "about_amends", entry)


def delete_own(*, keyring: Keyring, person: Person, entry_id: str) -> None:
    """Delete a pulse, a topic or an answer of one's own."""

    def change(own: Own) -> None:
        for name in ENTRIES:
            own[name] = [one for one in own[name] if one["id"] != entry_id]

    change_own(person, keyring, change)


def chosen_parts(answer: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    """Return what of an answer somebody ticked, as it would be shown."""
    return {name: answer[name] for name in SHOWABLE if name in names and answer.get(name)}


def show_answer(
    *, keyring: Keyring, person: Person, step: Step, names: Collection[str], previewed: str, now: datetime
) -> None:
    """Show what was ticked to those of the step; another time, it takes the place of what was shown before.

    `previewed` is the digest of it as the person saw it. Raises Refused ("preview") where it has changed since, or
    nothing was ticked, and NotYet during a break.
    """
    check_open(step.space, keyring, now=now, people=[str(who.pk) for who in (*step.others, person)])
    with transaction.atomic():
        parts = chosen_parts(answer_to(step, person, keyring), names)
        if not parts or digest(parts) != previewed:
            raise Refused(rule="preview")
        take_shown_back(person=person, step=step)
        row = SharedAnswer(box=step.box, space=step.space, person=person, kind=step.kind.value, about=step.about)
        row.put(keyring, {"parts": parts, "signature": sign_answer(keyring, row, parts)})
        row.save(force_insert=True)


def take_shown_back(*, person: Person, step: Step) -> None:
    SharedAnswer.objects.filter(person=person, kind=step.kind.value, about=step.about).delete()


def _pulse(entry: Mapping[str, Any]) -> Pulse:
    answers = {Item(item): Answer(answer) for item, answer in entry["answers"].items()}
    return Pulse(at=datetime.fromisoformat(entry["at"]), answers=answers)

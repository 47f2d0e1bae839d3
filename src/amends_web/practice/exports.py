"""What this area puts into a person's own export, and what goes when they delete their account."""

from __future__ import annotations

from typing import Any

from amends.errors import Tampered
from amends_web.accounts.models import Person
from amends_web.practice.models import Answer, OwnPractice
from amends_web.practice.queries import answer_words, own_practice, plans
from amends_web.shell.exports import Section
from amends_web.vault.keyring import Keyring


def collect(person: Person, keyring: Keyring) -> Section:
    """Return what one tried and planned for oneself, and the cards done together, with the others' words once open."""
    own = own_practice(keyring, person)
    tried = [{"what": "a card", "card": card, **one} for card, one in own.get("tried", {}).items()]
    planned = [{"what": "a plan", "skill": one.skill, "when": one.when, "then": one.then} for one in plans(own)]
    return Section(name="practice", title="What you practised", rows=tried + planned + _together(person, keyring))


def erase(person: Person, _keyring: Keyring) -> None:
    OwnPractice.objects.filter(person=person).delete()
    Answer.objects.filter(person=person).delete()


def _together(person: Person, keyring: Keyring) -> list[dict[str, Any]]:
    mine = Answer.objects.filter(
        person=person, together__space__members__person=person, together__space__members__left_at=None
    )
    answers = (
        Answer.objects.select_related("box", "person", "together__box")
        .filter(together__in=mine.values("together"))
        .order_by("together__begun_on", "together", "person")
    )
    return [
        {"what": "a card together", "card": answer.together.words(keyring)["card"], "by": answer.person.name, **words}
        for answer in answers
        if answer.person_id == person.pk or answer.together.revealed_at is not None
        for words in _words(answer, keyring)
    ]


def _words(answer: Answer, keyring: Keyring) -> list[dict[str, str]]:
    try:
        return [{"words": answer_words(answer, answer.together.words(keyring)["card"], keyring)}]
    except Tampered:
        return []

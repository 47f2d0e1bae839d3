from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from amends.errors import Tampered
from amends_web.accounts.models import Person
from amends_web.practice.models import Answer, OwnPractice, Together
from amends_web.spaces.blind import Standing, open_share, standing_of, waiting_to_be_shared_again
from amends_web.spaces.models import Space
from amends_web.spaces.queries import spaces_of
from amends_web.vault.keyring import Keyring

# How long a card that was laid open stays among what people could do. Nobody is told who wrote to it.
SHOWN_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One's own “if …, then I …”. `skill` is the name of what it is to use."""

    id: str
    skill: str
    when: str
    then: str


def own_row(person: Person) -> OwnPractice | None:
    return OwnPractice.objects.select_related("box").filter(person=person).first()


def own_practice(keyring: Keyring, person: Person) -> dict[str, Any]:
    """Return what somebody practised; empty where they have not yet."""
    row = own_row(person)
    return row.words(keyring) if row else {}


def tried_on(own: Mapping[str, Any]) -> dict[str, date]:
    """Map the names of the cards that were tried to the day of the last try."""
    return {name: date.fromisoformat(one["on"]) for name, one in own.get("tried", {}).items()}


def last_words(own: Mapping[str, Any], card: str) -> str:
    words: str = own.get("tried", {}).get(card, {}).get("words", "")
    return words


def plans(own: Mapping[str, Any]) -> list[Plan]:
    return [Plan(id=one["id"], skill=one["skill"], when=one["when"], then=one["then"]) for one in own.get("plans", ())]


def relations_of(person: Person) -> frozenset[str]:
    """Return in which relations somebody is here; empty before their first space."""
    return frozenset(space.relation for space in spaces_of(person))


def answers_of(together: Together) -> QuerySet[Answer]:
    return Answer.objects.select_related("box", "person").filter(together=together)


def standing(together: Together, person: Person, keyring: Keyring) -> Standing:
    return standing_of(together, together.space, answers_of(together), person, keyring)


def own_answer(together: Together, person: Person) -> Answer | None:
    return answers_of(together).filter(person=person).first()


def answer_words(answer: Answer, card: str, keyring: Keyring) -> str:
    """Return what somebody wrote to this card; raises Tampered where it is not theirs, or not to this card."""
    content = open_share(answer, keyring)
    if content.get("card") != card:
        raise Tampered
    words: str = content["words"]
    return words


def together_in(spaces: Iterable[Space], *, since: date) -> list[Together]:
    """Return the cards that were begun in these spaces since a day, the newest first."""
    return list(
        Together.objects.select_related("box", "space__box")
        .filter(space__in=list(spaces), begun_on__gt=since)
        .order_by("-begun_on", "pk")
    )


def own_answers(person: Person, rows: Iterable[Together]) -> list[Answer]:
    """Return what somebody wrote to these cards."""
    mine = Answer.objects.select_related("box", "person", "together")
    return list(mine.filter(person=person, together__in=list(rows)))


def to_write_again(answers: Iterable[Answer], keyring: Keyring) -> set[UUID]:
    """Return the ids of the cards to which these answers are to be written again, as somebody has come since."""
    return waiting_to_be_shared_again(((answer.together.space_id, answer) for answer in answers), keyring)

"""What people chose to show of how a step was, as those of the step read it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from amends.content.rhythm import rhythm_words
from amends.errors import Tampered
from amends_web.accounts.models import Person
from amends_web.rhythm.models import SharedAnswer
from amends_web.rhythm.signing import open_answer
from amends_web.rhythm.steps import Step
from amends_web.spaces.queries import as_called_in
from amends_web.vault.keyring import Keyring


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAnswer:
    """`parts` are a question each, with the words of the answer."""

    person: Person
    parts: tuple[tuple[str, str], ...]


def shown_answers(step: Step, keyring: Keyring) -> list[ShownAnswer]:
    """Return what was shown of a step, without what is not what its author signed."""
    rows = SharedAnswer.objects.select_related("box", "person").filter(kind=step.kind.value, about=step.about)
    prefetch_related_objects([step.space], "members")
    found = []
    for row in rows.order_by("person__name", "pk"):
        with suppress(Tampered):
            parts = answer_words(open_answer(row, keyring))
            found.append(ShownAnswer(person=as_called_in(step.space, row.person), parts=parts))
    return found


def answers_shown_to(person: Person, *, since: date) -> list[SharedAnswer]:
    """Return what others showed since a day in a person's spaces; `step_for` says whether they were in that step."""
    rows = SharedAnswer.objects.select_related("person", "box", "space").prefetch_related("space__members")
    rows = rows.filter(space__members__person=person, space__members__left_at=None, shared_on__gt=since)
    return list(rows.exclude(person=person).order_by("-shared_on", "pk"))


def answer_words(parts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the questions and answers of somebody's parts, as people read them."""
    words = {word.id: word.label for word in rhythm_words().words}
    titles = {question.id: question.title for question in rhythm_words().questions}
    titles["change"] = _("Anything to change about how we do this?")
    return tuple((titles[name], words.get(said, said) if name != "change" else said) for name, said in parts.items())

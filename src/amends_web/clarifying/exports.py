"""What this area puts into a person's own export, and what goes when they delete their account."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from amends_web.accounts.models import Person
from amends_web.clarifying.models import Cue, Guess, NotGuessed, Question, Reply
from amends_web.clarifying.queries import Asked, ShownCue, cues_of, questions_of, replies_of
from amends_web.shell.exports import Section
from amends_web.vault.keyring import Keyring
from amends_web.vault.models import Box


def collect(person: Person, keyring: Keyring) -> Section:
    """Return what one asked, was asked, guessed, said and answered; of the others only what they showed this person."""
    questions = [
        {
            "what": "which way",
            "by": one.question.asker.name,
            "to": one.question.asked.name,
            **one.said,
            **_answer(one),
        }
        for one in questions_of(person, keyring, most=None)
    ]
    cues = [_cue(shown) for shown in cues_of(person, keyring, most=None)]
    replies = [
        {"what": "an answer", "by": reply.author.name, "to": reply.to.name, **words}
        for reply, words in replies_of(person, keyring, most=None)
    ]
    not_guessed = [
        {"what": "would rather not be guessed", "space": str(row.space_id)}
        for row in NotGuessed.objects.filter(person=person)
    ]
    return Section(
        name="clarifying", title="Asking instead of guessing", rows=[*questions, *cues, *replies, *not_guessed]
    )


def erase(person: Person, _keyring: Keyring) -> None:
    """Take out what this person had with each of the others here: it was between the two of them."""
    NotGuessed.objects.filter(person=person).delete()
    Guess.objects.filter(person=person).delete()
    mine = [
        *Question.objects.filter(Q(asker=person) | Q(asked=person)).values_list("box", flat=True),
        *Cue.objects.filter(Q(owner=person) | Q(guesser=person)).values_list("box", flat=True),
        *Reply.objects.filter(Q(author=person) | Q(to=person)).values_list("box", flat=True),
    ]
    Box.objects.filter(pk__in=mine).delete()


def _answer(one: Asked) -> dict[str, str]:
    if one.answer is None:
        return {}
    return {"meant": one.answer["pick"], "said": one.answer["said"], "answered_on": one.answer["on"]}


def _cue(shown: ShownCue) -> dict[str, Any]:
    return {
        "what": f"guess and check: {shown.kind}",
        "of": shown.cue.owner.name,
        "guessed_by": shown.cue.guesser.name,
        "about": shown.about,
        "it_was": shown.answer,
        "my_guess": shown.guessed,
        "shown_guess": shown.arrived,
    }

"""The only way to a row of this area. Not there, and not yours, are the same answer.

A row between two people is there for these two, as long as they are in its space. It has to lie in a box of whoever
began it: a box of anybody else's would not tell that it was them.
"""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import F, Q
from django.http import Http404

from amends_web.accounts.models import Person
from amends_web.breakdowns.access import others_share_for, revealed_for
from amends_web.breakdowns.models import Share
from amends_web.clarifying.models import Cue, Question, Reply
from amends_web.clarifying.queries import in_space
from amends_web.spaces.queries import as_called_in

Row = TypeVar("Row", Question, Cue, Reply)

# The parts of a side that say how it was for somebody.
ANSWERABLE = frozenset({"felt", "impact", "needs"})


def question_for(person: Person, question_id: UUID) -> Question:
    """Return a question to whoever asked it and to whoever was asked."""
    row = (
        Question.objects.select_related("box", "space__box", "asker", "asked")
        .filter(Q(asker=person) | Q(asked=person), pk=question_id, box__owner=F("asker"), **in_space(person))
        .first()
    )
    if row is None:
        raise Http404
    return row


def own_question_for(person: Person, question_id: UUID) -> Question:
    """Return a question that this person asked."""
    row = question_for(person, question_id)
    return _only_for(person, row, row.asker_id)


def asked_question_for(person: Person, question_id: UUID) -> Question:
    """Return a question that this person was asked: only they say how they meant it."""
    row = question_for(person, question_id)
    return _only_for(person, row, row.asked_id)


def cue_for(person: Person, cue_id: UUID) -> Cue:
    """Return a cue to its owner and to whoever guesses it."""
    row = (
        Cue.objects.select_related("box", "space__box", "owner", "guesser")
        .filter(
            Q(owner=person) | Q(guesser=person),
            Q(box__owner=F("owner")) | Q(box__owner=F("guesser")),
            pk=cue_id,
            **in_space(person),
        )
        .first()
    )
    if row is None:
        raise Http404
    return row


def own_cue_for(person: Person, cue_id: UUID) -> Cue:
    """Return a cue whose owner this person is: nobody else says what it was."""
    row = cue_for(person, cue_id)
    return _only_for(person, row, row.owner_id)


def guessed_cue_for(person: Person, cue_id: UUID) -> Cue:
    """Return a cue that this person guesses."""
    row = cue_for(person, cue_id)
    return _only_for(person, row, row.guesser_id)


def begun_cue_for(person: Person, cue_id: UUID) -> Cue:
    """Return a cue that this person began."""
    row = cue_for(person, cue_id)
    return _only_for(person, row, row.box.owner_id)


def answerable_share_for(person: Person, breakdown_id: UUID, share_id: UUID) -> Share:
    """Return what somebody else shared of a breakdown whose map this person may see."""
    breakdown = revealed_for(person, breakdown_id)
    share = others_share_for(person, breakdown, share_id)
    share.breakdown, share.person = breakdown, as_called_in(breakdown.space, share.person)
    return share


def reply_for(person: Person, reply_id: UUID) -> Reply:
    """Return a reply to its author and to whom it was sent."""
    row = (
        Reply.objects.select_related("box", "author", "to", "share__box", "share__person", "share__breakdown__box")
        .select_related("share__breakdown__space__box")
        .filter(
            Q(author=person) | Q(to=person),
            pk=reply_id,
            box__owner=F("author"),
            **in_space(person, "share__breakdown__space"),
        )
        .first()
    )
    if row is None:
        raise Http404
    return row


def own_reply_for(person: Person, reply_id: UUID) -> Reply:
    row = reply_for(person, reply_id)
    return _only_for(person, row, row.author_id)


def received_reply_for(person: Person, reply_id: UUID) -> Reply:
    row = reply_for(person, reply_id)
    return _only_for(person, row, row.to_id)


def _only_for(person: Person, row: Row, whose: UUID | None) -> Row:
    """Return a row between two where this is theirs to do; for the other of the two it is not there."""
    if whose != person.pk:
        raise Http404
    return row

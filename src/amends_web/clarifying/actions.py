"""Asking and answering which way; beginning a cue, guessing it, saying it; answering what somebody felt."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from amends.content.clarifying import clarifying_words
from amends.errors import Refused
from amends.path import clarify, guess
from amends.path.validation import check_given_what
from amends_web.accounts.models import Person
from amends_web.breakdowns.models import Share
from amends_web.clarifying.models import Cue, Guess, NotGuessed, Question, Reply
from amends_web.clarifying.queries import every_feeling, guess_of, may_be_guessed
from amends_web.clarifying.signing import sign
from amends_web.pauses.queries import check_open
from amends_web.spaces.models import Space
from amends_web.vault.actions import create_box_within, delete_box
from amends_web.vault.keyring import Keyring
from amends_web.vault.models import Box
from amends_web.vault.queries import private_box

Row = TypeVar("Row", Question, Cue, Reply)


def ask_which_way(
    *, keyring: Keyring, person: Person, space: Space, asked: Person, line: str, one: str, two: str, now: datetime
) -> Question:
    """Ask somebody which way they meant a line of theirs.

    Raises Refused ("two readings") where there is only one, NotYet during a break, and SwappedKeys.
    """
    clarify.check_readings(one, two)
    check_open(space, keyring, now=now)
    with transaction.atomic():
        question = Question(box=_box_of_two(keyring, person, asked, space), space=space, asker=person, asked=asked)
        said = {"line": line, "one": one, "two": two}
        signature = sign(keyring, question, "ask", said)
        question.put(keyring, {"question": said, "asked_by": signature, "answer": None, "answered_by": ""})
        question.save(force_insert=True)
    return question


def answer_which_way(*, keyring: Keyring, question: Question, pick: str, said: str, now: datetime) -> None:
    """Say which way it was meant; another answer, later, takes the place of this one."""
    check_open(question.space, keyring, now=now)
    with transaction.atomic():
        locked = _locked(question)
        words = locked.words(keyring)
        answer = {"pick": clarify.Pick(pick).value, "said": said, "on": timezone.localdate(now).isoformat()}
        signature = sign(keyring, locked, "answer", words["question"] | answer)
        _put(keyring, locked, words | {"answer": answer, "answered_by": signature})


def take_back(*, row: Question | Cue | Reply) -> None:
    """Take what one began out again, with the box in which it lies."""
    delete_box(box=row.box)


def let_guess(
    *,
    keyring: Keyring,
    person: Person,
    space: Space,
    guesser: Person,
    kind: guess.Kind,
    about: str,
    answer: guess.Felt,
    now: datetime,
) -> Cue:
    """Say for oneself what it was, closed until somebody has guessed it."""
    check_open(space, keyring, now=now)
    with transaction.atomic():
        cue = Cue(box=_box_of_two(keyring, person, guesser, space), space=space, owner=person, guesser=guesser)
        cue.put(keyring, _said(keyring, cue, _begun(keyring, cue, kind, about), answer))
        cue.save(force_insert=True)
    return cue


def guess_first(
    *,
    keyring: Keyring,
    person: Person,
    space: Space,
    owner: Person,
    about: str,
    guessed: guess.Felt,
    now: datetime,
) -> Cue:
    """Keep a guess about a feeling for oneself, and ask its owner what it was.

    Raises Refused ("not guessed") where they would rather not be guessed.
    """
    guess.check_may_be_asked(kind=guess.Kind.FEELING, may_be_guessed=may_be_guessed(space, owner))
    check_open(space, keyring, now=now)
    with transaction.atomic():
        cue = Cue(box=_box_of_two(keyring, person, owner, space), space=space, owner=owner, guesser=person)
        cue.put(keyring, _begun(keyring, cue, guess.Kind.FEELING, about))
        cue.save(force_insert=True)
        _keep_guess(keyring, cue, guessed)
    return cue


def keep_guess(*, keyring: Keyring, cue: Cue, guessed: guess.Felt) -> None:
    """Keep a guess, once and for all; raises Refused ("a guess stands") for another one."""
    with transaction.atomic():
        cue = _locked(cue)
        guess.check_may_guess(is_guessed=guess_of(cue, keyring) is not None)
        _keep_guess(keyring, cue, guessed)


def say_what_it_was(*, keyring: Keyring, cue: Cue, answer: guess.Felt, now: datetime) -> None:
    """Say what it was, without having seen the guess; raises Refused ("an answer stands") for another answer."""
    check_open(cue.space, keyring, now=now)
    with transaction.atomic():
        cue = _locked(cue)
        words = cue.words(keyring)
        guess.check_may_answer(is_answered=words["answer"] is not None)
        _put(keyring, cue, _said(keyring, cue, words, answer))


def show_guess(*, keyring: Keyring, cue: Cue, now: datetime) -> None:
    """Show one's guess to the owner of the cue: how it had arrived. Raises NotYet before it was compared."""
    check_open(cue.space, keyring, now=now)
    with transaction.atomic():
        cue = _locked(cue)
        words, guessed = cue.words(keyring), guess_of(cue, keyring)
        arrived = guess.may_show(guessed, is_answered=words["answer"] is not None)
        signature = sign(keyring, cue, "show", words["cue"] | _kept(arrived))
        _put(keyring, cue, words | {"arrived": _kept(arrived), "shown_by": signature})


def be_guessed(*, person: Person, space: Space, is_wanted: bool) -> None:
    """Keep whether others in a space may ask this person to be guessed."""
    if is_wanted:
        NotGuessed.objects.filter(space=space, person=person).delete()
    else:
        NotGuessed.objects.get_or_create(space=space, person=person)


def send_reply(*, keyring: Keyring, person: Person, share: Share, words: str, now: datetime) -> Reply:
    """Answer what somebody shared; a second time, the first answer stands and is returned.

    Raises Refused ("given what") where it is only the start of a sentence, and NotYet during a break.
    """
    sense = clarifying_words().makes_sense
    check_given_what(words, start=sense.start, feelings=every_feeling(), empty=sense.empty)
    check_open(share.breakdown.space, keyring, now=now)
    with transaction.atomic():
        Person.objects.select_for_update().only("pk").get(pk=person.pk)
        before = Reply.objects.filter(share=share, author=person).first()
        if before is not None:
            return before
        box = _box_of_two(keyring, person, share.person, share.breakdown.space)
        reply = Reply(box=box, share=share, author=person, to=share.person)
        signature = sign(keyring, reply, "reply", {"share": str(share.pk), "words": words})
        reply.put(keyring, {"words": words, "signature": signature, "landed": False})
        reply.save(force_insert=True)
    return reply


def mark_landed(*, keyring: Keyring, reply: Reply, is_landed: bool, now: datetime) -> None:
    """Mark that an answer landed, or take the mark away."""
    check_open(reply.share.breakdown.space, keyring, now=now)
    with transaction.atomic():
        locked = _locked(reply)
        _put(keyring, locked, locked.words(keyring) | {"landed": is_landed})


def _box_of_two(keyring: Keyring, person: Person, other: Person, space: Space) -> Box:
    if person.pk == other.pk:
        raise Refused(rule="somebody else")
    return create_box_within(keyring, space_box=space.box, owner=person, to=[other])


def _begun(keyring: Keyring, cue: Cue, kind: guess.Kind, about: str) -> dict[str, Any]:
    said = {"kind": kind.value, "about": about}
    empty = {"answer": None, "said_by": "", "arrived": None, "shown_by": ""}
    return {"cue": said, "begun_by": sign(keyring, cue, "begin", said)} | empty


def _said(keyring: Keyring, cue: Cue, words: dict[str, Any], answer: guess.Felt) -> dict[str, Any]:
    signature = sign(keyring, cue, "say", words["cue"] | _kept(answer))
    return words | {"answer": _kept(answer), "said_by": signature}


def _locked(row: Row) -> Row:
    """Return the row as it is now; what is done with one waits for each other here.

    Raises Http404 where it was taken away while this waited.
    """
    rows = type(row).objects.select_for_update(of=("self",)).select_related("box")
    locked: Row = get_object_or_404(rows, pk=row.pk)
    return locked


def _put(keyring: Keyring, row: Row, words: dict[str, Any]) -> None:
    row.put(keyring, words)
    row.save(update_fields=["key_version", "sealed"])


def _keep_guess(keyring: Keyring, cue: Cue, guessed: guess.Felt) -> None:
    row = Guess(box=private_box(cue.guesser), cue=cue, person=cue.guesser)
    row.put(keyring, _kept(guessed))
    row.save(force_insert=True)


def _kept(felt: guess.Felt) -> dict[str, str]:
    return {"word": felt.word, "strength": felt.strength}

"""Beginning a summary, editing it, saying where one differs, signing it; choosing how long the words behind it lie."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404

from amends.errors import NotYet
from amends.path import summary as rules
from amends.path.fading import days_in_force, goes_at
from amends.path.summary import Answer
from amends_web.accounts.models import Person
from amends_web.listening.actions import plan_words
from amends_web.listening.queries import people_of_rounds
from amends_web.pauses.queries import check_open
from amends_web.spaces.blind import check_audience
from amends_web.spaces.models import Space
from amends_web.spaces.queries import members
from amends_web.summaries.chain import Opened, open_chains
from amends_web.summaries.models import Keeping, Reply, Summary, Version
from amends_web.summaries.queries import Standing, keepings, standing
from amends_web.summaries.signing import (
    keeping_statement,
    reply_statement,
    version_statement,
    voice_statement,
)
from amends_web.vault.keyring import Keyring


def begin_summary(
    *,
    keyring: Keyring,
    person: Person,
    space: Space,
    title: str,
    text: str,
    rounds: Sequence[UUID],
    shown: Collection[str],
    now: datetime,
) -> Summary:
    """Share the first version with everybody who is here now: the summary is between them, from its beginning on.

    `shown` are the ids of those who were named to whoever wrote. Raises Refused ("two to twelve", "empty", "somebody
    came in"), and NotYet during a break.
    """
    check_open(space, keyring, now=now)
    with transaction.atomic():
        here = {member.person_id: member.person for member in members(space)}
        check_audience(members=here, person=person.pk, shown=shown)
        version = rules.begin(author=person.pk, people=frozenset(here), title=title, text=text)
        summary = Summary(space=Space.objects.select_related("box").get(pk=space.pk), size=len(here))
        summary.save(force_insert=True)
        summary.people.set(here.values())
        keys = {str(who): bytes(one.verify_key).hex() for who, one in here.items()}
        keys[str(person.pk)] = keyring.seed.verify_key.hex()
        frame = {"people": keys, "rounds": [str(pk) for pk in rounds], "voices": {}, "previous_agreed": False}
        _add_version(keyring, summary, version, frame, previous="", now=now)
    return summary


def edit_summary(
    *, keyring: Keyring, person: Person, summary: Summary, seen: int, title: str, text: str, now: datetime
) -> None:
    """Let another version follow; nobody has approved it yet.

    Raises Refused ("changed meanwhile", "empty"), NotYet during a break, and Tampered.
    """
    check_open(summary.space, keyring, now=now)
    with transaction.atomic():
        here = standing(_locked(summary), person, keyring)
        after = rules.edit(here.now.version, author=person.pk, seen=seen, title=title, text=text)
        _follow(keyring, here, after, here.now.words["voices"], now)


def say_where_i_differ(
    *, keyring: Keyring, person: Person, summary: Summary, seen: int, text: str, now: datetime
) -> None:
    """Put one's own words beside the text, or take them away with none; `seen` is the version in which they stood last.

    Raises Refused ("changed meanwhile"), NotYet during a break, and Tampered.
    """
    check_open(summary.space, keyring, now=now)
    with transaction.atomic():
        here = standing(_locked(summary), person, keyring)
        after = rules.differ(here.now.version, author=person.pk, seen=seen, text=text)
        signature = keyring.sign(*voice_statement(summary.pk, person.pk, after.number, text)).hex()
        own = {"text": text, "number": after.number, "signature": signature}
        _follow(keyring, here, after, here.now.words["voices"] | {str(person.pk): own}, now)


def answer_version(
    *, keyring: Keyring, person: Person, summary: Summary, seen: int, answer: Answer, now: datetime
) -> None:
    """Sign the version that one saw, once; raises Refused where another has followed it ("changed meanwhile")."""
    with transaction.atomic():
        here = standing(_locked(summary), person, keyring)
        rules.check_may_answer(here.now.version, who=person.pk, seen=seen, answer=answer)
        if here.mine == answer:
            return
        _check_is_open(here)
        Reply.objects.filter(to=here.now.row, person=person).delete()
        reply = Reply(box=here.now.row.box, to=here.now.row, person=person)
        words = {"person": str(person.pk), "answer": answer.value, "at": now.isoformat(), "version": here.now.hash}
        reply.put(keyring, words)
        reply.signature = keyring.sign(*reply_statement(reply, words))
        reply.save(force_insert=True)
        _plan_words(summary.space, person, keyring)


def take_answer_back(*, keyring: Keyring, person: Person, summary: Summary) -> None:
    """Take one's signature off the version that is now; raises NotYet once all have signed it."""
    with transaction.atomic():
        here = standing(_locked(summary), person, keyring)
        _check_is_open(here)
        Reply.objects.filter(to=here.now.row, person=person).delete()


def withdraw_summary(*, keyring: Keyring, person: Person, summary: Summary) -> None:
    """Take away a summary that nobody else has written in or signed; raises NotYet after that."""
    with transaction.atomic():
        here = standing(_locked(summary), person, keyring)
        if not may_withdraw(here):
            raise NotYet(step="take it away", missing="nobody else has written in it")
        summary.delete()


def may_withdraw(here: Standing) -> bool:
    written = {opened.version.author for opened in here.chain}
    signed = {who for opened in here.chain for who in opened.replies}
    return written | signed == {here.me}


def choose_keeping(*, keyring: Keyring, person: Person, space: Space, days: int | None, now: datetime) -> None:
    """Say for oneself, signed, after how many days what was said may go; None keeps it."""
    with transaction.atomic():
        Person.objects.select_for_update().only("pk").get(pk=person.pk)
        row = Keeping.objects.filter(space=space, person=person).first() or Keeping(space=space, person=person)
        row.box = space.box
        words = {"days": days, "at": now.isoformat()}
        row.put(keyring, words)
        row.signature = keyring.sign(*keeping_statement(row, words))
        row.save()
        _plan_words(space, person, keyring)


def _plan_words(space: Space, person: Person, keyring: Keyring) -> None:
    """Say of each round of which a summary is agreed when its words go, as those who sat in it chose; else never."""
    chosen = keepings(space, keyring)
    agreed_at: dict[UUID, datetime] = {}
    for chain in open_chains(list(Summary.objects.filter(space=space)), person, keyring).values():
        for opened in reversed(chain):
            agreed_at |= dict.fromkeys(_rounds(opened), opened.agreed_at) if opened.agreed_at else {}
    goes = {}
    for pk, people in people_of_rounds(agreed_at, space=space).items():
        days = days_in_force(people, {who: kept.days for who, kept in chosen.items()})
        if days is not None:
            chosen_at = max(chosen[who].at for who in people)
            goes[pk] = goes_at(agreed_at=agreed_at[pk], chosen_at=chosen_at, days=days)
    plan_words(space=space, goes=goes)


def _rounds(opened: Opened) -> list[UUID]:
    return [UUID(pk) for pk in opened.words["rounds"]]


def _check_is_open(here: Standing) -> None:
    if here.now.is_agreed:
        raise NotYet(step="sign", missing="somebody has edited it")


def _locked(summary: Summary) -> Summary:
    """Wait here for whoever does anything else with this summary, and return it with the key that is the newest then.

    Raises Http404 where it was taken away while this waited.
    """
    rows = Summary.objects.select_for_update(of=("self",)).select_related("space__box")
    locked: Summary = get_object_or_404(rows, pk=summary.pk)
    return locked


def _follow(keyring: Keyring, here: Standing, after: rules.Version, voices: dict[str, Any], now: datetime) -> None:
    if after is here.now.version:
        return
    words = here.now.words
    frame = {"people": words["people"], "rounds": words["rounds"], "voices": voices}
    frame |= {"previous_agreed": here.now.is_agreed}
    _add_version(keyring, here.summary, after, frame, previous=here.now.hash, now=now)


def _add_version(
    keyring: Keyring, summary: Summary, version: rules.Version, frame: dict[str, Any], *, previous: str, now: datetime
) -> None:
    row = Version(box=summary.space.box, of=summary, number=version.number)
    words = frame | {
        "author": str(version.author),
        "title": version.title,
        "text": version.text,
        "at": now.isoformat(),
        "previous": previous,
        "nonce": secrets.token_hex(16),
    }
    row.put(keyring, words)
    row.signature = keyring.sign(*version_statement(row, words))
    row.save(force_insert=True)

"""Versions in a chain, each with the hash of the one before: opened only where every link and signature holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from amends.errors import Tampered
from amends.path import summary as rules
from amends.path.summary import Answer, Voice, follows
from amends.sealing import is_signed_by
from amends_web.accounts.models import Person
from amends_web.summaries.models import Reply, Summary, Version
from amends_web.summaries.signing import hash_of, reply_statement, version_statement, voice_statement
from amends_web.vault.keyring import Keyring
from amends_web.vault.pins import swapped_people


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied:
    answer: Answer
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A version as its author signed it, with what people signed under it.

    `is_overtaken` where another followed it before all had signed: what is signed under it later agrees to nothing.
    """

    row: Version
    words: dict[str, Any]
    version: rules.Version
    replies: dict[UUID, Replied]
    is_overtaken: bool = False

    @property
    def hash(self) -> str:
        return hash_of(self.words)

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.words["at"])

    @property
    def is_agreed(self) -> bool:
        answers = {who: replied.answer for who, replied in self.replies.items()}
        return not self.is_overtaken and rules.is_agreed(self.version, answers)

    @property
    def agreed_at(self) -> datetime | None:
        return max(replied.at for replied in self.replies.values()) if self.is_agreed else None

    def has_approved(self, who: UUID) -> bool:
        return who in self.replies


def open_chains(summaries: Collection[Summary], person: Person, keyring: Keyring) -> dict[UUID, list[Opened]]:
    """Return the versions of each summary, the first one first; as many queries for one as for many.

    `person` is whose keyring it is.

    Those of a summary in which anything was changed are an empty list. Versions may be missing where somebody deleted
    their account (erase), and those that are there stand as they were signed.
    """
    if not summaries:
        return {}
    rows = Version.objects.select_related("box").filter(of__in=summaries).order_by("of", "number")
    keys = _Keys(person, keyring)
    replies: dict[UUID, list[Reply]] = {}
    for reply in Reply.objects.select_related("box").filter(to__in=rows):
        replies.setdefault(reply.to_id, []).append(reply)
    found = {}
    for summary_id, versions in groupby(rows, key=lambda row: row.of_id):
        try:
            found[summary_id] = _open_chain(list(versions), replies, keyring, keys)
        except Tampered:
            found[summary_id] = []
    return found


def _open_chain(
    rows: list[Version], replies: Mapping[UUID, list[Reply]], keyring: Keyring, keys: _Keys
) -> list[Opened]:
    chain: list[Opened] = []
    for row in rows:
        opened = _open(row, replies.get(row.pk, []), keyring, keys)
        before = chain[-1] if chain else None
        if opened.version.number == (before.version.number if before else 0) + 1:
            _check_follows(before, opened)
        elif not keys.is_anybody_gone(opened.version.people):
            raise Tampered
        if before:
            chain[-1] = _followed(before, opened)
        chain.append(opened)
    return chain


def _open(row: Version, replies: Iterable[Reply], keyring: Keyring, keys: _Keys) -> Opened:
    words = row.words(keyring)
    people = {UUID(who): bytes.fromhex(key) for who, key in words["people"].items()}
    keys.check(people)
    author = UUID(words["author"])
    if author not in people or not is_signed_by(people[author], bytes(row.signature), *version_statement(row, words)):
        raise Tampered
    version = rules.Version(
        number=row.number,
        author=author,
        people=frozenset(people),
        title=words["title"],
        text=words["text"],
        voices={UUID(who): _voice(row, UUID(who), said, people) for who, said in words["voices"].items()},
    )
    answers = dict(_replied(reply, keyring, people, hash_of(words)) for reply in replies)
    return Opened(row=row, words=words, version=version, replies=answers)


def _voice(row: Version, who: UUID, said: Mapping[str, Any], people: Mapping[UUID, bytes]) -> Voice:
    statement = voice_statement(row.of_id, who, said["number"], said["text"])
    if who not in people or not is_signed_by(people[who], bytes.fromhex(said["signature"]), *statement):
        raise Tampered
    return Voice(text=said["text"], number=said["number"])


def _replied(reply: Reply, keyring: Keyring, people: Mapping[UUID, bytes], version: str) -> tuple[UUID, Replied]:
    words = reply.words(keyring)
    who = UUID(words["person"])
    is_theirs = who in people and reply.person_id in (None, who) and words["version"] == version
    if not is_theirs or not is_signed_by(people[who], bytes(reply.signature), *reply_statement(reply, words)):
        raise Tampered
    return who, Replied(answer=Answer(words["answer"]), at=datetime.fromisoformat(words["at"]))


def _check_follows(before: Opened | None, after: Opened) -> None:
    """Raise Tampered where a version is not what came of the one that is there before it."""
    if after.words["previous"] != (before.hash if before else ""):
        raise Tampered
    if before and not follows(before.version, after.version):
        raise Tampered


def _followed(before: Opened, after: Opened) -> Opened:
    """Return a version as it stands once another is there; raises Tampered where that is between other people."""
    if before.words["people"] != after.words["people"]:
        raise Tampered
    is_next = after.version.number == before.version.number + 1
    return replace(before, is_overtaken=is_next and not after.words["previous_agreed"])


class _Keys:
    """The signing keys of people as they are now. One's own is the seed's; the database's may be swapped."""

    def __init__(self, person: Person, keyring: Keyring) -> None:
        self._swapped = {other.pk for other in swapped_people(keyring, person)}
        self._known: dict[UUID, bytes | None] = {keyring.person_id: keyring.seed.verify_key}

    def is_anybody_gone(self, people: Collection[UUID]) -> bool:
        """Say whether one of these people, who were checked, has deleted their account."""
        return any(self._known[who] is None for who in people)

    def check(self, people: Mapping[UUID, bytes]) -> None:
        """Raise Tampered where somebody stands in a version with a key that is not theirs, or not what was confirmed.

        Whose account is gone has none any more; what they signed stands by the signatures of the others around it.
        """
        missing = people.keys() - self._known.keys()
        if missing:
            rows = Person.objects.filter(pk__in=missing).values_list("pk", "verify_key")
            self._known |= dict.fromkeys(missing) | {pk: bytes(key) for pk, key in rows}
        is_other = any(self._known[who] not in (None, key) for who, key in people.items())
        if is_other or self._swapped & people.keys():
            raise Tampered

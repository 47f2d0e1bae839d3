from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from amends.errors import Tampered
from amends.path.fading import days_in_force
from amends.path.summary import Answer
from amends.sealing import is_signed_by
from amends_web.accounts.models import Person
from amends_web.listening.queries import rounds_of
from amends_web.listening.queries import standing as rounds_standing
from amends_web.spaces.models import Space
from amends_web.spaces.queries import members
from amends_web.summaries.chain import Opened, open_chains
from amends_web.summaries.models import Keeping, Summary
from amends_web.summaries.signing import keeping_statement
from amends_web.vault.keyring import Keyring


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a summary stands for one of its people. `chain` is never empty; its last version is the one that is now."""

    summary: Summary
    chain: list[Opened]
    me: UUID

    @property
    def now(self) -> Opened:
        return self.chain[-1]

    @property
    def agreed(self) -> Opened | None:
        """The newest version that is agreed, which may have others after it."""
        return next((opened for opened in reversed(self.chain) if opened.is_agreed), None)

    @property
    def mine(self) -> Answer | None:
        """What this person signed under the version that is now."""
        replied = self.now.replies.get(self.me)
        return replied.answer if replied else None

    @property
    def seen_before(self) -> Opened | None:
        """The version that this person had approved last, where another has followed it since; else None."""
        if self.mine is not None:
            return None
        return next((opened for opened in reversed(self.chain[:-1]) if self.me in opened.replies), None)

    @property
    def waits_for_me(self) -> bool:
        return self.mine is None and self.now.version.author != self.me

    def numbered(self, number: int) -> Opened | None:
        return next((opened for opened in self.chain if opened.version.number == number), None)


def standing(summary: Summary, person: Person, keyring: Keyring) -> Standing:
    """Return how a summary stands; raises Tampered where any of its versions is not as it was signed."""
    chain = open_chains([summary], person, keyring).get(summary.pk)
    if not chain or person.pk not in chain[-1].version.people:
        raise Tampered
    return Standing(summary=summary, chain=chain, me=person.pk)


def standings(summaries: Sequence[Summary], person: Person, keyring: Keyring) -> list[Standing]:
    """Return how these summaries stand, without those that were changed; as many queries for one as for many."""
    chains = open_chains(summaries, person, keyring)
    return [
        Standing(summary=summary, chain=chains[summary.pk], me=person.pk)
        for summary in summaries
        if chains.get(summary.pk) and person.pk in chains[summary.pk][-1].version.people
    ]


def summaries_of(person: Person, *, space: Space | None = None, most: int | None = None) -> list[Summary]:
    """Return the summaries that a person is in, in one space or in all where they are now, the newest first."""
    rows = Summary.objects.select_related("space").filter(
        people=person, space__members__person=person, space__members__left_at=None
    )
    rows = rows.filter(space=space) if space else rows
    return list(rows.order_by("-begun_at", "pk")[:most])


def names_in(space: Space) -> dict[UUID, str]:
    """Return the name of everybody who is in a space, as its pages name them."""
    return {member.person_id: member.person.name for member in members(space)}


def name_of(who: UUID, names: dict[UUID, str]) -> str:
    return names.get(who, _("a former member"))


def talks_of(opened: Opened, person: Person, keyring: Keyring) -> list[str]:
    """Return the topics of the rounds that a version is about and whose words are still there."""
    ids = opened.words["rounds"]
    rounds = rounds_of(person, pk__in=ids, words_gone_at=None) if ids else []
    return [here.topic for here in rounds_standing(rounds, person, keyring)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Somebody's own word about how long what was said is kept: `days`, or None to keep it."""

    days: int | None
    at: datetime


def keepings(space: Space, keyring: Keyring) -> dict[UUID, Kept]:
    """Return what each in a space chose; a word that is not theirs is none."""
    rows = Keeping.objects.select_related("box", "person").filter(space=space)
    found = {}
    for row in rows:
        words = row.words(keyring)
        if is_signed_by(bytes(row.person.verify_key), bytes(row.signature), *keeping_statement(row, words)):
            found[row.person_id] = Kept(days=words["days"], at=datetime.fromisoformat(words["at"]))
    return found


def days_for(people: Sequence[UUID], chosen: dict[UUID, Kept]) -> int | None:
    return days_in_force(people, {who: kept.days for who, kept in chosen.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """A round whose words go at a time."""

    space_id: UUID
    topic: str
    at: datetime


def rounds_going(person: Person, space: Space | None, keyring: Keyring) -> list[Going]:
    """Return the rounds of a person, in one space or in all, whose words go, the soonest first."""
    where = {"space": space} if space else {}
    rounds = rounds_of(person, words_go_at__isnull=False, **where)
    found = [
        Going(space_id=of.space_id, topic=of.words(keyring)["topic"], at=of.words_go_at)
        for of in rounds
        if of.words_go_at
    ]
    return sorted(found, key=lambda going: going.at)

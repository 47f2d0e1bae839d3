from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from amends.content.rhythm import AgendaPart, rhythm_words
from amends.path.checkin import PARTS, How, Part, minutes_of
from amends.path.floor import Pace
from amends.path.floor import Step as FloorStep
from amends.path.reveal import opens
from amends_web.accounts.models import Person
from amends_web.listening.floors import opened
from amends_web.listening.models import Round
from amends_web.rhythm.models import CheckIn, Share
from amends_web.rhythm.times import opened_rows, taking_part, was_held
from amends_web.spaces.blind import open_share
from amends_web.spaces.models import Space
from amends_web.spaces.queries import as_called_in, members
from amends_web.vault.keyring import Keyring

# Enough for a page; older ones are in one's own export.
MOST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Who is waited for in a check-in. `gone` left without telling: still waited for, so that nothing gives it away."""

    people: Mapping[UUID, Person]
    gone: frozenset[UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What one person gave for one part; `text` is "" where they would rather say it."""

    name: str
    is_mine: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPart:
    """One part of the agenda with what was given in it, or nothing before it opened."""

    part: AgendaPart
    minutes: int
    given: tuple[Given, ...]

    @property
    def written(self) -> tuple[Given, ...]:
        return tuple(one for one in self.given if one.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a check-in stands for one person in it. Before a part opened, nothing here depends on what the others did.

    `part` is the one that a live check-in is at, None past the last one and where each fills it in apart. `mine` is
    what this person has shared. `is_open`: what was given, for the part or for all of it, can be seen by all.
    """

    check_in: CheckIn
    how: How
    length: int
    is_slow: bool
    others: tuple[Person, ...]
    place: int
    part: Part | None
    mine: Mapping[str, str]
    is_open: bool
    is_over: bool
    is_off: bool
    parts: tuple[ShownPart, ...]

    @property
    def is_live(self) -> bool:
        return self.how == How.LIVE

    @property
    def has_given(self) -> bool:
        return self.part in self.mine if self.part else bool(self.mine)

    @property
    def has_words(self) -> bool:
        return any(shown.written for shown in self.parts)

    @property
    def has_wishes(self) -> bool:
        return bool(self.parts[PARTS.index(Part.REQUEST)].written)

    @property
    def shown(self) -> ShownPart | None:
        """The part that a live check-in is at."""
        return self.parts[self.place] if self.part else None


def standing(check_in: CheckIn, person: Person, keyring: Keyring) -> Standing:
    """Return how a check-in stands; raises Tampered for what its giver did not sign."""
    words = check_in.words(keyring)
    company = company_of(check_in, words)
    people = company.people
    shares = shares_of(check_in, keyring)
    is_over = _is_over(check_in, words)
    part = PARTS[words["place"]] if words["how"] == How.LIVE and words["place"] < len(PARTS) and not is_over else None
    open_parts = {one for one in PARTS if is_part_open(one, check_in, words, company, shares)}
    prefetch_related_objects([check_in.space], "members")
    names = {share.person_id: as_called_in(check_in.space, share.person).name for share, _ in shares}
    return Standing(
        check_in=check_in,
        how=How(words["how"]) if words["how"] else How.APART,
        length=words["minutes"],
        is_slow=words["is_slow"],
        others=tuple(other for who, other in people.items() if who != person.pk),
        place=words["place"],
        part=part,
        mine=next((said["parts"] for share, said in shares if share.person_id == person.pk), {}),
        is_open=part in open_parts if part else check_in.revealed_at is not None,
        is_over=is_over,
        is_off=len(people) < 2,
        parts=tuple(
            ShownPart(
                part=rhythm_words().part(one),
                minutes=minutes_of(one, length=words["minutes"]),
                given=_given(one, seen_of(one, words, company, shares), person, names) if one in open_parts else (),
            )
            for one in PARTS
        ),
    )


def company_of(check_in: CheckIn, words: Mapping[str, Any]) -> Company:
    # Whoever left and came back is not in it any more: the others gave on without them.
    here = [member for member in members(check_in.space) if member.joined_at <= check_in.made_at]
    return Company(
        people=taking_part(words, {member.person_id: member.person for member in here}),
        gone=frozenset(member.person_id for member in here if member.left_at is not None),
    )


def shares_of(check_in: CheckIn, keyring: Keyring) -> list[tuple[Share, dict[str, Any]]]:
    """Return what was given in a check-in, whoever may see it; raises Tampered for what its giver did not sign."""
    rows = Share.objects.select_related("box", "person").filter(check_in=check_in).order_by("person__name", "pk")
    return [(share, open_share(share, keyring)) for share in rows]


def is_part_open(
    part: Part,
    check_in: CheckIn,
    words: Mapping[str, Any],
    company: Company,
    shares: list[tuple[Share, dict[str, Any]]],
) -> bool:
    """Say whether what was given for a part can be seen: all have given it, or it was open once.

    What was not open at the end of a live check-in stays closed, whoever leaves later.
    """
    if words["how"] != How.LIVE:
        return check_in.revealed_at is not None
    if PARTS.index(part) < words["place"]:
        return True
    return not words["is_over"] and all_gave(part, company, shares)


def seen_of(
    part: Part, words: Mapping[str, Any], company: Company, shares: list[tuple[Share, dict[str, Any]]]
) -> list[tuple[Share, dict[str, Any]]]:
    """Return of whom a part that opened is shown: live, of those who were in it as it opened."""
    if words["how"] != How.LIVE:
        return shares
    people = set(words.get("opened", {}).get(part, map(str, company.people)))
    return [(share, said) for share, said in shares if str(share.person_id) in people]


def all_gave(part: Part, company: Company, shares: list[tuple[Share, dict[str, Any]]]) -> bool:
    """Say whether everybody in it has given a part, to everybody in it; whoever is gone has given nothing."""
    reached = {
        share.person_id: frozenset(map(UUID, said["audience"]))
        for share, said in shares
        if part in said["parts"] and share.person_id not in company.gone
    }
    return opens(members=frozenset(company.people), shares=reached)


def held_in(space: Space, person: Person, keyring: Keyring, *, most: int = MOST) -> list[CheckIn]:
    """Return the check-ins of a space that were held with this person, and are over, the newest first."""
    rows = CheckIn.objects.select_related("box", "space__box").filter(space=space, shares__person=person)
    return [row for row, words in opened_rows(rows.order_by("-made_at", "pk")[:most], keyring) if _is_over(row, words)]


def held_steps(space: Space, keyring: Keyring, *, most: int = MOST) -> set[str]:
    """Return the ids of the newest rounds and check-ins that are over and in which others took part by their own key.

    So not a round at one phone, which whoever has the phone could hold alone. None of these is ever deleted.
    """
    rounds = Round.objects.select_related("box").filter(space=space, number__gt=0).order_by("-asked_at", "pk")[:most]
    check_ins = CheckIn.objects.select_related("box").filter(space=space).order_by("-made_at", "pk")[:most]
    held = {of.pk for of, words in opened_rows(rounds, keyring) if was_round(words) and is_on_own_devices(words)}
    held |= {row.pk for row, words in opened_rows(check_ins, keyring) if was_held(row, words) and _is_over(row, words)}
    return {str(step) for step in held}


def was_round(words: Mapping[str, Any]) -> bool:
    """Say whether a round is over, after everybody's yes: one that did not come about was none."""
    return opened(words["floor"]).step in (FloorStep.ENDED, FloorStep.STOPPED)


def is_on_own_devices(words: Mapping[str, Any]) -> bool:
    return bool(words["pace"] != Pace.ONE_PHONE)


def companies_that_met(space: Space, keyring: Keyring, *, most: int = MOST) -> list[frozenset[UUID]]:
    """Return who was in each of the newest check-ins that were held, of those who are here and have been since."""
    here = members(space)
    rows = CheckIn.objects.select_related("box").filter(space=space).order_by("-made_at", "pk")[:most]
    return [
        frozenset(taking_part(words, {one.person_id: one.person for one in here if one.joined_at <= row.made_at}))
        for row, words in opened_rows(rows, keyring)
        if was_held(row, words)
    ]


def _is_over(row: CheckIn, words: Mapping[str, Any]) -> bool:
    return row.revealed_at is not None or bool(words["is_over"])


def _given(
    part: Part, shares: list[tuple[Share, dict[str, Any]]], person: Person, names: Mapping[UUID, str]
) -> tuple[Given, ...]:
    return tuple(
        Given(
            name=_("You") if share.person_id == person.pk else names[share.person_id],
            is_mine=share.person_id == person.pk,
            text=said["parts"][part],
        )
        for share, said in shares
        if part in said["parts"]
    )

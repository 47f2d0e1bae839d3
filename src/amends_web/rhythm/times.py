"""When people of a space check in: the time that they agreed on, what is proposed, what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from amends.errors import Sealed
from amends.path import checkin
from amends.path.checkin import Meeting, Terms
from amends_web.accounts.models import Person
from amends_web.rhythm.models import CheckIn, Plan
from amends_web.rhythm.signing import is_own_yes
from amends_web.spaces.models import Member, Space
from amends_web.vault.keyring import Keyring
from amends_web.vault.models import SealedRow

# How far back it is looked whether one was held, and how far ahead for the next: four weeks lie between two at most.
_PAST = timedelta(weeks=10)
_AHEAD = timedelta(weeks=10)

Here = Mapping[UUID, Person]
Row = TypeVar("Row", bound=SealedRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """The time that all agreed on. `people` are those of them who are here; `moved` is what next_checkins takes."""

    plan: Plan
    terms: Terms
    people: Here
    moved: Mapping[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A time that waits for somebody's yes; nothing in it says whose. `moves` is one check-in, else it comes again."""

    plan: Plan
    by: str
    is_mine: bool
    has_my_yes: bool
    terms: Terms | None
    moves: datetime | None
    to: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How check-ins of a space stand for one person.

    `now` can be begun; `upcoming` is the next one after it; `going` has begun. `goes_without` are those still to come,
    with who will not be there. `asks` is true where the last two were not held; `is_back` where the last one was not.
    """

    space: Space
    here: Here
    time: Time | None
    proposals: tuple[Proposal, ...]
    now: Meeting | None
    upcoming: Meeting | None
    going: CheckIn | None
    goes_without: tuple[tuple[Meeting, tuple[Person, ...]], ...]
    asks: bool
    is_back: bool

    def has(self, person: Person) -> bool:
        """Say whether somebody is in the time: where they came later, by a yes of their own."""
        return self.time is not None and person.pk in self.time.people


def rhythm_of(space: Space, person: Person, keyring: Keyring, *, now: datetime) -> Rhythm:
    return rhythms([space], person, keyring, now=now)[0]


def rhythms(spaces: Sequence[Space], person: Person, keyring: Keyring, *, now: datetime) -> list[Rhythm]:
    """Return how check-ins stand in each of these spaces; as many queries for one as for many."""
    here: dict[UUID, dict[UUID, Person]] = {space.pk: {} for space in spaces}
    joined: dict[tuple[UUID, UUID], datetime] = {}
    for member in Member.objects.select_related("person").filter(space__in=spaces).order_by("joined_at", "pk"):
        # As spaces.queries.members: whoever left without telling looks to the others as before.
        if member.left_at is None or not member.is_told:
            here[member.space_id][member.person_id] = member.person
            joined[member.space_id, member.person_id] = member.joined_at
        else:
            here[member.space_id].pop(member.person_id, None)
    plans: dict[UUID, list[Plan]] = {space.pk: [] for space in spaces}
    for plan in Plan.objects.select_related("box").filter(space__in=spaces).order_by("-made_at", "pk"):
        plans[plan.space_id].append(plan)
    check_ins: dict[UUID, list[CheckIn]] = {space.pk: [] for space in spaces}
    recent = CheckIn.objects.select_related("box").filter(space__in=spaces, made_at__gt=now - _PAST)
    for row in recent.order_by("made_at", "pk"):
        check_ins[row.space_id].append(row)
    return [
        _rhythm(space, here[space.pk], joined, plans[space.pk], check_ins[space.pk], person, keyring, now)
        for space in spaces
    ]


def opened_rows(rows: Iterable[Row], keyring: Keyring) -> Iterator[tuple[Row, dict[str, Any]]]:
    """Yield rows with their words; one that was changed in the database is left out, and its own page says so."""
    for row in rows:
        with suppress(Sealed):
            yield row, row.words(keyring)


def stored_terms(terms: Terms) -> dict[str, Any]:
    return {
        "start": terms.start.isoformat(),
        "zone": terms.zone,
        "weeks": terms.weeks,
        "minutes": terms.minutes,
    }


def opened_terms(stored: Mapping[str, Any]) -> Terms:
    return Terms(
        start=datetime.fromisoformat(stored["start"]),
        zone=stored["zone"],
        weeks=stored["weeks"],
        minutes=stored["minutes"],
    )


def is_agreed(plan: Plan, words: Mapping[str, Any], here: Here, keyring: Keyring) -> bool:
    """Say whether a time holds (path.checkin.holds), by what each signed of exactly this."""
    return checkin.holds(
        asked=[UUID(who) for who in words["people"] if UUID(who) in here],
        agreed=_agreed(plan, words, here, keyring).keys(),
        back=[UUID(who) for who in words.get("back", ())],
    )


def as_planned(words: dict[str, Any], time: Time | None) -> dict[str, Any]:
    """Return the words of a check-in; one that nobody has begun is for all who are in the time by now."""
    if words["how"] or time is None:
        return words
    return words | {"people": sorted(map(str, time.people))}


def taking_part(words: Mapping[str, Any], here: Here) -> dict[UUID, Person]:
    """Return who is in a check-in and still here, without those who said that it goes without them."""
    ids = (UUID(who) for who in words["people"] if who not in words["without"])
    return {who: here[who] for who in ids if who in here}


def is_off(words: Mapping[str, Any], here: Here) -> bool:
    """Say whether too few are left of a check-in: nobody does it alone."""
    return len(taking_part(words, here)) < 2


def was_held(row: CheckIn, words: Mapping[str, Any]) -> bool:
    return row.revealed_at is not None or words["place"] > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A check-in that was begun, held or left out, with its words. `people` are those of it who are here."""

    row: CheckIn
    words: Mapping[str, Any]
    people: Here

    @property
    def is_done(self) -> bool:
        """Say whether it is over, or too few are left of it: nobody does it alone."""
        return bool(self.words["is_over"]) or self.row.revealed_at is not None or len(self.people) < 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Coming:
    """What comes by the time that all agreed on, as Rhythm says it."""

    now: Meeting | None = None
    upcoming: Meeting | None = None
    goes_without: tuple[tuple[Meeting, tuple[Person, ...]], ...] = ()
    asks: bool = False
    is_back: bool = False


def _rhythm(
    space: Space,
    here: Here,
    joined: Mapping[tuple[UUID, UUID], datetime],
    plans: Sequence[Plan],
    rows: Sequence[CheckIn],
    person: Person,
    keyring: Keyring,
    now: datetime,
) -> Rhythm:
    opened = list(opened_rows(plans, keyring))
    agreed = [(plan, words) for plan, words in opened if is_agreed(plan, words, here, keyring)]
    time = _time(agreed, here, keyring)
    waiting = [_proposal(plan, words, here, person, keyring) for plan, words in opened if (plan, words) not in agreed]
    is_mine = time is not None and person.pk in time.people
    known = [_known(row, as_planned(words, time), here, joined) for row, words in opened_rows(rows, keyring)]
    going = [one.row for one in known if one.words["how"] and not one.is_done and person.pk in one.people]
    coming = _coming(time, known, here, person, now) if time else _Coming()
    return Rhythm(
        space=space,
        here=here,
        time=time,
        # One is moved among those who are in the time.
        proposals=tuple(one for one in waiting if one.to is None or (is_mine and one.to > now)),
        now=coming.now,
        upcoming=coming.upcoming,
        going=going[-1] if going else None,
        goes_without=coming.goes_without,
        asks=coming.asks,
        is_back=coming.is_back,
    )


def _known(row: CheckIn, words: Mapping[str, Any], here: Here, joined: Mapping[tuple[UUID, UUID], datetime]) -> _Known:
    # Whoever left and came back is in none that was begun before.
    then = {who: one for who, one in here.items() if not words["how"] or joined[row.space_id, who] <= row.made_at}
    return _Known(row=row, words=words, people=taking_part(words, then))


def _coming(time: Time, known: Sequence[_Known], here: Here, person: Person, now: datetime) -> _Coming:
    meetings = _meetings(time, now)
    settled = {one.row.planned_at for one in known if one.is_done}
    held = {one.row.planned_at for one in known if one.row.planned_at and was_held(one.row, one.words)}
    is_mine = person.pk in time.people
    # Left out, or begun before this person was in the time.
    mine_out = {one.row.planned_at for one in known if is_mine and person.pk not in one.people}
    past = [
        one.planned_at
        for one in meetings
        if one.at + checkin.CLOSES <= now or (one.planned_at in settled and one.at < now + checkin.CLOSES)
    ]
    left = [one for one in meetings if one.planned_at not in settled | mine_out]
    # Whoever came later is in it once they have said yes to the time.
    current = checkin.meeting_now(left, now=now) if is_mine else None
    ahead = [one for one in left if one.at > now and one != current]
    return _Coming(
        now=current,
        upcoming=ahead[0] if ahead else None,
        goes_without=tuple(_goes_without(meetings, known, here, now)),
        asks=checkin.asks_for_another_time(past, held=held),
        is_back=checkin.is_back(past, held=held),
    )


def _time(agreed: Sequence[tuple[Plan, dict[str, Any]]], here: Here, keyring: Keyring) -> Time | None:
    found = next(((plan, words) for plan, words in agreed if words["terms"]), None)
    if found is None:
        return None
    plan, words = found
    moved = {
        datetime.fromisoformat(other["moves"]): datetime.fromisoformat(other["to"])
        for _, other in reversed(agreed)
        if other["moves"]
    }
    people = _agreed(plan, words, here, keyring)
    return Time(plan=plan, terms=opened_terms(words["terms"]), people=people, moved=moved)


def _agreed(plan: Plan, words: Mapping[str, Any], here: Here, keyring: Keyring) -> dict[UUID, Person]:
    return {who: person for who, person in here.items() if is_own_yes(keyring, plan, words, person)}


def _proposal(plan: Plan, words: Mapping[str, Any], here: Here, person: Person, keyring: Keyring) -> Proposal:
    by = here.get(UUID(words["by"]))
    # Nobody proposed what they did not sign.
    by = by if by and is_own_yes(keyring, plan, words, by) else None
    return Proposal(
        plan=plan,
        by=by.name if by else "",
        is_mine=by is not None and by.pk == person.pk,
        has_my_yes=is_own_yes(keyring, plan, words, person),
        terms=opened_terms(words["terms"]) if words["terms"] else None,
        moves=datetime.fromisoformat(words["moves"]) if words["moves"] else None,
        to=datetime.fromisoformat(words["to"]) if words["to"] else None,
    )


def _goes_without(
    meetings: Sequence[Meeting], known: Sequence[_Known], here: Here, now: datetime
) -> Iterator[tuple[Meeting, tuple[Person, ...]]]:
    without = {one.row.planned_at: one.words["without"] for one in known if one.row.planned_at}
    for meeting in meetings:
        people = tuple(here[UUID(who)] for who in without.get(meeting.planned_at, ()) if UUID(who) in here)
        if people and meeting.at > now:
            yield meeting, people


def _meetings(time: Time, now: datetime) -> list[Meeting]:
    """Return the check-ins around now, without those from before this time was agreed on."""
    since = max(now - _PAST, time.plan.made_at.astimezone(UTC))
    return checkin.next_checkins(time.terms, moved=time.moved, after=since, before=now + _AHEAD)

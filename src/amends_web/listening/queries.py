from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.errors import Tampered
from amends.path.floor import Floor, Pace, Step, Verdict, holder, listener, speaker
from amends.path.receipts import Match, match
from amends_web.accounts.models import Person
from amends_web.listening.floors import opened
from amends_web.listening.models import Draft, Receipt, Round, Said, Seat, Thought
from amends_web.listening.signing import hash_of, is_own_yes, open_receipt, open_said
from amends_web.spaces.models import Member, Space
from amends_web.spaces.queries import as_called_in
from amends_web.vault.keyring import Keyring


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """How a round stands, for one person who has a seat in it.

    `mine` is the seat for which they act now: their own; at a table with one phone, the seat that has the floor, for
    whoever's phone it is, and None for everybody else.
    """

    of: Round
    topic: str
    pace: Pace
    floor: Floor
    names: tuple[str, ...]
    own: int | None
    mine: int | None
    agreed: frozenset[int]

    @property
    def has_floor(self) -> bool:
        return self.mine is not None and self.mine == holder(self.floor)

    @property
    def is_speaker(self) -> bool:
        return self.mine == speaker(self.floor)

    @property
    def is_listener(self) -> bool:
        return self.mine == listener(self.floor)

    @property
    def speaker_name(self) -> str:
        return self.names[speaker(self.floor)]

    @property
    def listener_name(self) -> str:
        return self.names[listener(self.floor)]

    @property
    def speaker_tone(self) -> str:
        return tone_of(speaker(self.floor))

    @property
    def listener_tone(self) -> str:
        return tone_of(listener(self.floor))

    @property
    def holder_name(self) -> str:
        seat = holder(self.floor)
        return "" if seat is None else self.names[seat]

    @property
    def is_on_one_phone(self) -> bool:
        return self.pace == Pace.ONE_PHONE

    @property
    def turns_left(self) -> int:
        return self.floor.seats - len(self.floor.ended)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that was said, as a page shows it; `by` is who typed it."""

    number: int
    by: UUID
    kind: str
    seat: int
    turn: int
    name: str
    is_mine: bool
    text: str
    verdict: Verdict | None
    at: datetime

    @property
    def tone(self) -> str:
        return tone_of(self.seat)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReceipt:
    """A speaker's signed word at the end of their turn, with what it was about.

    `is_whole` is False where somebody has taken words of theirs out since.
    """

    name: str
    verdict: Verdict
    at: datetime
    on_one_phone: bool
    items: tuple[Item, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What a listener thought of one reflection, what the speaker said of it, and what was missing."""

    at: datetime
    topic: str
    name: str
    thought: Verdict
    felt: Verdict
    match: Match
    missing: str


def here_of(of: Round, person: Person, keyring: Keyring) -> Here:
    """Return how a round stands; raises Tampered where it began without everybody's own yes, or at a seat of nobody."""
    return _here(of, person, keyring, *_seats_and_members([of]))


def standing(rounds: Sequence[Round], person: Person, keyring: Keyring) -> list[Here]:
    """Return how each of these rounds stands, without those that were changed; as many queries for one as for many."""
    seats, present = _seats_and_members(rounds)
    found = []
    for of in rounds:
        with suppress(Tampered):
            found.append(_here(of, person, keyring, seats, present))
    return found


def items_of(here: Here, keyring: Keyring) -> list[Item]:
    """Return all that was said in a round, in its order; raises Tampered for words that are not their author's."""
    rows = Said.objects.select_related("box", "person").filter(of=here.of).order_by("number")
    return [_item(here, row, open_said(row, keyring)) for row in rows]


def receipts_of(here: Here, keyring: Keyring, items: Iterable[Item], hashes: dict[int, str]) -> list[ShownReceipt]:
    """Return the receipts of a round, the first turn first; raises Tampered for one that its speaker did not sign.

    `hashes` are those of what is there now (hashes_of).
    """
    rows = Receipt.objects.select_related("box", "person").filter(of=here.of)
    opened_rows = sorted((open_receipt(row, keyring) for row in rows), key=lambda words: int(words["turn"]))
    by_number = {item.number: item for item in items}
    return [_shown_receipt(here, words, by_number, hashes) for words in opened_rows]


def hashes_of(of: Round, keyring: Keyring) -> dict[int, str]:
    """Return the hash of each thing that was said, as receipts hold it."""
    rows = Said.objects.select_related("box").filter(of=of)
    return {row.number: hash_of(row.words(keyring)).hex() for row in rows}


def draft_of(of: Round, person: Person) -> Draft | None:
    return Draft.objects.select_related("box").filter(of=of, person=person).first()


def draft_words(of: Round, person: Person, keyring: Keyring) -> dict[str, Any]:
    """Return what one has typed in a round and not sent, by the step that it is for."""
    draft = draft_of(of, person)
    return draft.words(keyring) if draft else {"sent": {}}


def thought_of(of: Round, person: Person) -> Thought | None:
    return Thought.objects.select_related("box").filter(of=of, person=person).first()


def rounds_of(person: Person, **where: Any) -> list[Round]:
    """Return the rounds in which a person has a seat, in spaces where they are now, the newest first."""
    return list(
        Round.objects.select_related("box", "space", "asked_by")
        .filter(seats__person=person, space__members__person=person, space__members__left_at=None, **where)
        .order_by("-asked_at")
    )


def people_of_rounds(rounds: Iterable[UUID], *, space: Space) -> dict[UUID, list[UUID]]:
    """Return who sat in each of these rounds of a space, of those who still have an account."""
    found: dict[UUID, list[UUID]] = {}
    seats = Seat.objects.filter(of__in=list(rounds), of__space=space, person__isnull=False).order_by("of", "number")
    for of, person in seats.values_list("of", "person"):
        found.setdefault(of, []).append(person)
    return found


def compared(person: Person, keyring: Keyring) -> list[Compared]:
    """Return each reflection of a listener with what they thought and what was felt, the oldest first.

    Of a round whose words are gone, the last one of each turn, by the receipt. One that was changed is left out.
    """
    thoughts = {row.of_id: row.words(keyring) for row in Thought.objects.select_related("box").filter(person=person)}
    rounds = {of.pk: of for of in rounds_of(person, pk__in=thoughts)}
    prefetch_related_objects(list(rounds.values()), "space__members")
    said: dict[UUID, list[Said]] = {pk: [] for pk in rounds}
    for row in Said.objects.select_related("box", "person").filter(of__in=rounds).order_by("number"):
        said[row.of_id].append(row)
    receipts: dict[UUID, list[Receipt]] = {pk: [] for pk in rounds}
    for receipt in Receipt.objects.select_related("box", "person").filter(of__in=rounds):
        receipts[receipt.of_id].append(receipt)
    found: list[Compared] = []
    for pk, of in rounds.items():
        with suppress(Tampered):
            if of.words_gone_at is None:
                felt = _felt_of_words(said[pk], thoughts[pk], keyring)
            else:
                felt = _felt_of_receipts(receipts[pk], thoughts[pk], keyring)
            found += [_compared(of, keyring, Verdict(thoughts[pk][number]), *answer) for number, answer in felt]
    return sorted(found, key=lambda one: one.at)


def tone_of(seat: int) -> str:
    """Return the colour of a seat, which never stands without the name."""
    return ("one", "two")[seat % 2]


def _seats_and_members(rounds: Sequence[Round]) -> tuple[dict[UUID, list[Seat]], dict[UUID, set[UUID]]]:
    """Return the seats of each round in their order, and who is in each space, as spaces.queries.members tells it."""
    seats: dict[UUID, list[Seat]] = {of.pk: [] for of in rounds}
    for seat in Seat.objects.select_related("box", "person").filter(of__in=rounds).order_by("number"):
        seats[seat.of_id].append(seat)
    present: dict[UUID, set[UUID]] = {of.space_id: set() for of in rounds}
    for member in Member.objects.filter(Q(left_at=None) | Q(is_told=False), space__in=present):
        present[member.space_id].add(member.person_id)
    return seats, present


def _here(
    of: Round, person: Person, keyring: Keyring, seats: dict[UUID, list[Seat]], present: dict[UUID, set[UUID]]
) -> Here:
    words = of.words(keyring)
    floor, pace = opened(words["floor"]), Pace(words["pace"])
    inside = [(seat, seat.words(keyring)) for seat in seats[of.pk]]
    if not 0 <= floor.turn < floor.seats == len(inside):
        raise Tampered
    agreed = frozenset(seat.number for seat, said in inside if _has_said_yes(seat, said["yes_at"], pace))
    if floor.step not in {Step.ASKED, Step.NOT_NOW} and len(agreed) < floor.seats:
        raise Tampered
    own = next((seat.number for seat in seats[of.pk] if seat.person_id == person.pk), None)
    return Here(
        of=of,
        topic=words["topic"],
        pace=pace,
        floor=floor,
        names=tuple(said["name"] or _name(seat.person, present[of.space_id]) for seat, said in inside),
        own=own,
        mine=_acting(of, person, pace, floor, own),
        agreed=agreed,
    )


def _has_said_yes(seat: Seat, yes_at: str, pace: Pace) -> bool:
    return bool(yes_at) and (pace == Pace.ONE_PHONE or is_own_yes(seat, yes_at))


def _acting(of: Round, person: Person, pace: Pace, floor: Floor, own: int | None) -> int | None:
    if pace != Pace.ONE_PHONE:
        return own
    return holder(floor) if of.asked_by_id == person.pk else None


def _name(person: Person | None, present: set[UUID]) -> str:
    return person.name if person is not None and person.pk in present else _("a former member")


def _item(here: Here, row: Said, words: dict[str, Any]) -> Item:
    if words["seat"] not in range(len(here.names)):
        raise Tampered
    return Item(
        number=row.number,
        by=row.person_id,
        kind=words["kind"],
        seat=words["seat"],
        turn=words["turn"],
        name=here.names[words["seat"]],
        is_mine=words["seat"] == here.own,
        text=words["text"],
        verdict=Verdict(words["verdict"]) if words["verdict"] else None,
        at=datetime.fromisoformat(words["at"]),
    )


def _shown_receipt(here: Here, words: dict[str, Any], items: dict[int, Item], hashes: dict[int, str]) -> ShownReceipt:
    signed = {int(number): hashed for number, hashed in words["said"].items()}
    there = {number: hashed for number, hashed in signed.items() if number in hashes}
    if any(hashes[number] != hashed for number, hashed in there.items()):
        raise Tampered
    return ShownReceipt(
        name=here.names[words["turn"]],
        verdict=Verdict(words["verdict"]),
        at=datetime.fromisoformat(words["at"]),
        on_one_phone=words["on_one_phone"],
        items=tuple(items[number] for number in sorted(there)),
        is_whole=len(there) == len(signed),
    )


def _felt_of_words(
    rows: Sequence[Said], thoughts: Iterable[str], keyring: Keyring
) -> list[tuple[str, tuple[Person, dict[str, Any]]]]:
    """Return what was answered to each reflection of which somebody thought something."""
    said = [(row.number, row.person, open_said(row, keyring)) for row in rows]
    found = []
    for number in thoughts:
        answer = next(((who, words) for at, who, words in said if at > int(number) and words["verdict"]), None)
        if answer is not None:
            found.append((number, answer))
    return found


def _felt_of_receipts(
    receipts: Sequence[Receipt], thoughts: Iterable[str], keyring: Keyring
) -> list[tuple[str, tuple[Person, dict[str, Any]]]]:
    """Return the last word of each turn for the last reflection in it, which stands right before that word."""
    found = []
    for receipt in receipts:
        words = open_receipt(receipt, keyring)
        last = str(max(map(int, words["said"])) - 1)
        if last in thoughts:
            found.append((last, (receipt.person, words | {"text": ""})))
    return found


def _compared(of: Round, keyring: Keyring, thought: Verdict, who: Person, words: dict[str, Any]) -> Compared:
    felt = Verdict(words["verdict"])
    return Compared(
        at=timezone.localtime(datetime.fromisoformat(words["at"])),
        topic=of.words(keyring)["topic"],
        name=as_called_in(of.space, who).name,
        thought=thought,
        felt=felt,
        match=match(thought=thought, felt=felt),
        missing=words["text"],
    )

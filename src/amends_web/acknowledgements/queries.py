from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from amends.errors import Tampered
from amends.path.floor import Verdict, listener
from amends.path.own_it import Event, Heard, Kind, answer_to
from amends.path.pace import Pace, looks_from
from amends.sealing import is_signed_by
from amends_web.accounts.models import Person
from amends_web.acknowledgements.access import Two
from amends_web.acknowledgements.models import Acknowledgement, Hearing, OwnPace, OwnPages, Piece
from amends_web.acknowledgements.pieces import Passed, open_pieces
from amends_web.breakdowns.models import Breakdown, Share
from amends_web.breakdowns.parts import Part, shown
from amends_web.listening.floors import opened
from amends_web.listening.models import Receipt, Seat
from amends_web.listening.signing import open_receipt
from amends_web.spaces.blind import open_share
from amends_web.spaces.models import Member, Space
from amends_web.vault.keyring import Keyring

# Of what somebody shared: what it was like for them. The rest of their card is on the map.
_CARD = ("impact", "felt", "needs")
# What somebody can say that lets words of another come; "no" closes it again.
OPENING = ("heard", "now")


def own_pages_of(person: Person, breakdown: Breakdown) -> OwnPages | None:
    return OwnPages.objects.select_related("box").filter(person=person, breakdown=breakdown).first()


def own_words(keyring: Keyring, person: Person, breakdown: Breakdown) -> dict[str, Any]:
    """Return one's own pages; empty where nothing was written yet."""
    row = own_pages_of(person, breakdown)
    return row.words(keyring) if row else {}


def own_draft(own: dict[str, Any], other: Person, thing: str) -> str:
    """Return what somebody has written to one other and not sent: "impact" or "words"."""
    text: str = own.get("for", {}).get(str(other.pk), {}).get(thing, "")
    return text


def acknowledgement_of(two: Two) -> Acknowledgement | None:
    return (
        Acknowledgement.objects.select_related("box")
        .filter(breakdown=two.breakdown, author=two.author, recipient=two.recipient)
        .first()
    )


def passed_between(two: Two, keyring: Keyring) -> list[Passed]:
    """Return what passed from the author to the recipient and back; raises Tampered."""
    pieces = _pieces(
        acknowledgement__breakdown=two.breakdown,
        acknowledgement__author=two.author,
        acknowledgement__recipient=two.recipient,
    )
    return open_pieces(pieces, keyring)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """One way between this person and another, about one breakdown."""

    acknowledgement: Acknowledgement
    passed: list[Passed]

    @property
    def events(self) -> list[Event]:
        return [one.event for one in self.passed]


def threads(person: Person, keyring: Keyring, *, of_people_here: bool = True, **where: object) -> list[Thread]:
    """Return everything that this person sent or was sent, by one query; what does not open is left out.

    `of_people_here`: without what is from somebody who has left and told it. Whoever left in silence looks as before.
    """
    mine = Q(acknowledgement__author=person) | Q(acknowledgement__recipient=person)
    here = Exists(
        Member.objects.filter(
            Q(left_at=None) | Q(is_told=False),
            space=OuterRef("acknowledgement__breakdown__space"),
            person=OuterRef("acknowledgement__author"),
        )
    )
    pieces = _pieces(**where).filter(mine)
    by_row: dict[Acknowledgement, list[Piece]] = defaultdict(list)
    for piece in pieces.filter(here) if of_people_here else pieces:
        by_row[piece.acknowledgement].append(piece)
    found = []
    for row, pieces in by_row.items():
        try:
            found.append(Thread(acknowledgement=row, passed=open_pieces(pieces, keyring)))
        except Tampered:
            continue
    return found


def last_words(passed: list[Passed]) -> Passed | None:
    """Return the newest words that were sent, or None."""
    return next((one for one in reversed(passed) if one.event.kind == Kind.SENT), None)


def last_impact(passed: list[Passed]) -> Event | None:
    """Return what was told back last, or None."""
    return next((one.event for one in reversed(passed) if one.event.kind == Kind.IMPACT), None)


def heard(two: Two, keyring: Keyring) -> Heard | None:
    """Return the recipient's own word that words of the author may come, or None; a forged one is none.

    Said here, or with "got it" at the end of their turn in a round about this breakdown, where the author had listened.
    What they said here stands above what they said in a round.
    """
    row = hearing_of(two)
    if row is None:
        return _heard_in_a_round(two, keyring)
    words = row.words(keyring)
    if words["how"] not in OPENING or not is_signed_by(
        bytes(two.recipient.verify_key), bytes(row.signature), *hearing_statement(row, words)
    ):
        return None
    return Heard(who=two.recipient.pk, when=datetime.fromisoformat(words["at"]))


def how_heard(two: Two, keyring: Keyring) -> str:
    """Return what the recipient said last, for their own page: "heard", "now", or "no" as long as nothing opened."""
    row = hearing_of(two)
    if row is None:
        return "heard" if _heard_in_a_round(two, keyring) else "no"
    how: str = row.words(keyring)["how"]
    return how


def hearing_of(two: Two) -> Hearing | None:
    return (
        Hearing.objects.select_related("box")
        .filter(breakdown=two.breakdown, person=two.recipient, of=two.author)
        .first()
    )


def hearing_statement(row: Hearing, words: dict[str, Any]) -> tuple[object, ...]:
    """Return what whoever feels heard signs."""
    return ("hearing", row.pk, row.breakdown_id, row.person_id, row.of_id, words["how"], words["at"])


def own_paces(person: Person, keyring: Keyring) -> dict[UUID, Pace]:
    """Return one's own pace in every space where one set it."""
    return {row.space_id: _pace(row, keyring) for row in OwnPace.objects.select_related("box").filter(person=person)}


def pace_of(person: Person, space: Space, keyring: Keyring) -> Pace:
    row = OwnPace.objects.select_related("box").filter(space=space, person=person).first()
    return _pace(row, keyring) if row else Pace()


def looks_from_day(events: list[Event], *, pace: Pace, reader: Person) -> date | None:
    """Return the day from which a recipient is shown what is new, or None where that is today."""
    answers = [event.at for event in events if event.kind in (Kind.CHECK, Kind.RESPONSE)]
    zone = reader.zone
    last_step = answers[-1].astimezone(zone).date() if answers else None
    return looks_from(pace, last_step=last_step, today=timezone.localdate(timezone=zone))


def shared_card(two: Two, keyring: Keyring) -> list[Part]:
    """Return what the recipient shared of what it was like for them, once the author may see the map; else nothing."""
    rows = Share.objects.select_related("box", "person", "breakdown").filter(
        breakdown=two.breakdown, breakdown__revealed_at__isnull=False, person__in=[two.author, two.recipient]
    )
    shares = {row.person_id: row for row in rows}
    if set(shares) != {two.author.pk, two.recipient.pk}:
        return []
    parts = open_share(shares[two.recipient.pk], keyring)["parts"]
    return shown({name: parts[name] for name in _CARD if name in parts})


def waits_for_answer(events: list[Event]) -> bool:
    """Say whether words were sent that have no answer yet."""
    return any(event.kind == Kind.SENT for event in events) and answer_to(events) is None


def _heard_in_a_round(two: Two, keyring: Keyring) -> Heard | None:
    """Return the recipient's "got it" to the author in a round about this breakdown, as they signed it.

    A turn at a table with one phone was signed by whose phone it was, so it is nobody else's word.
    """
    seat_of_author = {
        seat.of_id: seat.number for seat in Seat.objects.filter(of__breakdown=two.breakdown, person=two.author)
    }
    receipts = Receipt.objects.select_related("box", "person", "of__box").filter(
        of__breakdown=two.breakdown, of__in=seat_of_author, person=two.recipient
    )
    for receipt in receipts:
        try:
            words = open_receipt(receipt, keyring)
        except Tampered:
            continue
        floor = replace(opened(receipt.of.words(keyring)["floor"]), turn=words["turn"])
        is_of_author = listener(floor) == seat_of_author[receipt.of_id]
        if is_of_author and words["verdict"] == Verdict.GOT_IT and not words["on_one_phone"]:
            return Heard(who=two.recipient.pk, when=datetime.fromisoformat(words["at"]))
    return None


def _pieces(**where: object) -> Any:
    return Piece.objects.select_related(
        "box", "by", "acknowledgement__author", "acknowledgement__recipient", "acknowledgement__breakdown__box"
    ).filter(**where)


def _pace(row: OwnPace, keyring: Keyring) -> Pace:
    words = row.words(keyring)
    day = words["not_before"]
    return Pace(not_before=date.fromisoformat(day) if day else None, days_between=words["days_between"])

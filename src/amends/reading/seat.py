"""What one person may see of a reading: the course, and of the moves only those in their own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from amends.errors import UnknownSpeaker
from amends.reading.change import OwnChange, change_of
from amends.reading.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from amends.conversation import Conversation
    from amends.moves import MarkedMessage
    from amends.reading.concerns import Concern
    from amends.reading.course import CoursePoint
    from amends.reading.languages import Languages
    from amends.reading.missed_bids import MissedBid
    from amends.reading.open_questions import OpenQuestion
    from amends.reading.promises import PromiseFound
    from amends.reading.read import Reading
    from amends.reading.silences import Silence
    from amends.reading.talks import TalkProposal
    from amends.reading.turning_point import TurningPoint

AboutOne = TypeVar("AboutOne", "MissedBid", "OpenQuestion", "PromiseFound")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The messages `first` to `last`, in which at least two people speak where the talk has two."""

    first: int
    last: int
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatReading:
    """A reading from one seat. `own` holds the seat's own messages that carry a move, and nobody else's.

    Only the marks that are sure enough to be shown are in it: on labelled talks nine in ten of them were right.
    `own_change` is how the seat's own words changed over the months, where there is enough to tell; `concerns` what may
    have been at stake for each person, to be asked about. The rest is about the talk, and the same from every seat.
    """

    seat: str | None
    course: tuple[CoursePoint, ...]
    turning_point: Stretch | None
    second_turning_point: Stretch | None
    silences: tuple[Silence, ...]
    open_questions: tuple[OpenQuestion, ...]
    missed_bids: tuple[MissedBid, ...]
    promises: tuple[PromiseFound, ...]
    concerns: Mapping[str, tuple[Concern, ...]]
    talks: tuple[TalkProposal, ...]
    own: tuple[MarkedMessage, ...]
    own_change: OwnChange | None
    languages: Languages


def seen_from(reading: Reading, conversation: Conversation, *, seat: str | None) -> SeatReading:
    """Return what `seat` may see; None is nobody's seat, with no marks. Raises UnknownSpeaker."""
    if seat is not None and seat not in conversation.people:
        raise UnknownSpeaker(name=seat, people=conversation.people)
    own = _own(reading, conversation, seat=seat)
    return SeatReading(
        seat=seat,
        course=reading.course,
        turning_point=_stretch(reading.turning_point),
        second_turning_point=_stretch(reading.second_turning_point),
        silences=reading.silences,
        open_questions=_held_up(reading.open_questions, reading),
        missed_bids=_held_up(reading.missed_bids, reading),
        promises=_held_up(reading.promises, reading),
        # Where nothing was at stake, there is nothing to ask.
        concerns={} if reading.outcome is Outcome.NO_CONFLICT else reading.concerns,
        talks=reading.talks,
        own=own,
        languages=reading.languages,
        own_change=None if seat is None else change_of(conversation, own, seat=seat),
    )


def _stretch(turned: TurningPoint | None) -> Stretch | None:
    if turned is None:
        return None
    return Stretch(first=turned.first, last=turned.last, confidence=turned.confidence)


def _held_up(claims: Iterable[AboutOne], reading: Reading) -> tuple[AboutOne, ...]:
    """Return the claims about one message in which nothing hurts: where something does, it is never held up alone."""
    return tuple(claim for claim in claims if claim.message not in reading.hurting)


def _own(reading: Reading, conversation: Conversation, *, seat: str | None) -> tuple[MarkedMessage, ...]:
    if seat is None:
        return ()
    least = reading.shown_from
    sure = (
        one._replace(marks=tuple(mark for mark in one.marks if mark.confidence >= least.get(mark.move, 0.0)))
        for message, one in zip(conversation.messages, reading.marked, strict=True)
        if one.marks and message.speaker == seat
    )
    return tuple(one for one in sure if one.marks)

"""Who has the floor in a round, and what they may do with it.

    asked ─all say yes─▶ speaking ──▶ reflecting ──▶ answering ─got it─▶ more ─no─▶ the next one speaks
                            ▲             ▲              │                │
                            │             └─ mostly, ────┘                │
                            │                not yet                      │
                            └──────────────── yes ────────────────────────┘

Short chunks, said back, confirmed by whoever said them, then the other way round: Markman, Stanley and Blumberg (the
speaker-listener technique), and Hendrix and Hunt ("did I get it?", "is there more?"). Nobody but the speaker ends a
turn. After more than one speech the listener says all of it back once more ("summing"). Solving anything comes after
everybody was heard.

A floor is a value; a step gives the next one. `number` grows with every step, so that whoever acts on what they saw a
while ago, or sends the same thing twice, is told so instead of taking the floor from somebody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from amends.errors import NotYet, Refused

FEWEST, MOST = 2, 12
# The same for everybody in a round, so that turns are equal; a round can have fewer.
CHUNKS_A_SPEECH = 3
SPEECHES_A_TURN = 3
# Letters. Past it a chunk is hard to say back; it is said, and nothing is cut.
SHORT_CHUNK = 280
# After a "not now", before the same person asks for a round again.
ASK_AGAIN_AFTER = timedelta(hours=24)


class Pace(StrEnum):
    """Live, each on a device of their own; slow, over days; or all at a table, with one phone that goes round."""

    LIVE = "live"
    SLOW = "slow"
    ONE_PHONE = "one_phone"


class Step(StrEnum):
    ASKED = "asked"
    SPEAKING = "speaking"
    REFLECTING = "reflecting"
    SUMMING = "summing"
    ANSWERING = "answering"
    MORE = "more"
    ENDED = "ended"
    NOT_NOW = "not_now"
    STOPPED = "stopped"


class Verdict(StrEnum):
    """How much of it was got; the speaker's word, or what a listener thought for themselves."""

    GOT_IT = "got_it"
    MOSTLY = "mostly"
    NOT_YET = "not_yet"


_OVER = frozenset({Step.ENDED, Step.NOT_NOW, Step.STOPPED})
_SPEAKERS = frozenset({Step.SPEAKING, Step.ANSWERING, Step.MORE})
_LISTENERS = frozenset({Step.REFLECTING, Step.SUMMING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much room each turn of a round has: fewer speeches make it shorter, fewer chunks are said back sooner."""

    speeches: int = SPEECHES_A_TURN
    chunks: int = CHUNKS_A_SPEECH


WHOLE = Size()


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """Where a round stands. People are their seats, 0 and up, in the order in which they speak.

    `turn` is whose turn it is, `chunks` how many this speech has so far, `speeches` how many ended in this turn, and
    `last` what the speaker last said of a reflection in it. `is_summed`: it is all of the turn that was said back.
    `ended` has the last word of each turn that is over. `most_speeches` and `most_chunks` are its size.
    """

    seats: int
    step: Step = Step.ASKED
    number: int = 0
    turn: int = 0
    chunks: int = 0
    speeches: int = 0
    is_summed: bool = False
    last: Verdict | None = None
    ended: tuple[Verdict, ...] = ()
    most_speeches: int = SPEECHES_A_TURN
    most_chunks: int = CHUNKS_A_SPEECH


def new_floor(seats: int, size: Size = WHOLE) -> Floor:
    if not FEWEST <= seats <= MOST:
        raise ValueError("a round is for two to twelve")
    return Floor(seats=seats, most_speeches=size.speeches, most_chunks=size.chunks)


def speaker(floor: Floor) -> int:
    return floor.turn


def listener(floor: Floor) -> int:
    """Return who says back; with more than two, whoever speaks next. So each speaks once and says back once."""
    return (floor.turn + 1) % floor.seats


def holder(floor: Floor) -> int | None:
    """Return the one seat that has the floor; None before everybody said yes, and when it is over."""
    if floor.step in _SPEAKERS:
        return speaker(floor)
    return listener(floor) if floor.step in _LISTENERS else None


def is_over(floor: Floor) -> bool:
    return floor.step in _OVER


def all_heard(floor: Floor) -> bool:
    """Say whether everybody had a turn, and said at the end of it that they were got."""
    return floor.step == Step.ENDED and set(floor.ended) == {Verdict.GOT_IT}


def check_is_now(floor: Floor, number: int) -> None:
    """Raise NotYet for whoever acts on a floor that has moved on since."""
    if number != floor.number:
        raise NotYet(step="act", missing="you have seen how it stands now")


def check_may_ask(*, is_asking: bool, not_now_of: datetime | None, now: datetime) -> None:
    """Raise Refused where somebody asks for a round while one of theirs is open, or too soon after a "not now".

    `not_now_of` is when they asked for the newest of theirs that was answered with "not now".
    """
    if is_asking:
        raise Refused(rule="one round is asked for at a time")
    if not_now_of is not None and now < not_now_of + ASK_AGAIN_AFTER:
        raise Refused(rule="a round is asked for again after a day")


def open_round(floor: Floor, *, agreed: frozenset[int]) -> Floor:
    """Begin once everybody has said yes; until then, and later, the floor stays as it is."""
    if floor.step != Step.ASKED or not agreed >= frozenset(range(floor.seats)):
        return floor
    return _next(floor, step=Step.SPEAKING)


def say_not_now(floor: Floor) -> Floor:
    """Let it be before it began. Nothing says who, and nobody is asked why."""
    if floor.step != Step.ASKED:
        raise NotYet(step="not now", missing="a new round is asked for")
    return _next(floor, step=Step.NOT_NOW)


def stop(floor: Floor) -> Floor:
    """End a round before its end; anybody in it may, at any moment. It does not count as heard."""
    if is_over(floor) or floor.step == Step.ASKED:
        raise NotYet(step="stop", missing="a round is going on")
    return _next(floor, step=Step.STOPPED)


def say_chunk(floor: Floor, seat: int, *, is_last: bool) -> Floor:
    """Say one chunk; the last one, or the last that there is room for, hands the floor to the listener."""
    _check(floor, seat, Step.SPEAKING)
    said = replace(floor, chunks=floor.chunks + 1)
    return _handed_over(said) if is_last or said.chunks == floor.most_chunks else _next(said)


def hand_over(floor: Floor, seat: int) -> Floor:
    """Let the listener say back what was said so far."""
    _check(floor, seat, Step.SPEAKING)
    if not floor.chunks:
        raise NotYet(step="hand over", missing="something was said")
    return _handed_over(floor)


def say_back(floor: Floor, seat: int) -> Floor:
    """Say back a speech, or at the end of a turn all of it."""
    _check(floor, seat, *_LISTENERS)
    return _next(floor, step=Step.ANSWERING, is_summed=floor.step == Step.SUMMING)


def answer(floor: Floor, seat: int, verdict: Verdict) -> Floor:
    """Say how much of it was got. All but "got it" asks the listener to try once more."""
    _check(floor, seat, Step.ANSWERING)
    if verdict != Verdict.GOT_IT:
        return _next(floor, step=Step.SUMMING if floor.is_summed else Step.REFLECTING, last=verdict)
    if floor.is_summed:
        return _end_turn(floor, verdict)
    return _next(floor, step=Step.MORE, last=verdict)


def leave_it(floor: Floor, seat: int) -> Floor:
    """End one's own turn without having been got, for today."""
    _check(floor, seat, Step.ANSWERING)
    verdict = Verdict.MOSTLY if floor.last == Verdict.MOSTLY else Verdict.NOT_YET
    return _end_turn(floor, verdict)


def may_say_more(floor: Floor) -> bool:
    return floor.speeches < floor.most_speeches


def say_more(floor: Floor, seat: int) -> Floor:
    """Answer "is there more?" with yes; a turn has room for `most_speeches`."""
    _check(floor, seat, Step.MORE)
    if not may_say_more(floor):
        raise NotYet(step="say more", missing="your next turn comes")
    return _next(floor, step=Step.SPEAKING)


def say_no_more(floor: Floor, seat: int) -> Floor:
    """Answer "is there more?" with no: after one speech, what was got is all of it; else all of it is said back."""
    _check(floor, seat, Step.MORE)
    if floor.speeches > 1:
        return _next(floor, step=Step.SUMMING)
    return _end_turn(floor, Verdict.GOT_IT)


def propose(floor: Floor) -> Floor:
    """Put something forward that could help: open to all once everybody was heard, and to nobody before."""
    if not all_heard(floor):
        raise NotYet(step="propose", missing="everybody was heard")
    return _next(floor)


def _next(floor: Floor, **changes: object) -> Floor:
    return replace(floor, number=floor.number + 1, **changes)  # type: ignore[arg-type]


def _check(floor: Floor, seat: int, *steps: Step) -> None:
    if floor.step not in steps:
        raise NotYet(step="this", missing="the round has come to it")
    if seat != holder(floor):
        raise NotYet(step="this", missing="you have the floor")


def _handed_over(floor: Floor) -> Floor:
    return _next(floor, step=Step.REFLECTING, chunks=0, speeches=floor.speeches + 1)


def _end_turn(floor: Floor, verdict: Verdict) -> Floor:
    ended = (*floor.ended, verdict)
    if len(ended) == floor.seats:
        return _next(floor, step=Step.ENDED, ended=ended, last=None, is_summed=False)
    return _next(
        floor, step=Step.SPEAKING, ended=ended, turn=floor.turn + 1, chunks=0, speeches=0, last=None, is_summed=False
    )

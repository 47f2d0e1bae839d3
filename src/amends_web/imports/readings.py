"""A reading from one's own seat, as it is kept and as a page shows it.

A claim is something the reading says: it points at messages, says how sure it is, and can be waved away. Claims are
kept with the lines that they point at, so that the page opens without opening the conversation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from amends.moves import HURTING
from amends_web.imports.waved import is_waved

if TYPE_CHECKING:
    from amends.conversation import Conversation
    from amends.reading import SeatReading, Stretch

# Of one kind. More than anybody reads, so the surest stay.
MOST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """`lines` are numbers of messages; `detail` holds what the kind needs more ("hours", "due", "who", "move", …).

    Kinds: "stretch" (where it may have turned), "or_here" (a second such place), "silence", "question", "bid",
    "promise", "need" (what was at stake for somebody, to be asked about), and of the seat alone "hard" and "kind" (what
    one's own words may have done) and "change" (of them, over the months), which points at no line.
    """

    key: str
    kind: str
    lines: tuple[int, ...]
    confidence: float
    detail: dict[str, Any]


def stored(reading: SeatReading, conversation: Conversation, *, first: int = 0) -> dict[str, Any]:
    """Return a seat's reading as words to be sealed.

    `first` is the number that the conversation's first message has in the import, where it is a part of one: claims
    and lines are numbered as in the import, the course as in the part.
    """
    claims = [claim for kind in _claims(reading) for claim in _surest(kind)]
    cited = sorted({n for claim in claims for n in claim.lines})
    moved = [
        _claim(claim.kind, tuple(n + first for n in claim.lines), claim.confidence, **claim.detail) for claim in claims
    ]
    return {
        "course": [[point.first, point.last, point.tension, point.warmth] for point in reading.course],
        "claims": [[claim.key, claim.kind, claim.lines, claim.confidence, claim.detail] for claim in moved],
        "lines": {str(n + first): _line(conversation, n) for n in cited},
        "languages": {
            "others": list(reading.languages.others),
            "unread": len(reading.languages.unread),
            "is_declined": reading.languages.is_declined,
        },
    }


def every_claim(words: dict[str, Any]) -> list[Claim]:
    """Return the claims of a kept reading, in the order of the talk; those waved away, too."""
    claims = [
        Claim(key=key, kind=kind, lines=tuple(lines), confidence=confidence, detail=detail)
        for key, kind, lines, confidence, detail in words["claims"]
    ]
    return sorted(claims, key=lambda claim: claim.lines)


def claims_from(words: dict[str, Any]) -> list[Claim]:
    """Return the claims that were not waved away, in the order of the talk."""
    waved = set(words["waved"])
    return [claim for claim in every_claim(words) if not is_waved(claim, waved)]


def _claims(reading: SeatReading) -> Iterable[list[Claim]]:
    yield _stretch("stretch", reading.turning_point)
    yield _stretch("or_here", reading.second_turning_point)
    yield [
        _claim(
            "silence",
            (one.after, one.before),
            one.confidence,
            hours=one.length.total_seconds() / 3600,
            usual_minutes=one.usual and round(one.usual.total_seconds() / 60),
        )
        for one in reading.silences
    ]
    yield [_claim("question", (one.message,), one.confidence) for one in reading.open_questions]
    # Only the step itself is shown: who passed over it is for nobody to be told.
    yield [_claim("bid", (one.message,), one.confidence) for one in reading.missed_bids]
    yield [
        _claim(
            "promise",
            (one.message,),
            one.confidence,
            start=one.quote_start,
            end=one.quote_end,
            due=one.due and one.due.isoformat(),
        )
        for one in reading.promises
    ]
    yield [
        _claim("need", (one.message,), one.confidence, who=who, need=one.need)
        for who, concerns in reading.concerns.items()
        for one in concerns
    ]
    yield from _own(reading)
    yield _change(reading)


def _stretch(kind: str, stretch: Stretch | None) -> list[Claim]:
    if stretch is None:
        return []
    return [_claim(kind, tuple(range(stretch.first, stretch.last + 1)), stretch.confidence)]


def _own(reading: SeatReading) -> Iterable[list[Claim]]:
    marks = [(one.n, mark) for one in reading.own for mark in one.marks]
    for kind, moves_are_hard in (("hard", True), ("kind", False)):
        yield [
            _claim(kind, (n,), mark.confidence, move=mark.move.value, start=mark.start, end=mark.end)
            for n, mark in marks
            if (mark.move in HURTING) is moves_are_hard
        ]


def _change(reading: SeatReading) -> list[Claim]:
    change = reading.own_change
    if change is None:
        return []
    months = [month.isoformat() for part in (change.before, change.since) for month in (part.first, part.last)]
    return [_claim("change", (), 1.0, months=months, hurting=change.hurting.value, healing=change.healing.value)]


def _claim(kind: str, lines: tuple[int, ...], confidence: float, **detail: Any) -> Claim:
    # The key outlives a second reading, so that what was waved away stays away.
    which = detail.get("move") or detail.get("need")
    key = ":".join([kind, *(str(n) for n in lines[:1]), *([which] if which else [])])
    return Claim(key=key, kind=kind, lines=lines, confidence=confidence, detail=detail)


def _surest(claims: list[Claim]) -> list[Claim]:
    return sorted(claims, key=lambda claim: -claim.confidence)[:MOST]


def _line(conversation: Conversation, n: int) -> list[Any]:
    message = conversation.messages[n]
    return [
        message.at and message.at.isoformat(),
        message.speaker,
        message.text,
        message.type.value,
        int(message.edited),
    ]

"""A reading as JSON. The shape is written down in docs/json.md; a change to it is a new version."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from amends.moves import HURTING

if TYPE_CHECKING:
    from datetime import datetime

    from amends.chats import ImportReport
    from amends.conversation import Conversation
    from amends.moves import MarkedMessage
    from amends.reading import Concern, OwnChange, SeatReading, Stretch, TalkProposal

FORMAT, VERSION = "amends.reading", 1

# JSON may hold these as they are, but a terminal acts on them, and some readers take 2028 for a line break.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def as_json(conversation: Conversation, report: ImportReport, seat: SeatReading) -> str:
    """Return the reading from one seat, as indented JSON with a line break at the end."""
    return f"{dumped(_reading(conversation, report, seat), indent=2)}\n"


def dumped(value: object, *, indent: int | None = None) -> str:
    """Return JSON that is safe to print and that UTF-8 can hold."""
    return _UNSAFE.sub(_escaped, json.dumps(value, ensure_ascii=False, indent=indent))


def moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _reading(conversation: Conversation, report: ImportReport, seat: SeatReading) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "source": conversation.source,
        "title": conversation.title,
        "seat": seat.seat,
        "import": _import(report),
        "languages": {
            "others": list(seat.languages.others),
            "unread": sorted(seat.languages.unread),
            "declined": seat.languages.is_declined,
        },
        "course": [
            {
                "first": point.first,
                "last": point.last,
                "tension": round(point.tension, 3),
                "warmth": round(point.warmth, 3),
            }
            for point in seat.course
        ],
        "turning_point": stretch_json(seat),
        "second_turning_point": _stretch(seat.second_turning_point),
        "silences": [
            {
                "after": silence.after,
                "before": silence.before,
                "seconds": int(silence.length.total_seconds()),
                "usual_seconds": None if silence.usual is None else round(silence.usual.total_seconds()),
                "confidence": round(silence.confidence, 3),
            }
            for silence in seat.silences
        ],
        "open_questions": [_claim(one.message, one.confidence) for one in seat.open_questions],
        "missed_bids": [_claim(one.message, one.confidence) for one in seat.missed_bids],
        "promises": _promises(conversation, seat),
        "concerns": {who: [_concern(one) for one in concerns] for who, concerns in seat.concerns.items()},
        "talks": [_talk(one) for one in sorted(seat.talks, key=lambda one: one.talk.first)],
        "own": [_own(conversation, one) for one in seat.own],
        "own_change": _change(seat.own_change),
    }


def _import(report: ImportReport) -> dict[str, Any]:
    return {
        "messages": report.messages,
        "people": list(report.people),
        "first_at": moment(report.first_at),
        "last_at": moment(report.last_at),
        "unread_lines": list(report.unread_lines),
        "unread_count": report.unread_count,
        "doubts": list(report.doubts),
        "date_order": report.date_order,
    }


def stretch_json(seat: SeatReading) -> dict[str, Any] | None:
    """Return the likeliest place to look, or None."""
    return _stretch(seat.turning_point)


def _stretch(stretch: Stretch | None) -> dict[str, Any] | None:
    if stretch is None:
        return None
    return {"first": stretch.first, "last": stretch.last, "confidence": round(stretch.confidence, 3)}


def _claim(message: int, confidence: float) -> dict[str, Any]:
    return {"message": message, "confidence": round(confidence, 3)}


def _promises(conversation: Conversation, seat: SeatReading) -> list[dict[str, Any]]:
    return [
        _claim(promise.message, promise.confidence)
        | {
            "who": promise.who,
            "words": conversation.messages[promise.message].text[promise.quote_start : promise.quote_end],
            "when": promise.when,
            "due": None if promise.due is None else promise.due.isoformat(),
        }
        for promise in seat.promises
    ]


def _concern(one: Concern) -> dict[str, Any]:
    return {"need": one.need} | _claim(one.message, one.confidence)


def _talk(one: TalkProposal) -> dict[str, Any]:
    return {
        "first": one.talk.first,
        "last": one.talk.last,
        "messages": one.talk.messages,
        "started": moment(one.talk.started),
        "ended": moment(one.talk.ended),
        "tension": one.tension,
        "got_tense": one.got_tense,
        "broke_down": one.broke_down,
        "long_silence_after": one.long_silence_after,
    }


def _change(change: OwnChange | None) -> dict[str, Any] | None:
    if change is None:
        return None
    return {
        "before": [f"{month:%Y-%m}" for month in (change.before.first, change.before.last)],
        "since": [f"{month:%Y-%m}" for month in (change.since.first, change.since.last)],
        "may_have_hurt": change.hurting.value,
        "may_have_helped": change.healing.value,
    }


def _own(conversation: Conversation, one: MarkedMessage) -> dict[str, Any]:
    text = conversation.messages[one.n].text
    return {
        "message": one.n,
        "feeling": one.feeling.value,
        "feeling_confidence": round(one.feeling_confidence, 3),
        "marks": [
            {
                "move": mark.move.value,
                "may_have": "hurt" if mark.move in HURTING else "helped",
                "words": text[mark.start : mark.end],
                "start": mark.start,
                "end": mark.end,
                "confidence": round(mark.confidence, 3),
            }
            for mark in one.marks
        ],
    }

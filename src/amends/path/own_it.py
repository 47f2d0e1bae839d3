"""Own it: what one person owns towards another, when it may go, and what may follow.

People take an apology better once they feel heard (Frantz & Bennigson 2005), so nothing goes before the other said that
they do, or that they would rather hear it now. Whoever receives it sets the pace: a word may follow another once a day,
three times in all, and never after an answer that did not ask for one. Nobody has to answer, and nobody can ask for an
apology: there is no step for it here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from amends.errors import NotYet, Refused
from amends.path.pace import Pace, looks_from

if TYPE_CHECKING:
    from collections.abc import Sequence

APART = timedelta(hours=24)
MOST_NUDGES = 3
SILENT_FOR = timedelta(days=14)

# What can be missing, in the order in which it counts (Lewicki, Polin & Lount 2016); what it was like for the other
# stands first, as it does in what is sent. Named as `amends.drafts` names the parts of an acknowledgement.
PARTS = ("impact", "ownership", "repair_offer", "remorse", "explanation", "change")


class Kind(StrEnum):
    """What passed between two people: what it was like for the other, told back; whether that is so; the words."""

    IMPACT = "impact"
    CHECK = "check"
    SENT = "sent"
    RESPONSE = "response"
    NUDGE = "nudge"


class Check(StrEnum):
    GOT_IT = "got_it"
    MOSTLY = "mostly"
    NOT_YET = "not_yet"


class Response(StrEnum):
    """All of equal weight; to say nothing is one more."""

    THANK_YOU = "thank_you"
    NEED_TIME = "need_time"
    MISSING = "missing"
    NOT_NOW = "not_now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that passed. `answer` of a CHECK or RESPONSE; `part` of what is missing; `text` of an IMPACT."""

    kind: Kind
    at: datetime
    answer: str = ""
    part: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Somebody's own word that they feel heard, or that they would rather hear it now."""

    who: object
    when: datetime


def check_may_ask(events: Sequence[Event], *, text: str, now: datetime) -> None:
    """Raise where what it was like for the other may not be told back to them now, to ask whether it is so.

    After "mostly" or "not yet" it may at once: they said what is missing. Unanswered, once a day, three times in all.
    """
    if not text.strip():
        raise Refused(rule="empty")
    asked = _since(events, Kind.CHECK, of=(Kind.IMPACT,))
    _check_cap(asked, most=MOST_NUDGES, apart=APART, now=now)


def check_may_check(events: Sequence[Event]) -> None:
    if not any(event.kind == Kind.IMPACT for event in events):
        raise NotYet(step="check", missing="somebody told back what it was like for you")


def check_may_send(events: Sequence[Event], *, heard: Heard | None, pace: Pace, today: date, now: datetime) -> None:
    """Raise NotYet or Refused where words may not go, or not go again, to the other now.

    Words that go again before there was an answer count as a reminder. After an answer they go only where it said that
    something is missing, a day later at the earliest. `today` is the day where the other is.
    """
    if heard is None:
        raise NotYet(step="send", missing="they said that they feel heard, or would rather hear it now")
    last = _last(events, Kind.SENT)
    if last is None:
        return
    answered = answer_to(events)
    if answered is None:
        check_may_nudge(events, pace=pace, today=today, now=now)
    elif answered.answer != Response.MISSING:
        raise NotYet(step="send again", missing="they say that something is missing")
    elif now < max(last.at, answered.at) + APART:
        raise NotYet(step="once a day", missing="a day has passed")


def check_may_nudge(events: Sequence[Event], *, pace: Pace, today: date, now: datetime) -> None:
    """Raise NotYet or Refused where the other may not be reminded now; `today` is the day where they are."""
    if _last(events, Kind.SENT) is None:
        raise NotYet(step="nudge", missing="something was sent")
    if answer_to(events) is not None:
        raise Refused(rule="answered")
    if looks_from(pace, last_step=None, today=today) is not None:
        raise NotYet(step="before their day", missing="the day has come that they named")
    reminders = _since(events, Kind.RESPONSE, of=(Kind.SENT, Kind.NUDGE))
    # The first of them brought the words; it reminded of nothing.
    apart = max(APART, timedelta(days=pace.days_between))
    _check_cap(reminders, most=MOST_NUDGES + 1, apart=apart, now=now)


def check_may_respond(events: Sequence[Event], *, answer: str, part: str) -> None:
    """Raise where there is nothing to answer, or no such answer; an answer may be changed at any time."""
    if _last(events, Kind.SENT) is None:
        raise NotYet(step="respond", missing="something was sent")
    if answer not in set(Response) or (answer == Response.MISSING) != (part in PARTS):
        raise Refused(rule="answer")


def answer_to(events: Sequence[Event]) -> Event | None:
    """Return the newest answer to the newest words, or None while there is none."""
    answers = _since(events, Kind.SENT, of=(Kind.RESPONSE,)) if _last(events, Kind.SENT) else []
    return answers[-1] if answers else None


def checked(events: Sequence[Event]) -> Event | None:
    """Return the newest answer to what was told back last, or None while there is none."""
    answers = _since(events, Kind.IMPACT, of=(Kind.CHECK,)) if _last(events, Kind.IMPACT) else []
    return answers[-1] if answers else None


def is_confirmed(events: Sequence[Event], text: str) -> bool:
    """Say whether the other said "got it" of exactly these words, and of them said nothing else since."""
    said, told = "", ""
    for event in events:
        if event.kind == Kind.IMPACT:
            told = event.text
        elif event.kind == Kind.CHECK and told == text:
            said = event.answer
    return bool(text) and said == Check.GOT_IT


def advises_rest(events: Sequence[Event], *, now: datetime) -> bool:
    """Say whether two weeks went by without an answer: whoever sent it is told so, the other is told nothing."""
    last = _last(events, Kind.SENT)
    return last is not None and answer_to(events) is None and now >= last.at + SILENT_FOR


def _since(events: Sequence[Event], mark: Kind, *, of: tuple[Kind, ...]) -> list[Event]:
    """Return the events of these kinds after the last one of the kind `mark`."""
    places = [place for place, event in enumerate(events) if event.kind == mark]
    begin = places[-1] + 1 if places else 0
    return [event for event in events[begin:] if event.kind in of]


def _last(events: Sequence[Event], kind: Kind) -> Event | None:
    return next((event for event in reversed(events) if event.kind == kind), None)


def _check_cap(earlier: Sequence[Event], *, most: int, apart: timedelta, now: datetime) -> None:
    if len(earlier) >= most:
        raise Refused(rule="three in all")
    if earlier and now < earlier[-1].at + apart:
        raise NotYet(step="once a day", missing="a day has passed")

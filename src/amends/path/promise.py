"""A promise: one small deed, by its maker alone, for a day; kept as each of them sees it.

A plan of the form "when this happens, I do that" is carried out more often than a good intention (Gollwitzer and
Sheeran 2006). Trust comes back by deeds that follow one another, and a promise speeds that up (Schweitzer, Hershey and
Bradlow 2006). So a promise has a day, can be changed before the day, and is never made by one for another: an edit by
whoever it is made to is a proposal, which only the maker can take. Whether it was kept is said by each, and nothing
decides between them.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from amends.errors import Refused
from amends.path.recurrence import occurrences, on_the_clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Who = Hashable

FARTHEST = timedelta(days=366)
# A daily one for a quarter of a year; longer than that it is a habit, or is promised anew.
MOST_TIMES = 100
# A promise for a day without an hour is due as the day ends; how it went is asked in its evening.
DAY_ENDS = time(23, 59)
EVENING = time(19)
# After this a promise that nobody looked at is asked about no more, so that an old one does not wait for ever.
ASKED_FOR = timedelta(days=14)
# So long, and to the end of that week, home leads on to what moved. What nobody took up then waits in its list.
FRESH_FOR = timedelta(weeks=2)


class Kind(StrEnum):
    """What somebody did with a promise. Its maker: offers, takes or leaves a proposal, changes it, warns, repairs.

    Whoever it is made to: accepts, declines, proposes. Either: says how it went, lets it go.
    """

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    PROPOSED = "proposed"
    TOOK = "took"
    LEFT = "left"
    CHANGED = "changed"
    HEADS_UP = "heads_up"
    SAID = "said"
    REPAIRED = "repaired"
    LET_GO = "let_go"


OF_THE_MAKER = frozenset({Kind.OFFERED, Kind.TOOK, Kind.LEFT, Kind.CHANGED, Kind.HEADS_UP, Kind.REPAIRED})
OF_A_RECEIVER = frozenset({Kind.ACCEPTED, Kind.DECLINED, Kind.PROPOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is promised: "when `cue`, I will `act`", for `day` on the clock of `zone`; `rule` (RFC 5545) if again."""

    act: str
    day: date
    zone: str
    cue: str = ""
    at: time | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One step. `terms` of what is offered, proposed or changed; `of` whose proposal is taken or left.

    `offer` is the number of the terms that are answered, so that nobody accepts words that they have not seen. `on` is
    the day, on the clock of those terms, of the one time of which is said that it was kept or not, or that is mended.
    """

    kind: Kind
    by: Who
    at: datetime
    terms: Terms | None = None
    of: Who = None
    offer: int = 0
    on: date | None = None
    is_kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Terms, and since when somebody agreed to them, until when, where they let them go alone.

    `moved` is the day that was still to come as they were changed.
    """

    terms: Terms
    agreed: Mapping[Who, datetime] = field(default_factory=dict)
    left: Mapping[Who, datetime] = field(default_factory=dict)
    ended_at: datetime | None = None
    moved: date | None = None

    @property
    def holders(self) -> frozenset[Who]:
        """Whoever has agreed, and holds to it."""
        return frozenset(self.agreed) - frozenset(self.left)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A promise as it stands. `views` holds, for the number of the terms, a day and a person, whether it was kept."""

    maker: Who
    receivers: frozenset[Who]
    periods: tuple[Period, ...] = ()
    declined: frozenset[Who] = frozenset()
    proposals: Mapping[Who, Terms] = field(default_factory=dict)
    views: Mapping[tuple[int, date, Who], bool] = field(default_factory=dict)
    mended: frozenset[tuple[int, date]] = frozenset()
    is_let_go: bool = False

    @property
    def now(self) -> Period:
        """The terms that stand last."""
        return self.periods[-1]

    @property
    def offer(self) -> int:
        """Their number, from one."""
        return len(self.periods)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One time for which something was promised. `views` holds what each has said so far; all of it stands."""

    offer: int
    due: datetime
    terms: Terms
    people: frozenset[Who]
    views: Mapping[Who, bool]
    is_mended: bool

    @property
    def on(self) -> date:
        return self.due.date()

    @property
    def may_be_mended(self) -> bool:
        """Somebody says that it was not kept, and its maker has not mended it yet."""
        return False in self.views.values() and not self.is_mended


def check_terms(terms: Terms, *, now: datetime) -> None:
    """Raise Refused where nothing is said to be done ("act"), it is over ("past"), or has no end in sight ("far").

    What comes again has an end, after which people look whether it still fits.
    """
    if not terms.act.strip():
        raise Refused(rule="act")
    # By the day alone first: at the ends of the calendar there is no time to reckon with.
    if abs(terms.day - now.date()) > 2 * FARTHEST:
        raise Refused(rule="past" if terms.day < now.date() else "far")
    named = dues(terms, after=now, before=now + 2 * FARTHEST)
    if not named:
        raise Refused(rule="past")
    if named[-1] > now + FARTHEST or len(named) > MOST_TIMES:
        raise Refused(rule="far")


def next_due(terms: Terms, *, now: datetime) -> datetime | None:
    """Return the next time that these terms name, `now` or later; None where there is none."""
    return next(iter(dues(terms, after=now, before=now + FARTHEST)), None)


def dues(terms: Terms, *, after: datetime, before: datetime) -> list[datetime]:
    """Return every time that these terms name from `after` on and before `before`, on the clock of their zone."""
    if terms.rule:
        return occurrences(terms.rule, _local(terms), terms.zone, after, before)
    return [due for due in [first_due(terms)] if after <= due < before]


def first_due(terms: Terms) -> datetime:
    """Return the time that these terms begin with."""
    return on_the_clock(_local(terms), ZoneInfo(terms.zone))


def asks_at(terms: Terms, due: datetime) -> datetime:
    """Return when both are asked how it went: at its hour, or in the evening of a day that has none."""
    if terms.at is not None:
        return due
    return on_the_clock(datetime.combine(due.date(), EVENING), ZoneInfo(terms.zone))


def warns_at(terms: Terms, due: datetime) -> datetime:
    """Return when its maker is reminded: the evening before, so that there is time to change it."""
    return on_the_clock(datetime.combine(due.date() - timedelta(days=1), EVENING), ZoneInfo(terms.zone))


def fresh_until(now: datetime) -> date:
    """Return the Monday before which home leads on to what moves now; a week, so that it does not tell the day."""
    day = now.astimezone(UTC).date() + FRESH_FOR
    return day + timedelta(days=7 - day.weekday())


def after(promise: Promise, event: Event) -> Promise:
    """Return the promise after one more step.

    Raises Refused: "not yours" for a step that is not that person's to take, "other terms" where the words have changed
    since they were seen, "past" where the day has come, "no such time", "let go", "once". What was kept is replayed
    through here, so that no other order of steps is ever shown.
    """
    mine = event.by == promise.maker
    is_theirs = event.kind not in OF_A_RECEIVER if mine else event.kind not in OF_THE_MAKER
    if not is_theirs or not (mine or event.by in promise.receivers):
        raise Refused(rule="not yours")
    if (event.kind is Kind.OFFERED) != (not promise.periods):
        raise Refused(rule="once")
    if promise.is_let_go and event.kind not in (Kind.SAID, Kind.REPAIRED):
        raise Refused(rule="let go")
    return _STEPS[event.kind](promise, event)


def without_who_left(promise: Promise, who: Who, *, left_at: datetime, named_at: datetime) -> Promise:
    """Return the promise as it stands where somebody left and came back: what they had agreed to ended as they left.

    `named_at` is when its maker named the terms that stand last. What was said of the times before stays.
    """
    is_old = named_at <= left_at if who == promise.maker else promise.now.agreed.get(who, left_at) < left_at
    holds = who == promise.maker or who in promise.now.holders
    if promise.is_let_go or not is_old or not holds:
        return promise
    return _let_go(promise, Event(kind=Kind.LET_GO, by=who, at=left_at))


def replayed(events: Iterable[Event], *, maker: Who, receivers: frozenset[Who]) -> Promise:
    """Return the promise that these steps make; raises as `after` does."""
    promise = Promise(maker=maker, receivers=receivers)
    for event in events:
        promise = after(promise, event)
    return promise


def occasions(promise: Promise, *, now: datetime) -> list[Occasion]:
    """Return every time that has come to be asked about by now, in order."""
    found = [occasion for number in range(1, promise.offer + 1) for occasion in _came(promise, number, now=now)]
    return sorted(found, key=lambda occasion: occasion.due)


def coming(promise: Promise, *, now: datetime) -> datetime | None:
    """Return the next time that is agreed and of which nobody has said yet how it went, or None."""
    if promise.is_let_go or not promise.now.holders:
        return None
    said = {on for number, on, _ in promise.views if number == promise.offer}
    still = dues(promise.now.terms, after=now, before=now + FARTHEST)
    return next((due for due in still if due.date() not in said), None)


def asked_about(promise: Promise, *, who: Who, now: datetime) -> list[Occasion]:
    """Return the times of the last two weeks that somebody has said nothing of yet."""
    return [
        occasion
        for occasion in occasions(promise, now=now)
        if who not in occasion.views
        and (who == promise.maker or who in occasion.people)
        and occasion.due > now - ASKED_FOR
    ]


def waits_for(promise: Promise, who: Who, *, now: datetime) -> bool:
    """Say whether these terms wait for somebody's yes, no or proposal. A no can be turned into a yes."""
    is_asked = who in promise.receivers and who not in promise.now.agreed and not promise.is_let_go
    return is_asked and next_due(promise.now.terms, now=now) is not None


def open_proposals(promise: Promise, *, now: datetime) -> dict[Who, Terms]:
    """Return what was proposed and can still be taken: once its day is over, there is nothing to say yes to."""
    return {who: terms for who, terms in promise.proposals.items() if next_due(terms, now=now) is not None}


def may_change(promise: Promise, *, now: datetime) -> bool:
    """Say whether other terms can be named: until the day has come for what was agreed. Then each says how it went."""
    return not promise.is_let_go and (not promise.now.holders or coming(promise, now=now) is not None)


def times_moved(promise: Promise) -> int:
    """Return how often it was changed before the day. That never counts as missed."""
    return sum(period.moved is not None for period in promise.periods)


def is_stuck(promise: Promise) -> bool:
    """Say whether it was changed twice and then missed, by its maker's own word: then somebody else may help.

    What the others say of it stands beside, and decides nothing.
    """
    missed = [number for (number, _, who), is_kept in promise.views.items() if who == promise.maker and not is_kept]
    return any(sum(period.moved is not None for period in promise.periods[:number]) >= 2 for number in missed)


def _offered(promise: Promise, event: Event) -> Promise:
    return replace(promise, periods=(Period(terms=_new_terms(event)),))


def _accepted(promise: Promise, event: Event) -> Promise:
    _check_waits(promise, event)
    agreed = {**promise.now.agreed, event.by: event.at}
    return _without(_with_now(promise, agreed=agreed), event.by)


def _declined(promise: Promise, event: Event) -> Promise:
    _check_waits(promise, event)
    left = _without(promise, event.by)
    return replace(left, declined=left.declined | {event.by})


def _proposed(promise: Promise, event: Event) -> Promise:
    terms = _new_terms(event)
    _check_open(promise, event)
    return replace(promise, proposals={**promise.proposals, event.by: terms}, declined=promise.declined - {event.by})


def _took(promise: Promise, event: Event) -> Promise:
    terms = promise.proposals.get(event.of)
    if terms is None:
        raise Refused(rule="other terms")
    check_terms(terms, now=event.at)
    return _with_terms(promise, event, Period(terms=terms, agreed={event.of: event.at}))


def _left(promise: Promise, event: Event) -> Promise:
    if event.of not in promise.proposals:
        raise Refused(rule="other terms")
    return replace(promise, proposals={who: terms for who, terms in promise.proposals.items() if who != event.of})


def _changed(promise: Promise, event: Event) -> Promise:
    return _with_terms(promise, event, Period(terms=_new_terms(event)))


def _heads_up(promise: Promise, event: Event) -> Promise:
    if coming(promise, now=event.at) is None:
        raise Refused(rule="past")
    return promise


def _said(promise: Promise, event: Event) -> Promise:
    occasion = _occasion_of(promise, event)
    if event.by != promise.maker and event.by not in occasion.people:
        raise Refused(rule="not yours")
    return replace(promise, views={**promise.views, (occasion.offer, occasion.on, event.by): event.is_kept})


def _repaired(promise: Promise, event: Event) -> Promise:
    occasion = _occasion_of(promise, event)
    if not occasion.may_be_mended:
        raise Refused(rule="no such time")
    return replace(promise, mended=promise.mended | {(occasion.offer, occasion.on)})


def _let_go(promise: Promise, event: Event) -> Promise:
    """Its maker lets all of it go; one of several others lets it go for themselves. What came before still stands."""
    if event.by != promise.maker:
        if event.by not in promise.now.holders:
            raise Refused(rule="not yours")
        promise = _with_now(_without(promise, event.by), left={**promise.now.left, event.by: event.at})
    if event.by == promise.maker or not promise.now.holders:
        promise = replace(_with_now(promise, ended_at=event.at), is_let_go=True, proposals={})
    return promise


_STEPS: Mapping[Kind, Callable[[Promise, Event], Promise]] = {
    Kind.OFFERED: _offered,
    Kind.ACCEPTED: _accepted,
    Kind.DECLINED: _declined,
    Kind.PROPOSED: _proposed,
    Kind.TOOK: _took,
    Kind.LEFT: _left,
    Kind.CHANGED: _changed,
    Kind.HEADS_UP: _heads_up,
    Kind.SAID: _said,
    Kind.REPAIRED: _repaired,
    Kind.LET_GO: _let_go,
}


def _local(terms: Terms) -> datetime:
    return datetime.combine(terms.day, terms.at or DAY_ENDS)


def _new_terms(event: Event) -> Terms:
    if event.terms is None:
        raise Refused(rule="act")
    check_terms(event.terms, now=event.at)
    return event.terms


def _with_now(promise: Promise, **changes: Any) -> Promise:
    return replace(promise, periods=(*promise.periods[:-1], replace(promise.now, **changes)))


def _with_terms(promise: Promise, event: Event, period: Period) -> Promise:
    """Put other terms in the place of those that stand, before their day: what was agreed is moved, not missed."""
    _check_open(promise, event)
    due = coming(promise, now=event.at)
    before = _with_now(promise, ended_at=event.at, moved=due.date() if due else None)
    return replace(before, periods=(*before.periods, period), proposals={}, declined=frozenset())


def _check_waits(promise: Promise, event: Event) -> None:
    if event.offer != promise.offer:
        raise Refused(rule="other terms")
    if event.by in promise.now.agreed:
        raise Refused(rule="once")
    if not waits_for(promise, event.by, now=event.at):
        raise Refused(rule="past")


def _check_open(promise: Promise, event: Event) -> None:
    if not may_change(promise, now=event.at):
        raise Refused(rule="past")


def _without(promise: Promise, who: Who) -> Promise:
    """Return the promise without what somebody had answered to it."""
    return replace(
        promise,
        declined=promise.declined - {who},
        proposals={other: terms for other, terms in promise.proposals.items() if other != who},
    )


def _occasion_of(promise: Promise, event: Event) -> Occasion:
    numbers = [event.offer] if 1 <= event.offer <= promise.offer else []
    for number in numbers:
        for occasion in _came(promise, number, now=event.at):
            if occasion.on == event.on:
                return occasion
    raise Refused(rule="no such time")


def _came(promise: Promise, number: int, *, now: datetime) -> list[Occasion]:
    """Return the times under the terms of this number that have come to be asked about."""
    period = promise.periods[number - 1]
    if not period.agreed:
        return []
    said = {on for offer, on, _ in promise.views if offer == number}
    ended = period.ended_at or now + timedelta(days=1)
    found = [
        Occasion(
            offer=number,
            due=due,
            terms=period.terms,
            people=frozenset(who for who, since in period.agreed.items() if since <= due <= period.left.get(who, due)),
            views={
                who: kept for (offer, on, who), kept in promise.views.items() if (offer, on) == (number, due.date())
            },
            is_mended=(number, due.date()) in promise.mended,
        )
        for due in dues(period.terms, after=min(period.agreed.values()), before=now + timedelta(days=1))
        if asks_at(period.terms, due) <= now and (due <= ended or due.date() in said) and due.date() != period.moved
    ]
    return [occasion for occasion in found if occasion.people]

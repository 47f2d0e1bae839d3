"""Promises as pages say them: who promised whom, what and for when; how each saw it; what happened, step by step."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.content.promises import promise_words
from amends.path import promise as rule
from amends.path.promise import Kind, Occasion, Terms, Who
from amends_web.accounts.models import Person
from amends_web.promises.forms import REPEATS, rule_parts
from amends_web.promises.models import Promise
from amends_web.promises.signing import Opened, Told, people_of
from amends_web.spaces.queries import members, name_list


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTerms:
    cue: str
    act: str
    when: str

    @property
    def sentence(self) -> str:
        return promise_words().sentence.of(cue=self.cue, act=self.act)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownView:
    """How one of them saw one time, with the words that go with it; "" where there are none."""

    name: str
    said: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTime:
    """One time of a promise; `mine` is "kept", "not" or "" for whoever looks, `mending` the three lines, if sent."""

    offer: int
    on: str
    day: str
    views: tuple[ShownView, ...]
    mine: str
    may_say: bool
    may_mend: bool
    mending: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownProposal:
    """A proposal; `name` is how whoever made it is named, `number` ties a button to these very words."""

    of: Person
    name: str
    terms: ShownTerms
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStep:
    """One line of the history: who did what, the terms, and their words with what those are."""

    at: datetime
    by: str
    what: str
    terms: ShownTerms | None
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A promise as one of its people sees it. `readers` is everybody else who reads what they write to it."""

    row: Promise
    maker: str
    to: str
    readers: str
    is_mine: bool
    terms: ShownTerms
    standing: str
    answers: tuple[tuple[str, str], ...]
    times: tuple[ShownTime, ...]
    proposals: tuple[ShownProposal, ...]
    offer: int
    number: str
    waits_for_me: bool
    said_no: bool
    proposed: bool
    may_change: bool
    may_warn: bool
    may_let_go: bool
    warnings: tuple[str, ...]
    break_words: str
    asks_me: bool
    is_open: bool

    @property
    def needs_me(self) -> bool:
        return self.waits_for_me or bool(self.is_mine and self.proposals) or self.asks_me


def shown(opened: Opened, person: Person, *, now: datetime, names: Mapping[Who, str]) -> Shown:
    """Return a promise for a page; `names` are those of the people of its space."""
    state, people = opened.state, people_of(opened.row)
    mine = state.maker == person.pk
    coming = rule.coming(state, now=now)
    waits = rule.waits_for(state, person.pk, now=now)
    is_answered = person.pk in state.declined or person.pk in state.proposals
    proposals = rule.open_proposals(state, now=now)
    asks = rule.asked_about(state, who=person.pk, now=now)
    return Shown(
        row=opened.row,
        maker=_name(state.maker, names),
        to=_names((who for who in people if who != state.maker), people, names),
        readers=_names((who for who in people if who != person.pk), people, names),
        is_mine=mine,
        terms=shown_terms(state.now.terms),
        standing=_standing(opened, coming, now=now),
        answers=tuple(_answers(state, person, names=names)),
        times=tuple(_time(opened, one, person, names=names) for one in reversed(rule.occasions(state, now=now))),
        proposals=tuple(
            ShownProposal(of=people[who], name=_name(who, names), terms=shown_terms(terms), number=number_of(terms))
            for who, terms in proposals.items()
        ),
        offer=state.offer,
        number=number_of(state.now.terms),
        waits_for_me=waits and not is_answered,
        said_no=waits and person.pk in state.declined,
        proposed=person.pk in proposals,
        may_change=rule.may_change(state, now=now) and (mine or person.pk in state.now.holders),
        may_warn=mine and coming is not None,
        may_let_go=rule.may_change(state, now=now) and (mine or person.pk in state.now.holders),
        warnings=_warnings(opened),
        break_words=_break_words(opened),
        asks_me=bool(asks),
        is_open=coming is not None or bool(asks) or any(rule.waits_for(state, who, now=now) for who in state.receivers),
    )


def names_in(row: Promise) -> dict[Who, str]:
    """Return how the people of a promise's space are named; whoever is gone is a former member."""
    return {member.person_id: member.person.name for member in members(row.space)}


def shown_terms(terms: Terms) -> ShownTerms:
    return ShownTerms(cue=terms.cue, act=terms.act, when=when_words(terms))


def when_words(terms: Terms) -> str:
    """Return for when it is, in the reader's own time where it has an hour: "Friday 4 December, 18:00"."""
    day = day_words(terms, rule.first_due(terms))
    repeat, times = rule_parts(terms.rule)
    if not repeat or times is None:
        return day
    often = str(REPEATS[repeat]).lower()
    count = ngettext("%(count)d time", "%(count)d times", times) % {"count": times}
    return _("%(often)s from %(day)s, %(count)s") % {"often": often, "day": day, "count": count}


def day_words(terms: Terms, due: datetime) -> str:
    if terms.at is None:
        return date_format(due.date(), "l j F")
    return date_format(timezone.localtime(due), "l j F, H:i")


def number_of(terms: Terms) -> str:
    """Return what ties a button to the words above it; nobody finds two that have one number."""
    return hashlib.blake2b(repr(terms).encode(), digest_size=32).hexdigest()


def steps_of(opened: Opened, person: Person, *, names: Mapping[Who, str]) -> list[ShownStep]:
    """Return the history, in order, with who wrote what."""
    return [
        ShownStep(
            at=told.event.at,
            by=_who(told.event.by, person, names),
            what=_what(opened, told),
            terms=shown_terms(told.event.terms) if told.event.terms else None,
            lines=tuple(_lines(told)),
        )
        for told in opened.told
    ]


def _standing(opened: Opened, coming: datetime | None, *, now: datetime) -> str:
    state = opened.state
    if state.is_let_go:
        return _("Let go.")
    if coming is not None:
        return _("Agreed. Next: %(day)s.") % {"day": day_words(state.now.terms, coming)}
    if state.now.holders:
        return _("Agreed, and the day has come.")
    if rule.next_due(state.now.terms, now=now) is None:
        return _("Offered. The day is over, and nobody had said yes.")
    if state.declined == state.receivers:
        return _("Offered. The answer was: not this one.")
    return _("Offered. Nothing is agreed yet.")


def _answers(state: rule.Promise, person: Person, *, names: Mapping[Who, str]) -> Iterator[tuple[str, str]]:
    """Yield what each of several said; of one alone, the page tells it already."""
    for who in sorted(state.receivers, key=lambda who: names.get(who, "")) if len(state.receivers) > 1 else ():
        if who in state.now.holders:
            said = _("agreed")
        elif who in state.now.left:
            said = _("let it go")
        elif who in state.declined:
            said = _("not this one")
        elif who in state.proposals:
            said = _("proposes something else")
        else:
            said = _("nothing said yet")
        yield _who(who, person, names), said


def _time(opened: Opened, occasion: Occasion, person: Person, *, names: Mapping[Who, str]) -> ShownTime:
    maker = opened.state.maker
    everybody = [maker, *sorted(occasion.people, key=lambda who: names.get(who, ""))]
    said = occasion.views.get(person.pk)
    about = [told for told in opened.told if (told.event.offer, told.event.on) == (occasion.offer, occasion.on)]
    # Of what somebody said of it, the last word counts.
    texts = {told.event.by: told.words.get("text", "") for told in about if told.event.kind is Kind.SAID}
    mending = [line for told in about if told.event.kind is Kind.REPAIRED for line in _lines(told)]
    return ShownTime(
        offer=occasion.offer,
        on=occasion.on.isoformat(),
        day=day_words(occasion.terms, occasion.due),
        views=tuple(
            ShownView(
                name=_who(who, person, names),
                said=_view(who == maker, occasion.views.get(who)),
                text=texts.get(who, ""),
            )
            for who in everybody
        ),
        mine="" if said is None else "kept" if said else "not",
        may_say=person.pk in everybody,
        may_mend=person.pk == maker and occasion.may_be_mended,
        mending=tuple(mending),
    )


def _view(is_maker: bool, is_kept: bool | None) -> str:  # noqa: FBT001
    if is_kept is None:
        return _("nothing said yet")
    if is_kept:
        return _("kept")
    return _("not this time") if is_maker else _("not for me")


def _what(opened: Opened, told: Told) -> str:
    """Say what somebody did, behind their name."""
    event = told.event
    if event.kind is Kind.SAID:
        said = _view(event.by == opened.row.maker_id, event.is_kept)
        return _("said of %(day)s: %(said)s") % {"day": _on(told), "said": said}
    if event.kind is Kind.REPAIRED:
        return _("wrote three lines about %(day)s") % {"day": _on(told)}
    return {
        Kind.OFFERED: _("offered"),
        Kind.ACCEPTED: _("said yes"),
        Kind.DECLINED: _("said: not this one"),
        Kind.PROPOSED: _("proposed something else"),
        Kind.TOOK: _("took what was proposed"),
        Kind.LEFT: _("left it as it was"),
        Kind.CHANGED: _("changed it before the day"),
        Kind.HEADS_UP: _("gave a heads-up"),
        Kind.LET_GO: _("let it go"),
    }[event.kind]


def _on(told: Told) -> str:
    on = told.event.on
    return date_format(on, "l j F") if on else ""


def _lines(told: Told) -> Iterator[tuple[str, str]]:
    """Yield the words of a step with what they are."""
    words = dict(told.words)
    if broke := _broke(words.pop("break", "")):
        yield _("What kind of break it is for"), broke
    labels = {line.id: line.label for line in promise_words().mend}
    for key, text in words.items():
        yield labels.get(key, ""), text


def _warnings(opened: Opened) -> tuple[str, ...]:
    """Return the heads-ups to the terms that stand."""
    since = [told.event.kind for told in opened.told]
    begins = max(place for place, kind in enumerate(since) if kind in (Kind.OFFERED, Kind.TOOK, Kind.CHANGED))
    return tuple(told.words.get("text", "") for told in opened.told[begins:] if told.event.kind is Kind.HEADS_UP)


def _break_words(opened: Opened) -> str:
    return _broke(opened.told[0].words.get("break", ""))


def _broke(fit: str) -> str:
    found = promise_words().fits.get(fit)
    return found.broke if found else ""


def readers_of(row: Promise, person: Person) -> str:
    """Return the names of everybody else who reads what somebody writes to a promise."""
    people = people_of(row)
    return _names((who for who in people if who != person.pk), people, names_in(row))


def _names(who: Iterable[Who], people: Mapping[Who, Person], names: Mapping[Who, str]) -> str:
    some = list(who)
    if all(one in names for one in some):
        return name_list(people[one] for one in some)
    return ", ".join(_name(one, names) for one in some)


def _who(who: Who, person: Person, names: Mapping[Who, str]) -> str:
    return _("You") if who == person.pk else _name(who, names)


def _name(who: Who, names: Mapping[Who, str]) -> str:
    return names.get(who) or _("a former member")

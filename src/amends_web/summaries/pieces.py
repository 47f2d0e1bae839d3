"""What a summary can be begun from: what everybody in the space sees already, with the yes of whoever it is about.

Nothing is offered that one of them could not open by themselves: a round in which all of them sat, a map to which all
of them came, and, where they are two, what passed between these two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from amends.content.loops import loop_words
from amends.content.summaries import summary_words
from amends.errors import Sealed, Tampered
from amends.path.floor import Verdict, is_over
from amends.path.own_it import Check, Event, Kind
from amends_web.accounts.models import Person
from amends_web.acknowledgements.queries import Thread, threads
from amends_web.breakdowns.models import Breakdown, Share, Surprise
from amends_web.breakdowns.parts import shown_part
from amends_web.listening.models import Said, Seat
from amends_web.listening.queries import Here, rounds_of, standing
from amends_web.listening.signing import open_said
from amends_web.loops.queries import loops_in
from amends_web.loops.shown import shown_loop
from amends_web.promises.queries import promises_of
from amends_web.promises.shown import ShownTerms, shown_terms
from amends_web.spaces.blind import open_share
from amends_web.spaces.models import Space
from amends_web.summaries.queries import name_of, names_in
from amends_web.vault.keyring import Keyring

# Of each kind, the newest; a summary is of a talk, not of a year. More rounds are looked at, as some came to nothing.
_MOST = 6
_MOST_ROUNDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One thing that can stand in a summary. `of` is whose it is, `by` who got it; `key` names it without its words.

    `about` names the round or breakdown that it comes from; `round` is the round's id, or None.
    """

    key: str
    kind: str
    about: str
    of: str
    by: str
    text: str
    round: UUID | None = None

    @property
    def line(self) -> str:
        """The piece as it will stand in the text."""
        part = next(part for part in summary_words().parts if part.kind == self.kind)
        return part.line.format(of=self.of, by=self.by, text=self.text)


def pieces_for(person: Person, space: Space, keyring: Keyring) -> list[Piece]:
    """Return what a summary in this space can be begun from, in the order of its parts; as many queries for all."""
    names = names_in(space)
    found = [
        *_understood(person, space, keyring, names),
        *_loop(person, space, keyring, names),
        *_promises(person, space, keyring, names),
    ]
    if len(names) == 2:
        found += [*_news(space, keyring, names), *_impacts(person, space, keyring, names)]
    order = [part.kind for part in summary_words().parts]
    return sorted(found, key=lambda piece: order.index(piece.kind))


def talks_of(pieces: Sequence[Piece]) -> list[str]:
    """Return what the pieces are about, each once; a promise is of no talk."""
    return list(dict.fromkeys(piece.about for piece in pieces if piece.kind != "promise"))


def draft_text(pieces: Sequence[Piece]) -> str:
    """Return the text that a summary begins with; the same pieces always give the same text."""
    words = summary_words()
    parts = [f"{words.opening}\n{'; '.join(talks_of(pieces))}"]
    for part in words.parts:
        lines = [piece.line for piece in pieces if piece.kind == part.kind]
        if lines:
            parts.append("\n".join([part.heading, *lines]))
    return "\n\n".join([*parts, *(f"{heading}\n" for heading in words.closing)])


def _understood(person: Person, space: Space, keyring: Keyring, names: Collection[UUID]) -> Iterator[Piece]:
    """Yield what was said back in each turn and got, and what could help, of rounds that are over."""
    rounds = {here.of.pk: here for here in standing(rounds_of(person, space=space)[:_MOST_ROUNDS], person, keyring)}
    seated: dict[UUID, set[UUID | None]] = {pk: set() for pk in rounds}
    for round_id, who in Seat.objects.filter(of__in=rounds).values_list("of", "person"):
        seated[round_id].add(who)
    of_all = [pk for pk, here in rounds.items() if is_over(here.floor) and seated[pk] >= set(names)][:_MOST]
    said = Said.objects.select_related("box", "person").filter(of__in=of_all).order_by("of", "number")
    for round_id, rows in groupby(said, key=lambda row: row.of_id):
        try:
            words = [(row.number, open_said(row, keyring)) for row in rows]
        except Tampered:
            continue
        yield from _of_round(rounds[round_id], words)


def _of_round(here: Here, said: Sequence[tuple[int, dict[str, Any]]]) -> Iterator[Piece]:
    got: dict[int, tuple[int, dict[str, Any]]] = {}
    for (number, words), (_number, after) in pairwise(said):
        # The last of a turn is of all of it.
        if words["kind"] == "back" and after["verdict"] == Verdict.GOT_IT and words["turn"] == after["turn"]:
            got[words["turn"]] = (number, words)
    for turn, (number, words) in got.items():
        yield _round_piece(here, number, words, kind="understood", of=turn, by=words["seat"])
    for number, words in said:
        if words["kind"] == "idea":
            yield _round_piece(here, number, words, kind="idea", of=words["seat"], by=words["seat"])


def _round_piece(here: Here, number: int, words: dict[str, Any], *, kind: str, of: int, by: int) -> Piece:
    return Piece(
        key=f"round-{here.of.pk}-{number}",
        kind=kind,
        about=here.topic,
        of=here.names[of],
        by=here.names[by],
        text=words["text"],
        round=here.of.pk,
    )


def _news(space: Space, keyring: Keyring, names: dict[UUID, str]) -> Iterator[Piece]:
    """Yield what one of the two shared and the other marked as news: of a mark, these two know and nobody else."""
    breakdowns = Breakdown.objects.select_related("box").filter(space=space, revealed_at__isnull=False)
    newest = {row.pk: row for row in breakdowns.order_by("-revealed_at")[:_MOST]}
    shares: dict[UUID, list[Share]] = {}
    for share in Share.objects.select_related("box", "person").filter(breakdown__in=newest).order_by("pk"):
        shares.setdefault(share.breakdown_id, []).append(share)
    of_all = [share for one in shares.values() if {share.person_id for share in one} >= names.keys() for share in one]
    marked = Surprise.objects.select_related("box").filter(share__in=of_all, is_news=True).order_by("pk")
    by_share: dict[UUID, list[Surprise]] = {}
    for surprise in marked:
        by_share.setdefault(surprise.share_id, []).append(surprise)
    for share in of_all:
        about = newest[share.breakdown_id].words(keyring)["name"]
        yield from _of_share(share, by_share.get(share.pk, []), keyring, names, about)


def _of_share(
    share: Share, surprises: Sequence[Surprise], keyring: Keyring, names: dict[UUID, str], about: str
) -> Iterator[Piece]:
    try:
        parts = open_share(share, keyring)["parts"]
    except Tampered:
        return
    for surprise in surprises:
        if {share.person_id, surprise.person_id} != names.keys():
            continue
        for name in surprise.words(keyring)["parts"]:
            if name in parts:
                part = shown_part(name, parts[name])
                yield Piece(
                    key=f"news-{surprise.pk}-{name}",
                    kind="news",
                    about=about,
                    of=name_of(share.person_id, names),
                    by=name_of(surprise.person_id, names),
                    text="; ".join(filter(None, (part.words, *part.picked))),
                )


def _impacts(person: Person, space: Space, keyring: Keyring, names: dict[UUID, str]) -> Iterator[Piece]:
    """Yield what it was like for one of the two, as the other told it back and they said that it was so."""
    for thread in threads(person, keyring, acknowledgement__breakdown__space=space)[:_MOST]:
        event, row = _confirmed(thread), thread.acknowledgement
        # There may have been others here before, and what passed with one of them is not for whoever is here now.
        if event is not None and {row.author_id, row.recipient_id} == names.keys():
            try:
                about = row.breakdown.words(keyring)["name"]
            except Sealed:
                continue
            yield Piece(
                key=f"impact-{row.pk}",
                kind="impact",
                about=about,
                of=name_of(row.recipient_id, names),
                by=name_of(row.author_id, names),
                text=event.text,
            )


def _loop(person: Person, space: Space, keyring: Keyring, names: dict[UUID, str]) -> Iterator[Piece]:
    """Yield the newest loop to which everybody here has come, as it is drawn now."""
    rows = [row for row in loops_in(space) if row.revealed_at and not row.words(keyring)["is_put_away"]]
    if not rows:
        return
    row, former = rows[0], _("a former member")
    row.space = space
    try:
        loop = shown_loop(row, person, keyring, former=former)
    except Tampered:
        return
    if loop.picture is not None and {one.id for one in loop.people} >= {str(who) for who in names}:
        # Names alone: the words were written after “I” and “you”.
        steps = " → ".join(f"{arrow.name}: {arrow.text}" for arrow in loop.arrows)
        text = f"{steps} {loop_words().again}"
        yield Piece(key=f"loop-{row.pk}", kind="loop", about=row.words(keyring)["name"], of="", by="", text=text)


def _promises(person: Person, space: Space, keyring: Keyring, names: dict[UUID, str]) -> Iterator[Piece]:
    """Yield the promises that everybody here is in and said yes to, and that nobody let go."""
    for opened in promises_of(person, keyring, space=space, most=_MOST):
        state = opened.state
        agreed = state.now.holders | {state.maker}
        if not state.is_let_go and agreed >= names.keys() and state.now.holders == state.receivers:
            yield Piece(
                key=f"promise-{opened.row.pk}",
                kind="promise",
                about=_("Promises"),
                of=name_of(opened.row.maker_id, names),
                by="",
                text=_promise_words(shown_terms(state.now.terms)),
            )


def _promise_words(terms: ShownTerms) -> str:
    if terms.cue:
        return _("When %(cue)s, I will %(act)s. (%(when)s)") % {"cue": terms.cue, "act": terms.act, "when": terms.when}
    return _("I will %(act)s. (%(when)s)") % {"act": terms.act, "when": terms.when}


def _confirmed(thread: Thread) -> Event | None:
    """Return what was told back last, where it was confirmed."""
    told: Event | None = None
    confirmed: Event | None = None
    for event in thread.events:
        if event.kind == Kind.IMPACT:
            told = event
        elif event.kind == Kind.CHECK and event.answer == Check.GOT_IT:
            confirmed = told
    return confirmed

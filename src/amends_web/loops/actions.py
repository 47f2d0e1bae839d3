"""Beginning a loop, answering, sharing, taking back, opening; drawing it, putting it away, taking it up again."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from amends.errors import Refused
from amends.path import loop as rule
from amends.path.reveal import check_may_share, check_may_take_back
from amends_web.accounts.models import Person
from amends_web.breakdowns.models import Breakdown
from amends_web.loops.models import Answers, Loop, Share, Wording
from amends_web.loops.parts import chosen
from amends_web.loops.queries import answers_of, ring_of, shares_of
from amends_web.loops.signing import sign
from amends_web.pauses.queries import check_open
from amends_web.spaces.blind import check_audience, digest, is_ready, open_locked_if_ready, save_share
from amends_web.spaces.models import Space
from amends_web.spaces.queries import members
from amends_web.vault.keyring import Keyring
from amends_web.vault.queries import private_box


def begin_loop(*, keyring: Keyring, person: Person, space: Space, name: str, breakdown: Breakdown | None) -> Loop:
    """Begin to look below something, under a name that everybody in the space sees; once for each breakdown.

    Raises NotYet during a break, where the name is a new one.
    """
    if breakdown is None:
        check_open(space, keyring, now=timezone.now())
    with transaction.atomic():
        Space.objects.select_for_update().only("pk").get(pk=space.pk)
        before = Loop.objects.filter(breakdown=breakdown).first() if breakdown else None
        if before is not None:
            return before
        loop = Loop(box=space.box, space=space, breakdown=breakdown, begun_by=person)
        loop.put(keyring, {"name": " ".join(name.split()), "order": [], "is_put_away": False})
        loop.save(force_insert=True)
    return loop


def keep_answers(*, keyring: Keyring, person: Person, loop: Loop, answers: Mapping[str, Any], page: str) -> None:
    """Keep answers that were sent on from the opened page `page`."""
    _change_answers(keyring, person, loop, lambda words: words.update(answers, page=page))


def keep_draft(*, keyring: Keyring, person: Person, loop: Loop, answers: Mapping[str, Any], page: str) -> None:
    """Keep answers at a rest in typing; a draft that comes after its own page was sent on is older, and dropped."""
    _change_answers(keyring, person, loop, lambda words: words.update(answers if words.get("page") != page else {}))


def delete_answers(*, person: Person, loop: Loop) -> None:
    """Delete all that somebody answered; before it opened, also what they had shared."""
    with transaction.atomic():
        if _locked(loop).revealed_at is None:
            Share.objects.filter(loop=loop, person=person).delete()
        Answers.objects.filter(loop=loop, person=person).delete()


def share_answers(
    *, keyring: Keyring, person: Person, loop: Loop, previewed: str, shown: Collection[str], now: datetime
) -> None:
    """Share the chosen answers blind, and open all of them where everybody now has.

    `previewed` is the digest of them as the person saw them, `shown` are the ids of those whom the preview named.
    Raises NotYet alone, after it opened, or during a break, and Refused: "preview" where the words have changed since,
    or nothing was chosen, "somebody came in" where there is somebody by now whom it did not name.
    """
    check_open(loop.space, keyring, now=now)
    with transaction.atomic():
        loop = _locked(loop)
        audience = frozenset(member.person_id for member in members(loop.space))
        check_may_share(members=audience, is_open=loop.revealed_at is not None)
        check_audience(members=audience, person=person.pk, shown=shown)
        row = answers_of(person, loop)
        content = chosen(row.words(keyring)) if row else {}
        if not content or digest(content) != previewed:
            raise Refused(rule="preview")
        Share.objects.filter(loop=loop, person=person).delete()
        save_share(Share(box=loop.box, loop=loop, person=person), keyring, content, audience=audience)
        open_locked_if_ready(loop, loop.space, shares_of(loop), keyring)


def take_back_share(*, person: Person, loop: Loop) -> None:
    """Take one's own share back, as long as nothing has opened; raises NotYet after that."""
    with transaction.atomic():
        check_may_take_back(is_open=_locked(loop).revealed_at is not None)
        Share.objects.filter(loop=loop, person=person).delete()


def open_if_ready(*, keyring: Keyring, loop: Loop) -> None:
    """Open what is ready by no share of anybody: the last one who was waited for has left, and told it."""
    if loop.revealed_at is None and is_ready(loop.space, shares_of(loop), keyring):
        with transaction.atomic():
            locked = _locked(loop)
            open_locked_if_ready(locked, locked.space, shares_of(locked), keyring)
        loop.revealed_at = locked.revealed_at


def put_in_arrow(
    *, keyring: Keyring, person: Person, loop: Loop, after: str, does: str, text: str, now: datetime
) -> None:
    """Put one more arrow into the ring; raises Refused as `path.loop.put_in`, and NotYet during a break."""
    new = str(uuid.uuid4())

    def put_in(ring: rule.Ring) -> rule.Ring:
        return rule.put_in(ring, arrow=new, after=after, does=does, text=text, by=str(person.pk))

    _redraw(keyring, person, loop, new, put_in, now)


def change_arrow(
    *, keyring: Keyring, person: Person, loop: Loop, arrow: str, seen: int, does: str, text: str, now: datetime
) -> None:
    """Word an arrow anew; raises Refused as `path.loop.change`, and NotYet during a break."""

    def change(ring: rule.Ring) -> rule.Ring:
        return rule.change(ring, arrow=arrow, seen=seen, does=does, text=text, by=str(person.pk))

    _redraw(keyring, person, loop, arrow, change, now)


def take_out_arrow(*, keyring: Keyring, person: Person, loop: Loop, arrow: str, seen: int, now: datetime) -> None:
    """Take an arrow out of the ring; raises Refused as `path.loop.take_out`, and NotYet during a break."""

    def take_out(ring: rule.Ring) -> rule.Ring:
        return rule.take_out(ring, arrow=arrow, seen=seen, by=str(person.pk))

    _redraw(keyring, person, loop, arrow, take_out, now)


def put_away(*, keyring: Keyring, loop: Loop, is_put_away: bool) -> None:
    """Put a loop away, or take it up again; nothing in it changes."""
    with transaction.atomic():
        loop = _locked(loop)
        _put(keyring, loop, is_put_away=is_put_away)


def _redraw(
    keyring: Keyring,
    person: Person,
    loop: Loop,
    name: str,
    edit: Callable[[rule.Ring], rule.Ring],
    now: datetime,
) -> None:
    check_open(loop.space, keyring, now=now)
    with transaction.atomic():
        loop = _locked(loop)
        before = ring_of(loop, keyring)
        after = edit(before)
        if after == before:
            return
        wording = next(arrow.latest for arrow in after if arrow.id == name)
        row = Wording(box=loop.box, loop=loop, arrow=uuid.UUID(name), number=wording.number, by=person)
        words = {"does": wording.does, "text": wording.text, "on": timezone.localdate(now).isoformat()}
        row.put(keyring, words)
        row.signature = sign(keyring, row, words)
        row.save(force_insert=True)
        _put(keyring, loop, order=[arrow.id for arrow in after])


def _put(keyring: Keyring, loop: Loop, **changed: Any) -> None:
    loop.put(keyring, loop.words(keyring) | changed)
    loop.save(update_fields=["key_version", "sealed"])


def _locked(loop: Loop) -> Loop:
    """Return the row as it is now; shares, openings and edits of one loop wait for each other here."""
    locked: Loop = Loop.objects.select_for_update(of=("self",)).get(pk=loop.pk)
    locked.box, locked.space = loop.box, loop.space
    return locked


def _change_answers(keyring: Keyring, person: Person, loop: Loop, change: Callable[[dict[str, Any]], None]) -> None:
    with transaction.atomic():
        Person.objects.select_for_update().only("pk").get(pk=person.pk)
        row = answers_of(person, loop)
        words = row.words(keyring) if row else {}
        row = row or Answers(box=private_box(person), loop=loop, person=person)
        words["about"] = loop.words(keyring)["name"]
        change(words)
        row.put(keyring, words)
        row.save()

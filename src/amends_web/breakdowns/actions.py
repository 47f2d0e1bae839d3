"""Beginning a breakdown, keeping a side, sharing, taking back, opening, marking what was news."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from amends.drafts.moving import sentence_at, without_sentence_at
from amends.errors import Refused
from amends.path.reveal import check_may_share, check_may_take_back
from amends_web.accounts.models import Person
from amends_web.breakdowns.models import Breakdown, Share, Side, Surprise
from amends_web.breakdowns.parts import chosen
from amends_web.breakdowns.queries import shares_of, side_of, surprises_of
from amends_web.pauses.queries import check_open
from amends_web.spaces.blind import check_audience, digest, is_ready, open_locked_if_ready, save_share
from amends_web.spaces.models import Space
from amends_web.spaces.queries import members
from amends_web.vault.keyring import Keyring
from amends_web.vault.queries import private_box


def begin_breakdown(*, keyring: Keyring, person: Person, space: Space, name: str, day: date | None) -> Breakdown:
    """Give what happened a name that everybody in the space sees; raises NotYet during a break."""
    check_open(space, keyring, now=timezone.now())
    breakdown = Breakdown(box=space.box, space=space, begun_by=person)
    breakdown.put(keyring, {"name": " ".join(name.split()), "day": day.isoformat() if day else ""})
    breakdown.save(force_insert=True)
    return breakdown


def keep_kinds(*, keyring: Keyring, person: Person, breakdown: Breakdown, kinds: list[str], channel: str) -> None:
    _change_side(keyring, person, breakdown, lambda side: side.update(kinds=kinds, channel=channel))


def keep_ask(*, keyring: Keyring, person: Person, breakdown: Breakdown, ask: dict[str, str]) -> None:
    """Keep the "which way did you mean it?" that somebody wrote down, for themselves."""
    _change_side(keyring, person, breakdown, lambda side: side.update(ask=ask))


def keep_draft(
    *, keyring: Keyring, person: Person, breakdown: Breakdown, name: str, answer: dict[str, Any], page: str
) -> None:
    """Keep an answer at a rest in typing.

    `page` is the opened page that it comes from. A draft that arrives after its own page was sent on is older than
    what stands there, and is dropped.
    """

    def change(side: dict[str, Any]) -> None:
        if side.get("past", {}).get(name) != page:
            side[name] = answer

    _change_side(keyring, person, breakdown, change)


def keep_answer(
    *, keyring: Keyring, person: Person, breakdown: Breakdown, name: str, answer: dict[str, Any], page: str
) -> None:
    """Keep an answer, empty or not, and go past its question."""

    def change(side: dict[str, Any]) -> None:
        side[name] = answer
        side.setdefault("past", {})[name] = page

    _change_side(keyring, person, breakdown, change)


def move_to_story(*, keyring: Keyring, person: Person, breakdown: Breakdown, text: str, place: int) -> None:
    """Move the sentence at `place` of the camera's facts to the end of the story, as it stands."""

    def change(side: dict[str, Any]) -> None:
        side["facts"] = {"text": without_sentence_at(text, place)}
        story = side.setdefault("story", {})
        story["you"] = "\n".join(filter(None, (story.get("you", ""), sentence_at(text, place))))

    _change_side(keyring, person, breakdown, change)


def leave_mark(*, keyring: Keyring, person: Person, breakdown: Breakdown, text: str, mark: str) -> None:
    """Leave the sentence where it is; this mark is not shown on this side again."""

    def change(side: dict[str, Any]) -> None:
        side["facts"] = {"text": text}
        side["left"] = sorted({*side.get("left", ()), mark})

    _change_side(keyring, person, breakdown, change)


def delete_side(*, person: Person, breakdown: Breakdown) -> None:
    """Delete all that somebody wrote about a breakdown; before it opened, also what they had shared."""
    with transaction.atomic():
        if _locked(breakdown).revealed_at is None:
            Share.objects.filter(breakdown=breakdown, person=person).delete()
        Side.objects.filter(breakdown=breakdown, person=person).delete()


def keep_words_language(*, keyring: Keyring, person: Person, breakdown: Breakdown, language: str) -> None:
    """Keep the language in which somebody picks feelings and needs."""
    _change_side(keyring, person, breakdown, lambda side: side.update(words_in=language))


def keep_choice(*, keyring: Keyring, person: Person, breakdown: Breakdown, names: Collection[str]) -> None:
    """Keep which parts somebody would share, for the day when there is somebody to share with."""
    _change_side(keyring, person, breakdown, lambda side: side.update(chosen=sorted(names)))


def share_side(
    *,
    keyring: Keyring,
    person: Person,
    breakdown: Breakdown,
    names: Collection[str],
    previewed: str,
    shown: Collection[str],
    now: datetime,
) -> None:
    """Share the named parts blind, and open the reveal where everybody now has.

    `previewed` is the digest of the parts as the person saw them, `shown` are the ids of those whom the preview named.
    Raises NotYet alone, after the reveal, or during a break, and Refused: "preview" where the words have changed since
    they were shown, or nothing was chosen, "somebody came in" where there is somebody by now whom it did not name.
    Sharing again replaces what was shared before.
    """
    check_open(breakdown.space, keyring, now=now)
    with transaction.atomic():
        breakdown = _locked(breakdown)
        audience = frozenset(member.person_id for member in members(breakdown.space))
        check_may_share(members=audience, is_open=breakdown.revealed_at is not None)
        check_audience(members=audience, person=person.pk, shown=shown)
        side = side_of(person, breakdown)
        parts = chosen(side.words(keyring), names) if side else {}
        if not parts or digest(parts) != previewed:
            raise Refused(rule="preview")
        Share.objects.filter(breakdown=breakdown, person=person).delete()
        share = Share(box=breakdown.box, breakdown=breakdown, person=person)
        save_share(share, keyring, {"parts": parts}, audience=audience)
        keep_choice(keyring=keyring, person=person, breakdown=breakdown, names=names)
        open_locked_if_ready(breakdown, breakdown.space, shares_of(breakdown), keyring)


def take_back_share(*, person: Person, breakdown: Breakdown) -> None:
    """Take one's own share back, as long as nothing has opened; raises NotYet after that."""
    with transaction.atomic():
        breakdown = _locked(breakdown)
        check_may_take_back(is_open=breakdown.revealed_at is not None)
        Share.objects.filter(breakdown=breakdown, person=person).delete()


def open_if_ready(*, keyring: Keyring, breakdown: Breakdown) -> None:
    """Open a reveal that is ready by no share of anybody: the last one who was waited for has left, and told it."""
    if breakdown.revealed_at is None and is_ready(breakdown.space, shares_of(breakdown), keyring):
        with transaction.atomic():
            locked = _locked(breakdown)
            open_locked_if_ready(locked, locked.space, shares_of(locked), keyring)
        breakdown.revealed_at = locked.revealed_at


def mark_part(*, keyring: Keyring, person: Person, share: Share, part: str, is_news: bool) -> None:
    """Mark a part of another's share: as news, which its author will see, or as known, for oneself alone."""
    with transaction.atomic():
        _list_part(keyring, person, share, part, is_news=is_news, is_in=True)
        _list_part(keyring, person, share, part, is_news=not is_news, is_in=False)


def _locked(breakdown: Breakdown) -> Breakdown:
    """Return the row as it is now; shares, take-backs and openings of one breakdown wait for each other here."""
    locked: Breakdown = Breakdown.objects.select_for_update(of=("self",)).get(pk=breakdown.pk)
    locked.box, locked.space = breakdown.box, breakdown.space
    return locked


def _change_side(
    keyring: Keyring, person: Person, breakdown: Breakdown, change: Callable[[dict[str, Any]], None]
) -> None:
    with transaction.atomic():
        Person.objects.select_for_update().only("pk").get(pk=person.pk)
        side = side_of(person, breakdown)
        words = side.words(keyring) if side else {}
        side = side or Side(box=private_box(person), breakdown=breakdown, person=person)
        words["about"] = breakdown.words(keyring)
        change(words)
        side.put(keyring, words)
        side.save()


def _list_part(keyring: Keyring, person: Person, share: Share, part: str, *, is_news: bool, is_in: bool) -> None:
    row = surprises_of(share, person, is_news=is_news)
    listed = set(row.words(keyring)["parts"]) if row else set()
    listed = listed | {part} if is_in else listed - {part}
    row = row or Surprise(
        box=share.box if is_news else private_box(person), share=share, person=person, is_news=is_news
    )
    row.put(keyring, {"parts": sorted(listed)})
    row.save()

"""The demo: two made-up people in mid-repair, filled through the same actions that the pages use."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from amends.chats import read_pasted
from amends.content import load_toml
from amends.errors import Refused
from amends.sealing import Seed, unwrap_with_recovery
from amends_web.accounts.actions import NewAccount, change_settings, prepare_account, save_account
from amends_web.accounts.models import Person
from amends_web.breakdowns.actions import begin_breakdown, keep_answer, keep_kinds, mark_part, share_side
from amends_web.breakdowns.models import Share
from amends_web.breakdowns.parts import chosen
from amends_web.breakdowns.queries import side_words
from amends_web.home.models import Demo
from amends_web.imports.actions import pick_lines, share_lines, take_seat
from amends_web.imports.bringing import keep_import
from amends_web.imports.excerpts import draft_of
from amends_web.shell.models import Submission
from amends_web.spaces.actions import add_member, confirm_person, create_space
from amends_web.spaces.blind import digest
from amends_web.spaces.models import Space
from amends_web.spaces.queries import others
from amends_web.vault.actions import create_box, share_box
from amends_web.vault.keyring import Keyring
from amends_web.vault.models import Box

if TYPE_CHECKING:
    from amends_web.breakdowns.models import Breakdown

KEPT_FOR = timedelta(hours=24)
# Anybody may press the button: past this many at once it waits, so that the disk does not fill.
MOST = 100
_TIME_ZONE = "UTC"
# The longest there is: what is locked can only be filled anew.
_IDLE_MINUTES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One of the two, with keys that open what both have by now."""

    person: Person
    keyring: Keyring


def start_demo(*, now: datetime) -> Seat:
    """Make a new demo and return the seat that its visitor looks from first; sweeps those that are a day old.

    Raises Refused where too many are open.
    """
    accounts = _new_people()
    with transaction.atomic():
        for old in Demo.objects.filter(made_at__lt=now - KEPT_FOR):
            erase_demo(demo=old)
        if Demo.objects.count() >= MOST:
            raise Refused(rule="demos have room for a hundred")
        return _fill(accounts, now=now)


def renew_demo(*, demo: Demo, now: datetime) -> Seat:
    """Erase a demo with all that was done in it, and make it anew."""
    accounts = _new_people()
    with transaction.atomic():
        erase_demo(demo=demo)
        return _fill(accounts, now=now)


def other_seat(*, demo: Demo, person: Person, keyring: Keyring) -> tuple[Person, Seed]:
    """Open the other one's seed, out of what this one's keys open."""
    other = demo.ben if person.pk == demo.ana_id else demo.ana
    recovery_key = demo.words(keyring)[str(other.pk)]
    return other, unwrap_with_recovery(bytes(other.wrapped_by_recovery), recovery_key, person=other.pk)


def erase_demo(*, demo: Demo) -> None:
    """Erase every row of both people and of all that they made, also in spaces that they left since.

    It needs no keys. A file that still waited for an answer stays for at most a day, with no key to it.
    """
    people = [demo.ana_id, demo.ben_id]
    spaces = Space.objects.filter(members__person__in=people).values("box")
    with transaction.atomic():
        Box.objects.filter(Q(owner__in=people) | Q(grants__person__in=people) | Q(pk__in=spaces)).delete()
        Submission.objects.filter(holder__in=[str(person) for person in people]).delete()
        Person.objects.filter(pk__in=people, is_demo=True).delete()


def erase_demo_of(person: Person) -> None:
    """Erase the demo that a made-up person belongs to, if it is still there."""
    for demo in Demo.objects.filter(Q(ana=person) | Q(ben=person)):
        erase_demo(demo=demo)


def _new_people() -> list[NewAccount]:
    return [
        prepare_account(name=name, passphrase=secrets.token_hex(32), time_zone=_TIME_ZONE, is_demo=True)
        for name in load_toml("demo")["people"]
    ]


def _fill(accounts: list[NewAccount], *, now: datetime) -> Seat:
    content = load_toml("demo")
    for account in accounts:
        save_account(account)
        change_settings(person=account.person, time_zone=_TIME_ZONE, idle_minutes=_IDLE_MINUTES)
    ana, ben = accounts
    space = create_space(keyring=ana.keyring, person=ana.person, relation=content["relation"], name=content["space"])
    add_member(keyring=ana.keyring, space=space, person=ben.person)
    _keep_demo(ana, ben, now=now)
    one, two = (_seat(account) for account in accounts)
    confirm_person(keyring=one.keyring, person=one.person, other=two.person)
    confirm_person(keyring=two.keyring, person=two.person, other=one.person)
    _bring_conversation(one, space, content)
    for told in content["breakdowns"]:
        _tell({seat.person.name: seat for seat in (one, two)}, space, told)
    return one


def _keep_demo(ana: NewAccount, ben: NewAccount, *, now: datetime) -> None:
    box = create_box(ana.keyring, kind=Box.Kind.SPACE, owner=ana.person)
    share_box(ana.keyring, box=box, person=ben.person)
    demo = Demo(box=box, ana=ana.person, ben=ben.person, made_at=now)
    demo.put(ana.keyring, {str(account.person.pk): account.recovery_key for account in (ana, ben)})
    demo.save(force_insert=True)


def _seat(account: NewAccount) -> Seat:
    # A keyring looks its grants up once: this one knows those that came since the account was made.
    return Seat(person=account.person, keyring=Keyring(person_id=account.person.pk, seed=account.keyring.seed))


def _bring_conversation(seat: Seat, space: Space, content: Mapping[str, Any]) -> None:
    person, keyring = seat.person, seat.keyring
    imported = read_pasted(content["conversation"], timezone=ZoneInfo(_TIME_ZONE))
    row = keep_import(person=person, keyring=keyring, imported=[imported], time_zone=_TIME_ZONE)
    take_seat(row=row, keyring=keyring, me=person.name)
    picked = content["excerpt"]["lines"]
    pick_lines(row=row, keyring=keyring, shown=picked, picked=picked)
    lines = list(draft_of(row, keyring=keyring, space=space, author=person).kept)
    share_lines(space=space, author=person, keyring=keyring, lines=lines, note=content["excerpt"]["note"])


def _tell(seats: Mapping[str, Seat], space: Space, told: Mapping[str, Any]) -> None:
    beginner = seats[told["begun_by"]]
    breakdown = begin_breakdown(
        keyring=beginner.keyring, person=beginner.person, space=space, name=told["name"], day=told["day"]
    )
    for name, side in told["sides"].items():
        _keep_side(seats[name], breakdown, side)
    for name, side in told["sides"].items():
        _share_side(seats[name], breakdown, side)
    for name, side in told["sides"].items():
        _mark_news(seats[name], breakdown, side)


def _keep_side(seat: Seat, breakdown: Breakdown, side: Mapping[str, Any]) -> None:
    person, keyring = seat.person, seat.keyring
    kinds = list(side["kinds"])
    keep_kinds(keyring=keyring, person=person, breakdown=breakdown, kinds=kinds, channel=side["channel"])
    for name, answer in side["answers"].items():
        keep_answer(keyring=keyring, person=person, breakdown=breakdown, name=name, answer=_plain(answer), page="demo")


def _share_side(seat: Seat, breakdown: Breakdown, side: Mapping[str, Any]) -> None:
    if not side["share"]:
        return
    previewed = digest(chosen(side_words(seat.keyring, seat.person, breakdown), side["share"]))
    share_side(
        keyring=seat.keyring,
        person=seat.person,
        breakdown=breakdown,
        names=side["share"],
        previewed=previewed,
        shown=[str(other.pk) for other in others(breakdown.space, seat.person)],
        now=timezone.now(),
    )


def _mark_news(seat: Seat, breakdown: Breakdown, side: Mapping[str, Any]) -> None:
    for share in Share.objects.select_related("box").filter(breakdown=breakdown).exclude(person=seat.person):
        for part in side["news"]:
            mark_part(keyring=seat.keyring, person=seat.person, share=share, part=part, is_news=True)


def _plain(value: Any) -> Any:
    """Return frozen content as values that can be sealed."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return value

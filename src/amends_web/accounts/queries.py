from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from amends.sealing import token_hash
from amends_web.accounts.events import Event
from amends_web.accounts.models import FirstStep, PendingRecoveryKey, Person, SecurityEvent, WavedMarks
from amends_web.vault.models import UnlockedSession
from amends_web.vault.sessions import LONGEST

if TYPE_CHECKING:
    from uuid import UUID

    from amends_web.vault.keyring import Keyring


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """A browser in which the account is open. `mark` names it in addresses."""

    mark: str
    browser: str
    opened_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One line of a person's own list of what happened to their account."""

    event: Event
    browser: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptStep:
    """A first step that was taken along into the account."""

    id: UUID
    text: str
    kept_on: object


def pending_recovery_key(person: Person, keyring: Keyring) -> str:
    """Return the recovery key that was made and not typed back yet, or "" where there is none."""
    row = PendingRecoveryKey.objects.filter(person=person).first()
    return str(row.words(keyring)["key"]) if row else ""


def open_sessions(person: Person, *, token: str) -> list[OpenSession]:
    """Return the browsers in which the account is open, this one first."""
    now = timezone.now()
    rows = UnlockedSession.objects.filter(
        person=person,
        opened_at__gt=now - LONGEST,
        touched_at__gt=now - timedelta(minutes=person.idle_minutes + 1),
    )
    this = token_hash(token)
    sessions = [
        OpenSession(
            mark=bytes(row.token_hash).hex(),
            browser=row.browser,
            opened_at=row.opened_at,
            is_this=bytes(row.token_hash) == this,
        )
        for row in rows
    ]
    return sorted(sessions, key=lambda session: (not session.is_this, session.browser))


def events_of(person: Person, keyring: Keyring, *, most: int = 100) -> list[Happened]:
    """Return the newest events first."""
    opened = [row.words(keyring) for row in SecurityEvent.objects.filter(person=person)]
    events = [
        Happened(event=Event(words["event"]), browser=words["browser"], at=datetime.fromisoformat(words["at"]))
        for words in opened
    ]
    return sorted(events, key=lambda happened: happened.at, reverse=True)[:most]


def first_steps_of(person: Person, keyring: Keyring) -> list[KeptStep]:
    rows = FirstStep.objects.filter(person=person).order_by("kept_on", "pk")
    return [KeptStep(id=row.pk, text=row.words(keyring)["text"], kept_on=row.kept_on) for row in rows]


def waved_rules(person: Person, keyring: Keyring) -> frozenset[str]:
    """Return the rules whose marks this person never wants again."""
    row = WavedMarks.objects.select_related("box").filter(person=person).first()
    return frozenset() if row is None else frozenset(row.words(keyring)["rules"])

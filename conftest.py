"""Two people, their space and a stranger, for every test that wants them."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

import hypothesis
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amends_web.accounts.actions import prepare_account, save_account, sign_in
from amends_web.accounts.models import Person
from amends_web.pauses.actions import take_pause
from amends_web.pauses.models import Pause
from amends_web.spaces.actions import add_member, create_space
from amends_web.spaces.models import Space
from amends_web.vault import sessions
from amends_web.vault.keyring import Keyring

# No deadline: on a busy machine it measures the machine. In CI the same examples each time: a red run can be repeated,
# and new examples are looked for while people work on it.
hypothesis.settings.register_profile("suite", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("suite")


@dataclass
class Actor:
    """Somebody with a browser: signed in and unlocked."""

    person: Person
    client: Client
    keyring: Keyring
    passphrase: str
    recovery_key: str


def make_actor(name: str) -> Actor:
    passphrase = f"correct horse battery staple {name}"
    account = prepare_account(name=name, passphrase=passphrase, time_zone="UTC")
    save_account(account)
    Person.objects.filter(pk=account.person.pk).update(recovery_checked=True)
    account.person.refresh_from_db()
    client = Client()
    unlock(client, account.person, account.keyring)
    return Actor(account.person, client, account.keyring, passphrase, account.recovery_key)


def again(actor: Actor) -> Keyring:
    """The keys as the next request would see them."""
    return Keyring(person_id=actor.person.pk, seed=actor.keyring.seed)


def take_a_break(who: Actor, space: Space) -> Pause:
    now = timezone.now()
    return take_pause(keyring=again(who), person=who.person, space=space, back_at=now + timedelta(hours=1), now=now)


@dataclass
class Pages:
    """A space, and what people do in it with the pages of an area."""

    area: ClassVar[str]
    space: Space

    def url(self, name: str, *args: object) -> str:
        return reverse(f"{self.area}:{name}", args=args or [self.space.pk])

    def get(self, who: Actor, name: str, /, *args: object, **data: object) -> HttpResponse:
        return who.client.get(self.url(name, *args), data)

    def page(self, who: Actor, name: str, /, *args: object, **data: object) -> str:
        response = self.get(who, name, *args, **data)
        assert response.status_code == 200, response.content.decode()
        return response.content.decode()

    def post(self, who: Actor, name: str, /, *args: object, **data: object) -> HttpResponse:
        return who.client.post(self.url(name, *args), {"submission": uuid.uuid4(), **data})

    def take_a_break(self, who: Actor) -> Pause:
        return take_a_break(who, self.space)


def unlock(client: Client, person: Person, keyring: Keyring) -> None:
    """Sign a person in on a client, without the pages."""
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore

    request = HttpRequest()
    request.session = SessionStore()
    sign_in(request, person=person, seed=keyring.seed)
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    client.cookies[settings.UNLOCK_COOKIE_NAME] = request.unlock_token


@pytest.fixture(autouse=True)
def minute_that_does_not_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session is touched once a minute: when that minute turns, a page costs one query more than it did before.

    Where a test lets more time go by, it turns.
    """
    real = sessions._this_minute  # noqa: SLF001
    began = real()

    def this_minute() -> datetime:
        return began if abs(real() - began) < timedelta(minutes=10) else real()

    monkeypatch.setattr(sessions, "_this_minute", this_minute)


@pytest.fixture
def actor(db: None) -> Callable[[str], Actor]:
    """Makes one more person, by name."""
    return make_actor


@pytest.fixture
def ana(db: None) -> Actor:
    return make_actor("Ana")


@pytest.fixture
def ben(db: None) -> Actor:
    return make_actor("Ben")


@pytest.fixture
def stranger(db: None) -> Actor:
    return make_actor("Stranger")


@pytest.fixture
def space(ana: Actor, ben: Actor) -> Space:
    """A space of Ana and Ben."""
    space = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="The flat")
    add_member(keyring=again(ana), space=space, person=ben.person)
    return space

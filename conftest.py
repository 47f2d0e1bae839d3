"""Two people and a stranger, for every test that wants them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

import hypothesis
import pytest
from django.http import HttpRequest
from django.test import Client

from amends_web.accounts.actions import prepare_account, save_account, sign_in
from amends_web.accounts.models import Person
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

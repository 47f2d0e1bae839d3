from __future__ import annotations

import re

import pytest
from django.test import Client

from amends.errors import SwappedKeys
from amends.sealing import new_seed
from amends_web.accounts.models import Person
from amends_web.vault.middleware import UnlockMiddleware
from amends_web.vault.pins import pin_person
from amends_web.vault.queries import private_box


def swap(actor):
    seed = new_seed()
    Person.objects.filter(pk=actor.person.pk).update(public_key=seed.public_key, verify_key=seed.verify_key)


@pytest.fixture
def swapped(ana, ben):
    pin_person(ana.keyring, private_box(ana.person), ben.person)
    swap(ben)
    return ana


def test_signing_in_and_unlocking_lead_to_the_stop_page(swapped):
    filled = {"name": "Ana", "passphrase": swapped.passphrase, "next": "/account/events/"}
    assert Client().post("/sign-in/", filled).url == "/account/stop/"
    swapped.client.post("/lock/")
    assert swapped.client.post("/unlock/", {"passphrase": swapped.passphrase}).url == "/account/stop/"


def test_the_stop_page_says_whose_keys_and_what_to_do(swapped):
    page = swapped.client.get("/account/stop/").content.decode()
    assert "under the name Ben" in page
    assert "/account/export/" in page
    assert re.search(r'<span class="seen">Only you</span>\s*<span class="minutes">about 2 min<', page)


def test_others_are_not_stopped(swapped, stranger):
    assert stranger.client.get("/account/stop/").url == "/"
    assert Client().get("/account/stop/").url == "/sign-in/"


def test_ones_own_swapped_keys_stop_too(ana):
    swap(ana)
    assert Client().post("/sign-in/", {"name": "Ana", "passphrase": ana.passphrase}).url == "/account/stop/"
    assert "Your own keys" in ana.client.get("/account/stop/").content.decode()


def test_a_page_that_would_share_with_swapped_keys_leads_there(rf):
    answer = UnlockMiddleware(lambda request: None).process_exception(rf.get("/"), SwappedKeys())
    assert answer.url == "/account/stop/"
    assert UnlockMiddleware(lambda request: None).process_exception(rf.get("/"), ValueError()) is None

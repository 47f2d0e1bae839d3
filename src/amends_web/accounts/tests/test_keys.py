from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from amends.sealing import new_recovery_key
from amends_web.accounts.actions import renew_recovery_key
from amends_web.accounts.models import Attempts, FirstStep, PendingRecoveryKey, Person
from amends_web.vault.keyring import Keyring
from amends_web.vault.models import UnlockedSession
from amends_web.vault.queries import private_box

NEW = "a quiet lamp by the stairs"


def shown_key(client):
    page = client.get("/account/recovery-key/").content.decode()
    return re.search(r'class="code">([^<]+)<', page)[1]


def kept(actor, text):
    row = FirstStep(box=private_box(actor.person), person=actor.person)
    row.put(actor.keyring, {"text": text})
    row.save()


def recover(client, actor, key, **changed):
    filled = {"name": actor.person.name, "recovery_key": key, "own": NEW, "own_again": NEW, "noted": "on"}
    return client.post("/recover/", filled | changed)


@pytest.fixture
def unchecked(ana):
    """Ana, as she is right after signing up."""
    renew_recovery_key(person=ana.person, keyring=ana.keyring)
    return ana


def test_the_key_is_shown_with_a_code_to_scan_until_it_is_typed_back(unchecked):
    key = shown_key(unchecked.client)
    page = unchecked.client.get("/account/recovery-key/").content.decode()
    assert '<svg class="qr"' in page
    assert "style=" not in page
    answer = unchecked.client.post("/account/recovery-key/check/", {"recovery_key": key})
    assert answer.url == "/"
    assert not PendingRecoveryKey.objects.exists()
    assert unchecked.client.get("/account/recovery-key/").url == "/account/recovery-key/new/"


def test_capitals_dashes_and_look_alikes_do_not_matter_when_it_is_typed_back(unchecked):
    typed = shown_key(unchecked.client).lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert unchecked.client.post("/account/recovery-key/check/", {"recovery_key": typed}).status_code == 302


@pytest.mark.parametrize(
    ("mistake", "sentence"),
    [
        (lambda key: key[:-1], "36 letters and digits"),
        (lambda key: "U" + key[1:], "no recovery key has"),
        (lambda key: ("3" if key[0] != "3" else "4") + key[1:], "mistyped"),
        (lambda key: new_recovery_key(), "not the one that opens this account"),
    ],
)
def test_each_mistake_gets_its_own_sentence_and_the_key_stays_shown(unchecked, mistake, sentence):
    key = shown_key(unchecked.client)
    page = unchecked.client.post("/account/recovery-key/check/", {"recovery_key": mistake(key)})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert shown_key(unchecked.client) == key
    assert not Person.objects.get().recovery_checked


def test_home_asks_for_it_until_it_is_done_and_every_other_page_works(unchecked):
    assert "Print your recovery key" in unchecked.client.get("/").content.decode()
    assert unchecked.client.get("/account/events/").status_code == 200
    key = shown_key(unchecked.client)
    unchecked.client.post("/account/recovery-key/check/", {"recovery_key": key})
    assert "Print your recovery key" not in unchecked.client.get("/").content.decode()


def test_the_recovery_key_opens_everything_and_gives_a_new_passphrase_and_key(ana):
    kept(ana, "only mine")
    client = Client()
    assert recover(client, ana, ana.recovery_key).url == "/account/recovery-key/"
    assert "only mine" in client.get("/account/first-steps/").content.decode()
    assert shown_key(client) != ana.recovery_key
    assert Client().post("/sign-in/", {"name": "Ana", "passphrase": NEW}).status_code == 302
    assert Client().post("/sign-in/", {"name": "Ana", "passphrase": ana.passphrase}).status_code == 422


def test_a_used_recovery_key_is_dead_and_the_new_one_works(ana):
    client = Client()
    recover(client, ana, ana.recovery_key)
    assert "do not go together" in recover(Client(), ana, ana.recovery_key).content.decode()
    assert recover(Client(), ana, shown_key(client)).status_code == 302


def test_recovering_ends_every_other_session(ana):
    client = Client()
    recover(client, ana, ana.recovery_key)
    assert ana.client.get("/account/").url == "/sign-in/"
    assert client.get("/account/").status_code == 200
    assert UnlockedSession.objects.count() == 1


def test_another_persons_recovery_key_opens_nothing(ana, ben):
    page = recover(Client(), ana, ben.recovery_key)
    unknown = recover(Client(), ana, ben.recovery_key, name="Eva")
    for answer in (page, unknown):
        assert answer.status_code == 422
        assert "This name and this recovery key do not go together." in answer.content.decode()


def test_a_typing_mistake_costs_no_try(ana):
    for _ in range(12):
        page = recover(Client(), ana, ana.recovery_key[:-1])
        assert "36 letters and digits" in page.content.decode()
    assert not Attempts.objects.exists()


def test_ten_wrong_recovery_keys_an_hour(ana, ben):
    for _ in range(10):
        assert "do not go together" in recover(Client(), ana, ben.recovery_key).content.decode()
    page = recover(Client(), ana, ana.recovery_key)
    assert "Please wait 60 minutes" in page.content.decode()
    Attempts.objects.update(open_from=timezone.now() - timedelta(seconds=1))
    assert recover(Client(), ana, ana.recovery_key).status_code == 302


def test_tries_elsewhere_do_not_stop_the_owner_from_recovering(ana, ben):
    for _ in range(11):
        recover(Client(REMOTE_ADDR="203.0.113.9"), ana, ben.recovery_key)
    assert recover(Client(), ana, ana.recovery_key).status_code == 302


def test_a_refused_new_passphrase_changes_nothing_and_uses_no_key(ana):
    assert recover(Client(), ana, ana.recovery_key, own="short", own_again="short").status_code == 422
    assert recover(Client(), ana, ana.recovery_key).status_code == 302


def test_other_words_can_be_asked_for_while_recovering(db):
    page = Client().post("/recover/another/", {"name": "Ana", "recovery_key": "ABCD"}).content.decode()
    assert 'value="Ana"' in page
    assert 'value="ABCD"' in page


def change(client, **filled):
    return client.post("/account/passphrase/", {"own": NEW, "own_again": NEW, "noted": "on"} | filled)


def test_a_new_passphrase_needs_the_old_one(ana):
    page = change(ana.client, old="not this one")
    assert "This is not your passphrase." in page.content.decode()
    assert Client().post("/sign-in/", {"name": "Ana", "passphrase": ana.passphrase}).status_code == 302


def test_a_new_passphrase_ends_every_other_session_and_keeps_this_one(ana):
    elsewhere = Client()
    elsewhere.post("/sign-in/", {"name": "Ana", "passphrase": ana.passphrase})
    assert change(ana.client, old=ana.passphrase).url == "/account/"
    assert elsewhere.get("/account/").url == "/sign-in/"
    assert ana.client.get("/account/").status_code == 200
    assert Client().post("/sign-in/", {"name": "Ana", "passphrase": ana.passphrase}).status_code == 422
    assert Client().post("/sign-in/", {"name": "Ana", "passphrase": NEW}).status_code == 302


def test_a_new_passphrase_leaves_words_and_recovery_key_as_they_are(ana):
    kept(ana, "only mine")
    change(ana.client, old=ana.passphrase)
    assert "only mine" in ana.client.get("/account/first-steps/").content.decode()
    assert recover(Client(), ana, ana.recovery_key).status_code == 302


def test_a_new_recovery_key_needs_the_passphrase_and_ends_the_old_one(ana):
    assert ana.client.post("/account/recovery-key/new/", {"passphrase": "no"}).status_code == 422
    assert not PendingRecoveryKey.objects.exists()
    answer = ana.client.post("/account/recovery-key/new/", {"passphrase": ana.passphrase})
    assert answer.url == "/account/recovery-key/"
    assert recover(Client(), ana, ana.recovery_key).status_code == 422
    assert recover(Client(), ana, shown_key(ana.client)).status_code == 302


def test_the_host_cannot_read_a_pending_key(unchecked, ben):
    from amends.errors import NoGrant

    row = PendingRecoveryKey.objects.get()
    assert shown_key(unchecked.client).encode() not in bytes(row.sealed)
    with pytest.raises(NoGrant):
        row.words(Keyring(person_id=ben.person.pk, seed=ben.keyring.seed))


def test_asking_again_and_again_is_slowed_here_too(ana):
    ana.client.cookies.pop(settings.DEVICE_COOKIE_NAME, None)
    for _ in range(5):
        ana.client.post("/account/export/", {"passphrase": "no"})
    assert "Please wait" in ana.client.post("/account/export/", {"passphrase": ana.passphrase}).content.decode()

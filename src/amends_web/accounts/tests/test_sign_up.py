from __future__ import annotations

import re
import uuid

import pytest
from django.conf import settings
from django.test import Client

from amends.content import load_lines
from amends_web.accounts.models import FirstStep, PendingRecoveryKey, Person
from amends_web.shell.hosting import name_host, run_by
from amends_web.vault.models import UnlockedSession

OWN = "the kettle sings at seven"


def offered(page):
    return re.search(r'name="passphrase"[^>]*>\s*([^<]+)<', page.content.decode())[1]


def form(client, **changed):
    page = client.get("/sign-up/")
    filled = {
        "submission": uuid.uuid4(),
        "name": "Ana",
        "passphrase": offered(page),
        "noted": "on",
        "time_zone": "Europe/Vienna",
    }
    return filled | changed


@pytest.fixture
def client(db):
    name_host(name="Cleo")
    return Client()


def test_a_name_and_the_offered_words_make_an_account_that_is_open(client):
    answer = client.post("/sign-up/", form(client))
    assert answer.status_code == 302
    assert answer.url == "/account/recovery-key/"
    person = Person.objects.get()
    assert (person.name, person.time_zone, person.recovery_checked) == ("Ana", "Europe/Vienna", False)
    assert client.get("/account/").status_code == 200


def test_the_offered_passphrase_is_five_words_and_another_one_comes_on_request(client):
    one = offered(client.get("/sign-up/"))
    page = client.post("/sign-up/another/", {"name": "Ana", "passphrase": one, "time_zone": "Europe/Vienna"})
    other = offered(page)
    assert one != other
    assert set(other.split()) <= set(load_lines("passphrase_words"))
    assert len(other.split()) == 5
    assert 'value="Ana"' in page.content.decode()
    assert '<option value="Europe/Vienna" selected>' in page.content.decode()


def test_ones_own_passphrase_is_taken_instead(client):
    client.post("/sign-up/", form(client, own=OWN, own_again=OWN))
    client.post("/sign-out/")
    assert client.post("/sign-in/", {"name": "ana", "passphrase": OWN}).status_code == 302


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        ("too short", "shorter than 15"),
        ("aaaaaaaaaaaaaaaaaaaa", "too few different"),
        ("passwordpassword", "easy to guess"),
    ],
)
def test_ones_own_passphrase_that_is_easy_to_guess_is_refused(client, own, sentence):
    page = client.post("/sign-up/", form(client, own=own, own_again=own))
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not Person.objects.exists()


def test_an_offered_field_that_was_changed_is_held_to_the_same_rules(client):
    assert client.post("/sign-up/", form(client, passphrase="abc")).status_code == 422
    assert not Person.objects.exists()


def test_two_that_differ_are_refused(client):
    page = client.post("/sign-up/", form(client, own=OWN, own_again="the kettle sings at eight"))
    assert "These two are not the same." in page.content.decode()


def test_it_has_to_be_noted_first(client):
    assert client.post("/sign-up/", form(client, noted="")).status_code == 422


@pytest.mark.parametrize("name", ["Ana", "  aNA "])
def test_a_name_that_is_taken_gets_one_clear_sentence_and_keeps_what_was_typed(client, actor, name):
    actor("Ana")
    filled = form(client, name=name)
    page = client.post("/sign-up/", filled)
    assert page.status_code == 422
    assert "Somebody here has this name already." in page.content.decode()
    assert filled["passphrase"] in page.content.decode()
    assert Person.objects.count() == 1


def test_the_same_form_twice_makes_one_account(client):
    filled = form(client)
    client.post("/sign-up/", filled)
    again = Client().post("/sign-up/", filled)
    assert again.status_code == 302
    assert Person.objects.count() == 1


def test_a_first_step_comes_along_sealed(client):
    page = client.post("/sign-up/", {"first_step": "I would like to be heard"})
    assert page.status_code == 200
    assert 'name="first_step" value="I would like to be heard"' in page.content.decode()
    client.post("/sign-up/", form(client, first_step="I would like to be heard"))
    assert FirstStep.objects.count() == 1
    assert "I would like to be heard" in client.get("/account/first-steps/").content.decode()


def test_the_first_person_says_who_runs_this_copy(db):
    client = Client()
    assert "Who runs this copy?" in client.get("/sign-up/").content.decode()
    assert client.post("/sign-up/", form(client)).status_code == 422
    assert client.post("/sign-up/", form(client, runs_it="other")).status_code == 422
    client.post("/sign-up/", form(client, runs_it="other", host_name="Cleo"))
    assert run_by() == "Cleo"
    assert "Who runs this copy?" not in Client().get("/sign-up/").content.decode()


def test_the_first_person_may_run_it_themselves(db):
    client = Client()
    client.post("/sign-up/", form(client, runs_it="me"))
    assert run_by() == "Ana"


def test_where_a_page_was_wanted_it_is_kept_for_after(client):
    assert client.post("/sign-up/", form(client, next="/join/")).url == "/account/recovery-key/?next=%2Fjoin%2F"
    other = Client()
    elsewhere = form(other, name="Ben", next="https://elsewhere.example/")
    assert other.post("/sign-up/", elsewhere).url == "/account/recovery-key/"


def test_somebody_who_is_signed_in_is_led_home(ana):
    assert ana.client.get("/sign-up/").url == "/"


def test_the_cookies_are_for_this_site_and_for_no_script(client):
    answer = client.post("/sign-up/", form(client))
    for name in (settings.SESSION_COOKIE_NAME, settings.UNLOCK_COOKIE_NAME, settings.DEVICE_COOKIE_NAME):
        assert answer.cookies[name]["httponly"]
        assert answer.cookies[name]["samesite"] == "Strict"


def test_neither_passphrase_nor_key_nor_token_lies_in_the_database(client, transactional_db):
    filled = form(client, first_step="I would like to be heard", name="Dora")
    answer = client.post("/sign-up/", filled)
    key = re.search(r'class="code">([^<]+)<', client.get("/account/recovery-key/").content.decode())[1]
    assert PendingRecoveryKey.objects.exists()
    assert UnlockedSession.objects.exists()
    secrets = [filled["passphrase"], filled["first_step"], key, key.replace("-", "")]
    secrets.append(answer.cookies[settings.UNLOCK_COOKIE_NAME].value)
    secrets.append(answer.cookies[settings.DEVICE_COOKIE_NAME].value)
    stored = b"".join(path.read_bytes() for path in settings.DATA_DIR.glob("test.sqlite3*"))
    assert b"Dora" in stored
    for secret in secrets:
        assert secret.encode() not in stored

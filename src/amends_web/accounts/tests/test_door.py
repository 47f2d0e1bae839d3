from __future__ import annotations

import re
from datetime import timedelta
from threading import Thread

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from amends.sealing import Cost
from amends_web.accounts import derivation
from amends_web.accounts.attempts import TooSoon, take_turn
from amends_web.accounts.models import Attempts, KnownDevice, Person
from amends_web.accounts.queries import events_of
from amends_web.vault.models import UnlockedSession


def sign_in(client, actor, passphrase=None, **more):
    return client.post("/sign-in/", {"name": actor.person.name, "passphrase": passphrase or actor.passphrase} | more)


def move_session(actor, **moved):
    UnlockedSession.objects.filter(person=actor.person).update(**moved)


def test_name_and_passphrase_open_the_account(ana):
    client = Client()
    assert sign_in(client, ana).url == "/"
    assert client.get("/account/").status_code == 200


def test_spaces_and_capitals_of_the_name_do_not_matter(ana):
    answer = Client().post("/sign-in/", {"name": " aNA ", "passphrase": f"  {ana.passphrase.replace(' ', '  ')} "})
    assert answer.status_code == 302


def test_a_wrong_passphrase_and_an_unknown_name_get_the_same_page(ana, monkeypatch):
    spent = []
    monkeypatch.setattr(derivation, "spend", spent.append)
    wrong = Client().post("/sign-in/", {"name": "Ana", "passphrase": "not mine at all"})
    unknown = Client().post("/sign-in/", {"name": "Eva", "passphrase": "not mine at all"})
    assert wrong.status_code == unknown.status_code == 422
    assert without_token(wrong).replace('value="Ana"', "") == without_token(unknown).replace('value="Eva"', "")
    assert spent == ["not mine at all"]


def without_token(page):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())


def test_the_passphrase_is_never_sent_back(ana):
    assert (
        "not mine at all"
        not in Client().post("/sign-in/", {"name": "Ana", "passphrase": "not mine at all"}).content.decode()
    )


def test_five_tries_are_free_then_waiting_grows_and_even_the_right_passphrase_waits(ana, monkeypatch):
    client, now = Client(), timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    for _ in range(5):
        assert "do not go together" in sign_in(client, ana, "wrong one").content.decode()
    page = sign_in(client, ana)
    assert "Please wait 2 seconds" in page.content.decode()
    assert 'value="Ana"' in page.content.decode()
    waits = []
    for _ in range(7):
        Attempts.objects.update(open_from=now)
        sign_in(client, ana, "wrong one")
        waits.append((Attempts.objects.get().open_from - now).total_seconds())
    assert waits == [4, 8, 16, 32, 60, 60, 60]
    Attempts.objects.update(open_from=now)
    assert sign_in(client, ana).status_code == 302
    assert not Attempts.objects.exists()


def test_unknown_names_wait_in_the_same_way(db):
    for _ in range(5):
        Client().post("/sign-in/", {"name": "Eva", "passphrase": "a guess"})
    page = Client().post("/sign-in/", {"name": "Eva", "passphrase": "a guess"})
    assert "Please wait" in page.content.decode()


def test_nobody_elsewhere_makes_the_owner_wait_on_their_own_device(ana):
    owner = Client()
    sign_in(owner, ana)
    owner.post("/sign-out/")
    for _ in range(9):
        sign_in(Client(), ana, "a guess from the same home network")
    assert "Please wait" in sign_in(Client(), ana).content.decode()
    assert sign_in(owner, ana).status_code == 302


def test_a_made_up_device_cookie_opens_no_new_tries(ana):
    for number in range(6):
        client = Client()
        client.cookies[settings.DEVICE_COOKIE_NAME] = f"{number}" * 43
        page = sign_in(client, ana, "a guess")
    assert "Please wait" in page.content.decode()


def test_another_network_has_tries_of_its_own(ana):
    for _ in range(6):
        sign_in(Client(), ana, "a guess")
    assert sign_in(Client(REMOTE_ADDR="203.0.113.9"), ana).status_code == 302


def test_one_home_is_one_network_also_with_many_addresses(ana):
    for number in range(6):
        page = sign_in(Client(REMOTE_ADDR=f"2001:db8:1:2::{number}"), ana, "a guess")
    assert "Please wait" in page.content.decode()
    assert sign_in(Client(REMOTE_ADDR="2001:db8:1:3::1"), ana).status_code == 302


def test_behind_a_proxy_only_the_proxys_own_word_counts(ana, settings):
    settings.SERVED_AS = "proxy"
    for number in range(6):
        client = Client(headers={"x-forwarded-for": f"198.51.100.{number}, 203.0.113.7"})
        page = sign_in(client, ana, "a guess")
    assert "Please wait" in page.content.decode()


def test_old_tries_are_forgotten(ana):
    sign_in(Client(), ana, "a guess")
    Attempts.objects.update(open_from=timezone.now() - timedelta(days=2))
    sign_in(Client(REMOTE_ADDR="203.0.113.9"), ana, "a guess")
    assert Attempts.objects.count() == 1


def test_after_signing_in_one_comes_where_one_wanted_to_go_but_never_elsewhere(ana):
    assert sign_in(Client(), ana, next="/account/events/").url == "/account/events/"
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"):
        assert sign_in(Client(), ana, next=elsewhere).url == "/"


def test_a_signed_out_page_leads_to_the_door(db):
    for path in ("/account/", "/account/export/", "/unlock/", "/account/first-steps/"):
        answer = Client().get(path)
        assert (answer.status_code, answer.url) == (302, "/sign-in/")


def test_locking_closes_at_once_and_the_passphrase_opens_again(ana):
    answer = ana.client.post("/lock/")
    assert answer.url == "/unlock/"
    assert '"cache"' in answer.headers["Clear-Site-Data"]
    assert not UnlockedSession.objects.filter(person=ana.person).exists()
    assert ana.client.get("/account/events/").url == "/unlock/?next=%2Faccount%2Fevents%2F"
    answer = ana.client.post("/unlock/", {"passphrase": ana.passphrase, "next": "/account/events/"})
    assert answer.url == "/account/events/"
    assert ana.client.get("/account/events/").status_code == 200


def test_a_stolen_unlock_cookie_is_worth_nothing_after_locking(ana):
    token = ana.client.cookies[settings.UNLOCK_COOKIE_NAME].value
    ana.client.post("/lock/")
    ana.client.cookies[settings.UNLOCK_COOKIE_NAME] = token
    assert ana.client.get("/account/").status_code == 302


def test_locking_is_never_a_link(ana):
    assert ana.client.get("/lock/").status_code == 405
    assert ana.client.get("/sign-out/").status_code == 405


def test_unlocking_with_a_wrong_passphrase_stays_locked(ana, ben):
    ana.client.post("/lock/")
    for passphrase in ("wrong", ben.passphrase):
        page = ana.client.post("/unlock/", {"passphrase": passphrase})
        assert page.status_code == 422
        assert "This is not your passphrase." in page.content.decode()
    assert ana.client.get("/account/").status_code == 302


def test_it_locks_after_the_idle_minutes_and_a_touch_keeps_it_open(ana):
    Person.objects.filter(pk=ana.person.pk).update(idle_minutes=2)
    move_session(ana, touched_at=timezone.now() - timedelta(minutes=2))
    assert ana.client.get("/account/").status_code == 200
    assert UnlockedSession.objects.get().touched_at > timezone.now() - timedelta(minutes=2)
    move_session(ana, touched_at=timezone.now() - timedelta(minutes=3, seconds=1))
    assert ana.client.get("/account/").url.startswith("/unlock/")
    assert not UnlockedSession.objects.exists()


def test_it_locks_after_twelve_hours_however_busy(ana):
    move_session(ana, opened_at=timezone.now() - timedelta(hours=12, minutes=1))
    assert ana.client.get("/account/").url.startswith("/unlock/")


def test_signing_out_ends_both_sessions(ana):
    ana.client.post("/sign-out/")
    assert not UnlockedSession.objects.exists()
    assert ana.client.get("/account/").url == "/sign-in/"


def test_leaving_the_page_ends_both_sessions(ana):
    ana.client.get("/exit/")
    assert not UnlockedSession.objects.exists()


def test_a_new_session_gets_a_new_token(ana):
    client = Client()
    sign_in(client, ana)
    first = client.cookies[settings.UNLOCK_COOKIE_NAME].value
    client.post("/lock/")
    client.post("/unlock/", {"passphrase": ana.passphrase})
    assert client.cookies[settings.UNLOCK_COOKIE_NAME].value != first


def test_the_session_of_one_person_does_not_open_the_other(ana, ben):
    ana.client.cookies[settings.UNLOCK_COOKIE_NAME] = ben.client.cookies[settings.UNLOCK_COOKIE_NAME].value
    assert ana.client.get("/account/").url.startswith("/unlock/")


def test_a_cheaper_derivation_is_raised_when_it_is_opened(ana, settings):
    settings.DERIVATION_COST = Cost(mebibytes=1, passes=2)
    assert sign_in(Client(), ana).status_code == 302
    assert Person.objects.get().cost == Cost(mebibytes=1, passes=2)
    assert sign_in(Client(), ana).status_code == 302


def test_a_stored_cost_below_the_floor_is_not_even_tried(ana, settings):
    settings.DERIVATION_FLOOR = True
    client = Client(raise_request_exception=False)
    assert sign_in(client, ana).status_code == 409
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize("page", ["/sign-in/", "/sign-up/", "/recover/", "/account/"])
def test_no_browser_keeps_a_page(ana, page):
    assert Client().get(page).headers["Cache-Control"] == "no-store"
    assert ana.client.get(page).headers["Cache-Control"] == "no-store"


def test_a_known_browser_is_told_from_a_new_one(ana):
    client = Client(headers={"user-agent": "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"})
    sign_in(client, ana)
    client.post("/sign-out/")
    sign_in(client, ana)
    happened = [(event.event.value, event.browser) for event in events_of(ana.person, ana.keyring)]
    assert happened == [("signed_in", "Firefox on Android"), ("new_device", "Firefox on Android")]
    assert KnownDevice.objects.count() == 1


def test_two_who_share_a_browser_are_both_known_in_it(ana, ben):
    client = Client()
    for actor in (ana, ben, ana):
        sign_in(client, actor)
        client.post("/sign-out/")
    assert KnownDevice.objects.count() == 2
    assert KnownDevice.objects.values("token_hash").distinct().count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_tries_at_once_do_not_get_past():
    key, results = b"k" * 32, []

    def attempt():
        try:
            take_turn(key)
            results.append("tried")
        except TooSoon:
            results.append("waited")
        finally:
            connection.close()

    threads = [Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["tried"] * 5 + ["waited"] * 7

from __future__ import annotations

import pytest
from django.conf import settings

from amends_web.vault.models import UnlockedSession
from amends_web.vault.sessions import browser_name


def test_every_flipped_byte_of_a_stored_session_locks(ana):
    row = UnlockedSession.objects.get()
    sealed = bytes(row.sealed_seed)
    for place in range(0, len(sealed), 7):
        changed = bytearray(sealed)
        changed[place] ^= 1
        UnlockedSession.objects.update_or_create(
            pk=row.pk,
            defaults={
                "person": ana.person,
                "sealed_seed": bytes(changed),
                "opened_at": row.opened_at,
                "touched_at": row.touched_at,
                "browser": row.browser,
            },
        )
        assert ana.client.get("/account/").url.startswith("/unlock/")
        assert not UnlockedSession.objects.exists()


def test_a_session_moved_to_another_person_is_refused(ana, ben):
    UnlockedSession.objects.filter(person=ben.person).delete()
    UnlockedSession.objects.filter(person=ana.person).update(person=ben.person)
    ben.client.cookies[settings.UNLOCK_COOKIE_NAME] = ana.client.cookies[settings.UNLOCK_COOKIE_NAME].value
    assert ben.client.get("/account/").url.startswith("/unlock/")


def test_the_database_holds_no_token(ana):
    token = ana.client.cookies[settings.UNLOCK_COOKIE_NAME].value
    row = UnlockedSession.objects.get()
    assert token.encode() not in bytes(row.sealed_seed) + bytes(row.token_hash)


def test_djangos_session_alone_opens_nothing(ana):
    """A host reads session keys in the database: with one of them there is still no keyring."""
    del ana.client.cookies[settings.UNLOCK_COOKIE_NAME]
    assert ana.client.get("/account/").url == "/unlock/?next=%2Faccount%2F"


@pytest.mark.parametrize("token", ["", "x", "x" * 10_000, "é\x00"])
def test_any_cookie_is_taken_for_locked(ana, token):
    ana.client.cookies[settings.UNLOCK_COOKIE_NAME] = token
    assert ana.client.get("/account/").url.startswith("/unlock/")


def test_the_cookie_is_for_no_script_and_no_other_site(ana):
    answer = ana.client.post("/unlock/", {"passphrase": ana.passphrase})
    ana.client.post("/lock/")
    answer = ana.client.post("/unlock/", {"passphrase": ana.passphrase})
    cookie = answer.cookies[settings.UNLOCK_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Strict", 12 * 3600)


def test_over_https_the_cookies_are_secure(ana, settings):
    settings.SESSION_COOKIE_SECURE = True
    ana.client.post("/lock/", secure=True)
    answer = ana.client.post("/unlock/", {"passphrase": ana.passphrase}, secure=True)
    names = (settings.SESSION_COOKIE_NAME, settings.UNLOCK_COOKIE_NAME, settings.DEVICE_COOKIE_NAME)
    assert all(answer.cookies[name]["secure"] for name in names)


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_named_as_its_owner_knows_it(user_agent, name):
    assert browser_name(user_agent) == name

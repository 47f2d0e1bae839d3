"""Each page of an account says who will see what is typed there, and about how long it takes."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from amends_web.accounts.urls import urlpatterns

DOORS = {"sign_up": "/sign-up/", "sign_in": "/sign-in/", "recover": "/recover/"}
OWN = {
    "settings": "/account/",
    "passphrase": "/account/passphrase/",
    "recovery_key_check": "/account/recovery-key/check/",
    "recovery_key_new": "/account/recovery-key/new/",
    "sessions": "/account/sessions/",
    "events": "/account/events/",
    "first_steps": "/account/first-steps/",
    "marks": "/account/marks/",
    "export": "/account/export/",
    "delete": "/account/delete/",
}
# Each of them has its own test: behind the lock, after a new key was made, and where swapped keys lead to.
ELSEWHERE = {"unlock", "recovery_key", "stop"}


def main_of(page):
    assert page.status_code == 200
    return page.content.decode().split("<main")[1].split("</main>")[0]


def audience_and_minutes(main):
    return re.findall(r'<span class="(seen|seen shared|minutes)">', main)


def check(main):
    said = audience_and_minutes(main)
    assert any(one.startswith("seen") for one in said)
    assert said.count("minutes") == 1


def test_every_page_to_be_read_is_walked_here():
    posted = re.compile(r"rename|change_|_another|end_|keep_|delete_|_again|sign_out|^lock$")
    pages = {pattern.name for pattern in urlpatterns if not posted.search(pattern.name)}
    assert pages == DOORS.keys() | OWN.keys() | ELSEWHERE


@pytest.mark.parametrize("address", DOORS.values())
def test_a_door_says_who_will_see_what_is_typed_and_its_minutes(db, address):
    check(main_of(Client().get(address)))


@pytest.mark.parametrize("address", OWN.values())
def test_a_page_of_ones_own_says_who_sees_it_and_its_minutes(ana, address):
    check(main_of(ana.client.get(address)))


def test_a_locked_page_says_who_sees_the_passphrase_and_its_minutes(ana):
    ana.client.post("/lock/")
    check(main_of(ana.client.get("/unlock/")))


def test_a_new_recovery_key_says_who_sees_it_and_its_minutes(ana):
    made = ana.client.post("/account/recovery-key/new/", {"passphrase": ana.passphrase})
    check(main_of(ana.client.get(made.url)))


def test_a_name_is_marked_as_what_others_read_and_a_passphrase_as_what_nobody_does(ana):
    door, own = main_of(Client().get("/sign-up/")), main_of(ana.client.get("/account/"))
    for page in (door, own):
        assert re.search(r'Your name here</label>\s*<span class="seen shared">Shared with those in your spaces<', page)
    assert re.search(r'Five words for you</label>\s*<span class="seen">Only you<', door)


def test_the_one_who_names_the_host_reads_that_everybody_here_is_told(db):
    door = main_of(Client().get("/sign-up/"))
    assert re.search(r'Who runs this copy\?</legend>\s*<span class="seen shared">Shared with everybody here<', door)

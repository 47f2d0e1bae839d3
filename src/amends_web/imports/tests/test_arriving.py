"""What the share menu of a phone hands over, and what nobody can do with that door."""

from __future__ import annotations

import os
import time
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from amends_web.imports import arrivals
from amends_web.imports.forms import MOST_FILES
from amends_web.imports.models import Import
from amends_web.imports.tests.conftest import WHATSAPP, a_file, again
from amends_web.imports.views import arriving
from amends_web.shell.panels import next_steps

CANARY = "kanarienvogel"
pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(tmp_path):
    """What lies in the folder of arrivals."""
    return lambda: sorted((tmp_path / "arrivals").glob("*"))


def share(client, *files, text="", came_from="none"):
    """Send what Chrome sends for a share: a form that the browser itself posts."""
    headers = {"Sec-Fetch-Site": came_from} if came_from else {}
    return client.post(reverse("imports:arrive"), {"file": list(files), "text": text}, headers=headers)


def take(client, **data):
    fields = {"time_zone": "Europe/Berlin", "submission": uuid.uuid4()}
    return client.post(reverse("imports:take_arrival"), fields | data)


def test_what_a_phone_shares_waits_and_is_taken_in_by_a_tick(ana, waiting, uploads):
    arrived = share(ana.client, a_file(WHATSAPP, name="WhatsApp Chat with Ben.txt"))
    assert (arrived.status_code, arrived["Location"]) == (303, reverse("imports:arrived"))
    assert not Import.objects.exists()

    page = ana.client.get(reverse("imports:arrived")).content.decode()
    for words in ("arrived from this phone", "Take it in", "Throw it away", "Only you"):
        assert words in page
    assert "Chat with Ben" not in page

    taken = take(ana.client)
    row = Import.objects.get()
    assert taken["Location"] == reverse("imports:me", args=[row.pk])
    assert row.owner == ana.person
    assert row.words(again(ana))["title"] == "Ben"
    assert waiting() == []
    assert uploads() == []


def test_shared_text_is_taken_as_pasted_lines_are(ana):
    share(ana.client, text="Ana: Are you coming?\r\nBen: Running late\r\n")
    take(ana.client)
    assert Import.objects.get().message_count == 2


def test_of_a_chat_with_its_photos_the_chat_is_taken(ana, waiting):
    photo = SimpleUploadedFile("IMG-1.jpg", b"\xff\xd8\xff" * 100, content_type="image/jpeg")
    share(ana.client, photo, a_file(WHATSAPP))
    assert [path.suffix for path in waiting()] == [".name", ".sealed"]
    take(ana.client)
    assert Import.objects.get().message_count == 9


def test_a_question_about_it_keeps_it_until_the_answer(ana, uploads):
    share(ana.client, a_file("03/04/2025, 18:05 - Ana: hi\n03/04/2025, 18:06 - Ben: hi\n"))
    take(ana.client)
    assert Import.objects.get().is_asking
    assert len(uploads()) == 1


def test_what_is_no_chat_gets_the_sentence_of_the_page_and_waits_until_it_is_thrown_away(ana, waiting, uploads):
    share(ana.client, a_file("Dear diary, today it rained.\n", name=f"{CANARY}.txt"))
    for _ in range(2):
        answer = take(ana.client)
        assert answer.status_code == 422
        assert "No conversation was found" in answer.content.decode()
        assert ([path.suffix for path in waiting()], uploads()) == ([".name", ".sealed"], [])
    assert CANARY.encode() not in b"".join(path.read_bytes() for path in waiting())
    ana.client.post(reverse("imports:discard_arrival"))
    assert waiting() == []


def test_cancelled_while_it_is_read_it_waits_as_before(ana, waiting, uploads):
    share(ana.client, a_file(WHATSAPP))
    submission = uuid.uuid4()
    ana.client.post(reverse("imports:cancel"), {"submission": submission})
    answer = take(ana.client, submission=submission)
    assert answer["Location"] == reverse("imports:arrived")
    assert not Import.objects.exists()
    assert (len(waiting()), uploads()) == (2, [])
    take(ana.client)
    assert Import.objects.get().message_count == 9


def test_the_parts_of_a_chat_that_come_together_are_taken_together(ana, waiting, uploads):
    share(ana.client, a_file(WHATSAPP), a_file("14/03/2025, 20:00 - Ana: one\n14/03/2025, 20:01 - Ben: two\n"))
    assert "2 files came at" in ana.client.get(reverse("imports:arrived")).content.decode()
    take(ana.client)
    assert Import.objects.get().message_count == 11
    assert (waiting(), uploads()) == ([], [])


def test_files_that_came_together_go_together(ana, waiting):
    share(ana.client, a_file(WHATSAPP), a_file("Ana: one\nBen: two\n"))
    ana.client.post(reverse("imports:discard_arrival"))
    assert waiting() == []


def test_where_one_of_them_is_gone_none_is_taken(ana, waiting):
    share(ana.client, a_file(WHATSAPP), a_file("Ana: one\nBen: two\n"))
    next(path for path in waiting() if path.suffix == ".sealed").unlink()
    assert take(ana.client).status_code == 410
    assert not Import.objects.exists()


def test_more_files_than_one_reading_takes_are_not_kept(ana, waiting):
    answer = share(ana.client, *(a_file(f"Ana: one\nBen: {number}\n") for number in range(MOST_FILES + 1)))
    assert answer.status_code == 422
    assert "Share fewer at a time" in answer.content.decode()
    assert waiting() == []


def test_of_photos_alone_it_says_that_no_chat_came(client, waiting):
    answer = share(client, SimpleUploadedFile("IMG-1.jpg", b"\xff\xd8\xff" * 100, content_type="image/jpeg"))
    assert answer.status_code == 422
    assert "and no chat" in answer.content.decode()
    assert waiting() == []


def test_thrown_away_it_is_gone_at_once(ana, waiting):
    share(ana.client, a_file(WHATSAPP))
    answer = ana.client.post(reverse("imports:discard_arrival"))
    assert answer["Location"] == reverse("home:home")
    assert waiting() == []
    assert ana.client.get(reverse("imports:arrived")).status_code == 410
    assert take(ana.client).status_code == 410


def test_somebody_who_is_not_signed_in_is_told_that_it_arrived_and_finds_it_after_the_door(client, ana, rf):
    share(client, a_file(WHATSAPP, name=f"{CANARY}.txt"))
    door = client.get(reverse("imports:arrived")).content.decode()
    assert "waits here for an hour" in door
    assert f"{reverse('accounts:sign_in')}?next={reverse('imports:arrived')}" in door
    assert CANARY not in door
    assert "B)" not in door, "nor how much it is"

    request = rf.get("/")
    request.user, request.keyring, request.COOKIES = ana.person, ana.keyring, {"a": client.cookies["a"].value}
    first = next_steps(request)[0]
    assert first.url == reverse("imports:arrived")
    assert "arrived" in first.title


def test_to_whoever_shared_nothing_the_door_says_nothing(client, ana):
    share(ana.client, a_file(WHATSAPP))
    assert client.get(reverse("imports:arrived"))["Location"] == "/"


def test_somebody_who_is_locked_is_led_to_it_by_unlocking(ana):
    share(ana.client, a_file(WHATSAPP))
    ana.client.post(reverse("accounts:lock"))
    page = ana.client.get(reverse("imports:arrived")).content.decode()
    assert f"{reverse('accounts:unlock')}?next={reverse('imports:arrived')}" in page
    assert "Take it in" not in page


def test_home_says_nothing_where_nothing_waits(ana):
    assert "arrived" not in ana.client.get("/").content.decode()
    ana.client.cookies["a"] = "gone.sealed-" + "0" * 64
    assert "arrived" not in ana.client.get("/").content.decode()


def test_a_second_share_takes_the_place_of_the_first(ana, waiting):
    share(ana.client, a_file("Ana: one\nBen: two\n"))
    share(ana.client, a_file(WHATSAPP))
    assert len(waiting()) == 2
    take(ana.client)
    assert Import.objects.get().message_count == 9


# What lies where


def test_it_lies_sealed_its_name_too_and_the_server_keeps_no_key(client, waiting, caplog):
    share(client, a_file(WHATSAPP.replace("dinner", CANARY), name=f"{CANARY}.txt"))
    key = client.cookies["a"].value.split("-")[1]
    assert len(key) == 64
    content = b"".join(path.name.encode() + path.read_bytes() for path in waiting())
    database = "".join(connection.connection.iterdump())
    for place in (content, database.encode(), caplog.text.encode()):
        assert CANARY.encode() not in place
        assert key.encode() not in place
        assert bytes.fromhex(key) not in place


def test_the_cookie_is_for_this_browser_alone_and_for_an_hour(client, settings):
    settings.SESSION_COOKIE_SECURE = True
    cookie = share(client, a_file(WHATSAPP)).cookies["a"]
    assert (cookie["max-age"], cookie["httponly"], cookie["secure"], cookie["samesite"]) == (3600, True, True, "Strict")
    assert cookie["path"] == "/"


def test_it_is_swept_after_an_hour_though_nobody_came(client, ana, waiting):
    share(client, a_file(WHATSAPP))
    long_ago = time.time() - arrivals.KEPT_FOR_SECONDS - 1
    for path in waiting():
        os.utime(path, (long_ago, long_ago))
    ana.client.cookies["a"] = client.cookies["a"].value
    assert ana.client.get(reverse("imports:arrived")).status_code == 410
    assert waiting() == []


# What others could try


@pytest.mark.parametrize("came_from", ["cross-site", "same-site", ""])
def test_a_page_of_another_site_can_send_nothing(ana, waiting, came_from):
    answer = share(ana.client, a_file(WHATSAPP), came_from=came_from)
    assert answer.status_code == 403
    assert waiting() == []
    assert "a" not in answer.cookies


def test_nothing_enters_by_a_forged_tick(ana, waiting):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = ana.client.cookies
    assert share(strict, a_file(WHATSAPP)).status_code == 303
    assert take(strict).status_code == 403
    assert strict.post(reverse("imports:discard_arrival")).status_code == 403
    assert len(waiting()) == 2
    assert not Import.objects.exists()


def test_without_the_cookie_nobody_sees_or_takes_what_another_phone_shared(ana, ben):
    share(ana.client, a_file(WHATSAPP))
    assert ben.client.get(reverse("imports:arrived")).status_code == 410
    assert take(ben.client).status_code == 410


@pytest.mark.parametrize(
    "cookie", ["", "x", "../../amends.sqlite3-" + "0" * 64, "..sealed-" + "0" * 64, "/etc/passwd.sealed-" + "0" * 64]
)
def test_a_made_up_cookie_opens_nothing(ana, waiting, cookie):
    share(ana.client, a_file(WHATSAPP))
    ana.client.cookies["a"] = cookie
    assert ana.client.get(reverse("imports:arrived")).status_code == 410


def test_another_key_opens_nothing_and_lets_go_of_the_file(ana, waiting, uploads):
    share(ana.client, a_file(WHATSAPP))
    name = ana.client.cookies["a"].value.split("-")[0]
    ana.client.cookies["a"] = f"{name}-{'0' * 64}"
    assert take(ana.client).status_code == 409
    assert (waiting(), uploads()) == ([], [])


def test_whoever_floods_it_from_one_network_waits(client, waiting, monkeypatch):
    monkeypatch.setattr(arriving, "SHARES_AN_HOUR", 3)
    answers = [share(client, a_file(WHATSAPP)).status_code for _ in range(5)]
    assert answers == [303, 303, 303, 429, 429]


@pytest.mark.parametrize(("limit", "least"), [("MOST", 2), ("MOST_BYTES", 1500)])
def test_only_so_much_waits_at_a_time_whoever_sends_it(waiting, monkeypatch, limit, least):
    monkeypatch.setattr(arrivals, limit, least)
    answers = {share(Client(), a_file(WHATSAPP)).status_code for _ in range(6)}
    assert answers == {303, 503}
    assert sum(path.suffix == ".sealed" for path in waiting()) == 2


def test_a_file_that_goes_while_the_room_is_counted_takes_none(tmp_path):
    folder = arrivals.data_folder("arrivals")
    (folder / "gone.sealed").symlink_to(tmp_path / "nowhere")  # listed, and not there when it is looked at
    assert arrivals.has_room_for(1)


def test_what_says_it_is_too_large_is_not_even_looked_at(client, waiting, monkeypatch):
    monkeypatch.setattr(arriving, "LARGEST", 100)
    assert share(client, a_file(WHATSAPP)).status_code == 413
    assert waiting() == []


def test_nothing_at_all_is_said_to_be_so(client, waiting):
    answer = share(client)
    assert answer.status_code == 422
    assert "share it again" in answer.content.decode()
    assert waiting() == []


def test_pressed_twice_it_is_taken_once(ana):
    share(ana.client, a_file(WHATSAPP))
    cookie = ana.client.cookies["a"].value
    take(ana.client)
    ana.client.cookies["a"] = cookie
    assert take(ana.client).status_code == 410
    assert Import.objects.count() == 1


def test_the_guide_says_what_it_is_called_on_the_phone(ana, settings):
    settings.APP_NAME = "Garden"
    assert "It is called “Garden” on the phone" in ana.client.get(reverse("imports:sources")).content.decode()

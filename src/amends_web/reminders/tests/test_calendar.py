from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import vobject
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amends.path.checkin import SOON
from amends_web.reminders.actions import forget, remind
from amends_web.reminders.models import Feed

PAGE = reverse("reminders:calendar")
DAY = timedelta(days=1)


def made(actor, title="together"):
    assert actor.client.post(reverse("reminders:make_feed"), {"title": title}).url == PAGE
    return re.search(r"/calendar/[\w-]+\.ics", actor.client.get(PAGE).content.decode())[0]


def fetched(address, **headers):
    """What a calendar program gets: it has no cookie."""
    return Client().get(address, headers=headers)


def entries(address):
    calendar = vobject.readOne(fetched(address).content.decode())
    return list(getattr(calendar, "vevent_list", []))


@pytest.fixture
def noon():
    return (timezone.now() + DAY).replace(hour=12, minute=0, second=0, microsecond=0)


def test_another_program_reads_times_and_one_neutral_title(ana, space, noon):
    address = made(ana)
    remind(person=ana.person, kind="checkin_soon", at=noon - SOON, about="checkin:1:20261201", space=space)
    remind(person=ana.person, kind="own_reminder", at=noon + DAY, about="note:1")
    first, second = entries(address)
    assert first.dtstart.value == noon
    assert first.duration.value == timedelta(minutes=30)
    assert second.dtstart.value == noon + DAY
    assert {event.summary.value for event in (first, second)} == {"Time together"}
    for event in (first, second):
        assert event.dtstart.value.tzinfo is not None
        assert {child.name for child in event.getChildren()} == {
            *("UID", "DTSTAMP", "DTSTART", "DURATION", "SUMMARY", "CLASS", "TRANSP"),
        }


def test_nothing_in_it_tells_what_or_who(ana, ben, space, noon):
    address = made(ana, "planned")
    about = f"promise:{uuid.uuid4()}:due"
    for kind in ("checkin_soon", "promise_due", "promise_asks", "pause_over", "look_back", "own_reminder"):
        remind(person=ana.person, kind=kind, at=noon, about=about, space=space)
    content = fetched(address).content.decode()
    for told in (about, about.split(":")[1], "promise", "checkin", "flat", "Ana", "Ben", str(space.pk), "Amends"):
        assert told not in content
    assert content.count("BEGIN:VEVENT") == 4  # the evening before and the end of a break are no dates


def test_times_are_right_across_a_change_of_the_clock(ana):
    """Seven in the evening in Berlin, before and after the last Sunday of March: an hour apart in UTC."""
    address = made(ana)
    april = datetime(timezone.now().year + 1, 4, 1, tzinfo=UTC)
    change = april - timedelta(days=april.isoweekday())
    times = [change - timedelta(weeks=1) + timedelta(hours=18), change + timedelta(hours=17)]
    for at in times:
        remind(person=ana.person, kind="look_back", at=at, about=f"x:{at:%d}")
    assert [event.dtstart.value for event in entries(address)] == times
    assert "TZID" not in fetched(address).content.decode()


def test_an_entry_that_moves_keeps_its_name_and_one_that_falls_away_is_gone(ana, noon):
    address = made(ana)
    remind(person=ana.person, kind="look_back", at=noon, about="round:1")
    (before,) = entries(address)
    remind(person=ana.person, kind="look_back", at=noon + DAY, about="round:1")
    (after,) = entries(address)
    assert (after.uid.value, after.dtstart.value) == (before.uid.value, noon + DAY)
    forget(about_prefix="round:1")
    assert entries(address) == []


def test_a_program_that_has_it_already_gets_nothing_again(ana, noon):
    address = made(ana)
    remind(person=ana.person, kind="look_back", at=noon, about="round:1")
    first = fetched(address)
    tag = first.headers["ETag"]
    again = fetched(address, if_none_match=tag)
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    remind(person=ana.person, kind="look_back", at=noon + DAY, about="round:1")
    assert fetched(address, if_none_match=tag).status_code == 200
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert first.headers["Cache-Control"] == "no-store"


def test_a_program_that_asks_for_the_head_first_gets_it(ana):
    head = Client().head(made(ana))
    assert (head.status_code, head.content, head.headers["Content-Type"]) == (200, b"", "text/calendar; charset=utf-8")


def test_the_secret_is_long_lies_sealed_and_is_shown_to_its_owner_alone(ana, ben):
    address = made(ana)
    secret = address.removeprefix("/calendar/").removesuffix(".ics")
    assert len(secret) >= 43  # 256 bits in base64
    row = Feed.objects.get()
    assert secret.encode() not in bytes(row.sealed) + bytes(row.secret_hash)
    assert secret not in ben.client.get(PAGE).content.decode()


def test_another_address_shuts_the_one_before_and_no_address_shuts_it_for_good(ana):
    one = made(ana)
    two = made(ana)
    assert (fetched(one).status_code, fetched(two).status_code) == (404, 200)
    ana.client.post(reverse("reminders:remove_feed"))
    assert fetched(two).status_code == 404


@pytest.mark.parametrize("secret", ["x", "a" * 43, "../account", "%00", "é", "%ff%fe", "a" * 5000])
def test_an_address_that_is_not_there_is_not_found(ana, secret):
    made(ana)
    assert fetched(f"/calendar/{secret}.ics").status_code == 404


def test_the_title_is_picked_and_another_is_refused(ana, noon):
    address = made(ana)
    remind(person=ana.person, kind="look_back", at=noon, about="round:1")
    ana.client.post(reverse("reminders:name_feed"), {"title": "amends"})
    assert entries(address)[0].summary.value == "Amends"
    assert ana.client.post(reverse("reminders:name_feed"), {"title": "<b>Ben</b>"}).status_code == 422


def test_it_holds_ones_own_times_alone(ana, ben, noon):
    address = made(ana)
    remind(person=ben.person, kind="look_back", at=noon, about="round:1")
    assert entries(address) == []


def test_a_locked_account_keeps_its_calendar(ana, noon):
    address = made(ana)
    ana.client.post("/lock/")
    remind(person=ana.person, kind="look_back", at=noon, about="round:1")
    assert len(entries(address)) == 1

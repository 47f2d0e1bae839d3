from __future__ import annotations

import re
import socket
import traceback
import uuid
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.amends.outside.receiver import receiving

from amends.outside.notices import NoticeFailed
from amends_web.accounts.actions import delete_account
from amends_web.accounts.models import Person
from amends_web.reminders import notices
from amends_web.reminders.models import Channel, Delivery, Wishes
from amends_web.reminders.notices import Notice, address_of, seal_address
from amends_web.reminders.outbox import work

WAYS = reverse("reminders:ways")
NEW = {kind: reverse("reminders:add", args=[kind]) for kind in ("mail", "chat", "push")}
PAGES = [WAYS, NEW["mail"], NEW["chat"], NEW["push"], reverse("reminders:calendar")]


@pytest.fixture(autouse=True)
def has_mail(settings):
    settings.EMAIL_HOST = "mail.example.org"


def sent(actor, url, **fields):
    return actor.client.post(url, {"submission": uuid.uuid4(), **fields})


def add_mail(actor, address="ana@example.org"):
    return sent(actor, NEW["mail"], address=address)


def code_in(message):
    return re.search(r"\b\d{6}\b", message.body)[0]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_for_whoever_is_unlocked_and_shut_for_everybody_else(ana, page):
    answer = ana.client.get(page)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert Client().get(page).url.startswith("/sign-in/")
    ana.client.post("/lock/")
    assert ana.client.get(page).url.startswith("/unlock/")


def test_nothing_is_sent_outside_unless_the_person_adds_a_way(ana, plan):
    plan(ana)
    work(now=timezone.now())
    assert mail.outbox == []
    assert Delivery.objects.count() == 0


def test_a_way_is_used_only_after_the_code_that_came_by_it_was_typed(ana, plan, always):
    always(ana)
    answer = add_mail(ana)
    (message,) = mail.outbox
    assert message.to == ["ana@example.org"]
    plan(ana)
    work(now=timezone.now())
    assert len(mail.outbox) == 1
    assert ana.client.post(answer.url, {"code": code_in(message)}).url == WAYS
    plan(ana)
    work(now=timezone.now())
    assert mail.outbox[-1].subject == "Something is ready"


def test_the_page_says_who_could_read_an_address_before_it_is_typed(ana, settings):
    settings.RUN_BY = "Ben Example"
    for kind in NEW:
        page = ana.client.get(NEW[kind]).content.decode()
        assert "could be read by Ben Example" in page
        if kind != "push":
            assert page.index("could be read by Ben Example") < page.index('name="address"')
            assert "Shared with Ben Example" in page


def test_another_code_is_refused_and_after_five_a_fresh_one_is_needed(ana):
    url = add_mail(ana).url
    right = code_in(mail.outbox[0])
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    for _ in range(5):
        page = ana.client.post(url, {"code": wrong})
        assert page.status_code == 422
        assert "This is another code." in page.content.decode()
    assert "Have a fresh one sent." in ana.client.post(url, {"code": right}).content.decode()
    assert Channel.objects.get().confirmed_at is None
    ana.client.post(f"{url}code/")
    assert ana.client.post(url, {"code": code_in(mail.outbox[1])}).status_code == 302


def test_a_code_may_be_typed_with_a_gap_and_is_over_after_half_an_hour(ana):
    url = add_mail(ana).url
    code = code_in(mail.outbox[0])
    Channel.objects.update(code_sent_at=timezone.now() - timedelta(minutes=31))
    assert "This code is over." in ana.client.post(url, {"code": code}).content.decode()
    Channel.objects.update(code_sent_at=timezone.now() - timedelta(minutes=29))
    assert ana.client.post(url, {"code": f"{code[:3]} {code[3:]}"}).status_code == 302


def test_six_codes_a_day_are_all_that_an_address_gets(ana):
    url = add_mail(ana, "somebody.else@example.org").url
    for _ in range(5):
        assert ana.client.post(f"{url}code/").status_code == 302
    refused = ana.client.post(f"{url}code/")
    assert refused.status_code == 429
    assert "More can go tomorrow." in refused.content.decode()
    assert len(mail.outbox) == 6
    # Another address does not begin anew.
    assert add_mail(ana, "another@example.org").status_code == 422
    assert len(mail.outbox) == 6
    assert Channel.objects.count() == 1


def test_the_same_form_sent_twice_adds_one_way_and_sends_one_code(ana):
    key = uuid.uuid4()
    for _ in range(2):
        ana.client.post(NEW["mail"], {"submission": key, "address": "ana@example.org"})
    assert (Channel.objects.count(), len(mail.outbox)) == (1, 1)


def test_eight_ways_are_enough(ana):
    for number in range(8):
        seal_address(row := Channel(person=ana.person, kind="mail"), f"{number}@example.org")
        row.save()
    page = add_mail(ana)
    assert page.status_code == 422
    assert "Take one away first." in page.content.decode()


def test_a_wrong_address_is_one_clear_sentence_and_what_was_typed_stays(ana):
    page = sent(ana, NEW["mail"], address="ana at home").content.decode()
    assert "This is no mail address." in page
    assert 'value="ana at home"' in page
    page = sent(ana, NEW["chat"], address="https://example.org/hook").content.decode()
    assert "This is no address of ntfy, Matrix or Telegram." in page
    assert 'value="https://example.org/hook"' in page
    assert not Channel.objects.exists()


def test_where_nothing_can_be_sent_no_way_is_kept_and_the_address_stays_in_the_field(ana, monkeypatch):
    def fails(*_, **__):
        raise NoticeFailed("failed")

    monkeypatch.setattr(notices, "send", fails)
    page = add_mail(ana)
    assert page.status_code == 422
    assert "Nothing could be sent there." in page.content.decode()
    assert 'value="ana@example.org"' in page.content.decode()
    assert not Channel.objects.exists()


def test_without_a_mail_server_mail_is_not_offered(ana, settings):
    settings.EMAIL_HOST = ""
    page = ana.client.get(WAYS).content.decode()
    assert NEW["mail"] not in page
    assert "has not set up mail" in page
    assert ana.client.get(NEW["mail"]).status_code == 404


def test_a_chat_in_the_house_is_reached_only_where_the_host_allows_it(ana, settings, plan, always):
    always(ana)
    with receiving() as server:
        address = f"ntfy://127.0.0.1:{server.port}/ana-1"
        assert sent(ana, NEW["chat"], address=address).status_code == 422
        assert server.taken == []
        settings.CHANNELS_IN_THE_HOUSE = True
        url = sent(ana, NEW["chat"], address=address).url
        code = re.search(rb"\b\d{6}\b", server.taken[0][2])[0].decode()
        ana.client.post(url, {"code": code})
        plan(ana)
        work(now=timezone.now())
        assert b"There is something for you in Amends." in server.taken[-1][2]


def test_a_browser_is_used_once_its_owner_says_that_a_push_came(ana, monkeypatch):
    pushed = []
    monkeypatch.setattr(notices, "send_push", lambda address, **_: pushed.append(address))
    url = sent(ana, NEW["push"], address="https://push.example.org/1").url
    assert pushed == ["https://push.example.org/1"]
    assert Channel.objects.get().confirmed_at is None
    assert "It came" in ana.client.get(url).content.decode()
    ana.client.post(f"{url}arrived/")
    assert Channel.objects.get().confirmed_at is not None


def test_a_push_is_not_sent_into_the_house(ana):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        port = server.getsockname()[1]
        assert sent(ana, NEW["push"], address=f"https://127.0.0.1:{port}/1").status_code == 422
        with pytest.raises(BlockingIOError):
            server.accept()


def test_what_a_mail_server_says_about_an_address_goes_no_further(ana, channel, monkeypatch):
    def refuses(*_, **__):
        raise SMTPRecipientsRefused({"ana@example.org": (550, b"no such mailbox")})

    monkeypatch.setattr(EmailMessage, "send", refuses)
    with pytest.raises(NoticeFailed) as failure:
        notices.send(channel(ana), Notice(id=uuid.uuid4(), title="A", text="B"), now=timezone.now())
    assert "ana@example.org" not in "".join(traceback.format_exception(failure.value))


def test_saying_that_it_came_does_not_confirm_a_mail_address(ana):
    url = add_mail(ana).url
    ana.client.post(f"{url}arrived/")
    assert Channel.objects.get().confirmed_at is None


def test_the_browsers_script_shows_one_sentence_and_keeps_nothing(settings):
    settings.APP_NAME = "Garden"
    answer = Client().get(reverse("reminders:service_worker"))
    script = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert '"Garden"' in script
    assert "When you have a minute." in script
    assert "caches" not in script
    assert "fetch" not in script


def test_a_way_is_switched_off_on_and_taken_away(ana, channel):
    row = channel(ana)
    ana.client.post(reverse("reminders:switch", args=[row.pk, "off"]))
    assert "Switched off" in ana.client.get(WAYS).content.decode()
    ana.client.post(reverse("reminders:switch", args=[row.pk, "on"]))
    assert Channel.objects.get().is_on
    ana.client.post(reverse("reminders:remove", args=[row.pk]))
    assert not Channel.objects.exists()


def test_what_waited_for_a_way_that_goes_off_is_not_sent_when_it_is_on_again(ana, channel, plan, always, monkeypatch):
    always(ana)
    row = channel(ana)
    plan(ana)

    def fails(*_, **__):
        raise NoticeFailed("failed")

    work(now=timezone.now(), send=fails)
    for to in ("off", "on"):
        ana.client.post(reverse("reminders:switch", args=[row.pk, to]))
    assert work(now=timezone.now() + timedelta(hours=2)) == 0


@pytest.mark.parametrize("name", ["confirm", "code", "arrived", "remove"])
def test_nobody_elses_way_can_be_found_or_touched(ana, ben, stranger, space, channel, name):
    row = channel(ana)
    url = reverse(f"reminders:{name}", args=[row.pk])
    for other in (ben, stranger):
        assert other.client.post(url).status_code == 404
        assert other.client.post(reverse("reminders:switch", args=[row.pk, "off"])).status_code == 404
        assert "ana@example.org" not in other.client.get(WAYS).content.decode()
    assert Channel.objects.get().is_on


def test_what_ben_gets_is_the_same_whatever_ana_sets(ana, ben, space, channel):
    keys = re.compile(r'name="(?:csrfmiddlewaretoken|submission)" value="[^"]*"')
    pages = [*PAGES, "/", reverse("spaces:space", args=[space.pk])]

    def seen():
        return [keys.sub("", ben.client.get(page).content.decode()) for page in pages]

    before = seen()
    channel(ana)
    form = {"quiet_from": "22:00", "quiet_until": "09:00", "notice": "note"}
    assert ana.client.post(reverse("reminders:keep_wishes"), form).status_code == 302
    ana.client.post(reverse("reminders:make_feed"), {"title": "amends"})
    assert seen() == before


def test_wishes_are_kept_and_a_wrong_time_is_one_clear_sentence(ana):
    keep = reverse("reminders:keep_wishes")
    assert ana.client.post(keep, {"quiet_from": "22:30", "quiet_until": "07:00", "notice": "look"}).url == WAYS
    wishes = Wishes.objects.get()
    assert (f"{wishes.quiet_from:%H:%M}", wishes.notice) == ("22:30", "look")
    assert 'value="22:30"' in ana.client.get(WAYS).content.decode()
    page = ana.client.post(keep, {"quiet_from": "late", "quiet_until": "07:00", "notice": "look"})
    assert page.status_code == 422
    assert "Pick a time, such as 21:00." in page.content.decode()
    assert ana.client.post(keep, {"quiet_from": "1:00", "quiet_until": "7:00", "notice": "x"}).status_code == 422


def test_what_somebody_would_rather_not_be_told_of_outside_stays_on_home(ana, channel, plan):
    channel(ana)
    form = {"quiet_from": "03:00", "quiet_until": "03:00", "notice": "ready", "told_of": ["checkin_soon"]}
    ana.client.post(reverse("reminders:keep_wishes"), form)
    plan(ana, kind="own_reminder")
    work(now=timezone.now())
    assert mail.outbox == []
    assert "A note that you left for yourself" in ana.client.get("/").content.decode()
    plan(ana, kind="checkin_soon")
    work(now=timezone.now())
    assert len(mail.outbox) == 1
    shown = ana.client.get(WAYS).content.decode()
    assert re.findall(r'name="told_of" value="(\w+)"[^>]*checked', shown) == ["checkin_soon"]


def test_what_waits_for_the_morning_is_not_sent_where_its_kind_is_left_out_meanwhile(ana, channel, plan):
    channel(ana)
    soon = timezone.now().astimezone(ZoneInfo(ana.person.time_zone)) + timedelta(hours=1)
    night = {"quiet_from": f"{soon - timedelta(hours=2):%H:%M}", "quiet_until": f"{soon:%H:%M}", "notice": "ready"}
    keep = reverse("reminders:keep_wishes")
    ana.client.post(keep, {**night, "told_of": ["own_reminder"]})
    plan(ana)
    work(now=timezone.now())
    assert Delivery.objects.count() == 1
    ana.client.post(keep, {**night, "told_of": ["checkin_soon"]})
    assert work(now=timezone.now() + timedelta(hours=2)) == 0


@pytest.mark.parametrize("kind", ["mail", "chat", "push"])
def test_a_crafted_address_is_no_error_of_the_copy(ana, kind):
    for address in (
        "\0",
        "x" * 70_000,
        "ntfys://t#?verify=no",
        "https://[::1",
        "ntfys://é/t",
        "\u2028@example.org",
        "",
    ):
        assert sent(ana, NEW[kind], address=address).status_code == 422
    assert sent(ana, NEW[kind]).status_code == 422
    assert ana.client.post(NEW[kind], {"address": "ana@example.org"}).status_code in (400, 422)


def test_a_way_is_switched_on_or_off_and_nothing_else(ana, channel):
    row = channel(ana)
    assert ana.client.post(reverse("reminders:switch", args=[row.pk, "sideways"])).status_code == 404
    assert Channel.objects.get().is_on


def test_an_address_lies_sealed_and_bound_to_its_owner(ana, ben, channel):
    row, other = channel(ana, address="where.ana.reads@example.org"), channel(ben)
    assert address_of(row) == "where.ana.reads@example.org"
    Channel.objects.filter(pk=other.pk).update(address=bytes(row.address))
    other.refresh_from_db()
    assert address_of(other) == ""


def test_a_made_up_person_tells_nobody_outside(ana):
    Person.objects.update(is_demo=True)
    page = add_mail(ana)
    assert page.status_code == 422
    assert "made-up" in page.content.decode()
    assert mail.outbox == []


def test_ways_cost_as_many_queries_for_one_as_for_eight(ana, channel, django_assert_num_queries):
    channel(ana)
    with CaptureQueriesContext(connection) as one:
        ana.client.get(WAYS)
    for _ in range(7):
        channel(ana)
    with django_assert_num_queries(len(one)):
        ana.client.get(WAYS)


def test_deleting_the_account_takes_every_way_and_wish_along(ana, channel):
    channel(ana)
    ana.client.post(reverse("reminders:make_feed"), {"title": "amends"})
    Wishes.objects.create(person=ana.person)
    delete_account(person=ana.person, keyring=ana.keyring)
    assert not Channel.objects.exists()
    assert not Wishes.objects.exists()

"""A break in the browsers of two people: taken, told, put off, ended."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from amends.errors import NotYet
from amends_web.accounts.actions import change_settings
from amends_web.pauses import exports
from amends_web.pauses.models import Pause
from amends_web.pauses.queries import check_open
from amends_web.pauses.tests.conftest import again, minutes_away
from amends_web.spaces.actions import add_member, create_space


def url(name, row):
    return reverse(f"pauses:{name}", args=[row.pk])


def main(response):
    return " ".join(response.content.decode().split("<main")[1].split("</main")[0].split())


def gate(who, space, seen=""):
    return who.client.get(reverse("pauses:gate", args=[space.pk]), {"seen": seen})


def own_time(**delta):
    return (timezone.now() + timedelta(**delta)).strftime("%Y-%m-%dT%H:%M")


def move(who, pause, back="own", **fields):
    return who.client.post(url("move", pause), {"back": back, "submission": uuid.uuid4(), **fields})


@pytest.mark.parametrize(
    "address",
    ["/", "/spaces/", "/account/", "/check/", "/help/", "/expectations/", "/draft/", "/first-step/", "/exit/about/"],
)
def test_a_pause_is_one_tap_from_every_page(ana, space, address):
    response = ana.client.get(address)
    assert response.status_code == 200
    assert f'href="{reverse("pauses:choose")}' in response.content.decode().split("</header>")[0]


def test_from_a_page_of_a_space_the_tap_means_this_space(ana, space):
    create_space(keyring=again(ana), person=ana.person, relation="family", name="Us")
    page = ana.client.get(reverse("spaces:space", args=[space.pk])).content.decode()
    assert f'href="{reverse("pauses:choose")}?space={space.pk}"' in page
    assert "The flat" in main(ana.client.get(reverse("pauses:choose"), {"space": space.pk}))


def test_somebody_elses_space_in_the_address_tells_nothing(ana, stranger, space):
    assert "The flat" not in stranger.client.get(reverse("pauses:choose"), {"space": space.pk}).content.decode()


def test_before_it_begins_the_page_says_what_ben_will_read_and_offers_a_no(ana, space):
    page = main(ana.client.get(reverse("pauses:choose")))
    assert "Shared with Ben" in page
    assert "Ana is taking a break and means to be back" in page
    for choice in ("In 20 minutes", "In an hour", "In three hours", "Tomorrow evening", "Another time", "Not now"):
        assert choice in page
    assert not Pause.objects.exists()


def test_with_nobody_else_here_nobody_is_told_and_the_calm_things_are_there(ana):
    create_space(keyring=again(ana), person=ana.person, relation="family", name="Us")
    page = main(ana.client.get(reverse("pauses:choose")))
    assert "nobody to tell" in page
    assert "Breathe slowly" in page


@pytest.mark.parametrize(("back", "minutes"), [("20", 20), ("60", 60), ("180", 180)])
def test_a_return_is_chosen_with_the_tap_that_begins_it(ana, take, back, minutes):
    assert minutes_away(take(ana, back)) == minutes


def test_a_time_of_ones_own_is_taken_between_twenty_minutes_and_a_day(ana, space, take):
    assert minutes_away(take(ana, "own", at=own_time(hours=5))) in (299, 300)
    for wrong in (own_time(minutes=5), own_time(hours=30), "yesterday", ""):
        Pause.objects.all().delete()
        data = {"back": "own", "at": wrong, "submission": uuid.uuid4()}
        response = ana.client.post(reverse("pauses:take", args=[space.pk]), data)
        assert response.status_code == 422
        assert "Pick a" in main(response)
        assert not Pause.objects.exists()


@pytest.fixture(params=[0, 6, 12, 18])
def hour(request, monkeypatch):
    """The clock stands at this hour in Greenwich."""
    now = timezone.now().replace(hour=request.param, minute=5)
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Europe/Berlin", "Pacific/Auckland"])
def test_tomorrow_evening_is_one_tap_away_wherever_and_whenever_it_is(hour, ana, take, zone):
    change_settings(person=ana.person, time_zone=zone, idle_minutes=15)
    tomorrow = timezone.now().astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    pause = take(ana, "tomorrow")
    assert pause.back_at == datetime.combine(tomorrow, time(19), tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Europe/Berlin", "Pacific/Auckland"])
def test_a_break_is_put_off_to_tomorrow_evening_wherever_and_whenever_it_is(hour, ana, take, zone):
    change_settings(person=ana.person, time_zone=zone, idle_minutes=15)
    assert move(ana, take(ana), "tomorrow").status_code == 302
    assert Pause.objects.get().back_at.astimezone(ZoneInfo(zone)).time() == time(19)


def test_what_is_left_in_the_field_of_ones_own_time_does_not_stand_in_the_way_of_a_button(ana, take):
    assert minutes_away(take(ana, "60", at="yesterday")) == 60


@pytest.fixture
def noon(monkeypatch):
    """The clock stands at noon: what is in twenty minutes is on this day."""
    now = timezone.now().replace(hour=12, minute=0)
    monkeypatch.setattr(timezone, "now", lambda: now)


def test_ben_reads_that_ana_is_taking_a_break_and_when_she_means_to_be_back(noon, ana, ben, space, take):
    pause = take(ana)
    until = timezone.localtime(pause.back_at).strftime("%H:%M")
    for page in (gate(ben, space), ben.client.get(reverse("spaces:space", args=[space.pk]))):
        assert f"Ana is taking a break and means to be back: {until}" in page.content.decode()
    theirs = main(ben.client.get(url("pause", pause)))
    assert f"Ana is taking a break until {until}" in theirs
    assert "That is allowed" in theirs


def test_an_open_composer_is_told_once_and_then_nothing_until_it_changes(ana, ben, space, take):
    quiet = gate(ben, space)
    assert b"data-held" not in quiet.content
    # Every two seconds: within five of a break, an open page has heard of it.
    assert b'hx-trigger="every 2s"' in quiet.content
    seen = quiet.content.decode().split("?seen=")[1].split('"')[0]
    assert gate(ben, space, seen).status_code == 204
    pause = take(ana)
    held = gate(ben, space, seen)
    assert b"data-held" in held.content
    seen = held.content.decode().split("?seen=")[1].split('"')[0]
    assert gate(ben, space, seen).status_code == 204
    ana.client.post(url("back", pause), {"sentence": "", "own": "I am back and would rather listen."})
    free = gate(ben, space, seen)
    assert b"data-held" not in free.content
    assert "Ana: “I am back and would rather listen.”" in free.content.decode()


def test_a_page_between_two_is_told_of_these_two_alone(ana, ben, actor, space, take):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    take(cleo)
    address = reverse("pauses:gate", args=[space.pk])
    two = [str(ana.person.pk), str(ben.person.pk)]
    assert b"data-held" in ben.client.get(address).content
    assert b"data-held" not in ben.client.get(address, {"person": two}).content
    assert b"data-held" not in ben.client.get(address, {"person": "nobody"}).content
    take(ana)
    assert b"data-held" in ben.client.get(address, {"person": two}).content


def test_while_a_break_runs_the_server_lets_nothing_be_sent_and_then_does(ana, ben, space, take, later):
    pause = take(ana)
    for who in (ana, ben):
        with pytest.raises(NotYet):
            check_open(space, again(who), now=timezone.now())
    later(pause, minutes=21)
    check_open(space, again(ben), now=timezone.now())


def test_at_the_return_both_get_the_same_neutral_word_and_it_goes_after_a_day(ana, ben, space, take, later):
    pause = later(take(ana), minutes=20)
    for who in (ana, ben):
        home = who.client.get("/").content.decode()
        assert "The time to go on has come" in home
        assert "Would now be all right? Later is fine." in home
    later(pause, hours=24)
    for who in (ana, ben):
        assert "The time to go on has come" not in who.client.get("/").content.decode()


def test_the_page_of_a_break_is_told_when_its_time_has_come(ana, ben, take, later):
    pause = take(ana)
    for who in (ana, ben):
        seen = who.client.get(url("pause", pause)).content.decode().split("?seen=")[1].split('"')[0]
        assert who.client.get(url("wait", pause), {"seen": seen}).status_code == 204
    later(pause, minutes=20)
    for who in (ana, ben):
        assert who.client.get(url("wait", pause), {"seen": seen}).headers["HX-Refresh"] == "true"


def test_putting_it_off_needs_a_new_time(ana, take):
    pause = take(ana, "60")
    earlier = move(ana, pause, "20")
    assert earlier.status_code == 422
    assert "Pick a time after the one you named" in main(earlier)
    assert move(ana, pause, "own", at="").status_code == 422
    assert move(ana, pause, "180").status_code == 302
    assert minutes_away(Pause.objects.get()) == 180


def test_after_two_moves_a_booked_day_and_hour_is_suggested(ana, take):
    pause = take(ana, "20")
    move(ana, pause, "60")
    assert "moved twice" not in main(ana.client.get(url("pause", pause)))
    assert move(ana, pause, at=own_time(days=3)).status_code == 422
    move(ana, pause, "180")
    assert "A day and an hour that suit everybody may hold better" in main(ana.client.get(url("pause", pause)))
    assert move(ana, pause, at=own_time(days=3)).status_code == 302


def test_a_move_that_is_sent_twice_is_one(ana, take):
    pause, key = take(ana), uuid.uuid4()
    for _ in range(2):
        ana.client.post(url("move", pause), {"back": "60", "submission": key})
    assert Pause.objects.get().words(again(ana))["moved"] == 1


def test_coming_back_takes_one_of_the_sentences_or_none(ana, ben, space, take):
    pause = take(ana)
    ana.client.post(url("back", pause), {"sentence": "2", "own": ""})
    assert "I’d like to listen first" in main(ben.client.get(reverse("spaces:space", args=[space.pk])))
    check_open(space, again(ben), now=timezone.now())
    assert ana.client.post(url("back", pause), {"sentence": "1"}).status_code == 302
    assert "I’d like to listen first" in Pause.objects.get(pk=pause.pk).words(again(ana))["sentence"]


def test_nobody_ends_or_moves_anothers_break(ana, ben, take):
    pause = take(ana)
    assert ben.client.post(url("back", pause), {"sentence": ""}).status_code == 404
    assert move(ben, pause, "180").status_code == 404
    assert Pause.objects.get().ended_at is None


def test_a_second_tap_leads_to_the_break_that_runs(ana, space, take):
    pause = take(ana)
    assert ana.client.get(reverse("pauses:choose")).url == url("pause", pause)
    take(ana, "60")
    assert Pause.objects.count() == 1


@pytest.mark.parametrize("name", ["pause", "move", "back", "wait"])
def test_the_stranger_and_whoever_left_get_404(ana, stranger, space, take, name):
    pause = take(ana)
    for who in (stranger, ana):
        space.members.filter(person=who.person).update(left_at=timezone.now())
        answers = {who.client.get(url(name, pause)).status_code, who.client.post(url(name, pause)).status_code}
        assert 404 in answers
        assert answers <= {404, 405}
    for page in ("take", "gate"):
        address = reverse(f"pauses:{page}", args=[space.pk])
        assert 404 in {stranger.client.get(address).status_code, stranger.client.post(address).status_code}


def test_the_sentence_lies_sealed(ana, take):
    pause = take(ana)
    ana.client.post(url("back", pause), {"sentence": "", "own": "zanzibar mongoose"})
    connection.ensure_connection()
    assert b"zanzibar" not in connection.connection.serialize()


def test_the_export_holds_ones_own_breaks_and_deleting_takes_them(ana, ben, take):
    take(ana)
    assert len(exports.collect(ana.person, again(ana)).rows) == 1
    assert exports.collect(ben.person, again(ben)).rows == []
    exports.erase(ana.person, again(ana))
    assert not Pause.objects.exists()


@pytest.mark.parametrize("where", ["home", "space", "gate"])
def test_more_breaks_cost_no_more_queries(ana, ben, space, take, where):
    address = {
        "home": "/",
        "space": reverse("spaces:space", args=[space.pk]),
        "gate": reverse("pauses:gate", args=[space.pk]),
    }[where]

    def count():
        with CaptureQueriesContext(connection) as seen:
            assert ben.client.get(address).status_code == 200
        # Once a minute a look at a page is noted, too; that is no question.
        return sum(query["sql"].startswith("SELECT") for query in seen)

    take(ana)
    count()
    few = count()
    take(ben)
    for _ in range(3):
        ana.client.post(url("back", Pause.objects.get(person=ana.person, ended_at=None)), {"sentence": "0"})
        take(ana)
    assert count() == few


def test_the_pad_is_no_form_and_its_page_sends_nothing(ana):
    page = main(ana.client.get(reverse("pauses:vent")))
    assert "<form" not in page
    for part in ("<textarea", "<input", " name=", "hx-"):
        assert part not in page
    assert 'spellcheck="false"' in page
    assert ana.client.post(reverse("pauses:vent"), {"words": "x"}).status_code == 405

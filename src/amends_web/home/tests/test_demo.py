"""The demo: two made-up people, filled in one press, apart from everybody real, gone when it ends."""

from __future__ import annotations

import re
import time
import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings as live
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amends.errors import Refused
from amends.sealing.seeds import STANDARD_COST
from amends_web.accounts.models import Person
from amends_web.breakdowns.models import Breakdown, Share
from amends_web.home import demo
from amends_web.home.models import Demo
from amends_web.imports.models import Import, SharedExcerpt
from amends_web.spaces.actions import add_member, create_space, make_invite
from amends_web.spaces.models import Space

pytestmark = pytest.mark.django_db

DOORS = ["demo_switch", "demo_reset", "demo_end"]


def press(client, name):
    return client.post(reverse(f"home:{name}"))


def visit(client, url="/"):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def rows():
    """How many rows each table has."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


@pytest.fixture
def visitor():
    client = Client()
    assert press(client, "demo_start").url == "/"
    return client


@pytest.fixture
def seat():
    return demo.start_demo(now=timezone.now())


def test_one_press_leads_to_a_filled_home_as_ana(visitor):
    page = visit(visitor)
    assert "Demo: two made-up people. You are looking as Ana." in page
    assert "Look as Ben" in page
    assert reverse("spaces:space", args=[Space.objects.get().pk]) in page


def test_it_shows_a_map_that_is_open_with_what_was_news(visitor):
    opened = Breakdown.objects.get(revealed_at__isnull=False)
    page = visit(visitor, reverse("breakdowns:map", args=[opened.pk]))
    assert "“I was ashamed about the review and did not want to bring it to the table.”" in page
    assert "“Work matters more than this.”" in page
    assert "Neither of you had said it. Nobody broke a rule here." in page
    assert "This was news to Ben." in page
    assert "News to you. Ben can see that." in page


def test_in_a_second_one_ben_has_shared_and_ana_has_not_and_neither_is_told(visitor):
    waiting = Breakdown.objects.get(revealed_at=None)
    assert [share.person.name for share in Share.objects.filter(breakdown=waiting)] == ["Ben"]
    assert "either weekend was fine" not in visit(visitor, reverse("breakdowns:breakdown", args=[waiting.pk]))
    press(visitor, "demo_switch")
    assert "either weekend was fine" in visit(visitor, reverse("breakdowns:choose", args=[waiting.pk]))


def test_ana_has_a_conversation_with_its_reading_and_shared_lines_of_her_own(visitor):
    brought = Import.objects.get()
    assert brought.owner.name == "Ana"
    assert "You never think about" in visit(visitor, reverse("imports:import", args=[brought.pk]))
    shared = reverse("imports:shared", args=[SharedExcerpt.objects.get().space_id])
    assert "I said a thing about you that I don&#x27;t believe" in visit(visitor, shared)
    press(visitor, "demo_switch")
    assert visitor.get(reverse("imports:import", args=[brought.pk])).status_code == 404
    assert "I said a thing about you that I don&#x27;t believe" in visit(visitor, shared)


def test_looking_from_the_other_seat_and_back(visitor):
    press(visitor, "demo_switch")
    page = visit(visitor)
    assert "You are looking as Ben." in page
    assert "Look as Ana" in page
    press(visitor, "demo_switch")
    assert "You are looking as Ana." in visit(visitor)


def test_filling_anew_erases_what_was_done(visitor):
    before = rows()
    old = Space.objects.get()
    visitor.post(reverse("accounts:rename"), {"name": "Cleo"})
    visitor.post(
        reverse("breakdowns:create", args=[old.pk]), {"name": "Another", "day": "", "submission": uuid.uuid4()}
    )
    press(visitor, "demo_reset")
    assert rows() == before
    assert Space.objects.get() != old
    assert "You are looking as Ana." in visit(visitor)


def test_ending_leaves_not_one_row_and_leads_to_the_front_page():
    client = Client()
    before = rows()
    press(client, "demo_start")
    space = Space.objects.get()
    client.get("/")
    client.post(reverse("spaces:make_invite", args=[space.pk]), {"message": "Come", "submission": uuid.uuid4()})
    client.post(reverse("accounts:keep_first_step"), {"first_step": "Words", "submission": uuid.uuid4()})
    press(client, "demo_switch")
    client.post(reverse("spaces:leave_now", args=[space.pk]), {"submission": uuid.uuid4()})
    assert rows() != before
    assert press(client, "demo_end").url == "/"
    assert rows() == before
    assert "Try the demo" in visit(client)


def test_signing_out_by_any_other_button_ends_it_too():
    client = Client()
    before = rows()
    press(client, "demo_start")
    client.post(reverse("accounts:sign_out"))
    assert rows() == before


def test_a_locked_demo_can_still_be_filled_anew_and_ended(visitor):
    for way_on in ("demo_reset", "demo_end"):
        del visitor.cookies[live.UNLOCK_COOKIE_NAME]
        page = visit(visitor, reverse("accounts:unlock"))
        assert reverse(f"home:{way_on}") in page
        assert "Look as" not in page
        assert press(visitor, way_on).url == "/"
    assert not Demo.objects.exists()


def test_two_visitors_have_two_demos(visitor):
    other = Client()
    press(other, "demo_start")
    assert Demo.objects.count() == 2
    mine, _ = Space.objects.order_by("pk")
    seen = [client.get(reverse("spaces:space", args=[mine.pk])).status_code for client in (visitor, other)]
    assert sorted(seen) == [200, 404]
    press(other, "demo_end")
    assert Demo.objects.count() == 1
    assert "You are looking as Ana." in visit(visitor)


def test_pressing_it_again_keeps_the_demo_that_one_has(visitor):
    press(visitor, "demo_start")
    assert Demo.objects.count() == 1


def test_somebody_real_is_told_to_sign_out_first_and_stays_signed_in(ana):
    answer = press(ana.client, "demo_start")
    assert answer.status_code == 409
    assert "Sign out first" in answer.content.decode()
    assert not Demo.objects.exists()
    assert "Demo:" not in visit(ana.client)


def test_real_people_may_have_the_names_of_the_made_up_ones(visitor, ana, actor):
    visitor.post(reverse("accounts:rename"), {"name": "Cleo"})
    actor("Cleo")
    assert Person.objects.filter(name="Cleo").count() == 2
    assert ana.person.sign_in_name == "ana"


def test_a_made_up_person_is_let_into_no_real_space(seat, ana):
    space = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="The flat")
    with pytest.raises(Refused):
        add_member(keyring=ana.keyring, space=space, person=seat.person)
    assert [member.person for member in space.members.all()] == [ana.person]


def test_somebody_real_is_let_into_no_made_up_space(seat, ana):
    space = Space.objects.get(is_demo=True)
    with pytest.raises(Refused):
        add_member(keyring=seat.keyring, space=space, person=ana.person)
    assert ana.person not in [member.person for member in space.members.all()]


def test_an_invite_into_a_demo_looks_to_somebody_real_like_none(seat, ana):
    space = Space.objects.get(is_demo=True)
    invite = make_invite(keyring=seat.keyring, person=seat.person, space=space, message="", now=timezone.now())
    token = invite.words(seat.keyring)["token"]
    opened = ana.client.post(reverse("spaces:open"), {"token": token})
    assert opened.status_code == 404


@pytest.mark.parametrize("door", DOORS)
def test_no_door_of_the_demo_opens_to_somebody_real_or_signed_out(door, visitor, ana, client):
    before = rows()
    assert press(ana.client, door).status_code == 404
    assert press(client, door).url == reverse("accounts:sign_in")
    assert rows() == before


@pytest.mark.parametrize("door", ["demo_start", *DOORS])
def test_nothing_happens_by_following_a_link(door, visitor):
    assert visitor.get(reverse(f"home:{door}")).status_code == 405


def test_what_nobody_ended_is_gone_a_day_later(visitor, ana):
    now = timezone.now()
    create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="The flat")
    demo.start_demo(now=now + timedelta(hours=23))
    assert Demo.objects.count() == 2
    demo.start_demo(now=now + timedelta(hours=25))
    assert Demo.objects.count() == 2
    assert Person.objects.filter(is_demo=True).count() == 4
    assert Space.objects.filter(is_demo=False).count() == 1
    assert visitor.get("/").content.decode().count("Try the demo") == 1


def test_past_a_hundred_at_once_it_says_to_come_back(client, monkeypatch):
    monkeypatch.setattr(demo, "MOST", 1)
    press(Client(), "demo_start")
    answer = press(client, "demo_start")
    assert answer.status_code == 503
    assert "come back later" in answer.content.decode()
    assert Person.objects.filter(is_demo=True).count() == 2


def test_filling_takes_less_than_two_seconds_at_the_real_cost(settings):
    settings.DERIVATION_COST = STANDARD_COST
    began = time.process_time()
    demo.start_demo(now=timezone.now())
    assert time.process_time() - began < 2


def test_no_word_of_it_lies_open(visitor):
    for model in apps.get_models():
        for row in model._base_manager.values():
            assert not re.search("dinner|ashamed|aubergine", str(row)), model

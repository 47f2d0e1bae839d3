"""Ana and Ben in one space, and what they promise each other in their browsers, on days that the tests set."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from conftest import Pages, again
from django.contrib.sessions.models import Session
from django.db.models import F
from django.utils import timezone

from amends_web.acknowledgements.access import Two
from amends_web.acknowledgements.actions import say_heard
from amends_web.breakdowns.actions import begin_breakdown
from amends_web.breakdowns.tests.conftest import Story
from amends_web.promises.models import Promise
from amends_web.promises.queries import opened
from amends_web.vault.models import UnlockedSession

MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)
FRIDAY = "2026-12-04"
CUE, ACT = "I leave the office late", "call you from the station"
TERMS = {"cue": CUE, "act": ACT, "day": FRIDAY, "at": "18:00"}


def main_of(page):
    """What stands on the page itself, without tags: no frame of every page."""
    return re.sub(r"<[^>]*>", " ", page.split("<main")[1].split("</main>")[0])


def without_keys(page):
    """The page without what is random in every answer."""
    return re.sub(r'name="(?:csrfmiddlewaretoken|submission|page)" value="[^"]*"', "", page)


class Clock:
    """The time that the app sees. Whoever is signed in stays so, as if they had been here all along."""

    def __init__(self):
        self.now = MONDAY

    def __call__(self):
        return self.now

    def go(self, **ahead):
        ahead = timedelta(**ahead)
        self.now += ahead
        UnlockedSession.objects.update(opened_at=F("opened_at") + ahead, touched_at=F("touched_at") + ahead)
        Session.objects.update(expire_date=F("expire_date") + ahead)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock


class Room(Pages):
    """A space, and what people do in it with this area's pages."""

    area = "promises"

    def offer(self, who, *to, **words):
        data = {"to": [str(one.person.pk) for one in to], **TERMS, **words}
        response = self.post(who, "offer", **data)
        assert response.status_code == 302, main_of(response.content.decode())
        return Promise.objects.get(pk=response.headers["Location"].rstrip("/").split("/")[-1])

    def accept(self, who, row, offer=1):
        number = re.search(r'name="number" value="([0-9a-f]+)"', self.page(who, "promise", row.pk))[1]
        response = self.post(who, "accept", row.pk, offer=offer, number=number)
        assert response.status_code == 302, main_of(response.content.decode())

    def say(self, who, row, seen, *, on=FRIDAY, offer=1, text=""):
        return self.post(who, "say", row.pk, offer=offer, on=on, seen=seen, text=text)

    def state(self, who, row):
        return opened(Promise.objects.get(pk=row.pk), again(who)).state


@pytest.fixture
def room(space):
    return Room(space)


@pytest.fixture
def offered(ana, ben, room):
    """Ana's promise to Ben, to call on Friday at six; he has not answered."""
    return room.offer(ana, ben)


@pytest.fixture
def agreed(ben, room, offered):
    room.accept(ben, offered)
    return offered


@pytest.fixture
def due(clock, agreed):
    """The same, as Friday six has passed."""
    clock.go(days=4, hours=10)
    return agreed


@pytest.fixture
def heard(clock, ana, ben, space):
    """A breakdown after which each said that they feel heard by the other."""
    breakdown = begin_breakdown(keyring=again(ana), person=ana.person, space=space, name="The late dinner", day=None)
    for one, other in ((ana, ben), (ben, ana)):
        two = Two(breakdown=breakdown, author=one.person, recipient=other.person)
        say_heard(keyring=again(other), two=two, how="heard", now=timezone.now())
    return Story(breakdown)

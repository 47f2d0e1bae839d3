"""Ana and Ben in one space, and what they do with check-ins, pulses and answers in their browsers."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from conftest import Pages, again
from django.utils import timezone

from amends_web.rhythm.models import CheckIn, Plan
from amends_web.rhythm.times import rhythm_of

HTMX = {"HTTP_HX_REQUEST": "true"}
_KEYS = re.compile(r'name="(?:csrfmiddlewaretoken|submission|page)" value="[^"]*"')


def main_of(response):
    """The words of a page, without its frame."""
    page = response.content.decode()
    page = page.split("<main")[1].split(">", 1)[1].split("</main")[0] if "<main" in page else page
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def without_keys(page):
    """The page without what is random in every answer."""
    return _KEYS.sub("", page)


def in_(**away):
    """A time from now, as a browser sends it."""
    return f"{timezone.localtime() + timedelta(**away):%Y-%m-%dT%H:%M}"


class Room(Pages):
    """A space, and what people do in it with this area's pages."""

    area = "rhythm"

    def page(self, who, name="check_ins", /, *args, **data):
        response = self.get(who, name, *args, **data)
        assert response.status_code == 200
        return main_of(response)

    def rhythm(self, who):
        return rhythm_of(self.space, who.person, again(who), now=timezone.now())

    def propose(self, who, first=None, **data):
        fields = {"first": first or in_(hours=2), "weeks": "1", "minutes": "30", **data}
        response = self.post(who, "propose", **fields)
        assert response.status_code == 302, main_of(response)
        return Plan.objects.latest("made_at")

    def agree(self, ana, *others, **data):
        plan = self.propose(ana, **data)
        for other in others:
            assert self.post(other, "yes", plan.pk).status_code == 302
        return plan

    def begin(self, who, how="apart", **data):
        response = self.post(who, "begin_now", how=how, length="15", **data)
        assert response.status_code == 302, main_of(response)
        return CheckIn.objects.get(pk=response.url.split("/")[2])

    def fill_in(self, who, check_in, **parts):
        for part, words in parts.items():
            assert self.post(who, "next_part", check_in.pk, part, words=words).status_code == 302

    def share(self, who, check_in, **data):
        page = self.get(who, "preview", check_in.pk).content.decode()
        previewed = re.search(r'name="previewed" value="([0-9a-f]+)"', page)
        return self.post(who, "share", check_in.pk, **({"previewed": previewed[1]} if previewed else {}) | data)

    def give(self, who, check_in, part, words="", **data):
        return self.post(who, "give", check_in.pk, part, words=words, **data)

    def go_on(self, who, check_in, place):
        return self.post(who, "go_on", check_in.pk, place=place)

    def answer(self, who, kind, about, **data):
        response = self.post(who, "keep_answer", kind, about, **data)
        assert response.status_code == 302, main_of(response)
        return response


@pytest.fixture
def room(space):
    return Room(space)


@pytest.fixture
def apart(ana, ben, room):
    """A check-in that each fills in when it suits them."""
    return room.begin(ana)


@pytest.fixture
def live(ana, ben, room):
    """A check-in that goes on now, each on a device of their own."""
    return room.begin(ana, how="live")


@pytest.fixture
def held(ana, ben, room, apart):
    """A check-in that both shared, and that has opened."""
    room.fill_in(ana, apart, thanks="ANA-THANKS for the soup", request="ANA-WISH a walk")
    room.fill_in(ben, apart, thanks="BEN-THANKS for waiting")
    room.share(ana, apart)
    room.share(ben, apart)
    return apart

"""What Ana, Ben and others do with the cards in their browsers."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

import pytest
from django.urls import reverse

from amends_web.practice.models import Together
from amends_web.spaces.models import Space
from amends_web.spaces.queries import others

CARD = ("soft-start", "the-tickets")
CUE = ("ask", "who-else")


def url(name, *args):
    return reverse(f"practice:{name}", args=args)


def get(who, name, *args):
    return who.client.get(url(name, *args))


def page(who, name, *args):
    response = get(who, name, *args)
    assert response.status_code == 200
    return response.content.decode()


def post(who, name, *args, **data):
    return who.client.post(url(name, *args), {"submission": uuid.uuid4(), **data})


def words_of(text):
    """What stands on the page itself, without tags: no frame of every page."""
    main = text.split("<main")[1].split(">", 1)[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def without_keys(text):
    """The page without what is random in every answer."""
    return re.sub(r'name="(?:csrfmiddlewaretoken|submission)" value="[^"]*"', "", text)


def audience_in(text):
    """Who is named on a page to write to a card, as its form sends them along."""
    return re.findall(r'name="audience" value="([^"]*)"', text)


@dataclass
class Room:
    """A space whose people do cards together."""

    space: Space

    def begin(self, who, card="the-tickets"):
        response = post(who, "begin", self.space.pk, card=card)
        assert response.status_code == 302, words_of(response.content.decode())
        return Together.objects.latest("begun_on", "pk")

    def write(self, who, together, words):
        form = get(who, "together", together.pk).content.decode()
        here = audience_in(form) or [str(other.pk) for other in others(self.space, who.person)]
        response = post(who, "write", together.pk, words=words, audience=here)
        assert response.status_code == 302, words_of(response.content.decode())
        return response


@pytest.fixture
def room(space):
    return Room(space)

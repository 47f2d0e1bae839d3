"""Ana and Ben in one space, and a round between them; small helpers that act through the pages."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

import pytest
from conftest import again
from django.urls import reverse

from amends_web.listening.models import Round
from amends_web.listening.queries import here_of

HTMX = {"HTTP_HX_REQUEST": "true"}


def main(response):
    """The words of a page, without its frame."""
    page = response.content.decode()
    page = page.split("<main")[1].split("</main")[0] if "<main" in page else page
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


@dataclass
class Talk:
    """One round, and what people do with it in their browsers."""

    pk: uuid.UUID

    def url(self, name):
        return reverse(f"listening:{name}", args=[self.pk])

    def get(self, who, name="round", /, **data):
        return who.client.get(self.url(name), data)

    def page(self, who, **data):
        return main(self.get(who, **data))

    def post(self, who, name, /, *, number=None, **data):
        """Send a step for the floor as it stands, or for the one with this number."""
        return who.client.post(self.url(name), {"number": self.now().number if number is None else number, **data})

    def now(self):
        return Round.objects.select_related("box", "space__box", "asked_by").get(pk=self.pk)

    def floor(self, who):
        return here_of(self.now(), who.person, again(who)).floor

    def say(self, who, words, *, is_last=True, **data):
        return self.post(who, "say", words=words, **({"is_last": "on"} if is_last else {}), **data)

    def back(self, who, words, **data):
        return self.post(who, "back", words=words, **data)

    def answer(self, who, verdict, words="", **data):
        return self.post(who, "answer", verdict=verdict, words=words, **data)

    def turn(self, speaker, listener, words, back, **data):
        """One whole turn, in which the speaker was got at once."""
        self.say(speaker, words)
        self.back(listener, back, **data)
        self.answer(speaker, "got_it")
        return self.post(speaker, "no_more")


def ask(who, space, **data):
    fields = {"topic": "Sunday evening", "pace": "live", "first": "me", "submission": uuid.uuid4(), **data}
    return who.client.post(reverse("listening:create", args=[space.pk]), fields)


def asked(who, space, **data):
    response = ask(who, space, **data)
    assert response.status_code == 302, main(response)
    return Talk(uuid.UUID(response.url.split("/")[2]))


@pytest.fixture
def talk(ana, ben, space):
    """A live round that both have said yes to; Ana has the floor."""
    talk = asked(ana, space)
    assert talk.post(ben, "yes").status_code == 302
    return talk


@pytest.fixture
def heard(talk, ana, ben):
    """A round in which both were heard."""
    talk.turn(ana, ben, "ANA-SAID I sat there alone", "BEN-HEARD you sat alone", thought="got_it")
    talk.turn(ben, ana, "BEN-SAID I was ashamed", "ANA-HEARD you were ashamed")
    return talk

"""Ana and Ben in one space, and a summary that they write with the pages of this area."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from amends_web.breakdowns.tests.conftest import again
from amends_web.pauses.actions import take_pause
from amends_web.spaces.actions import add_member, create_space
from amends_web.spaces.models import Space
from amends_web.spaces.queries import others
from amends_web.summaries.models import Summary

TITLE = "The late dinner"
TEXT = "Ana waited for an hour.\nBen had called, and nobody answered.\n\nNext time we write a message."


def main_of(page):
    """What stands on the page itself, without tags: no frame of every page."""
    return unescape(re.sub(r"<[^>]*>", " ", page.split("<main")[1].split("</main>")[0]))


def without_keys(page):
    """The page without what is random in every answer."""
    return re.sub(r'name="(?:csrfmiddlewaretoken|submission|page)" value="[^"]*"', "", page)


@dataclass
class Desk:
    """A space, and what people do in it with this area's pages."""

    space: Space

    @property
    def summary(self):
        return Summary.objects.get()

    def url(self, name, *args):
        of_space = name in ("summaries", "new", "write", "begin", "keeping", "keep")
        return reverse(f"summaries:{name}", args=[self.space.pk if of_space else self.summary.pk, *args])

    def get(self, who, name, /, *args):
        return who.client.get(self.url(name, *args))

    def page(self, who, name, /, *args):
        response = self.get(who, name, *args)
        assert response.status_code == 200, response.content.decode()
        return response.content.decode()

    def post(self, who, name, /, *args, **data):
        return who.client.post(self.url(name, *args), {"submission": uuid.uuid4(), **data})

    def audience(self, who):
        """Whom the page of a first version names, as its form sends them along."""
        return [str(other.pk) for other in others(self.space, who.person)]

    def begin(self, who, title=TITLE, text=TEXT, **data):
        data = {"audience": self.audience(who)} | data
        response = self.post(who, "begin", title=title, text=text, seen=0, **data)
        assert response.status_code == 302, response.content.decode()
        return self

    def edit(self, who, text, *, seen, title=TITLE):
        return self.post(who, "save", title=title, text=text, seen=seen)

    def differ(self, who, text, *, seen=0):
        return self.post(who, "keep_voice", text=text, seen=seen)

    def approve(self, who, *, seen, answer="approve"):
        return self.post(who, "answer", seen=seen, answer=answer)

    def agree(self, *people, seen):
        for who in people:
            assert self.approve(who, seen=seen).status_code == 302
        return self

    def take_a_break(self, who):
        now = timezone.now()
        back_at = now + timedelta(hours=1)
        return take_pause(keyring=again(who), person=who.person, space=self.space, back_at=back_at, now=now)


@pytest.fixture
def space(ana, ben):
    space = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="The flat")
    add_member(keyring=again(ana), space=space, person=ben.person)
    return space


@pytest.fixture
def desk(space):
    return Desk(space)


@pytest.fixture
def cleo(actor, ana, space):
    """A third one in the space."""
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    return cleo

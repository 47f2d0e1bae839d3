"""Ana and Ben in one space, and a summary that they write with the pages of this area."""

from __future__ import annotations

import re
from html import unescape

import pytest
from conftest import Pages, again
from django.urls import reverse

from amends_web.spaces.actions import add_member
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


class Desk(Pages):
    """A space, and what people do in it with this area's pages."""

    @property
    def summary(self):
        return Summary.objects.get()

    def url(self, name, *args):
        of_space = name in ("summaries", "new", "write", "begin", "keeping", "keep")
        return reverse(f"summaries:{name}", args=[self.space.pk if of_space else self.summary.pk, *args])

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


@pytest.fixture
def desk(space):
    return Desk(space)


@pytest.fixture
def cleo(actor, ana, space):
    """A third one in the space."""
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    return cleo

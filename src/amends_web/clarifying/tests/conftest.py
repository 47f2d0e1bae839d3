"""Ana and Ben in one space, and what they ask, guess and answer in their browsers."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from amends_web.breakdowns.actions import begin_breakdown
from amends_web.breakdowns.models import Share
from amends_web.breakdowns.tests.conftest import Story, again
from amends_web.clarifying.models import Cue, Question, Reply
from amends_web.pauses.actions import take_pause
from amends_web.spaces.actions import add_member, create_space
from amends_web.spaces.models import Space

LINE = "Fine. Do what you like."
READINGS = {"one": "You were tired and wanted to stop.", "two": "You were annoyed with me."}


def main_of(page):
    """What stands on the page itself, without tags: no frame of every page."""
    return re.sub(r"<[^>]*>", " ", page.split("<main")[1].split("</main>")[0])


def without_keys(page):
    """The page without what is random in every answer."""
    return re.sub(r'name="(?:csrfmiddlewaretoken|submission|page)" value="[^"]*"', "", page)


@dataclass
class Room:
    """A space, and what people do in it with this area's pages."""

    space: Space

    def url(self, name, *args):
        return reverse(f"clarifying:{name}", args=args or [self.space.pk])

    def get(self, who, name, /, *args, **data):
        return who.client.get(self.url(name, *args), data)

    def page(self, who, name, /, *args, **data):
        response = self.get(who, name, *args, **data)
        assert response.status_code == 200
        return response.content.decode()

    def post(self, who, name, /, *args, **data):
        return who.client.post(self.url(name, *args), {"submission": uuid.uuid4(), **data})

    def ask(self, who, to, /, **words):
        response = self.post(who, "send_question", to=to.person.pk, **{"line": LINE, **READINGS, **words})
        assert response.status_code == 302, response.content.decode()
        return Question.objects.latest("asked_on", "pk")

    def let_guess(self, who, to, kind="feeling", **words):
        words = {"about": "when you came home on Sunday", "word": "hurt", "strength": "strong", **words}
        response = self.post(who, "let_guess", self.space.pk, kind, to=to.person.pk, **words)
        assert response.status_code == 302, response.content.decode()
        return Cue.objects.get()

    def guess_first(self, who, to, **words):
        words = {"about": "when I came home on Sunday", "word": "angry", "strength": "quite", **words}
        return self.post(who, "ask_what_it_was", to=to.person.pk, **words)

    def guess(self, who, cue, word="angry", strength="quite"):
        return self.post(who, "guess", cue.pk, word=word, strength=strength)

    def take_a_break(self, who):
        now = timezone.now()
        return take_pause(
            keyring=again(who), person=who.person, space=self.space, back_at=now + timedelta(hours=1), now=now
        )


@pytest.fixture
def space(ana, ben):
    space = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="The flat")
    add_member(keyring=again(ana), space=space, person=ben.person)
    return space


@pytest.fixture
def room(space):
    return Room(space)


@pytest.fixture
def opened(ana, ben, space):
    """A breakdown whose map is open: Ana shared that she was hurt, and what it did."""
    story = Story(begin_breakdown(keyring=again(ana), person=ana.person, space=space, name="The late dinner", day=None))
    story.answer(ana, "felt", **{"feelings": ["hurt"], "strength-hurt": "strong"})
    story.answer(ana, "impact", text="I sat there alone for an hour")
    story.answer(ben, "meant", text="I was ashamed")
    story.share(ana, "felt", "impact")
    story.share(ben, "meant")
    return story


@pytest.fixture
def of_ana(ana, opened):
    """What Ana shared."""
    return Share.objects.get(person=ana.person)


@pytest.fixture
def answered(ben, room, opened, of_ana):
    """Ben's answer to it."""
    words = "I can see why you’d feel hurt, given that you sat there for an hour."
    response = room.post(ben, "send_reply", opened.breakdown.pk, of_ana.pk, words=words)
    assert response.status_code == 302, response.content.decode()
    return Reply.objects.get()

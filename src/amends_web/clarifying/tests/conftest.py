"""Ana and Ben in one space, and what they ask, guess and answer in their browsers."""

from __future__ import annotations

import re

import pytest
from conftest import Pages, again

from amends_web.breakdowns.actions import begin_breakdown
from amends_web.breakdowns.models import Share
from amends_web.breakdowns.tests.conftest import Story
from amends_web.clarifying.models import Cue, Question, Reply

LINE = "Fine. Do what you like."
READINGS = {"one": "You were tired and wanted to stop.", "two": "You were annoyed with me."}


def main_of(page):
    """What stands on the page itself, without tags: no frame of every page."""
    return re.sub(r"<[^>]*>", " ", page.split("<main")[1].split("</main>")[0])


def without_keys(page):
    """The page without what is random in every answer."""
    return re.sub(r'name="(?:csrfmiddlewaretoken|submission|page)" value="[^"]*"', "", page)


class Room(Pages):
    """A space, and what people do in it with this area's pages."""

    area = "clarifying"

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

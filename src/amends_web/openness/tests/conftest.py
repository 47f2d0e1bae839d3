"""Ana and Ben in one space, and what they tell each other unasked, in their browsers."""

from __future__ import annotations

import re

import pytest
from conftest import Pages, again

from amends_web.openness.models import Agreement, Note, Plan, SharedThings
from amends_web.spaces.actions import add_member

ITEMS = ("when I will be later than I said", "when I hear from the bank")
THINGS = ("a coffee brought upstairs", "asking how the meeting went")


def main_of(page):
    """What stands on the page itself, without tags: no frame of every page."""
    return " ".join(re.sub(r"<[^>]*>", " ", re.search(r"<main[^>]*>(.*)</main>", page, re.DOTALL)[1]).split())


def part_of(page, part_id):
    """One section of a page, byte for byte."""
    return re.search(rf'<section[^>]* id="{part_id}".*?</section>', page, re.DOTALL)[0]


def without_keys(page):
    """The page without what is random in every answer."""
    return re.sub(r'name="(?:csrfmiddlewaretoken|submission|page)" value="[^"]*"', "", page)


class Room(Pages):
    """A space, and what people do in it with this area's pages."""

    area = "openness"

    def offer(self, who, *to, items=ITEMS):
        response = self.post(who, "offer_list", to=[one.person.pk for one in to], items="\n".join(items))
        assert response.status_code == 302, response.content.decode()
        return Agreement.objects.get(pk=response.headers["Location"].split("/")[3])

    def change(self, who, agreement, *items, seen=None):
        """Offer other items, written on the version that stands now, or on an older one that was still open."""
        found = re.search(r'name="seen" value="(\d+)"', self.get(who, "change_list", agreement.pk).content.decode())
        seen = seen or (found[1] if found else "")
        return self.post(who, "offer_change", agreement.pk, items="\n".join(items), seen=seen)

    def answer(self, who, agreement, answer="accept", number=None):
        number = number or agreement.entries.filter(by=agreement.maker).latest("number").number
        return self.post(who, "answer_list", agreement.pk, answer=answer, number=number)

    def write(self, who, *to, kind="heads_up", text="I will be home late on Thursday.", **fields):
        fields = {"to": [one.person.pk for one in to], "text": text, **fields}
        response = self.post(who, "send_note", self.space.pk, kind, **fields)
        assert response.status_code == 302, response.content.decode()
        return Note.objects.get(pk=response.headers["Location"].split("/")[3])

    def show(self, who, *to, things=THINGS):
        self.post(who, "keep_things", items="\n".join(things))
        ids = [one.person.pk for one in to]
        response = self.post(who, "show_things", to=ids, items="\n".join(things))
        assert response.status_code == 302, response.content.decode()
        return SharedThings.objects.get(person=who.person)

    def remind(self, who, *, act="a coffee brought upstairs", cue="", at=None):
        at = at.strftime("%Y-%m-%dT%H:%M") if at else ""
        response = self.post(who, "keep_plan", act=act, cue=cue, at=at)
        assert response.status_code == 302, response.content.decode()
        return Plan.objects.get(person=who.person)


@pytest.fixture
def room(space):
    return Room(space)


@pytest.fixture
def cleo(actor, ana, space):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    return cleo

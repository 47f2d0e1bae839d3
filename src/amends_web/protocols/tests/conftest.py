"""Ana and Ben in one space, and what they propose, accept and walk through in their browsers."""

from __future__ import annotations

import re

import pytest
from conftest import Pages, again

from amends_web.protocols.models import Note, Protocol
from amends_web.protocols.queries import shown_protocol
from amends_web.spaces.actions import add_member

WORDS = {
    "title": "Phones at supper",
    "when": "On weekdays, at supper",
    "what": "Put the phones in the hall.\nWhoever waits for a call says so before.",
    "who": "All who eat.",
}


# A protocol that a coach wrote: the first step is kept for oneself, the second for all.
TEA = (
    "format: 1\nid: tea\ntitle: Tea first\nfor: friends\nminutes: 2\nsource: Cleo, 2024\nstrength: S\nshown: Tea."
    "\nnot when: Somebody is afraid.\nwhen: Four.\nwho: All.\ntoo much: Put the cup down.\n"
    "step: all, 1 min\nsay: Make tea.\nkeep: me, How it was\n"
    "step: all, 1 min\nsay: Drink it.\nkeep: all, What it tasted of\n"
)
TEA_LINES = ("All of you, 1 min: Make tea.", "All of you, 1 min: Drink it.")


def main_of(page):
    """What stands on the page itself, without tags: no frame of every page."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.split("<main")[1].split("</main>")[0]).split())


def without_keys(page):
    """The page without what is random in every answer."""
    return re.sub(r'name="(?:csrfmiddlewaretoken|submission)" value="[^"]*"', "", page)


def shown_at(page):
    """What a step's page names the step by, for the words that are written there; "" where it asks for none."""
    return "".join(re.findall(r'name="shown" value="([^"]*)"', page))


class Room(Pages):
    """A space, and what people do in it with this area's pages."""

    area = "protocols"

    def propose(self, who, /, **words):
        response = self.post(who, "send", **{**WORDS, **words})
        assert response.status_code == 302, response.content.decode()
        return Protocol.objects.get(pk=response.headers["Location"].split("/")[-2])

    def change(self, who, protocol, *, after=None, **words):
        newest = self.shown(who, protocol).newest
        data = {name: newest.words[name] for name in WORDS} | words
        return self.post(who, "send_change", protocol.pk, after=after or newest.number, **data)

    def accept(self, who, protocol, number=None):
        version = next(one for one in self.shown(who, protocol).versions if number in (None, one.number))
        return self.post(who, "accept", protocol.pk, version.number, shown=version.shown)

    def agree(self, *people, **words):
        """Propose as the first of them, and have the others accept it."""
        protocol = self.propose(people[0], **words)
        for who in people[1:]:
            assert self.accept(who, protocol).status_code == 302
        return protocol

    def shown(self, who, protocol):
        return shown_protocol(protocol, who.person, again(who))

    def live(self, who, protocol):
        found = self.shown(who, protocol).live
        return found.number if found else None

    def keep(self, who, name, number, words, **data):
        shown = shown_at(self.page(who, "step", self.space.pk, name, number))
        return self.post(who, "keep", self.space.pk, name, number, words=words, shown=shown, **data)

    def keep_agreed(self, who, protocol, number, words):
        shown = shown_at(self.page(who, "agreed_step", protocol.pk, number))
        return self.post(who, "agreed_keep", protocol.pk, number, words=words, shown=shown)

    def note(self, who, name="weekly-check-in", number=5, words="A walk on Sunday"):
        assert self.keep(who, name, number, words).status_code == 302
        return Note.objects.latest("kept_on", "pk")

    def join(self, who, by):
        add_member(keyring=again(by), space=self.space, person=who.person)


@pytest.fixture
def room(space):
    return Room(space)


@pytest.fixture
def cleo(actor):
    return actor("Cleo")

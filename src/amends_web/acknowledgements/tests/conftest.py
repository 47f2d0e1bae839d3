"""Ana and Ben with one breakdown; small helpers that act through the pages. Time goes by in what they sent."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from conftest import again
from django.urls import reverse

from amends_web.acknowledgements.models import Acknowledgement, Piece
from amends_web.acknowledgements.pieces import _statement, open_pieces
from amends_web.breakdowns.models import Breakdown
from amends_web.breakdowns.tests.conftest import story, told  # noqa: F401  (fixtures)


def main(response):
    return " ".join(response.content.decode().split("<main")[1].split("</main")[0].split())


@dataclass
class Owning:
    """What one person owns towards another about one breakdown, in both of their browsers."""

    breakdown: Breakdown
    author: object
    recipient: object

    def url(self, name, *args):
        """An address of the author's pages, or of the recipient's: "from", "check", "respond", "heard"."""
        of_recipient = name in ("from", "check", "respond", "heard")
        other = self.author if of_recipient else self.recipient
        return reverse(f"acknowledgements:{name}", args=[self.breakdown.pk, other.person.pk, *args])

    def write(self, thing, text, then="later"):
        data = {"text": text, "then": then, "page": str(uuid.uuid4())}
        return self.author.client.post(self.url("next", thing), data)

    def preview(self, thing):
        return self.author.client.get(self.url("preview", thing))

    def pass_on(self, thing, key=None):
        page = self.preview(thing).content.decode()
        found = re.search(r'name="previewed" value="([0-9a-f]+)"', page)
        data = {"previewed": found[1] if found else "", "submission": key or uuid.uuid4()}
        return self.author.client.post(self.url("ask" if thing == "impact" else "send"), data)

    def hear(self, how="heard"):
        return self.recipient.client.post(self.url("heard"), {"how": how})

    def opened(self):
        """The page on which the recipient reads and answers, as it stands now."""
        return self.recipient.client.get(self.url("from")).content.decode()

    def check(self, answer, missing="", page=None):
        return self._answer("check", page, answer=answer, missing=missing)

    def respond(self, answer, part="", page=None):
        return self._answer("respond", page, answer=answer, part=part)

    def _answer(self, name, page, **data):
        """Answer what a page shows, which may have been open for long."""
        form = re.search(rf'action="{self.url(name)}".*?</form>', page or self.opened(), re.DOTALL)
        seen = re.search(r'name="seen" value="([^"]*)"', form[0]) if form else None
        data |= {"seen": seen[1] if seen else "", "submission": uuid.uuid4()}
        return self.recipient.client.post(self.url(name), data)

    def remind(self):
        return self.author.client.post(self.url("remind"), {"submission": uuid.uuid4()})

    def sent(self):
        """Written, opened by the other, sent."""
        self.write("words", "I went upstairs on Sunday without a word. I am sorry.")
        self.hear()
        assert self.pass_on("words").status_code == 302
        return self

    def later(self, **delta):
        """Let time go by: everything that passed was that much earlier, each signed by whoever it is from."""
        row = Acknowledgement.objects.get(author=self.author.person)
        for piece in Piece.objects.filter(acknowledgement=row).select_related("box", "acknowledgement"):
            actor = self.author if piece.by_id == self.author.person.pk else self.recipient
            words = piece.words(again(actor))
            words["at"] = (datetime.fromisoformat(words["at"]) - timedelta(**delta)).isoformat()
            piece.put(again(actor), words)
            piece.signature = actor.keyring.sign(*_statement(piece, words))
            piece.save()

    def passed(self):
        pieces = Piece.objects.filter(acknowledgement__author=self.author.person)
        return [one.event.kind.value for one in open_pieces(pieces, again(self.recipient))]


@pytest.fixture
def owning(story, ana, ben):  # noqa: F811
    return Owning(story.breakdown, ana, ben)

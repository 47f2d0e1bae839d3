"""Ana and Ben in one space, and what they look below together in their browsers."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

import pytest
from conftest import again
from django.urls import reverse

from amends_web.loops.actions import begin_loop
from amends_web.loops.models import Loop


def main_of(page):
    """What stands on the page itself, without tags: no frame of every page."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.split("<main")[1].split("</main>")[0]).split())


def without_keys(page):
    """The page without what is random in every answer."""
    return re.sub(r'name="(?:csrfmiddlewaretoken|submission|page)" value="[^"]*"', "", page)


@dataclass
class Below:
    """One loop, and what people do with it on its pages."""

    loop: Loop

    def url(self, name, *args):
        return reverse(f"loops:{name}", args=[self.loop.pk, *args])

    def get(self, who, name="loop", *args):
        return who.client.get(self.url(name, *args))

    def page(self, who, name="loop", *args):
        response = self.get(who, name, *args)
        assert response.status_code == 200, response.status_code
        return response.content.decode()

    def post(self, who, name, /, *args, **data):
        return who.client.post(self.url(name, *args), {"submission": uuid.uuid4(), **data})

    def answer(self, who, /, *ticked, page=None, **texts):
        """Write answers, tick the named ones, and go to the preview."""
        ticks = {f"share_{name}": "on" for name in ticked}
        return self.post(who, "next", page=page or str(uuid.uuid4()), **texts, **ticks)

    def share(self, who, submission=None):
        return self.send(who, self.page(who, "preview"), submission=submission)

    def send(self, who, preview, submission=None):
        """Press the button of a preview, which may have been open for long."""
        names = ("previewed", "audience")
        hidden = {name: re.findall(rf'name="{name}" value="([0-9a-f-]+)"', preview) for name in names}
        return self.post(who, "share", **hidden, submission=submission or uuid.uuid4())

    def open(self, *people):
        for who in people:
            self.answer(who, "under", under=f"what lay under it for {who.person.name}")
            assert self.share(who).status_code == 302
        return self

    def put_in(self, who, text, *, does=None, **data):
        data = {"does": (does or who).person.pk, "text": text, **data}
        return self.post(who, "put_in", **data)

    def arrows(self, who):
        """The ids of the arrows in the ring, in its order, as somebody's page links them."""
        ring = self.page(who).split('<ol class="arrows">')[1].split("</ol>")[0]
        return re.findall(r"/arrows/([0-9a-f-]{36})/", ring)

    def now(self):
        return Loop.objects.select_related("box", "space__box").get(pk=self.loop.pk)


@pytest.fixture
def below(ana, space):
    return Below(begin_loop(keyring=again(ana), person=ana.person, space=space, name="Sundays", breakdown=None))


@pytest.fixture
def opened(below, ana, ben):
    """All have shared."""
    return below.open(ana, ben)


@pytest.fixture
def drawn(opened, ana, ben):
    """A ring of three, all of it put in by Ana."""
    opened.put_in(ana, "go quiet", does=ana)
    opened.put_in(ana, "ask again", does=ben)
    opened.put_in(ana, "leave the room", does=ana)
    return opened

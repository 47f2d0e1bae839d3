"""Ana and Ben in one space, with one breakdown; small helpers that act through the pages."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

import pytest
from conftest import again
from django.urls import reverse

from amends_web.breakdowns.actions import begin_breakdown
from amends_web.breakdowns.models import Breakdown
from amends_web.breakdowns.queries import side_words


@dataclass
class Story:
    """One breakdown, and what people do with it in their browsers."""

    breakdown: Breakdown

    def url(self, name, *args):
        return reverse(f"breakdowns:{name}", args=[self.breakdown.pk, *args])

    def get(self, who, name, /, *args, **data):
        return who.client.get(self.url(name, *args), data)

    def post(self, who, name, /, *args, **data):
        return who.client.post(self.url(name, *args), data)

    def answer(self, who, name, /, **fields):
        response = self.post(who, "next", name, page=str(uuid.uuid4()), marks_shown="yes", **fields)
        assert response.status_code == 302, response.content.decode()
        return response

    def side(self, who):
        return side_words(again(who), who.person, self.breakdown)

    def preview(self, who, *parts):
        return self.get(who, "preview", parts=parts)

    def share(self, who, *parts, submission=None):
        return self.send(who, self.preview(who, *parts).content.decode(), submission=submission)

    def send(self, who, preview, submission=None):
        """Press the button of a preview, which may have been open for long."""
        names = ("parts", "previewed", "audience")
        hidden = {name: re.findall(rf'type="hidden" name="{name}" value="([0-9a-z_-]+)"', preview) for name in names}
        return self.post(who, "share", **hidden, submission=submission or uuid.uuid4())

    def now(self):
        return Breakdown.objects.get(pk=self.breakdown.pk)


@pytest.fixture
def story(ana, space):
    breakdown = begin_breakdown(keyring=again(ana), person=ana.person, space=space, name="The late dinner", day=None)
    return Story(breakdown)


@pytest.fixture
def told(story, ana, ben):
    """Both have written, neither has shared."""
    story.answer(ana, "meant", text="ANA-MEANT an hour with you")
    story.answer(ana, "thought", text="ANA-THOUGHT work matters more")
    story.answer(ana, "impact", text="ANA-IMPACT I sat there alone")
    story.answer(ana, "expected", text="ANA-EXPECTED Sunday is ours", how="assumed")
    story.answer(ben, "meant", text="BEN-MEANT I was ashamed")
    story.answer(ben, "thought", text="BEN-THOUGHT another thing I got wrong")
    story.answer(ben, "expected", text="BEN-EXPECTED weekends are loose", how="unsaid")
    return story

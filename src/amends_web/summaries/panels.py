"""What home and the space page show of this area."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.path.places import Place
from amends_web.pauses.queries import time_words
from amends_web.shell.panels import Panel, Step
from amends_web.spaces.models import Space
from amends_web.summaries import queries
from amends_web.vault.requests import UnlockedRequest

# After what somebody asks this person, before one's own side: it can wait.
_ORDER = 16
# Words that go in the next days come first: it is the last time to take them along.
_GOING_ORDER = 8
_MOST = 6
_SOON = timedelta(days=7)


def steps(request: UnlockedRequest) -> Iterator[Step]:
    """Yield the versions that others wrote and this person has not signed, and the words that go soon."""
    summaries = queries.summaries_of(request.user, most=_MOST)
    for here in queries.standings(summaries, request.user, request.keyring):
        if here.waits_for_me:
            again = _("“%(title)s” was changed since you approved it")
            title = again if here.seen_before else _("A summary: “%(title)s”")
            yield Step(
                title=title % {"title": here.now.version.title},
                hint=_("To read, to edit, or to say where you differ. Later is fine."),
                url=reverse("summaries:summary", args=[here.summary.pk]),
                minutes=3,
                order=_ORDER,
            )
    for of in queries.rounds_going(request.user, None, request.keyring):
        if of.at - timezone.now() < _SOON:
            title = _("What was said about “%(topic)s” goes soon: %(at)s")
            yield Step(
                title=title % {"topic": of.topic, "at": time_words(of.at)},
                hint=_("As everybody in it chose. You can take your copy along before, or keep it."),
                url=reverse("summaries:keeping", args=[of.space_id]),
                minutes=2,
                order=_GOING_ORDER,
            )


def space_panels(_request: UnlockedRequest, space: Space) -> Iterator[Panel]:
    yield Panel(
        title=_("Write down what you understood"),
        text=_("A summary of a talk: begun by one, edited by all, and where you still differ, word for word."),
        url=reverse("summaries:summaries", args=[space.pk]),
        minutes=5,
        place=Place.AGREE,
    )

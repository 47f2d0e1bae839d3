"""What home and the space page show of this area. Neutral lines for a few days; nothing tells whether one looked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.content.openness import openness_words
from amends.path.places import Place
from amends_web.openness import queries
from amends_web.reminders.queries import due_reminders
from amends_web.shell.panels import Panel, Step
from amends_web.spaces.models import Space
from amends_web.vault.requests import UnlockedRequest

# How long a question stays there: whoever leaves it is not asked day after day.
_ASKED_FOR = timedelta(days=7)
# How long a note stays among the next steps. Nobody marks it as read, and nobody learns whether it was.
_NEW_FOR = timedelta(days=3)
# Beside what else is due.
_DUE = 9
# A note leaves home by itself, so it goes before what waits. Lists wait.
_NOTES = 10
_LISTS = 13


def steps(request: UnlockedRequest) -> Iterator[Step]:
    """Yield what one chose oneself and whose time has come, lists and suggestions that wait, notes of the last days."""
    me = request.user
    yield from _due(request)
    asked_since = timezone.localdate() - _ASKED_FOR
    for shown in queries.lists_of(me, request.keyring):
        url = reverse("openness:list", args=[shown.agreement.pk])
        if shown.asks(me) and shown.newest.on > asked_since:
            title = _("%(name)s offers to tell you something unasked") % {"name": shown.agreement.maker.name}
            yield Step(title=title, hint=_("A list to accept, or not."), url=url, minutes=1, order=_LISTS)
        if shown.agreement.maker_id == me.pk:
            for number, person, _item in shown.suggested():
                if shown.days[number] > asked_since:
                    title = _("%(name)s suggests an item for your list") % {"name": person.name}
                    yield Step(title=title, hint=_("You take it or leave it."), url=url, minutes=1, order=_LISTS)
    since = timezone.localdate() - _NEW_FOR
    for note in queries.notes_between(me, request.keyring, since=since):
        if note.note.author_id != me.pk:
            yield Step(
                title=_("A note from %(name)s") % {"name": note.note.author.name},
                hint=_("No answer is needed."),
                url=reverse("openness:note", args=[note.note.pk]),
                minutes=1,
                order=_NOTES,
            )


def space_panels(_request: UnlockedRequest, space: Space) -> Iterator[Panel]:
    yield Panel(
        title=_("Open with each other"),
        text=_("What you tell each other unasked, notes, and small things that land."),
        url=reverse("openness:openness", args=[space.pk]),
        minutes=3,
        place=Place.FOLLOW_THROUGH,
    )


def _due(request: UnlockedRequest) -> Iterator[Step]:
    """Yield the reminders whose time has come, in the words of whoever set them; nobody else's are ever here."""
    due = {reminder.about for reminder in due_reminders(request.user, now=timezone.now())}
    if not any(about.startswith("gesture:") for about in due):
        return
    for plan, words in queries.plans_of(request.user, request.keyring):
        if queries.reminder_key(plan) in due:
            title = openness_words().reminder.format(name=request.user.name, act=words["act"])
            url = reverse("openness:plan", args=[plan.pk])
            yield Step(title=title, hint=words["cue"] or _("Only if you like."), url=url, minutes=1, order=_DUE)

"""What home and the space page tell of a break: neutral, the same for everybody, and gone after a day."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.path import pause as rule
from amends_web.pauses import queries
from amends_web.shell.panels import Panel, Step, opening
from amends_web.spaces.models import Space
from amends_web.vault.requests import UnlockedRequest

# After whoever waits at a door, before anything that was begun.
_ORDER = 8


def steps(request: UnlockedRequest) -> Iterator[Step]:
    """Yield one's own running break, and for everybody the ones whose time has come."""
    now = timezone.now()
    mine = {"space__members__person": request.user, "space__members__left_at": None}
    for row in queries.recent(now=now, **mine):
        with opening(request):
            pause, url = queries.value_of(row, request.keyring), reverse("pauses:pause", args=[row.pk])
            if rule.is_due(pause, now=now):
                hint = _("Would now be all right? Later is fine.")
                yield Step(title=_("The time to go on has come"), hint=hint, url=url, minutes=1, order=_ORDER)
            elif row.person_id == request.user.pk and rule.is_running(pause, now=now):
                title = _("You are on a break until %(until)s") % {"until": queries.time_words(row.back_at)}
                yield Step(title=title, hint=_("Take your time."), url=url, minutes=1, order=_ORDER)


def space_panels(request: UnlockedRequest, space: Space) -> Iterator[Panel]:
    gate = queries.gate(space, request.keyring, now=timezone.now())
    for told in gate.running:
        yield Panel(title=_("A break"), text=queries.sentence_of(told), url=_url(told))
    for told in gate.due:
        text = _("Would now be all right? Later is fine.")
        yield Panel(title=_("The time to go on has come"), text=text, url=_url(told))
    for told in gate.back:
        yield Panel(title=_("%(name)s is back") % {"name": told.name}, text=told.sentence, url=_url(told))


def _url(told: queries.Told) -> str:
    return reverse("pauses:pause", args=[told.pause.pk])

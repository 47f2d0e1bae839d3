"""What the pages below show of this area."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.path.places import Place
from amends_web.imports.arrivals import arrivals_of
from amends_web.imports.models import SharedExcerpt
from amends_web.imports.queries import has_imports, has_new_question
from amends_web.shell.panels import Panel, Step

if TYPE_CHECKING:
    from amends_web.spaces.models import Space
    from amends_web.vault.requests import UnlockedRequest

# After finishing one's side and answering somebody: it helps, and nothing waits for it.
ORDER = 60
# It waits for an hour, and somebody just wanted it here.
ARRIVED = 4
# How long a question about somebody's lines is mentioned; it stays where it is, and nobody is reminded.
SAID_FOR = timedelta(days=14)


def steps(request: UnlockedRequest) -> Iterable[Step]:
    if arrivals_of(request.COOKIES.get(settings.ARRIVAL_COOKIE_NAME, "")):
        yield Step(
            title=_("A conversation arrived"),
            hint=_("It was shared from this phone. Take it in, or throw it away."),
            url=reverse("imports:arrived"),
            minutes=3,
            order=ARRIVED,
            seen=_("Only you"),
        )
    if has_imports(request.user):
        return
    yield Step(
        title=_("Bring the conversation"),
        hint=_("Read again how it went, if it was in messages."),
        url=reverse("imports:new"),
        minutes=3,
        order=ORDER,
        seen=_("Only you"),
    )


def home_panels(request: UnlockedRequest) -> Iterable[Panel]:
    if not has_imports(request.user):
        return
    yield Panel(
        title=_("Your conversations"),
        text=_("Only you can open them."),
        url=reverse("imports:list"),
    )


def space_panels(request: UnlockedRequest, space: Space) -> Iterable[Panel]:
    count = SharedExcerpt.objects.filter(space=space).count()
    if not count:
        return
    text = ngettext("%(count)d excerpt, seen by everyone here.", "%(count)d excerpts, seen by everyone here.", count)
    if has_new_question(request.user, space, since=timezone.localdate() - SAID_FOR):
        text += " " + _("Somebody asks you about lines of yours.")
    yield Panel(
        title=_("Lines from a conversation"),
        text=text % {"count": count},
        url=reverse("imports:shared", args=[space.pk]),
        minutes=1,
        place=Place.MY_SIDE,
    )

"""What the pages below show of this area."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends_web.imports.models import SharedExcerpt
from amends_web.imports.queries import has_imports
from amends_web.shell.panels import Panel, Step

if TYPE_CHECKING:
    from amends_web.spaces.models import Space
    from amends_web.vault.requests import UnlockedRequest

# After finishing one's side and answering somebody: it helps, and nothing waits for it.
ORDER = 60


def steps(request: UnlockedRequest) -> Iterable[Step]:
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


def space_panels(_request: UnlockedRequest, space: Space) -> Iterable[Panel]:
    count = SharedExcerpt.objects.filter(space=space).count()
    if not count:
        return
    yield Panel(
        title=_("Lines from a conversation"),
        text=ngettext("%(count)d excerpt, seen by everyone here.", "%(count)d excerpts, seen by everyone here.", count)
        % {"count": count},
        url=reverse("imports:shared", args=[space.pk]),
        minutes=1,
    )

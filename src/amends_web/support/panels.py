"""What the page of a space shows to people who have worked at it: one calm line, the same for all whom it concerns."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.content.someone import someone_words
from amends_web.shell.panels import Panel
from amends_web.spaces.models import Space
from amends_web.support.signs import is_put_away, signs_for
from amends_web.vault.requests import UnlockedRequest


def space_panels(request: UnlockedRequest, space: Space) -> Iterator[Panel]:
    today = timezone.localdate()
    if is_put_away(request.user, space, request.keyring, today=today):
        return
    found = signs_for(request.user, space, request.keyring, today=today)
    if found.is_there:
        title = _("Somebody in the room") if found.is_shared else _("Somebody in the room; only you see this")
        url = reverse("support:someone_here", args=[space.pk])
        yield Panel(title=title, text=someone_words().suggestion, url=url, minutes=3)

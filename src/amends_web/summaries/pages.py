"""What the pages of this area share."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from amends_web.spaces.models import Space
from amends_web.spaces.queries import members, name_list
from amends_web.vault.requests import UnlockedRequest


def space_page(
    request: UnlockedRequest, space: Space, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    others = [member.person for member in members(space) if member.person_id != request.user.pk]
    frame = {"space": space, "space_name": space.words(request.keyring)["name"], "seen_by": name_list(others)}
    return render(request, f"summaries/{template}", frame | context, status=status)


def stopped(request: UnlockedRequest, space: Space) -> HttpResponse:
    """Answer where anything in a summary is not as it was signed: nothing of it is shown."""
    return space_page(request, space, "stopped.html", {}, status=409)


def somebody_came_in() -> str:
    """Return what stands above a first version that would have gone to somebody whom its page did not name."""
    return _("Somebody has come in since you opened this page, so nothing was sent. Look whom it is for now.")


def changed_meanwhile(name: str) -> str:
    """Return what stands above a form whose words were written on an older version."""
    return _(
        "%(name)s changed it while you were writing. Both are here: theirs as it stands now, and yours in the field. "
        "Take over what you want to keep; then save yours on top of theirs."
    ) % {"name": name}

"""What the pages of this area share: their frame, and the sentences for what did not go."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from amends.errors import Tampered
from amends_web.loops.access import loop_for
from amends_web.loops.models import Loop
from amends_web.spaces.models import Space
from amends_web.spaces.queries import name_list, others
from amends_web.vault.requests import UnlockedRequest


def loop_page(
    request: UnlockedRequest, loop: Loop, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    frame = {
        "loop": loop,
        "space": loop.space,
        "name": loop.words(request.keyring)["name"],
        "with_whom": with_whom(request, loop.space),
    }
    return render(request, f"loops/{template}", frame | context, status=status)


def stops_at_tampering(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Show nothing of an open loop, and change nothing in it, where something is not what its author signed."""

    @wraps(view)
    def stopping(request: UnlockedRequest, loop_id: UUID, **arrow: UUID) -> HttpResponse:
        try:
            return view(request, loop_id, **arrow)
        except Tampered:
            return loop_page(request, loop_for(request.user, loop_id), "stopped.html", {}, status=409)

    return stopping


def with_whom(request: UnlockedRequest, space: Space) -> str:
    return name_list(others(space, request.user)) or _("whoever you invite")


def former() -> str:
    """Return how somebody is called who left."""
    return _("a former member")

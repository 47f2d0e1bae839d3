from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from amends_web.shell.hosting import run_by

if TYPE_CHECKING:
    from django.http import HttpRequest


def frame(_request: HttpRequest) -> dict[str, Any]:
    """What the base page needs; the name of the host is looked up only by a page that shows it."""
    return {
        "run_by": SimpleLazyObject(run_by),
        "exit_url": settings.EXIT_URL,
        "app_name": settings.APP_NAME,
        "is_insecure": settings.SERVED_AS == "insecure",
        "is_this_machine_only": settings.SERVED_AS == "loopback",
    }

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from amends_web.shell.models import Host


def run_by() -> str:
    """Return who runs this copy, or "" where nobody has said it: the setting RUN_BY, else the first person."""
    if settings.RUN_BY:
        return str(settings.RUN_BY)
    host = Host.objects.filter(pk=1).first()
    return host.name if host else ""


def name_host(*, name: str) -> None:
    """Write down who runs this copy. The first to say it is right: a later call changes nothing."""
    with transaction.atomic():
        Host.objects.get_or_create(pk=1, defaults={"name": name})

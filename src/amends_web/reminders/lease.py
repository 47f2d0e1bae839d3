"""One loop at a time, however many processes run one: whoever holds the lease works, the others wait."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from amends.path.trying import is_held
from amends_web.reminders.models import Lease

# Longer than a round of the loop, so that it does not go to and fro; shorter than anybody would notice.
RUNS_FOR = timedelta(seconds=90)


def hold(holder: UUID, *, now: datetime) -> bool:
    """Take the lease, or keep it; False while another process holds it. One that has died loses it by itself."""
    with transaction.atomic():
        row = Lease.objects.select_for_update().filter(pk=1).first()
        if row is not None and row.holder != holder and is_held(row.until, now=now):
            return False
        Lease.objects.update_or_create(pk=1, defaults={"holder": holder, "until": now + RUNS_FOR})
    return True


def let_go(holder: UUID) -> None:
    Lease.objects.filter(pk=1, holder=holder).delete()

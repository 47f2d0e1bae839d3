"""The end of a break, which the area of breaks, below this one, can't plan here by itself: its times lie open."""

from __future__ import annotations

from datetime import datetime

from amends.path.pause import TOLD_FOR
from amends_web.pauses.models import Pause
from amends_web.reminders.actions import remind
from amends_web.reminders.models import Delivery, Reminder


def plan_breaks(*, now: datetime) -> None:
    """Remind everybody in the space of a break whose time has come; no more of one that ended, or a day later."""
    due = Pause.objects.filter(ended_at=None, back_at__lte=now, back_at__gt=now - TOLD_FOR).select_related("space")
    keys = set()
    for pause in due.prefetch_related("space__members__person"):
        keys.add(f"pause:{pause.pk}")
        for member in pause.space.members.all():
            if member.left_at is None:
                kind, at = Reminder.Kind.PAUSE_OVER, pause.back_at
                remind(person=member.person, kind=kind, at=at, about=f"pause:{pause.pk}", space=pause.space)
    # Put away and not erased: were the clock wrong, and went back, they would else be sent a second time. What waits
    # for the morning goes: of a break that was made longer it would else come in its midst.
    over = Reminder.objects.filter(kind=Reminder.Kind.PAUSE_OVER, put_away_at=None).exclude(about__in=keys)
    Delivery.objects.filter(reminder__in=over, state=Delivery.State.WAITING).delete()
    over.update(put_away_at=now)

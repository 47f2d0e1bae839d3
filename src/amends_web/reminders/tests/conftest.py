"""Ana and Ben in one space, and a planner of what is due."""

from __future__ import annotations

import uuid
from datetime import time, timedelta

import pytest
from django.utils import timezone

from amends_web.reminders.actions import remind
from amends_web.reminders.models import Channel, Wishes
from amends_web.reminders.notices import seal_address


@pytest.fixture
def plan():
    """Plans a reminder that was due a minute ago, unless told otherwise; returns its key."""

    def planned(who, kind="own_reminder", ago=timedelta(minutes=1), about="", space=None):
        about = about or f"note:{uuid.uuid4()}"
        remind(person=who.person, kind=kind, at=timezone.now() - ago, about=about, space=space)
        return about

    return planned


@pytest.fixture
def channel():
    """Gives somebody a channel that they confirmed."""

    def given(who, kind=Channel.Kind.MAIL, address=""):
        row = Channel(person=who.person, kind=kind, confirmed_at=timezone.now())
        seal_address(row, address or f"{who.person.name.lower()}@example.org")
        row.save()
        return row

    return given


@pytest.fixture
def always():
    """No quiet hours, for tests that run at any hour."""

    def awake(*people):
        for who in people:
            Wishes.objects.create(person=who.person, quiet_from=time(3), quiet_until=time(3))

    return awake

"""Ana and Ben in one space, time that goes by, and what they do with breaks in their browsers."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from conftest import again  # noqa: F401  (the tests here take it from their own)
from django.urls import reverse
from django.utils import timezone

from amends_web.pauses.models import Pause


@pytest.fixture
def take(space):
    """Takes a break through the page; returns its row."""

    def taken(who, back="20", **fields):
        data = {"back": back, "submission": uuid.uuid4(), **fields}
        response = who.client.post(reverse("pauses:take", args=[space.pk]), data)
        assert response.status_code == 302, response.content.decode()
        return Pause.objects.get(person=who.person, ended_at=None)

    return taken


@pytest.fixture
def later():
    """Lets time go by for a break, as the database has it: everything in it was that much earlier."""

    def gone(pause, **delta):
        Pause.objects.filter(pk=pause.pk).update(back_at=pause.back_at - timedelta(**delta))
        ended = Pause.objects.get(pk=pause.pk).ended_at
        if ended:
            Pause.objects.filter(pk=pause.pk).update(ended_at=ended - timedelta(**delta))
        return Pause.objects.get(pk=pause.pk)

    return gone


def minutes_away(pause):
    return round((pause.back_at - timezone.now()) / timedelta(minutes=1))

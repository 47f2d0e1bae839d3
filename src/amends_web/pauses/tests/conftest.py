"""Ana and Ben in one space, time that goes by, and what they do with breaks in their browsers."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from amends_web.pauses.models import Pause
from amends_web.spaces.actions import add_member, create_space
from amends_web.vault.keyring import Keyring


def again(actor):
    """The keys as the next request would see them."""
    return Keyring(person_id=actor.person.pk, seed=actor.keyring.seed)


@pytest.fixture
def space(ana, ben):
    space = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="The flat")
    add_member(keyring=again(ana), space=space, person=ben.person)
    return space


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

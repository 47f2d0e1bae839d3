"""Ana and Ben in one space, and a planner of what is due."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from amends_web.reminders.actions import remind
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
def plan():
    """Plans a reminder that was due a minute ago, unless told otherwise; returns its key."""

    def planned(who, kind="own_reminder", ago=timedelta(minutes=1), about="", space=None):
        about = about or f"note:{uuid.uuid4()}"
        remind(person=who.person, kind=kind, at=timezone.now() - ago, about=about, space=space)
        return about

    return planned

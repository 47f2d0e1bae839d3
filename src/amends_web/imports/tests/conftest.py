"""Conversations to bring, and the shortest ways through the pages. Everything in them is invented."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from conftest import again  # noqa: F401  (the tests here take it from their own)
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from amends_web.imports.models import Import
from amends_web.spaces.actions import add_member, create_space

WHATSAPP = """\
14/03/2025, 18:05 - Messages and calls are end-to-end encrypted.
14/03/2025, 18:05 - Ana: Are you coming to dinner?
14/03/2025, 18:40 - Ben: Running late, sorry
14/03/2025, 18:41 - Ana: You always do this. You never think of me.
14/03/2025, 18:42 - Ben: That is not fair, I had to work
14/03/2025, 18:43 - Ana: Whatever. You are pathetic.
14/03/2025, 18:44 - Ben: Wow. Fine.
15/03/2025, 19:30 - Ben: I will call you tomorrow, I promise
15/03/2025, 19:31 - Ana: I am sorry, that was mean of me
"""


def a_file(text: str | bytes, name: str = "chat.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path) -> Callable:
    """A folder for this test's own uploads; call it to see what lies there."""
    settings.DATA_DIR = tmp_path
    return lambda: list((tmp_path / "uploads").glob("*"))


@pytest.fixture
def space(ana, ben):
    """A space of these two."""
    made = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="Us two")
    add_member(keyring=ana.keyring, space=made, person=ben.person)
    return made


@pytest.fixture
def bring() -> Callable:
    """Bring something as somebody; returns the response."""

    def brought(actor, text="", *, file=None, time_zone="Europe/Berlin", submission=None):
        data = {"text": text, "time_zone": time_zone, "submission": submission or uuid.uuid4()}
        if file is not None:
            data["file"] = file
        return actor.client.post(reverse("imports:bring"), data)

    return brought


@pytest.fixture
def read(bring) -> Callable[..., Import]:
    """Bring a conversation and take a seat in it; returns the row."""

    def ready(actor, text=WHATSAPP, *, me="0"):
        response = bring(actor, file=a_file(text))
        assert response.status_code == 302, response.content.decode()
        row = Import.objects.filter(owner=actor.person).latest("message_count", "pk")
        taken = actor.client.post(reverse("imports:take_seat", args=[row.pk]), {"me": me, "submission": uuid.uuid4()})
        assert taken.status_code == 302, taken.content.decode()
        row.refresh_from_db()
        return row

    return ready

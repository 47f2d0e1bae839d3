from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from amends_web.vault.models import UnlockedSession

pytestmark = pytest.mark.django_db


def touched():
    return UnlockedSession.objects.get().touched_at


@pytest.fixture
def ten_minutes_ago(ana):
    UnlockedSession.objects.update(touched_at=timezone.now() - timedelta(minutes=10))
    return touched()


def test_typing_counts_as_being_there(ana, ten_minutes_ago):
    assert ana.client.get(reverse("shell:awake")).status_code == 204
    assert touched() > ten_minutes_ago


def test_a_page_that_only_looks_does_not_keep_itself_open(ana, ten_minutes_ago):
    assert ana.client.get(reverse("shell:still_open")).status_code == 204
    assert touched() == ten_minutes_ago


@pytest.mark.parametrize("name", ["shell:awake", "shell:still_open"])
def test_where_it_is_locked_the_door_answers(ana, client, name):
    del ana.client.cookies[settings.UNLOCK_COOKIE_NAME]

    assert ana.client.get(reverse(name)).status_code == 302
    assert client.get(reverse(name)).status_code == 302


def test_pages_that_keep_nothing_ask_nothing(ana):
    for address in ("/check/", "/help/", "/first-step/thank-you/"):
        assert "idle.js" not in ana.client.get(address).content.decode()
    assert "idle.js" in ana.client.get("/").content.decode()

"""Forms that keep something for whoever sends them alone, of every area: nothing in the open tells that one was sent.

Whoever runs the copy may be the other one. A row of `shell.Submission` holds who sent a form, from which page and at
what time, for a week; forms of what one keeps for oneself do without it, and still count once when they are sent twice.
"""

from __future__ import annotations

import uuid

import pytest
from django.apps import apps
from django.urls import reverse

from amends_web.imports.tests.conftest import WHATSAPP, a_file
from amends_web.protocols.tests.conftest import shown_at
from amends_web.reminders import notices
from amends_web.shell.models import Submission
from amends_web.spaces.actions import add_member, create_space


def _plan_of_a_card(ana, _space, key):
    data = {"when": "it is late", "then": "I ask for tomorrow", "submission": key}
    return ana.client.post(reverse("practice:plan", args=["soft-start", "the-tickets"]), data)


def _first_step(ana, _space, key):
    return ana.client.post(reverse("accounts:keep_first_step"), {"first_step": "Thank you", "submission": key})


def _note_at_a_step(ana, space, key):
    step = [space.pk, "third-view", 1]
    shown = shown_at(ana.client.get(reverse("protocols:step", args=step)).content.decode())
    data = {"words": "He hummed in the kitchen", "shown": shown, "submission": key}
    return ana.client.post(reverse("protocols:keep", args=step), data)


def _own_reminder(ana, space, key):
    data = {"act": "make tea", "cue": "I have made my own", "at": "", "submission": key}
    return ana.client.post(reverse("openness:keep_plan", args=[space.pk]), data)


def _conversation(ana, _space, key):
    data = {"text": "", "time_zone": "Europe/Berlin", "file": a_file(WHATSAPP), "submission": key}
    return ana.client.post(reverse("imports:bring"), data)


def _way_to_be_told(ana, _space, key):
    data = {"address": "ntfys://ntfy.example.org/topic", "submission": key}
    return ana.client.post(reverse("reminders:add", args=["chat"]), data)


FORMS = [_plan_of_a_card, _first_step, _note_at_a_step, _own_reminder, _conversation, _way_to_be_told]


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    monkeypatch.setattr(notices, "send", lambda *_, **__: None)


@pytest.fixture
def space(ana, ben):
    made = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="The flat")
    add_member(keyring=ana.keyring, space=made, person=ben.person)
    return made


def _rows():
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


@pytest.mark.parametrize("form", FORMS)
def test_no_row_of_forms_tells_that_something_was_kept(ana, space, form, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    before = _rows()

    assert form(ana, space, uuid.uuid4()).status_code == 302
    assert _rows() != before
    assert not Submission.objects.filter(holder=str(ana.person.pk)).exists()


@pytest.mark.parametrize("form", FORMS)
def test_what_is_sent_twice_is_kept_once(ana, space, form, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    key = uuid.uuid4()
    first = form(ana, space, key)
    kept = _rows()
    second = form(ana, space, key)

    assert second["Location"] == first["Location"]
    assert _rows() == kept


@pytest.mark.parametrize("form", [_first_step, _note_at_a_step, _own_reminder, _way_to_be_told])
def test_the_key_of_one_persons_form_is_nothing_in_anothers(ana, ben, space, form):
    key = uuid.uuid4()
    form(ana, space, key)
    kept = _rows()

    assert form(ben, space, key).status_code == 302
    assert _rows() != kept

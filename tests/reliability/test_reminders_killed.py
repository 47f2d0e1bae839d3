"""A reminder is lost never and shown once, at whatever step of sending the process dies (kill -9)."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from amends_web.reminders.actions import remind
from amends_web.reminders.models import Channel
from amends_web.reminders.notices import seal_address
from amends_web.reminders.outbox import work

ROOT = Path(__file__).parent.parent.parent
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


class Mailbox:
    """A mail server on loopback that keeps what it acknowledged."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802  (aiosmtpd looks for this name)
        self.mails.append(message_from_bytes(envelope.content))
        return "250 OK"


@pytest.fixture
def mailbox():
    box = Mailbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        box.port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port, ready_timeout=30)
    controller.start()
    yield box
    controller.stop()


@pytest.mark.slow
def test_a_process_that_dies_at_any_step_of_sending_loses_no_reminder_and_repeats_at_most_one_mail(mailbox, tmp_path):
    steps = sent_by_processes_that_die(tmp_path, mailbox.port)
    came = Counter(mail["Message-ID"].partition("@")[0].strip("<") for mail in mailbox.mails)

    assert [line["was_killed"] for line in steps] == [True] * (len(steps) - 1) + [False]
    assert len(steps) > 30
    for line in steps:
        assert (line["shown"], line["states"]) == (1, ["sent"]), line
        (message,) = line["messages"]
        # Twice only where the server had it and the process died before it could write that down; then under one name.
        assert 1 <= came[message] <= 2, line
    assert sum(came.values()) > len(steps), "no process died between the mail and the mark"
    assert set(came) == {line["messages"][0] for line in steps}


@pytest.mark.django_db
def test_a_mail_says_nothing_of_what_it_is_about(mailbox, settings, ana):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailbox.port
    settings.COPY_URL = "https://amends.example.org"
    channel = Channel(person=ana.person, kind=Channel.Kind.MAIL, confirmed_at=timezone.now())
    seal_address(channel, "ana@example.org")
    channel.save()
    remind(person=ana.person, kind="own_reminder", at=NOON, about="note:4711")
    assert work(now=NOON) == 1
    (mail,) = mailbox.mails
    assert (mail["Subject"], mail["To"], mail["From"]) == ("Something is ready", "ana@example.org", "notes@localhost")
    assert mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_payload().replace("\r\n", "\n").strip()
    assert text == "There is something for you in Amends.\n\nhttps://amends.example.org"
    for told in ("own_reminder", "4711", str(ana.person.pk), ana.person.pk.hex):
        assert told not in mail.as_string()


def sent_by_processes_that_die(folder, port):
    environment = os.environ | {
        "AMENDS_TEST_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "amends_web.settings.test",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    command = [sys.executable, "-m", "tests.reliability.sender", str(port)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]

from __future__ import annotations

import uuid

import pytest
from django.db import OperationalError

from amends_web.commands.worker import one_round
from amends_web.listening import actions as listening
from amends_web.reminders import outbox


@pytest.fixture(autouse=True)
def one_connection(monkeypatch):
    # The loop has a connection of its own; here it is the test's.
    monkeypatch.setattr("django.db.close_old_connections", lambda: None)


@pytest.mark.parametrize("error", [OperationalError("disk is full"), RuntimeError("ana@example.org"), KeyError("Ana")])
def test_a_round_that_fails_ends_neither_the_loop_nor_what_else_is_to_be_done(db, monkeypatch, caplog, error):
    done = []

    def fails(**_):
        raise error

    monkeypatch.setattr(outbox, "work", fails)
    monkeypatch.setattr(listening, "let_words_go", lambda *, now: done.append(now))
    one_round(uuid.uuid4())
    assert len(done) == 1
    assert "Reminders wait" in caplog.text


def test_only_whoever_holds_the_lease_works(db, monkeypatch):
    rounds = []
    monkeypatch.setattr(outbox, "work", lambda *, now: rounds.append(now))
    first, second = uuid.uuid4(), uuid.uuid4()
    for holder in (first, second, first):
        one_round(holder)
    assert len(rounds) == 2

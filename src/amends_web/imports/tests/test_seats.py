"""No page and no personal export holds a hurting move of another.

The same talk is brought twice by the same person, the second time with other marks on everybody else's words. Nothing
that they get may differ: then nothing in it comes from what another's words were taken for.
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from django.urls import reverse

import amends.reading
from amends.moves import HURTING, Feeling, Mark, MarkedMessage, Move
from amends_web.imports import actions, talks
from amends_web.imports.actions import delete_import
from amends_web.imports.models import ImportReading
from amends_web.imports.tests.conftest import again
from amends_web.shell.exports import all_sections

TALKS = Path(__file__).parents[4] / "training/breakdowns"
PAGES = ("import", "messages", "lines", "talk", "me")


def some_talks():
    """Three of the invented talks that went badly between two people."""
    found = [json.loads(line) for path in sorted(TALKS.glob("e*.jsonl")) for line in path.read_text().splitlines()]
    broken = [talk for talk in found if talk["outcome"] == "broken" and len(talk["people"]) == 2]
    return broken[:: len(broken) // 3][:3]


def as_export(talk):
    """The talk as WhatsApp exports it, moved to days that only read one way."""
    times = [datetime.fromisoformat(message["at"]) for message in talk["messages"]]
    moved = datetime(2025, 3, 14, times[0].hour, times[0].minute) - times[0]  # noqa: DTZ001
    return "".join(
        f"{at + moved:%d/%m/%Y, %H:%M} - {message['from']}: {message['text']}\n"
        for at, message in zip(times, talk["messages"], strict=True)
    )


def otherwise(one, chance):
    moves = chance.sample(list(Move), chance.randrange(4))
    marks = tuple(Mark(move=move, confidence=0.99, start=0, end=1) for move in moves)
    return MarkedMessage(n=one.n, marks=marks, feeling=chance.choice(list(Feeling)), feeling_confidence=0.5)


def reading_with_others_otherwise(seat):
    def read(conversation, **kwargs):
        reading = amends.reading.read_conversation(conversation, **kwargs)
        chance = random.Random(1)
        pairs = zip(conversation.messages, reading.marked, strict=True)
        marked = tuple(one if message.speaker == seat else otherwise(one, chance) for message, one in pairs)
        assert marked != reading.marked
        return replace(reading, marked=marked)

    return read


def everything_shown(actor, row):
    """What the person gets: each page, what is kept for them, and their export; ids and keys of forms left out."""
    shown = [actor.client.get(reverse(f"imports:{name}", args=[row.pk])).content.decode() for name in PAGES]
    shown += [actor.client.get(reverse(name)).content.decode() for name in ("imports:list", "home:home")]
    kept = ImportReading.objects.get(of=row).words(again(actor))
    # When forms were sent is in "submissions", and the second time is later.
    sections = all_sections(actor.person, again(actor))
    export = [[section.name, section.rows] for section in sections if section.name != "submissions"]
    shown += [json.dumps(kept, sort_keys=True), json.dumps(export, sort_keys=True, default=str)]
    hidden = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|value=\"[A-Za-z0-9]{64}\"")
    return [hidden.sub("", one) for one in shown]


@pytest.mark.parametrize("seat", [0, 1, None])
@pytest.mark.parametrize("talk", some_talks(), ids=lambda talk: talk["id"])
def test_nothing_that_a_person_gets_changes_with_the_marks_on_anothers_words(ana, read, monkeypatch, talk, seat):
    first = list(dict.fromkeys(message["from"] for message in talk["messages"]))
    me = "none" if seat is None else str(seat)
    row = read(ana, as_export(talk), me=me)
    ours = everything_shown(ana, row)
    delete_import(row=row, keyring=again(ana))
    twin = reading_with_others_otherwise(None if seat is None else first[seat])
    monkeypatch.setattr(actions, "read_conversation", twin)
    monkeypatch.setattr(talks, "read_conversation", twin)
    theirs = everything_shown(ana, read(ana, as_export(talk), me=me))
    assert ours == theirs


def test_the_talks_that_this_is_shown_on_hold_hurting_moves_of_both(ana, read):
    for talk in some_talks():
        said = {message["from"] for message in talk["messages"] if HURTING & {Move(move) for move in message["moves"]}}
        assert len(said) == 2


def test_ones_own_marks_do_change_what_one_gets(ana, read, monkeypatch):
    talk = some_talks()[0]
    row = read(ana, as_export(talk))
    ours = everything_shown(ana, row)
    delete_import(row=row, keyring=again(ana))
    monkeypatch.setattr(actions, "read_conversation", reading_with_others_otherwise(None))
    assert ours != everything_shown(ana, read(ana, as_export(talk)))

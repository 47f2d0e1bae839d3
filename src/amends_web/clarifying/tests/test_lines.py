"""A line to ask about: one that was picked in one's own conversation, or that somebody shared in the space."""

from __future__ import annotations

import re

from django.urls import reverse

from amends_web.clarifying.models import Question
from amends_web.imports.actions import share_lines
from amends_web.imports.tests.conftest import WHATSAPP, again, bring, read, uploads  # noqa: F401  (fixtures)

PICKED = {"first": 0, "last": 8, "line": [3, 6]}  # one of Ana's own, and Ben's "Wow. Fine."


def pick(who, row):
    assert who.client.post(reverse("imports:pick", args=[row.pk]), PICKED).status_code == 302


def test_a_line_that_ana_picked_begins_her_question_to_ben(ana, ben, room, read):  # noqa: F811
    row = read(ana)
    pick(ana, row)
    page = room.page(ana, "lines")
    assert "Wow. Fine." in page
    assert "You always do this." not in page
    (address,) = re.findall(r'href="([^"]*\?line=[^"]*)"', page)
    assert "Wow" not in address
    assert "Wow. Fine." in ana.client.get(address).content.decode()
    question = room.ask(ana, ben, line="Wow. Fine.")
    assert "Wow. Fine." in room.page(ben, "question", question.pk)


def test_lines_of_somebody_who_is_not_here_are_not_offered(ana, ben, room, read):  # noqa: F811
    row = read(ana, WHATSAPP.replace("Ben: Wow. Fine.", "Cleo: Wow. Fine."))
    who = {"first": 0, "last": 8, "line": [4, 6]}  # "That is not fair", by Ben, and Cleo's line
    assert ana.client.post(reverse("imports:pick", args=[row.pk]), who).status_code == 302
    page = room.page(ana, "lines")
    assert "That is not fair" in page
    assert "Wow. Fine." not in page


def test_looking_at_lines_sends_nothing_to_anybody(ana, ben, room, read):  # noqa: F811
    pick(ana, read(ana))
    room.get(ana, "lines")
    assert "Wow. Fine." not in room.page(ben, "lines")
    assert not Question.objects.exists()


def test_lines_that_ben_shared_can_be_asked_about_by_ana_and_not_by_himself(ana, ben, room):
    lines = [{"from": "Ben", "at": None, "text": "Do what you like."}, {"from": None, "at": None, "text": None}]
    share_lines(space=room.space, author=ben.person, keyring=again(ben), lines=lines, note="")
    page = room.page(ana, "lines")
    assert page.count("?line=") == 1
    assert "Do what you like." in page
    assert "Do what you like." not in room.page(ben, "lines")


def test_the_address_of_somebody_elses_line_gives_an_empty_form(ana, ben, stranger, room, read):  # noqa: F811
    row = read(stranger)
    pick(stranger, row)
    page = room.page(ana, "ask", line=f"import-{row.pk}-6")
    assert "Wow. Fine." not in page
    assert room.get(ana, "ask", breakdown="nothing").status_code == 404

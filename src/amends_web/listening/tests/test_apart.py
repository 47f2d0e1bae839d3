"""Two worlds: whatever Ana types, thinks or leaves for herself in a round, every byte that Ben gets is the same."""

from __future__ import annotations

import re

from django.db import connection
from django.urls import reverse

from amends_web.listening.tests.conftest import HTMX, again, asked
from amends_web.shell.exports import all_sections
from amends_web.spaces.actions import add_member

_KEYS = re.compile(r'name="(?:csrfmiddlewaretoken|submission|page)" value="[^"]*"')


def seen_by(who, talk, space):
    """Every answer that somebody gets for every address, to the byte, and their own export."""
    addresses = [talk.url(name) for name in ("round", "look", "receipt")]
    addresses += ["/", "/rounds/mine/", reverse("spaces:space", args=[space.pk])]
    addresses += [reverse("listening:ask", args=[space.pk]), f"{talk.url('look')}?seen={talk.now().number}"]
    answers = {}
    for address in addresses:
        for headers in ({}, HTMX):
            response = who.client.get(address, **headers)
            kept = {name: value for name, value in response.headers.items() if name != "Content-Length"}
            answers[address, bool(headers)] = (
                response.status_code,
                kept,
                _KEYS.sub("", response.content.decode()),
            )
    own = [section for section in all_sections(who.person, again(who)) if section.name != "submissions"]
    return answers | {"export": own}


def test_ben_gets_the_same_bytes_whatever_ana_types_while_she_has_the_floor(ana, ben, talk, space):
    before = seen_by(ben, talk, space)
    talk.post(ana, "keep", step="speaking", words="ANA-DRAFT you always do this")
    talk.post(ana, "keep", step="reflecting", words="ANA-NOTES")
    ana.client.post("/second-look/reflection/words/", {"words": "But that's not true"}, **HTMX)
    assert seen_by(ben, talk, space) == before


def test_ben_gets_the_same_bytes_whatever_ana_drafts_while_she_listens(ana, ben, talk, space):
    talk.turn(ana, ben, "one", "two")
    before = seen_by(ben, talk, space)
    talk.post(ana, "keep", step="reflecting", words="But that's not what happened")
    talk.get(ana)
    talk.back(ana, "too early")
    assert seen_by(ben, talk, space) == before


def test_what_ana_thinks_of_her_own_listening_never_reaches_ben(ana, ben, talk, space):
    talk.turn(ana, ben, "one", "two")
    talk.say(ben, "three")
    for thought in ("not_yet", "got_it", ""):
        if thought:
            talk.back(ana, "four", thought=thought)
            answered = seen_by(ben, talk, space)
            assert "thought" not in str(answered["export"]).replace("my_thoughts", "")
            talk.answer(ben, "mostly", "five")
    assert "I think I got it" not in talk.get(ben).content.decode()
    assert ben.client.get("/rounds/mine/").content.decode().count("You thought") == 0


def test_whoever_waits_is_not_told_who_has_said_yes(ana, ben, actor, space):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    talk = asked(ana, space, people=[str(ben.person.pk), str(cleo.person.pk)])
    before = seen_by(ana, talk, space)
    talk.post(ben, "yes")
    assert seen_by(ana, talk, space) == before


def test_marks_on_a_reflection_stand_in_its_writers_own_page_alone(ana, ben, talk):
    talk.say(ana, "one")
    talk.post(ben, "keep", step="reflecting", words="But you never rang either")
    page = talk.get(ben).content.decode()
    assert '<span class="mark">But</span>' in page
    assert "Your own side has its turn, after this one." in page
    assert 'class="mark"' not in talk.get(ana).content.decode()
    talk.back(ben, "But you never rang either")
    page = talk.get(ana).content.decode()
    assert "But you never rang either" in page
    assert 'class="mark"' not in page


def test_without_scripts_a_second_look_sends_nothing(ana, ben, talk):
    talk.say(ana, "one")
    page = talk.back(ben, "No, I did ring", second_look="yes").content.decode()
    assert '<span class="mark">No</span>' in page
    assert "No, I did ring</textarea>" in page
    assert "No, I did ring" not in talk.get(ana).content.decode()


def test_no_word_of_a_round_lies_in_the_database(ana, ben, space, heard):
    heard.post(ana, "keep", step="ended", words="ANA-DRAFT")
    heard.post(ben, "propose", words="BEN-IDEA", submission="4" * 32)
    connection.ensure_connection()
    stored = connection.connection.serialize()
    for words in (b"ANA-", b"BEN-", b"Sunday evening", b"got_it", b"one_phone", b"speaking", b"reflecting"):
        assert words not in stored, words

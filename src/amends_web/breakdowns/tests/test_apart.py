"""Two worlds: whatever Ana does for herself, every byte that Ben gets is the same."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.urls import reverse

from amends_web.breakdowns.models import Share, Side
from amends_web.breakdowns.tests.conftest import again
from amends_web.shell.exports import all_sections

# What is random in every answer: form keys.
_KEYS = re.compile(r'name="(?:csrfmiddlewaretoken|submission|page)" value="[^"]*"')

PAGES = ("breakdown", "kinds", "honesty", "ask", "choose", "preview", "waiting", "wait", "map", "map_text")


def seen_by(who, story, space):
    """Every answer that somebody gets for every address, to the byte, and their own export."""
    addresses = [story.url(name) for name in PAGES]
    addresses += [story.url("question", name) for name in ("facts", "felt", "story", "meant")]
    addresses += ["/", reverse("spaces:space", args=[space.pk]), reverse("breakdowns:begin", args=[space.pk])]
    answers = {}
    for address in addresses:
        response = who.client.get(address)
        headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
        answers[address] = (response.status_code, headers, _KEYS.sub("", response.content.decode()))
    own = [section for section in all_sections(who.person, again(who)) if section.name != "submissions"]
    return answers | {"export": own}


def live_alone(story, ana):
    story.post(ana, "keep_kinds", kinds=["hidden", "anger"], channel="group")
    story.post(ana, "keep_draft", "facts", text="You always ignore me. You never listen to me.", page="p")
    story.answer(ana, "story", you="he is tired of me", us="done", question="are you?")
    story.answer(ana, "felt", **{"feelings": ["hurt"], "strength-hurt": "strong"})
    story.post(ana, "keep_ask", line="Fine.", one="a", two="b")
    story.post(ana, "keep_choice", parts=["question", "felt"])


def test_ben_gets_the_same_bytes_whatever_ana_writes_chooses_and_shares(ana, ben, told, space):
    before = seen_by(ben, told, space)
    live_alone(told, ana)
    assert seen_by(ben, told, space) == before
    told.share(ana, "felt", "meant", "question")
    assert seen_by(ben, told, space) == before
    told.post(ana, "take_back")
    assert seen_by(ben, told, space) == before


def test_whoever_waits_gets_the_same_bytes_whatever_the_other_does(ana, ben, told, space):
    told.share(ben, "meant")
    before = seen_by(ben, told, space)
    live_alone(told, ana)
    assert seen_by(ben, told, space) == before


def test_marks_on_a_draft_and_kinds_never_reach_ben_not_even_after_the_reveal(ana, ben, told, space):
    live_alone(told, ana)
    told.share(ana, "facts", "meant")
    told.share(ben, "meant")
    answers = seen_by(ben, told, space)
    for address in (told.url("map"), told.url("map_text")):
        page = answers[address][2]
        assert "You always ignore me." in page
        assert 'class="mark"' not in page
        assert "A camera sees one time" not in page
    read = re.sub(r"<[^>]*>", "", str([answers[told.url(name)][2] for name in ("map", "map_text")]))
    for private in ("hidden", "anger", "tired of me", "are you?", "very hurt"):
        assert private not in read


def everything_stored():
    """The database, as whoever has its file would read it."""
    connection.ensure_connection()
    return connection.connection.serialize()


def test_no_typed_word_and_no_picked_kind_lies_in_the_database(ana, ben, told):
    live_alone(told, ana)
    told.share(ana, "meant", "felt")
    told.share(ben, "meant")
    told.post(ben, "news", Share.objects.get(person=ana.person).pk, "meant")
    stored = everything_stored()
    for words in (b"ANA-", b"BEN-", b"always ignore", b"tired of me", b"late dinner", b"misread", b"hidden", b"strong"):
        assert words not in stored, words


def test_lengths_of_sides_do_not_give_an_empty_one_away(ana, ben, story):
    story.post(ana, "keep_kinds", kinds=["hidden"])
    story.post(ben, "keep_kinds")
    assert len({len(bytes(side.sealed)) for side in Side.objects.all()}) == 1


@pytest.mark.parametrize("relation", ["family", "friends", "coparents", "colleagues"])
def test_no_words_for_couples_outside_the_couple_pack(ana, story, space, relation):
    type(space).objects.filter(pk=space.pk).update(relation=relation)
    for name in ("facts", "expected", "felt", "needs", "story", "meant", "thought", "impact"):
        page = story.get(ana, "question", name).content.decode().lower()
        assert not re.findall(r"\b(?:partner|lover?|loved|couple|romantic|marriage|husband|wife)\b", page)

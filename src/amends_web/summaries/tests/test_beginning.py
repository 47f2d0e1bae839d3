"""A summary begins from what everybody here sees already, picked by whoever begins it."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from amends_web.acknowledgements.tests.conftest import Owning
from amends_web.breakdowns.actions import begin_breakdown, mark_part
from amends_web.breakdowns.models import Share
from amends_web.breakdowns.tests.conftest import Story, again
from amends_web.listening.models import Round
from amends_web.listening.tests.conftest import asked
from amends_web.loops.actions import begin_loop
from amends_web.loops.tests.conftest import Below
from amends_web.promises.tests.conftest import Room
from amends_web.spaces.actions import add_member, leave_space
from amends_web.summaries.models import Summary, Version
from amends_web.summaries.pieces import draft_text, pieces_for

CHUNK, BACK = "I sat there alone for an hour.", "You sat there alone, and nobody called."


def heard_each_other(space, one, two):
    """A round in which each had a turn, and said of it: got it."""
    talk = asked(one, space)
    talk.post(two, "yes")
    talk.turn(one, two, CHUNK, BACK)
    talk.turn(two, one, "I had called.", "You had called, twice.")
    words = "We write a message when it gets late."
    assert talk.post(one, "propose", words=words, submission=uuid.uuid4()).status_code == 302
    return talk


@pytest.fixture
def story(ana, ben, space):
    """A breakdown whose map is open, with one thing that was news to Ben."""
    story = Story(begin_breakdown(keyring=again(ana), person=ana.person, space=space, name="The late dinner", day=None))
    story.answer(ana, "impact", text="I felt forgotten.")
    story.answer(ana, "thought", text="KEPT BY ANA")
    story.answer(ben, "meant", text="I was ashamed.")
    story.share(ana, "impact")
    story.share(ben, "meant")
    return story


def picked(who, space):
    return pieces_for(who.person, space, again(who))


def test_what_was_said_back_and_got_can_stand_in_it(ana, ben, space):
    heard_each_other(space, ana, ben)
    for who in (ana, ben):
        pieces = picked(who, space)
        assert [(piece.kind, piece.of, piece.by, piece.text) for piece in pieces] == [
            ("understood", "Ana", "Ben", BACK),
            ("understood", "Ben", "Ana", "You had called, twice."),
            ("idea", "Ana", "Ana", "We write a message when it gets late."),
        ]
        assert {piece.about for piece in pieces} == {"Sunday evening"}


def test_what_was_not_got_is_not_offered(ana, ben, space):
    talk = asked(ana, space)
    talk.post(ben, "yes")
    talk.say(ana, CHUNK)
    talk.back(ben, "You are angry.")
    talk.answer(ana, "not_yet", "It was not anger.")
    talk.back(ben, BACK)
    talk.answer(ana, "got_it")
    assert picked(ana, space) == []  # it is not over
    talk.post(ana, "no_more")
    talk.post(ben, "stop")
    assert [piece.text for piece in picked(ben, space)] == [BACK]


def test_a_round_of_two_is_not_offered_where_a_third_would_read_it(ana, ben, actor, space):
    heard_each_other(space, ana, ben)
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    for who in (ana, ben, cleo):
        assert picked(who, space) == []


def test_what_was_news_can_stand_in_it_and_nothing_that_was_kept(ana, ben, space, story):
    share = Share.objects.select_related("box").get(person=ana.person)
    mark_part(keyring=again(ben), person=ben.person, share=share, part="impact", is_news=True)
    (piece,) = picked(ana, space)
    assert (piece.kind, piece.of, piece.by, piece.text) == ("news", "Ana", "Ben", "I felt forgotten.")
    assert "KEPT BY ANA" not in str(picked(ana, space))


def test_what_it_was_like_can_stand_in_it_once_confirmed_and_only_between_two(ana, ben, actor, space, story):
    owning = Owning(story.breakdown, ben, ana)
    owning.write("impact", "You sat there and felt forgotten.")
    owning.pass_on("impact")
    assert picked(ben, space) == []
    owning.check("got_it")
    (piece,) = picked(ben, space)
    assert (piece.kind, piece.of, piece.by) == ("impact", "Ana", "Ben")
    assert piece.text == "You sat there and felt forgotten."
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    assert picked(ben, space) == []


def test_what_passed_between_ana_and_somebody_who_left_is_not_offered_for_ben_to_read(ana, ben, actor, space):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    story = Story(begin_breakdown(keyring=again(ana), person=ana.person, space=space, name="The late dinner", day=None))
    for who in (ana, ben, cleo):
        story.answer(who, "impact", text=f"{who.person.name} felt forgotten.")
        story.share(who, "impact")
    owning = Owning(story.breakdown, ana, cleo)
    owning.write("impact", "BETWEEN CLEO AND ANA")
    owning.pass_on("impact")
    owning.check("got_it")
    leave_space(keyring=again(cleo), person=cleo.person, space=space, is_told=True, now=timezone.now())
    assert picked(ana, space) == []


def test_what_was_news_to_one_is_offered_only_where_nobody_else_would_learn_it(ana, ben, actor, space):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    story = Story(begin_breakdown(keyring=again(ana), person=ana.person, space=space, name="The late dinner", day=None))
    for who in (ana, ben, cleo):
        story.answer(who, "impact", text=f"{who.person.name} felt forgotten.")
        story.share(who, "impact")
    share = Share.objects.select_related("box").get(person=ana.person)
    mark_part(keyring=again(ben), person=ben.person, share=share, part="impact", is_news=True)
    mark_part(keyring=again(cleo), person=cleo.person, share=share, part="impact", is_news=True)
    for who in (ana, ben, cleo):
        assert picked(who, space) == []
    leave_space(keyring=again(cleo), person=cleo.person, space=space, is_told=True, now=timezone.now())
    for who in (ana, ben):
        assert [piece.by for piece in picked(who, space)] == ["Ben"]


def test_a_loop_that_all_have_drawn_can_stand_in_it_with_names(ana, ben, space):
    loop = begin_loop(keyring=again(ana), person=ana.person, space=space, name="Sundays", breakdown=None)
    below = Below(loop).open(ana, ben)
    assert picked(ana, space) == []
    for who, text in ((ana, "go quiet"), (ben, "ask again"), (ana, "leave the room")):
        assert below.put_in(ana, text, does=who).status_code == 302
    for who in (ana, ben):
        (piece,) = picked(who, space)
        assert piece.about == "Sundays"
        assert piece.text == "Ana: go quiet → Ben: ask again → Ana: leave the room … and it begins again."


def test_a_promise_stands_in_it_once_it_was_said_yes_to_and_until_it_is_let_go(ana, ben, actor, space):
    promises = Room(space)
    day = timezone.localdate() + timedelta(days=3)
    row = promises.offer(ben, ana, cue="I am late", act="call you from the station", day=day.isoformat(), at="")
    assert picked(ana, space) == []
    promises.accept(ana, row)
    (piece,) = picked(ana, space)
    assert (piece.kind, piece.of) == ("promise", "Ben")
    assert piece.text.startswith("When I am late, I will call you from the station. (")
    assert draft_text([piece]).startswith("What we talked about\n\n\nWhat we promised\nBen: “When I am late")
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    assert picked(ana, space) == []


def test_the_same_pieces_always_give_the_same_text(ana, ben, space):
    heard_each_other(space, ana, ben)
    assert draft_text(picked(ana, space)) == draft_text(picked(ben, space))
    assert draft_text(picked(ana, space)) == (
        "What we talked about\nSunday evening\n\n"
        "What was understood\n"
        f"Ana, as Ben said it back and Ana confirmed it: “{BACK}”\n"
        "Ben, as Ana said it back and Ben confirmed it: “You had called, twice.”\n\n"
        "What could help\nAna: “We write a message when it gets late.”\n\n"
        "What we agree on\n\n\nWhat each of us does next\n"
    )


def test_it_is_picked_by_tick_edited_before_it_is_shared_and_shared_as_it_stands(ana, ben, space, desk):
    heard_each_other(space, ana, ben)
    page = unescape(desk.page(ana, "new"))
    keys = re.findall(r'name="piece" value="([^"]+)"', page)
    assert len(keys) == 3
    assert "checked" not in page
    form = unescape(desk.post(ana, "write", piece=keys[:1]).content.decode())
    assert BACK in form
    assert "We write a message" not in form
    assert "exactly what Ben will read" in form
    assert not Summary.objects.exists()
    rounds = re.findall(r'name="rounds" value="([^"]+)"', form)
    assert rounds == [str(Round.objects.get().pk)]
    desk.begin(ana, text="My own words.", rounds=rounds)
    assert "My own words." in desk.page(ben, "summary")
    assert BACK not in desk.page(ben, "summary")
    assert Version.objects.get().words(again(ben))["rounds"] == rounds


def named_in(page):
    return re.findall(r'name="audience" value="([^"]*)"', page)


def test_nobody_who_came_in_while_one_was_writing_is_shown_it_unasked(ana, ben, actor, space, desk):
    opened = desk.post(ana, "write").content.decode()
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    words = {"title": "x", "text": "ONLY FOR BEN", "seen": 0}
    response = desk.post(ana, "begin", **words, audience=named_in(opened))
    assert response.status_code == 409
    page = unescape(response.content.decode())
    assert "Somebody has come in" in page
    assert "ONLY FOR BEN" in page
    assert "exactly what Ben and Cleo will read" in page
    assert not Summary.objects.exists()
    assert desk.post(ana, "begin", **words, audience=named_in(page)).status_code == 302


def test_a_form_that_names_nobody_begins_nothing(ana, ben, desk):
    for audience in ([], ["nobody"]):
        response = desk.post(ana, "begin", title="x", text="x", seen=0, audience=audience)
        assert response.status_code == 409
    assert not Summary.objects.exists()


def test_whoever_signs_is_told_of_which_talks_the_words_can_go_with_it(ana, ben, space, desk):
    talk = heard_each_other(space, ana, ben)
    desk.begin(ana, title="Dishes", text="We do the dishes.", rounds=[str(talk.pk)])
    for who in (ana, ben):
        text = (
            unescape(desk.page(who, "summary")).split("Are these words yours too?")[1].split("Approve these words")[0]
        )
        assert "Sunday evening" in text


def test_a_round_of_others_can_not_be_named(ana, ben, space, desk):
    response = desk.post(ana, "begin", title="x", text="x", seen=0, rounds=["6f1c0a8e-7d3a-4a3e-9a57-3d6f5a7c1b2d"])
    assert response.status_code == 422


def test_with_nothing_confirmed_yet_an_empty_page_is_offered(ana, desk):
    assert "You can begin from an empty page." in desk.page(ana, "new")
    assert "What we agree on" in desk.post(ana, "write").content.decode()


def test_more_talks_take_no_more_queries(ana, ben, space, desk, story):
    def queries():
        with CaptureQueriesContext(connection) as found:
            desk.page(ana, "new")
        return len(found)

    promises, day = Room(space), timezone.localdate() + timedelta(days=3)
    counts = []
    for _ in range(2):
        heard_each_other(space, ana, ben)
        promises.accept(ana, promises.offer(ben, ana, act="call you", day=day.isoformat(), at=""))
        share = Share.objects.select_related("box").get(breakdown=story.breakdown, person=ana.person)
        mark_part(keyring=again(ben), person=ben.person, share=share, part="impact", is_news=True)
        counts.append(queries())
        begun = begin_breakdown(keyring=again(ana), person=ana.person, space=space, name="Monday", day=None)
        story = Story(begun)
        for who in (ana, ben):
            story.answer(who, "impact", text="It was late.")
            story.share(who, "impact")
    assert counts[0] == counts[1]
    assert len(picked(ana, space)) > 6

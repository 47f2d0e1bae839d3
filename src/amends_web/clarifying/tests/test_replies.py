"""Answering what somebody felt: that it makes sense, and given what."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amends_web.breakdowns.models import Share
from amends_web.clarifying.models import Reply
from amends_web.clarifying.tests.conftest import without_keys

START = "I can see why you’d feel hurt, given "


@pytest.fixture
def write(room, opened, of_ana):
    def sent(who, **fields):
        return room.post(who, "send_reply", opened.breakdown.pk, of_ana.pk, **fields)

    return sent


def test_only_the_start_is_refused_with_given_what_and_nothing_is_lost(ben, write):
    for words in (START, "I can see why you'd feel hurt.", ""):
        response = write(ben, words=words)
        assert response.status_code == 422
        page = response.content.decode()
        assert "Given what?" in page
        assert words.strip().replace("'", "&#x27;") in page
    assert not Reply.objects.exists()


def test_no_look_says_that_an_answer_can_be_sent_as_it_is_while_the_page_asks_given_what(ben, write):
    for response in (write(ben, words=START), write(ben, start="hurt", words="")):
        assert "as it is" not in response.content.decode()
    marked = write(ben, words="At least you had the cat.", second_look="yes").content.decode()
    assert "You can leave every mark." in marked


def test_a_reply_that_says_given_what_reaches_ana_word_for_word(ana, ben, room, write):
    words = START + "that you sat there for an hour."
    assert write(ben, words=words).status_code == 302
    assert words in room.page(ana, "reply", Reply.objects.get().pk)


def test_words_of_ones_own_without_the_start_go_as_they_are(ana, ben, room, write):
    assert write(ben, words="An hour alone. At least you had the cat.").status_code == 302
    assert "At least you had the cat." in room.page(ana, "reply", Reply.objects.get().pk)


def test_the_start_is_one_tap_from_anas_own_words_and_keeps_what_was_typed(ben, room, write, opened, of_ana):
    page = room.page(ben, "write_reply", opened.breakdown.pk, of_ana.pk)
    assert "I sat there alone for an hour" in page
    assert re.findall(r'name="start" value="(\w+)"', page) == ["hurt"]
    started = write(ben, start="hurt", words="you sat there alone")
    assert started.status_code == 200
    assert START + "you sat there alone" in started.content.decode()
    again = write(ben, start="hurt", words=START + "you sat there alone").content.decode()
    assert START + START not in again
    assert not Reply.objects.exists()


def test_a_start_that_ana_did_not_pick_is_none(ben, write):
    response = write(ben, start="furious", words="")
    assert response.status_code == 422
    assert "feel furious" not in response.content.decode()


def test_at_least_is_marked_in_ones_own_draft_and_leaving_it_is_allowed(ana, ben, room, write):
    looked = write(ben, words="At least he didn’t shout.", second_look="yes").content.decode()
    assert '<span class="mark">At least</span>' in looked
    assert write(ben, words="At least he didn’t shout.").status_code == 302
    got = room.page(ana, "reply", Reply.objects.get().pk)
    assert "At least he didn’t shout." in got
    assert 'class="mark"' not in got


def test_that_landed_is_the_receivers_and_may_stay_away(ana, ben, room, answered):
    assert "landed" not in room.page(ben, "reply", answered.pk)
    assert room.post(ben, "landed", answered.pk, landed="yes").status_code == 404
    assert room.post(ana, "landed", answered.pk, landed="yes").status_code == 302
    assert "Ana says that it landed." in room.page(ben, "reply", answered.pk)
    room.post(ana, "landed", answered.pk, landed="no")
    assert "landed" not in room.page(ben, "reply", answered.pk)


def test_landed_is_counted_nowhere(ana, ben, room, opened, answered):
    urls = ["/", reverse("spaces:space", args=[room.space.pk]), opened.url("breakdown"), room.url("clarifying")]
    before = [without_keys(ben.client.get(url).content.decode()) for url in urls]
    room.post(ana, "landed", answered.pk, landed="yes")
    assert [without_keys(ben.client.get(url).content.decode()) for url in urls] == before


def test_there_is_one_answer_to_a_share_until_it_is_taken_back(ana, ben, room, write, answered, opened, of_ana):
    assert write(ben, words="Something else altogether.").headers["Location"] == room.url("reply", answered.pk)
    assert room.get(ben, "write_reply", opened.breakdown.pk, of_ana.pk).status_code == 302
    room.post(ben, "take_back_reply", answered.pk)
    assert room.get(ana, "reply", answered.pk).status_code == 404
    assert write(ben, words="Something else altogether.").status_code == 302


def test_nobody_answers_before_the_map_is_open_nor_their_own_share(ana, ben, room, opened, of_ana):
    assert room.get(ana, "write_reply", opened.breakdown.pk, of_ana.pk).status_code == 404
    type(opened.breakdown).objects.update(revealed_at=None)
    assert room.get(ben, "write_reply", opened.breakdown.pk, of_ana.pk).status_code == 404


def test_nothing_is_answered_that_says_nothing_of_how_it_was(ana, ben, room, opened):
    meant_only = Share.objects.get(person=ben.person)
    assert room.get(ana, "write_reply", opened.breakdown.pk, meant_only.pk).status_code == 404


def test_what_was_changed_since_it_was_shared_is_not_answered(ben, room, write, opened, of_ana):
    Share.objects.filter(pk=of_ana.pk).update(signature=b"0" * 64)
    for response in (room.get(ben, "write_reply", opened.breakdown.pk, of_ana.pk), write(ben, words="An hour alone.")):
        assert response.headers["Location"] == opened.url("map")
    assert not Reply.objects.exists()


def test_during_a_break_the_words_stay_on_the_page(ana, ben, room, write):
    room.take_a_break(ana)
    response = write(ben, words=START + "that you waited")
    assert response.status_code == 409
    assert "that you waited" in response.content.decode()
    assert not Reply.objects.exists()


def test_the_breakdown_leads_ben_to_answering_and_ana_only_where_there_is_something(ana, ben, room, opened, of_ana):
    where = room.url("write_reply", opened.breakdown.pk, of_ana.pk)
    assert where in opened.get(ben, "breakdown").content.decode()
    assert "Answer what Ben shared" not in opened.get(ana, "breakdown").content.decode()


def test_more_questions_cues_and_answers_cost_no_more_queries(ana, ben, room, opened, answered):
    room.ask(ana, ben)
    room.guess(ben, room.let_guess(ana, ben))
    urls = ["/", room.url("clarifying"), reverse("spaces:space", args=[room.space.pk]), opened.url("breakdown")]

    def queries(url):
        with CaptureQueriesContext(connection) as seen:
            assert ben.client.get(url).status_code == 200
        # Reads: once a minute a page also notes that somebody was here.
        return sum(query["sql"].startswith("SELECT") for query in seen)

    for url in urls:
        queries(url)
    few = [queries(url) for url in urls]
    for _ in range(3):
        room.ask(ana, ben)
        room.ask(ben, ana)
        room.guess_first(ben, ana)
    assert [queries(url) for url in urls] == few

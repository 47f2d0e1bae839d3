"""Which way did you mean this: two readings of a line, and the answer of whoever wrote it."""

from __future__ import annotations

import re
import uuid

import pytest
from django.urls import reverse

from amends_web.breakdowns.actions import begin_breakdown, keep_ask
from amends_web.breakdowns.tests.conftest import again
from amends_web.clarifying.models import Question
from amends_web.clarifying.tests.conftest import LINE, READINGS, main_of, without_keys
from amends_web.spaces.actions import add_member


def test_ben_answers_in_one_tap_and_the_reading_that_was_not_meant_is_struck(ana, ben, room):
    question = room.ask(ana, ben)
    page = room.page(ben, "question", question.pk)
    assert LINE in page
    assert [READINGS["one"] in page, READINGS["two"] in page] == [True, True]
    assert page.count('name="pick"') == 3
    assert room.post(ben, "answer_question", question.pk, pick="one").status_code == 302
    seen = room.page(ana, "question", question.pk)
    assert re.findall(r"<s[^>]*>([^<]*)</s>", seen) == [READINGS["two"]]
    assert READINGS["one"] in seen


def test_a_reading_of_which_nothing_shows_is_asked_for(ana, ben, room):
    words = {"line": "Fine.", "one": "You were tired.", "two": "\u200c\u200d"}
    answer = room.post(ana, "send_question", to=ben.person.pk, **words)
    assert answer.status_code == 422
    assert "Write another way too." in answer.content.decode()
    assert not Question.objects.exists()


def test_something_else_strikes_both_and_says_it_in_bens_words(ana, ben, room):
    question = room.ask(ana, ben)
    room.post(ben, "answer_question", question.pk, pick="other", said="I had run out of words.")
    seen = room.page(ana, "question", question.pk)
    assert re.findall(r"<s[^>]*>([^<]*)</s>", seen) == list(READINGS.values())
    assert "I had run out of words." in seen


def test_something_else_needs_no_words(ana, ben, room):
    question = room.ask(ana, ben)
    assert room.post(ben, "answer_question", question.pk, pick="other").status_code == 302
    assert "That is all right." in room.page(ana, "question", question.pk)


def test_nothing_calls_a_reading_by_a_name(ana, ben, room):
    question = room.ask(ana, ben)
    room.post(ben, "answer_question", question.pk, pick="one")
    for who in (ana, ben):
        page = main_of(room.page(who, "question", question.pk)).lower()
        assert not re.findall(
            r"\b(?:paranoid|wrong|right|false|correct|mistaken|overreact\w*)\b", page.replace("all right", "")
        )


def test_until_there_is_an_answer_ana_reads_nothing_new_and_is_told_nothing_of_ben(ana, ben, room):
    question = room.ask(ana, ben)
    before = room.page(ana, "question", question.pk)
    room.page(ben, "question", question.pk)
    assert without_keys(room.page(ana, "question", question.pk)) == without_keys(before)
    assert "Nothing new yet." in before


def test_ben_can_say_it_another_way_later(ana, ben, room):
    question = room.ask(ana, ben)
    room.post(ben, "answer_question", question.pk, pick="one")
    room.post(ben, "answer_question", question.pk, pick="two")
    assert re.findall(r"<s[^>]*>([^<]*)</s>", room.page(ana, "question", question.pk)) == [READINGS["one"]]


def test_only_who_was_asked_answers_and_only_who_asked_takes_it_back(ana, ben, room):
    question = room.ask(ana, ben)
    assert room.post(ana, "answer_question", question.pk, pick="one").status_code == 404
    assert room.post(ben, "take_back_question", question.pk).status_code == 404
    assert room.post(ana, "take_back_question", question.pk).status_code == 302
    assert room.get(ben, "question", question.pk).status_code == 404


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"line": ""}, "Which line is it?"),
        ({"one": " "}, "Write one way to read it."),
        ({"two": ""}, "Write another way too."),
        ({"two": READINGS["one"].upper()}, "This is the same as the first."),
    ],
)
def test_one_reading_alone_is_asked_for_another_and_nothing_typed_is_lost(ana, ben, room, missing, sentence):
    words = {"line": LINE, **READINGS, **missing}
    response = room.post(ana, "send_question", to=ben.person.pk, **words)
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert all(text.strip() in page for text in words.values())
    assert not Question.objects.exists()


def test_a_question_that_is_sent_twice_is_one(ana, ben, room):
    key = uuid.uuid4()
    answers = [
        room.post(ana, "send_question", to=ben.person.pk, line=LINE, **READINGS, submission=key) for _ in range(2)
    ]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Question.objects.count() == 1


def test_during_a_break_nothing_is_sent_and_the_words_stay(ana, ben, room):
    room.take_a_break(ben)
    response = room.post(ana, "send_question", to=ben.person.pk, line=LINE, **READINGS)
    assert response.status_code == 409
    assert LINE in response.content.decode()
    assert not Question.objects.exists()


def test_an_answer_waits_for_the_end_of_a_break_too(ana, ben, room):
    question = room.ask(ana, ben)
    room.take_a_break(ana)
    response = room.post(ben, "answer_question", question.pk, pick="one", said="I was tired")
    assert response.status_code == 409
    assert "I was tired" in response.content.decode()
    assert "There is an answer." not in room.page(ana, "clarifying")


def test_a_forged_name_is_nobody(ana, ben, stranger, room):
    for to in (stranger.person.pk, ana.person.pk, "nobody"):
        assert room.post(ana, "send_question", to=to, line=LINE, **READINGS).status_code == 422
    assert not Question.objects.exists()


def test_a_third_one_in_the_space_sees_nothing_of_a_question_between_two(ana, ben, actor, room):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=room.space, person=cleo.person)
    question = room.ask(ana, ben)
    assert room.get(cleo, "question", question.pk).status_code == 404
    assert LINE not in room.page(cleo, "clarifying")


def test_what_was_written_down_for_oneself_begins_the_question(ana, ben, room, space):
    breakdown = begin_breakdown(keyring=again(ana), person=ana.person, space=space, name="A message", day=None)
    ask = {"line": LINE, **READINGS}
    keep_ask(keyring=again(ana), person=ana.person, breakdown=breakdown, ask=ask)
    page = room.page(ana, "ask", breakdown=breakdown.pk)
    assert all(words in page for words in ask.values())
    assert LINE not in room.page(ben, "ask", breakdown=breakdown.pk)


def test_the_second_look_without_scripts_keeps_and_sends_nothing(ana, ben, room):
    words = {"line": LINE, "one": "You never listen.", "two": READINGS["two"]}
    response = room.post(ana, "send_question", to=ben.person.pk, **words, second_look="yes")
    page = response.content.decode()
    assert response.status_code == 200
    assert '<span class="mark">never</span>' in page
    assert "You never listen." in page
    assert not Question.objects.exists()


def test_home_asks_ben_once_and_tells_ana_of_the_answer(ana, ben, room):
    question = room.ask(ana, ben)
    where = reverse("clarifying:question", args=[question.pk])
    assert where in ben.client.get("/").content.decode()
    assert where not in ana.client.get("/").content.decode()
    room.post(ben, "answer_question", question.pk, pick="one")
    assert where not in ben.client.get("/").content.decode()
    assert where in ana.client.get("/").content.decode()

"""Either of the two can seal words into their box; only its author's own are shown as theirs."""

from __future__ import annotations

import pytest

from amends_web.breakdowns.tests.conftest import again
from amends_web.clarifying.models import Cue, Question, Reply
from amends_web.spaces.actions import add_member


def put_in(who, row, change):
    """Seal other words into a row, as whoever opens its box and writes to the database can."""
    words = row.words(again(who))
    change(words)
    row.put(again(who), words)
    row.save()


def test_an_answer_that_ana_wrote_for_ben_is_shown_to_nobody(ana, ben, room):
    question = room.ask(ana, ben)
    room.post(ben, "answer_question", question.pk, pick="one")
    put_in(ana, Question.objects.get(), lambda words: words["answer"].update(pick="two"))
    for who in (ana, ben):
        page = room.get(who, "question", question.pk)
        assert page.status_code == 409
        assert "Something here was changed" in page.content.decode()
        assert who.client.get("/").status_code == 200
        assert str(question.pk) not in room.page(who, "clarifying")


def test_another_reading_under_an_answer_that_stands_is_found(ana, ben, room):
    question = room.ask(ana, ben)
    room.post(ben, "answer_question", question.pk, pick="one")
    put_in(ana, Question.objects.get(), lambda words: words["question"].update(one="You hated it."))
    assert room.get(ben, "question", question.pk).status_code == 409


def test_a_feeling_that_ben_put_in_for_ana_is_found(ana, ben, room):
    cue = room.let_guess(ana, ben)
    room.guess(ben, cue)
    put_in(ben, Cue.objects.get(), lambda words: words["answer"].update(word="angry"))
    assert room.get(ana, "cue", cue.pk).status_code == 409
    assert room.get(ben, "cue", cue.pk).status_code == 409


def test_a_guess_that_ana_put_in_for_ben_is_found(ana, ben, room):
    cue = room.let_guess(ana, ben)
    put_in(ana, Cue.objects.get(), lambda words: words.update(arrived={"word": "furious", "strength": "strong"}))
    assert room.get(ben, "cue", cue.pk).status_code == 409


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_other_words_in_an_answer_are_found(ana, ben, room, answered, who):
    put_in({"ana": ana, "ben": ben}[who], Reply.objects.get(), lambda words: words.update(words="It was your fault."))
    for reader in (ana, ben):
        assert room.get(reader, "reply", answered.pk).status_code == 409
        assert reader.client.get("/").status_code == 200


def test_what_was_put_before_somebody_without_a_key_stays_closed_and_their_own_pages_go_on(
    ana, ben, actor, room, answered
):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=room.space, person=cleo.person)
    question, cue = room.ask(ana, ben), room.let_guess(ana, ben)
    Question.objects.update(asked=cleo.person)
    Cue.objects.update(guesser=cleo.person)
    Reply.objects.update(to=cleo.person)
    planted = {"question": question.pk, "cue": cue.pk, "reply": answered.pk}
    for page in (cleo.client.get("/"), room.get(cleo, "clarifying")):
        assert page.status_code == 200
        assert [name for name, pk in planted.items() if str(pk) in page.content.decode()] == []
    assert {name: room.get(cleo, name, pk).status_code for name, pk in planted.items()} == dict.fromkeys(planted, 409)

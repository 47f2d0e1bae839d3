"""Guess, then check: a feeling, or the tone of a line; what its owner says comes after the guess."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from amends_web.breakdowns.tests.conftest import again
from amends_web.clarifying import cue_views, exports
from amends_web.clarifying.models import Cue, Guess
from amends_web.clarifying.tests.conftest import main_of, without_keys


def test_a_guess_is_kept_before_what_it_was_can_be_seen(ana, ben, room):
    cue = room.let_guess(ana, ben)
    page = room.page(ben, "cue", cue.pk)
    assert "Ana says" not in page
    assert " checked" not in page
    assert "very hurt" not in page
    room.guess(ben, cue)
    seen = room.page(ben, "cue", cue.pk)
    assert "quite angry" in seen
    assert "very hurt" in seen


def test_before_a_guess_not_even_ones_own_export_holds_what_it_was(ana, ben, room):
    cue = room.let_guess(ana, ben)
    (row,) = exports.collect(ben.person, again(ben)).rows
    assert row["it_was"] == ""
    room.guess(ben, cue)
    (row,) = exports.collect(ben.person, again(ben)).rows
    assert (row["it_was"], row["my_guess"]) == ("very hurt", "quite angry")


def test_a_guess_can_not_be_changed_after(ana, ben, room):
    cue = room.let_guess(ana, ben)
    room.guess(ben, cue)
    response = room.guess(ben, cue, word="hurt", strength="strong")
    assert response.status_code == 409
    assert "quite angry" in room.page(ben, "cue", cue.pk)


def test_a_guess_of_what_is_taken_away_at_that_moment_finds_nothing(ana, ben, room, monkeypatch):
    cue, found = room.let_guess(ana, ben), cue_views.guessed_cue_for

    def found_and_then_taken_away(person, cue_id):
        row = found(person, cue_id)
        Cue.objects.filter(pk=cue_id).delete()
        return row

    monkeypatch.setattr(cue_views, "guessed_cue_for", found_and_then_taken_away)
    assert room.guess(ben, cue).status_code == 404


def test_a_miss_shows_a_question_to_ask_and_no_grade(ana, ben, room):
    cue = room.let_guess(ana, ben)
    room.guess(ben, cue)
    page = room.page(ben, "cue", cue.pk)
    assert "A question that you could ask:" in page
    assert "What was that like for you?" in page
    assert not re.findall(r"\b(?:wrong|right|miss(?:ed)?|correct|\d+ of \d+)\b|%", main_of(page), re.IGNORECASE)


def test_where_a_guess_went_another_way_stands_in_a_private_note(ana, ben, room):
    cue = room.let_guess(ana, ben)
    room.guess(ben, cue)
    note = room.page(ben, "clarifying")
    assert "Where you could ask" in note
    assert "You guessed “quite angry”. Ana said “very hurt”." in note
    assert "Where you could ask" not in room.page(ana, "clarifying")


def test_the_same_word_is_no_question(ana, ben, room):
    cue = room.let_guess(ana, ben)
    room.guess(ben, cue, word="hurt", strength="strong")
    assert "You picked the same word." in room.page(ben, "cue", cue.pk)
    assert "Where you could ask" not in room.page(ben, "clarifying")


def test_ana_is_not_told_whether_ben_guessed_nor_what(ana, ben, room):
    cue = room.let_guess(ana, ben)
    pages = [room.page(ana, "cue", cue.pk), room.page(ana, "clarifying"), ana.client.get("/").content.decode()]
    room.guess(ben, cue)
    after = [room.page(ana, "cue", cue.pk), room.page(ana, "clarifying"), ana.client.get("/").content.decode()]
    assert [without_keys(page) for page in after] == [without_keys(page) for page in pages]
    assert "angry" not in exports.collect(ana.person, again(ana)).rows[0].values()


def test_ben_guesses_first_and_ana_says_it_without_seeing_the_guess(ana, ben, room):
    assert room.guess_first(ben, ana).status_code == 302
    cue = Cue.objects.get()
    page = room.page(ana, "cue", cue.pk)
    assert "when I came home on Sunday" in page
    assert "quite angry" not in page
    assert " checked" not in page
    assert "Nothing new yet." in room.page(ben, "cue", cue.pk)
    room.post(ana, "say", cue.pk, word="worried", strength="little")
    seen = room.page(ben, "cue", cue.pk)
    assert "a little worried" in seen
    assert "quite angry" in seen


def test_what_ana_said_stands(ana, ben, room):
    room.guess_first(ben, ana)
    cue = Cue.objects.get()
    room.post(ana, "say", cue.pk, word="worried", strength="little")
    assert room.post(ana, "say", cue.pk, word="hurt", strength="strong").status_code == 409
    assert "a little worried" in room.page(ben, "cue", cue.pk)


def test_ana_may_opt_out_of_being_guessed(ana, ben, room):
    assert room.post(ana, "be_guessed", is_wanted="no").status_code == 302
    page = room.page(ben, "guess_first")
    assert "Ana would rather not be guessed." in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]
    refused = room.guess_first(ben, ana)
    assert refused.status_code == 409
    assert "when I came home on Sunday" in refused.content.decode()
    assert not Cue.objects.exists()
    assert not Guess.objects.exists()
    room.post(ana, "be_guessed", is_wanted="yes")
    assert room.guess_first(ben, ana).status_code == 302


def test_whoever_opts_out_is_asked_nothing_on_home_anymore(ana, ben, room):
    room.guess_first(ben, ana)
    where = reverse("clarifying:cue", args=[Cue.objects.get().pk])
    assert where in ana.client.get("/").content.decode()
    room.post(ana, "be_guessed", is_wanted="no")
    assert where not in ana.client.get("/").content.decode()


def test_the_sender_says_the_tone_and_the_receiver_guesses_before_seeing_it(ana, ben, room):
    cue = room.let_guess(ana, ben, kind="tone", about="Fine.", word="tired", strength="")
    page = room.page(ben, "cue", cue.pk)
    assert "How did Ana mean this?" in page
    assert " checked" not in page
    assert "Ana says" not in page
    room.guess(ben, cue, word="annoyed", strength="")
    seen = room.page(ben, "cue", cue.pk)
    assert ("annoyed" in seen, "tired" in seen, "Ana says" in seen) == (True, True, True)


def test_a_tone_that_its_sender_did_not_say_can_not_be_guessed_at(ana, ben, room):
    response = room.post(ben, "let_guess", room.space.pk, "mood", to=ana.person.pk, about="Fine.", word="tired")
    assert response.status_code == 404
    assert room.guess_first(ben, ana, word="joking").status_code == 422


def test_how_a_line_arrived_is_shown_to_its_sender_only_by_a_tap(ana, ben, room):
    cue = room.let_guess(ana, ben, kind="tone", about="Fine.", word="tired", strength="")
    assert room.post(ben, "show", cue.pk).status_code == 409
    room.guess(ben, cue, word="annoyed", strength="")
    assert "annoyed" not in room.page(ana, "cue", cue.pk)
    assert room.post(ben, "show", cue.pk).status_code == 302
    assert "annoyed" in room.page(ana, "cue", cue.pk)


def test_only_the_one_it_is_for_guesses_and_only_its_owner_says_it(ana, ben, room):
    cue = room.let_guess(ana, ben)
    assert room.guess(ana, cue).status_code == 404
    assert room.post(ben, "say", cue.pk, word="hurt", strength="strong").status_code == 404
    assert room.post(ben, "take_back_cue", cue.pk).status_code == 404
    assert room.post(ana, "show", cue.pk).status_code == 404
    assert not Guess.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"word": ""}, "Pick a word, or that it is hard to say."),
        ({"strength": ""}, "Pick how strong it was."),
        ({"about": " "}, "Say in a few words which one."),
    ],
)
def test_what_is_missing_is_asked_for_and_the_rest_stays(ana, ben, room, fields, sentence):
    data = {"about": "on Sunday", "word": "hurt", "strength": "strong", "to": ben.person.pk, **fields}
    response = room.post(ana, "let_guess", room.space.pk, "feeling", **data)
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert 'value="hurt" checked' in page or not data["word"]
    assert not Cue.objects.exists()


def test_not_sure_is_a_guess_and_an_answer(ana, ben, room):
    cue = room.let_guess(ana, ben)
    room.guess(ben, cue, word="unsure", strength="")
    page = room.page(ben, "cue", cue.pk)
    assert "That is an answer too." in page
    assert "very hurt" in page


def test_taking_it_back_takes_it_from_both_with_the_guess(ana, ben, room):
    cue = room.let_guess(ana, ben)
    room.guess(ben, cue)
    assert room.post(ana, "take_back_cue", cue.pk).status_code == 302
    assert room.get(ben, "cue", cue.pk).status_code == 404
    assert not Guess.objects.exists()


def test_during_a_break_nothing_is_said_to_the_other_and_a_guess_for_oneself_is_kept(ana, ben, room):
    cue = room.let_guess(ana, ben)
    room.take_a_break(ana)
    assert room.guess(ben, cue).status_code == 302
    assert room.guess_first(ben, ana).status_code == 409
    assert Cue.objects.count() == 1

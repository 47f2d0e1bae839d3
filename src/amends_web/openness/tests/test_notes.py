"""Heads-up notes, and what somebody noticed: they reach whom they are for, and nothing is asked back."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from amends_web.breakdowns.tests.conftest import again
from amends_web.openness import actions
from amends_web.openness.models import Note
from amends_web.openness.tests.conftest import ITEMS, main_of, without_keys


def test_a_heads_up_reaches_ben_and_says_that_no_answer_is_needed(ana, ben, room):
    note = room.write(ana, ben, text="This week is hard, I have two deadlines.")
    home = ben.client.get("/").content.decode()
    assert room.url("note", note.pk) in home
    assert "A note from Ana" in home
    assert "deadlines" not in home
    page = main_of(room.page(ben, "note", note.pk))
    assert "This week is hard, I have two deadlines." in page
    assert "No answer is needed" in page


def test_what_ana_noticed_reaches_ben_and_replying_is_never_asked(ana, ben, room):
    note = room.write(ana, ben, kind="noticed", text="You put the bins out in the rain. I slept better for it.")
    page = room.page(ben, "note", note.pk)
    assert "I noticed …" in page
    assert "You put the bins out in the rain." in page
    main = page.split("<main")[1].split("</main>")[0]
    assert [word in main for word in ("<form", "<textarea", "<button")] == [False, False, False]


def test_nothing_tells_ana_whether_ben_read_it(ana, ben, room):
    note = room.write(ana, ben)
    pages = [room.url("note", note.pk), room.url("openness"), "/"]
    before = [without_keys(ana.client.get(page).content.decode()) for page in pages]
    room.page(ben, "note", note.pk)
    assert [without_keys(ana.client.get(page).content.decode()) for page in pages] == before


def test_a_note_leaves_home_by_itself_after_three_days(ana, ben, room):
    note = actions.send_note(
        keyring=again(ana),
        person=ana.person,
        space=room.space,
        to=[ben.person],
        kind="heads_up",
        text="I will be home late on Thursday.",
        item="",
        now=timezone.now() - timedelta(days=3),
    )
    assert room.url("note", note.pk) not in ben.client.get("/").content.decode()
    assert room.url("note", note.pk) in room.page(ben, "openness")


def test_a_note_about_an_item_goes_to_those_with_whom_it_holds(ana, ben, cleo, room):
    agreement = room.offer(ana, ben, cleo)
    room.answer(ben, agreement)
    about = {"list": agreement.pk, "item": "1-0"}
    assert room.url("write_note", room.space.pk, "heads_up") in room.page(ana, "list", agreement.pk)
    page = main_of(room.page(ana, "write_note", room.space.pk, "heads_up", **about))
    assert [ITEMS[0] in page, "Shared with Ben" in page, "Cleo" in page] == [True, True, False]
    note = room.write(ana, ben, text="Not before nine tonight.", **about)
    assert f"About: {ITEMS[0]}" in main_of(room.page(ben, "note", note.pk))
    assert room.get(cleo, "note", note.pk).status_code == 404
    forged = room.post(ana, "send_note", room.space.pk, "heads_up", to=[cleo.person.pk], text="x", **about)
    assert forged.status_code == 422


@pytest.mark.parametrize("item", ["", "9-0", "1-9", "1", "no-number"])
def test_an_item_that_is_not_there_is_not_found(ana, ben, room, item):
    agreement = room.offer(ana, ben)
    room.answer(ben, agreement)
    about = {"list": agreement.pk, "item": item}
    assert room.get(ana, "write_note", room.space.pk, "heads_up", **about).status_code == 404
    assert room.get(ben, "write_note", room.space.pk, "heads_up", list=agreement.pk, item="1-0").status_code == 404


def test_a_note_of_another_kind_is_not_there(ana, room):
    assert room.get(ana, "write_note", room.space.pk, "complaint").status_code == 404
    assert room.post(ana, "send_note", room.space.pk, "complaint", text="x").status_code == 404


def test_the_author_takes_a_note_back_and_nobody_else_does(ana, ben, room):
    note = room.write(ana, ben)
    assert room.post(ben, "take_back_note", note.pk).status_code == 404
    assert room.post(ana, "take_back_note", note.pk).status_code == 302
    assert room.get(ben, "note", note.pk).status_code == 404


def test_a_note_to_several_is_one_and_all_see_for_whom_it_is(ana, ben, cleo, room):
    note = room.write(ana, ben, cleo)
    assert "Shared with Ana and Cleo" in main_of(room.page(ben, "note", note.pk))
    assert "Your note to Ben and Cleo" in main_of(room.page(ana, "note", note.pk))


def test_a_third_one_sees_nothing_of_a_note_between_two(ana, ben, cleo, room):
    note = room.write(ana, ben)
    assert room.get(cleo, "note", note.pk).status_code == 404
    assert "late on Thursday" not in room.page(cleo, "openness")


@pytest.mark.parametrize(
    ("fields", "sentence"), [({"text": " "}, "Write what"), ({"to": []}, "Tick at least one person.")]
)
def test_a_note_without_words_or_for_nobody_is_asked_for_them(ana, ben, cleo, room, fields, sentence):
    fields = {"to": [ben.person.pk], "text": "I will be late.", **fields}
    response = room.post(ana, "send_note", room.space.pk, "heads_up", **fields)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert fields["text"].strip() in response.content.decode()


def test_a_note_that_is_sent_twice_is_one(ana, ben, room):
    key = uuid.uuid4()
    notes = {room.write(ana, ben, submission=key).pk for _ in range(2)}
    assert len(notes) == Note.objects.count() == 1


def test_during_a_break_no_note_goes_and_the_words_stay(ana, ben, room):
    room.take_a_break(ben)
    response = room.post(ana, "send_note", room.space.pk, "heads_up", to=[ben.person.pk], text="I will be late")
    assert response.status_code == 409
    assert "I will be late" in response.content.decode()
    assert not Note.objects.exists()


def test_the_second_look_marks_and_never_stops_a_note(ana, ben, room):
    text = "You never tell me when you are late."
    look = room.post(ana, "send_note", room.space.pk, "noticed", to=[ben.person.pk], text=text, second_look="yes")
    assert '<span class="mark">never</span>' in look.content.decode()
    assert not Note.objects.exists()
    assert room.page(ben, "note", room.write(ana, ben, kind="noticed", text=text).pk)


def test_somebody_alone_is_told_so_and_has_no_form(ana, actor):
    from amends_web.spaces.actions import create_space

    space = create_space(keyring=ana.keyring, person=ana.person, relation="family", name="Us")
    for name, args in (("openness", ()), ("new_list", ()), ("write_note", ("heads_up",))):
        page = ana.client.get(reverse(f"openness:{name}", args=[space.pk, *args])).content.decode()
        assert "Nobody else is here yet." in page
        assert "<textarea" not in page

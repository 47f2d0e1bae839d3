"""Walking through a protocol: a step a page, and nothing kept but what a step asks for and somebody writes."""

from __future__ import annotations

import html
import re
import uuid

import pytest
from django.db import connection
from django.urls import reverse

from amends.content.protocols import templates, templates_for
from amends.content.relations import relations
from amends_web.breakdowns.tests.conftest import again
from amends_web.protocols.models import Note
from amends_web.protocols.tests.conftest import TEA, TEA_LINES, Room, main_of, shown_at
from amends_web.spaces.actions import create_space

COUPLE_WORDS = r"(?i)\b(?:partners?|spouses?|husband|wife|lovers?|love|romantic|couple|marriage)\b"


@pytest.mark.parametrize("relation", relations())
def test_every_protocol_of_a_relation_can_be_walked_to_its_end(ana, relation):
    room = Room(create_space(keyring=again(ana), person=ana.person, relation=relation, name="Here"))
    for template in templates_for(relation):
        seen = room.page(ana, "template", room.space.pk, template.id)
        for number, step in enumerate(template.steps, start=1):
            page = room.page(ana, "step", room.space.pk, template.id, number)
            assert f"step {number} of {len(template.steps)} · about {step.minutes} min" in main_of(page)
            assert step.say in html.unescape(page)
            seen += page
        assert room.get(ana, "step", room.space.pk, template.id, number + 1).status_code == 404
        assert "That was the last step" in room.page(ana, "done", room.space.pk, template.id)
        if relation != "couple":
            assert re.findall(COUPLE_WORDS, main_of(seen)) == []
    assert not Note.objects.exists()


def test_the_page_to_print_names_source_strength_and_when_to_leave_it(ana, room):
    page = html.unescape(main_of(room.page(ana, "template", room.space.pk, "say-back")))
    template = templates()["say-back"]
    for words in (*template.sources, template.strength_words, template.shown, *template.not_when, template.too_much):
        assert words in page
    assert all(step.say in page for step in template.steps)


@pytest.mark.parametrize("name", ["after-a-fight", "third-view", "break"])
def test_a_printed_protocol_leaves_lines_below_each_step_that_asks_to_write_down(ana, room, name):
    page = room.page(ana, "template", room.space.pk, name)
    steps = re.findall(r"<li>(?:(?!</li>).)*</li>", page.split('<ol class="steps')[1].split("</ol>")[0], re.DOTALL)
    kept = [step.keep for step in templates()[name].steps]
    assert [step.count("<i></i>") for step in steps] == [2 if keep else 0 for keep in kept]
    own = any(keep and not keep.is_shared for keep in kept)
    assert ("Each of you takes a sheet of their own" in page) is own


@pytest.mark.parametrize("relation", relations())
def test_every_page_of_a_protocol_says_that_thoughts_of_self_harm_come_first_and_where_to_turn(ana, relation):
    room = Room(create_space(keyring=again(ana), person=ana.person, relation=relation, name="Here"))
    for template in templates_for(relation):
        page = room.page(ana, "template", room.space.pk, template.id)
        assert "Somebody thinks of harming themselves, or speaks of it. That comes first" in main_of(page)
        step = room.page(ana, "step", room.space.pk, template.id, 1)
        for shown in (page, step):
            assert f'href="{reverse("support:help")}"' in shown.split("<main")[1]


def test_walking_through_changes_nothing_in_the_database(ana, room):
    room.page(ana, "protocols")
    connection.ensure_connection()
    before = connection.connection.serialize()
    for number in range(1, len(templates()["break"].steps) + 1):
        room.page(ana, "step", room.space.pk, "break", number)
    room.page(ana, "done", room.space.pk, "break")
    assert connection.connection.serialize() == before


def test_what_is_written_for_oneself_stays_with_its_writer(ana, ben, room):
    note = room.note(ana, "third-view", 1, "She would say we were both tired")
    page = main_of(room.page(ana, "protocols"))
    assert "Only you She would say we were both tired" in page
    assert "She would say" not in room.page(ben, "protocols")
    assert room.post(ben, "delete_note", note.pk).status_code == 404


def test_what_is_written_for_all_is_read_by_all_and_deleted_by_its_writer(ana, ben, room):
    note = room.note(ana)
    assert "From Ana, for everybody here A walk on Sunday" in main_of(room.page(ben, "protocols"))
    assert room.post(ben, "delete_note", note.pk).status_code == 404
    assert room.post(ana, "delete_note", note.pk).status_code == 302
    assert "A walk on Sunday" not in room.page(ben, "protocols")


def test_who_will_see_it_stands_before_the_field(ana, room):
    private = main_of(room.page(ana, "step", room.space.pk, "third-view", 1))
    assert private.index("Only you") < private.index("Keep it and go on")
    shared = main_of(room.page(ana, "step", room.space.pk, "weekly-check-in", 5))
    assert shared.index("Shared with Ben") < shared.index("Keep it and go on")


def test_a_break_holds_back_what_all_would_read_and_not_what_is_ones_own(ana, ben, room):
    room.take_a_break(ben)
    response = room.keep(ana, "weekly-check-in", 5, "A walk on Sunday")
    assert response.status_code == 409
    assert "A walk on Sunday" in response.content.decode()
    assert room.keep(ana, "third-view", 1, "tired").status_code == 302
    assert Note.objects.count() == 1


def test_keeping_goes_on_to_the_next_step_and_a_second_time_keeps_no_more(ana, room):
    key = uuid.uuid4()
    answers = [room.keep(ana, "third-view", 1, "tired", submission=key) for _ in range(2)]
    assert {one.headers["Location"] for one in answers} == {room.url("step", room.space.pk, "third-view", 2)}
    assert Note.objects.count() == 1
    assert room.keep(ana, "third-view", 3, "later").headers["Location"] == room.url("done", room.space.pk, "third-view")


def test_an_empty_note_is_asked_for_in_one_sentence_and_a_step_without_a_field_keeps_none(ana, room):
    response = room.keep(ana, "third-view", 1, "  ")
    assert response.status_code == 422
    assert "You can also go on without." in response.content.decode()
    assert room.keep(ana, "soft-start", 1, "words").status_code == 404
    assert not Note.objects.exists()


def test_what_holds_is_walked_through_line_by_line_and_what_waits_is_not(ana, ben, room):
    protocol = room.propose(ana)
    assert room.get(ana, "agreed_step", protocol.pk, 1).status_code == 404
    room.accept(ben, protocol)
    assert "step 1 of 2 Step 1 Put the phones in the hall." in main_of(room.page(ben, "agreed_step", protocol.pk, 1))
    assert "step 2 of 2 Step 2 Whoever waits for a call" in main_of(room.page(ben, "agreed_step", protocol.pk, 2))
    assert room.get(ben, "agreed_step", protocol.pk, 3).status_code == 404


def test_a_line_that_is_as_the_protocol_had_it_keeps_its_speaker_minutes_and_field_and_one_that_was_changed_is_a_line(
    ana, ben, room
):
    lines = [step.line for step in templates()["weekly-check-in"].steps]
    lines[1] = "Say what made you laugh."
    protocol = room.agree(ana, ben, what="\n".join(lines), template="weekly-check-in")
    first = main_of(room.page(ben, "agreed_step", protocol.pk, 1))
    assert "step 1 of 5 · about 3 min Each in turn Say one or two things that you noticed" in first
    assert "step 2 of 5 Step 2 Say what made you laugh." in main_of(room.page(ben, "agreed_step", protocol.pk, 2))
    assert "Keep it and go on" in room.page(ben, "agreed_step", protocol.pk, 5)
    kept = room.keep_agreed(ben, protocol, 5, "A walk on Sunday")
    assert kept.headers["Location"] == room.url("protocol", protocol.pk)
    assert "From Ben, for everybody here A walk on Sunday" in main_of(room.page(ana, "protocols"))
    assert room.keep_agreed(ben, protocol, 2, "No field here").status_code == 404


def test_a_file_of_a_coach_runs_on_the_web_with_its_fields_once_it_holds(ana, ben, room):
    text = (
        "format: 1\nid: tea\ntitle: Tea first\nfor: friends\nminutes: 2\nsource: Cleo, 2024\nstrength: W\nshown: Tea."
        "\nnot when: Somebody is afraid.\nwhen: Four.\nwho: All.\ntoo much: Put the cup down.\n"
        "step: all, 2 min\nsay: Make tea.\nkeep: me, How it was\n"
    )
    page = room.post(ana, "read", text=text).content.decode()
    (what,) = re.findall(r'name="what"[^>]*>([^<]*)<', page)
    protocol = room.agree(ana, ben, what=html.unescape(what).strip(), file=text)
    page = main_of(room.page(ben, "agreed_step", protocol.pk, 1))
    assert "about 2 min All of you Make tea." in page
    assert "Put the cup down." in page
    assert room.keep_agreed(ben, protocol, 1, "BEN-ALONE warm").status_code == 302
    assert "Only you BEN-ALONE warm" in main_of(room.page(ben, "protocols"))
    assert "BEN-ALONE" not in room.page(ana, "protocols")


def test_what_was_typed_for_oneself_never_goes_to_all_where_other_words_come_to_hold_meanwhile(ana, ben, room):
    protocol = room.agree(ana, ben, what="\n".join(TEA_LINES), file=TEA)
    seen = room.page(ben, "agreed_step", protocol.pk, 1)
    assert "Only you" in main_of(seen)
    room.change(ben, protocol, what="\n".join(reversed(TEA_LINES)))
    room.accept(ana, protocol)
    data = {"words": "BEN-ALONE warm", "shown": shown_at(seen)}
    answer = room.post(ben, "agreed_keep", protocol.pk, 1, **data)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "What you agreed on has changed" in page
    assert "BEN-ALONE warm" in page
    assert "Shared with Ana" in main_of(page)
    assert not Note.objects.exists()
    assert room.post(ben, "agreed_keep", protocol.pk, 1, **data | {"shown": shown_at(page)}).status_code == 302
    assert "BEN-ALONE warm" in room.page(ana, "protocols")


def test_words_without_the_name_of_a_step_are_asked_for_again_and_kept_in_the_field(ana, ben, room):
    answer = room.post(ben, "keep", room.space.pk, "weekly-check-in", 5, words="A walk")
    assert answer.status_code == 409
    assert "A walk" in answer.content.decode()
    assert not Note.objects.exists()

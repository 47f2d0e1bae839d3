"""The loop that all of them draw: any of them changes any arrow, and nothing that anybody put in is lost."""

from __future__ import annotations

import re
import uuid

import pytest
from conftest import take_a_break
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amends.content.loops import loop_words
from amends_web.breakdowns.tests.conftest import again
from amends_web.loops.models import Wording
from amends_web.loops.queries import ring_of
from amends_web.loops.tests.conftest import main_of
from amends_web.spaces.actions import add_member, leave_space


def ring(who, drawn):
    """The arrows as somebody's page lists them, each with who changed it last."""
    listed = drawn.page(who).split('<ol class="arrows">')[1].split("</ol>")[0]
    items = re.findall(r"<li>(.*?)</li>", listed, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", re.sub(r"<a .*?</a>", "", item)).split()) for item in items]


def change(who, drawn, arrow, text, *, seen=1, does=None):
    return drawn.post(who, "change", arrow, does=(does or who).person.pk, text=text, seen=seen)


def test_ana_and_ben_can_each_change_any_arrow(ana, ben, drawn):
    for who in (ana, ben):
        for number, arrow in enumerate(drawn.arrows(ana)):
            seen = re.search(r'name="seen" value="(\d+)"', drawn.page(who, "arrow", arrow))[1]
            text = f"do {number} as {who.person.name} says"
            assert change(who, drawn, arrow, text, seen=seen).status_code == 302
    assert ring(ana, drawn) == [
        "When you do 0 as Ben says version 3, changed by Ben",
        "you do 1 as Ben says version 3, changed by Ben",
        "then you do 2 as Ben says version 3, changed by Ben",
    ]


def test_two_people_see_the_same_ring_each_from_their_own_seat(ana, ben, drawn):
    assert ring(ana, drawn) == [
        "When I go quiet put in by Ana",
        "you ask again put in by Ana",
        "then I leave the room put in by Ana",
    ]
    assert ring(ben, drawn) == [
        "When you go quiet put in by Ana",
        "I ask again put in by Ana",
        "then you leave the room put in by Ana",
    ]

    for who in (ana, ben):
        boxes = re.findall(r'<g class="step by-(\w+)">.*?name"[^>]*>(\w+)<', drawn.page(who), re.DOTALL)
        assert boxes == [("one", "Ana"), ("two", "Ben"), ("one", "Ana")]


def test_among_more_than_two_there_are_names_and_no_you(ana, ben, actor, below, space):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    below.open(ana, ben, cleo)
    for who, text in ((ana, "goes quiet"), (ben, "asks again"), (cleo, "leaves")):
        below.put_in(ana, text, does=who)
    for who in (ana, ben, cleo):
        assert ring(who, below) == [
            "When Ana goes quiet put in by Ana",
            "Ben asks again put in by Ana",
            "then Cleo leaves put in by Ana",
        ]


def test_a_change_meanwhile_shows_both_and_loses_neither(ana, ben, drawn):
    arrow = drawn.arrows(ana)[0]
    assert change(ana, drawn, arrow, "shut down").status_code == 302
    response = change(ben, drawn, arrow, "say nothing", does=ana)
    assert response.status_code == 409
    page = response.content.decode()
    assert "This changed meanwhile" in page
    assert "shut down" in main_of(page)
    assert re.search(r"<textarea[^>]*>\s*say nothing</textarea>", page)
    assert "When I shut down version 2, changed by Ana" in ring(ana, drawn)
    seen = re.search(r'name="seen" value="(\d+)"', page)[1]
    assert change(ben, drawn, arrow, "say nothing", seen=seen, does=ana).status_code == 302
    assert "When I say nothing version 3, changed by Ben" in ring(ana, drawn)
    history = main_of(drawn.page(ana, "arrow", arrow))
    assert [words in history for words in ("go quiet", "shut down", "say nothing")] == [True, True, True]


def test_changes_of_two_arrows_at_once_are_both_taken(ana, ben, drawn):
    one, two, _ = drawn.arrows(ana)
    assert change(ana, drawn, one, "shut down").status_code == 302
    assert change(ben, drawn, two, "ask louder").status_code == 302
    assert ring(ana, drawn)[:2] == [
        "When I shut down version 2, changed by Ana",
        "you ask louder version 2, changed by Ben",
    ]


def test_the_same_change_sent_twice_is_one(ana, drawn):
    arrow = drawn.arrows(ana)[0]
    for _ in range(2):
        assert change(ana, drawn, arrow, "shut down").status_code == 302
    assert Wording.objects.count() == 4


def test_an_arrow_that_is_sent_twice_is_one(ana, opened):
    key = uuid.uuid4()
    for _ in range(2):
        assert opened.put_in(ana, "go quiet", submission=key).status_code == 302
    assert Wording.objects.count() == 1


def test_taking_out_what_changed_meanwhile_shows_it_first(ana, ben, drawn):
    arrow = drawn.arrows(ana)[0]
    change(ana, drawn, arrow, "shut down")
    response = drawn.post(ben, "take_out", arrow, seen=1)
    assert response.status_code == 409
    assert "shut down" in main_of(response.content.decode())
    assert len(ring(ana, drawn)) == 3


def test_an_arrow_that_was_taken_out_is_kept_with_its_place_and_can_be_put_back(ana, ben, drawn):
    arrow = drawn.arrows(ana)[1]
    assert drawn.post(ben, "take_out", arrow, seen=1).status_code == 302
    assert ring(ana, drawn) == ["When I go quiet put in by Ana", "I leave the room put in by Ana"]
    page = drawn.page(ana)
    assert "<s>you ask again</s>" in page
    assert "ask again" in drawn.page(ana, "arrow", arrow)
    assert change(ana, drawn, arrow, "ask again", seen=2, does=ben).status_code == 302
    assert ring(ana, drawn)[1] == "you ask again version 3, changed by Ana"


def test_a_change_of_what_was_taken_out_meanwhile_shows_that_and_keeps_the_words(ana, ben, drawn):
    arrow = drawn.arrows(ana)[1]
    drawn.post(ben, "take_out", arrow, seen=1)
    response = change(ana, drawn, arrow, "ask louder", does=ben)
    page = main_of(response.content.decode())
    assert response.status_code == 409
    assert "As Ben left it Taken out of the loop." in page
    assert "ask louder" in page


def test_a_new_arrow_goes_where_it_is_put_and_to_the_end_where_that_is_gone(ana, drawn):
    one = drawn.arrows(ana)[0]
    drawn.put_in(ana, "look at the phone", after=one)
    drawn.put_in(ana, "come back", after=str(uuid.uuid4()))
    assert [line.split(" put in")[0] for line in ring(ana, drawn)] == [
        "When I go quiet",
        "I look at the phone",
        "then you ask again",
        "then I leave the room",
        "then I come back",
    ]


def test_the_ninth_is_refused_with_its_words_and_each_of_the_eight_can_still_be_changed(ana, drawn):
    for number in range(5):
        drawn.put_in(ana, f"do {number}")
    page = drawn.page(ana)
    assert "There are eight" in page
    assert "Put it in" not in page
    response = drawn.put_in(ana, "one too many")
    assert response.status_code == 409
    assert "one too many" in response.content.decode()
    assert change(ana, drawn, drawn.arrows(ana)[7], "do 4 differently").status_code == 302


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"text": " "}, "Say in a few words what is done."),
        ({"does": ""}, "Pick whose step it is."),
        ({"does": "nobody"}, "Pick somebody who is in it."),
        ({"text": "x" * 121}, "at most 120"),
    ],
)
def test_what_is_missing_is_asked_for_and_the_rest_stays(ana, opened, data, sentence):
    sent = {"does": str(ana.person.pk), "text": "go quiet", **data}
    response = opened.post(ana, "put_in", **sent)
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert sent["text"].strip() in page
    assert not Wording.objects.exists()


def test_nobody_outside_can_be_drawn_in(ana, stranger, opened):
    assert opened.put_in(ana, "go quiet", does=stranger).status_code == 422


@pytest.mark.parametrize("seen", ["9" * 5000, "two", "-1", "٣" * 5000, ""])
def test_a_crafted_version_takes_nothing_out_and_changes_nothing(ana, drawn, seen):
    arrow = drawn.arrows(ana)[0]
    assert drawn.post(ana, "take_out", arrow, seen=seen).status_code == 409
    response = drawn.post(ana, "change", arrow, does=ana.person.pk, text="shut down", seen=seen)
    assert response.status_code in {409, 422}
    assert "shut down" in response.content.decode()
    assert Wording.objects.count() == 3


def test_what_somebody_is_gets_a_mark_and_can_be_put_in_all_the_same(ana, ben, opened):
    response = opened.put_in(ana, "are a coward", does=ben, second_look="yes")
    page = response.content.decode()
    assert '<span class="mark">are a coward</span>' in page
    assert "which act would a camera show?" in page
    assert not Wording.objects.exists()
    assert opened.put_in(ana, "are a coward", does=ben).status_code == 302


def test_a_mark_on_a_change_keeps_what_was_typed_and_changes_nothing(ana, drawn):
    arrow = drawn.arrows(ana)[0]
    response = drawn.post(ana, "change", arrow, does=ana.person.pk, text="am too much", seen=1, second_look="yes")
    assert '<span class="mark">am too much</span>' in response.content.decode()
    assert Wording.objects.count() == 3


def test_during_a_break_nothing_is_changed_and_the_words_stay(ana, ben, drawn, space):
    arrow = drawn.arrows(ana)[0]
    take_a_break(ben, space)
    for response in (drawn.put_in(ana, "KEEP these words"), change(ana, drawn, arrow, "KEEP these words")):
        assert response.status_code == 409
        page = response.content.decode()
        assert "KEEP these words" in page
        assert "on a break" in page
    assert drawn.post(ana, "take_out", arrow, seen=1).status_code == 409
    assert Wording.objects.count() == 3


def test_the_ring_is_drawn_and_said_in_words_for_whoever_hears_it(ana, drawn):
    page = drawn.page(ana)
    assert page.count('class="way"') == 3
    said = re.search(r'<desc id="loop-words">(.*?)</desc>', page)[1]
    assert said == "When I go quiet, you ask again, then I leave the room … and it begins again."
    assert 'role="img" aria-labelledby="loop-title loop-words"' in page


def test_one_arrow_is_no_ring_yet(ana, opened):
    opened.put_in(ana, "go quiet")
    page = opened.page(ana)
    assert "<svg viewBox" not in page.split("<main")[1]
    assert ring(ana, opened) == ["When I go quiet put in by Ana"]


def test_a_page_is_told_of_a_change_and_keeps_what_is_typed(ana, ben, drawn):
    address = re.search(r'hx-get="(/loops/[^"]+/changed/\d+/)"', drawn.page(ana))[1]
    assert ana.client.get(address).status_code == 204
    drawn.put_in(ben, "go after you")
    answer = ana.client.get(address)
    assert "Somebody changed the loop." in answer.content.decode()
    assert "go after you" not in answer.content.decode()


def test_it_can_be_left_open_put_away_and_taken_up_again_with_all_that_is_in_it(ana, ben, drawn, space):
    all_of_them = reverse("loops:loops", args=[space.pk])
    drawn.post(ben, "put_away")
    assert "This was put away." in drawn.page(ana)
    assert len(ring(ana, drawn)) == 3
    assert '<h2 id="put-away">' in ana.client.get(all_of_them).content.decode()
    drawn.post(ana, "take_up")
    assert "This was put away." not in drawn.page(ben)
    assert '<h2 id="put-away">' not in ana.client.get(all_of_them).content.decode()


def test_what_was_put_away_asks_nobody_for_anything(ana, ben, below):
    below.post(ana, "put_away")
    for who in (ana, ben):
        assert below.url("answers") not in who.client.get("/").content.decode()
    assert below.answer(ben, "under", under="ashamed").status_code == 302


def test_it_can_be_printed_and_paper_shows_the_ring_without_the_forms(ana, drawn):
    page = drawn.page(ana)
    assert "data-print" in page
    assert '<details class="card no-print" id="add"' in page
    assert '<figure class="loop">' in page


def test_whoever_left_is_a_former_member_in_it_and_the_ring_stays(ana, ben, drawn, space):
    leave_space(keyring=again(ben), person=ben.person, space=space, is_told=True, now=drawn.loop.begun_at)
    page = drawn.page(ana)
    assert "a former member" in page

    assert ">Ben<" not in page
    assert len(ring(ana, drawn)) == 3


def test_a_page_asks_the_database_no_more_for_more_arrows(ana, opened):
    opened.put_in(ana, "go quiet")
    with CaptureQueriesContext(connection) as few:
        opened.page(ana)
    for number in range(6):
        opened.put_in(ana, f"do {number}")
    with CaptureQueriesContext(connection) as many:
        opened.page(ana)
    assert len(many) == len(few)


def test_the_frame_has_words_for_each_place():
    words = loop_words()
    assert [len(frames) for frames in (words.mine, words.theirs, words.named)] == [3, 3, 3]
    assert all("{name}" in frame for frame in words.named)


def test_the_order_is_kept_with_the_loop(ana, drawn):
    assert [arrow.id for arrow in ring_of(drawn.now(), again(ana))] == drawn.arrows(ana)

"""For oneself: what kind of break it was and what fits, promises in one's own conversations, what one's deeds say."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from amends_web.breakdowns.actions import begin_breakdown
from amends_web.breakdowns.tests.conftest import Story, again
from amends_web.imports.tests.conftest import bring, read, uploads  # noqa: F401  (fixtures)
from amends_web.promises.models import OwnNotes
from amends_web.promises.own import deed_ranges
from amends_web.promises.tests.conftest import ACT, TERMS, main_of

TALK = """\
29/11/2026, 18:03 - Ana: I'm sorry about today. I'll call the landlord tomorrow.
29/11/2026, 18:04 - Ben: I'll pay my half by Friday.
29/11/2026, 18:05 - Ana: ok
"""


def choose(room, who, heard, fit):
    response = room.post(who, "note_break", heard.breakdown.pk, fit=fit)
    assert response.status_code == 302
    return main_of(room.page(who, "break", heard.breakdown.pk))


def test_what_kind_of_repair_fits_is_asked_only_once_somebody_felt_heard(ana, ben, room, story_of_nobody, heard):
    assert room.get(ana, "break", story_of_nobody.breakdown.pk).status_code == 404
    assert "What kind of repair fits" not in story_of_nobody.get(ana, "breakdown").content.decode()
    assert "What kind of repair fits" in heard.get(ana, "breakdown").content.decode()
    page = main_of(room.page(ana, "break", heard.breakdown.pk))
    assert all(
        words in page for words in ("I couldn’t, or I didn’t know how", "I put myself first", "I wasn’t straight")
    )


def test_i_wasnt_straight_shows_the_honest_note_and_asks_for_openness(ana, room, heard):
    page = choose(room, ana, heard, "openness")
    assert "more slowly, and in the lab not fully" in page
    assert "it may never be whole again" in page
    assert "a counsellor, a mediator or a doctor" in page
    assert "Telling things unasked" in page
    assert "Promise to tell something" in page


@pytest.mark.parametrize(
    ("fit", "repair"), [("skill", "Learning or preparing"), ("care", "Time, attention, making it good")]
)
def test_the_repair_fits_the_kind_of_break(ana, room, heard, fit, repair):
    page = choose(room, ana, heard, fit)
    assert repair in page
    assert "An honest note" not in page


@pytest.mark.parametrize("fit", ["skill", "care", "openness"])
def test_nothing_suggests_to_deny_and_the_examples_are_put_into_no_field(ana, room, heard, fit):
    page = choose(room, ana, heard, fit)
    assert not re.search(r"\b(?:den(?:y|ied|ial)|lie|hide it|admit nothing|say nothing)\b", page.lower())
    form = ana.client.get(room.url("make") + f"?breakdown={heard.breakdown.pk}").content.decode()
    assert re.findall(r"<textarea[^>]*>\s*([^<]*?)\s*</textarea>", form) == [""]
    assert 'value="' not in re.search(r'<input[^>]*name="cue"[^>]*>', form)[0]


def test_what_kind_of_break_it_was_stays_private_unless_it_is_shown_with_a_promise(ana, ben, room, heard):
    choose(room, ana, heard, "openness")
    plain = room.offer(ana, ben, breakdown=str(heard.breakdown.pk))
    assert "I wasn’t straight" not in room.page(ben, "promise", plain.pk)
    shows = {"breakdown": str(heard.breakdown.pk), "shows_break": "openness"}
    preview = room.post(ana, "look", to=[str(ben.person.pk)], **TERMS, **shows)
    assert "I wasn’t straight" in preview.content.decode()
    shown = room.offer(ana, ben, **shows)
    assert "I wasn’t straight" in room.page(ben, "promise", shown.pk)
    assert "I wasn’t straight" in room.page(ben, "history", shown.pk)


def test_a_kind_that_was_not_noted_can_not_be_shown_for_somebody(ana, ben, room, heard):
    shown = room.offer(ana, ben, breakdown=str(heard.breakdown.pk), shows_break="on")
    assert "What kind of break it is for" not in room.page(ben, "promise", shown.pk)
    assert room.post(ana, "note_break", heard.breakdown.pk, fit="toxic").status_code == 404


def test_the_note_can_be_taken_away(ana, room, heard):
    choose(room, ana, heard, "care")
    assert "Take my note away" not in choose(room, ana, heard, "")
    assert OwnNotes.objects.get(person=ana.person).words(again(ana))["breaks"] == {}


def test_promises_found_in_a_talk_are_offered_to_their_maker_alone(ana, ben, room, read, uploads):  # noqa: F811
    read(ana, TALK)
    page = room.page(ana, "found")
    assert "call the landlord tomorrow" in page
    assert "pay my half" not in page
    assert "landlord" not in room.page(ben, "found")
    (address,) = re.findall(r'href="([^"]*\?found=[^"]*)"', page)
    assert "landlord" not in address
    form = ana.client.get(address).content.decode()
    assert "call the landlord tomorrow" in form
    assert 'value="2026-11-30"' in form
    assert "landlord" not in ben.client.get(address).content.decode()


def test_a_promise_found_after_its_day_keeps_its_words_and_leaves_the_day_open(ana, room, clock, read, uploads):  # noqa: F811
    read(ana, TALK)
    clock.go(days=1)
    (address,) = re.findall(r'href="([^"]*\?found=[^"]*)"', room.page(ana, "found"))
    form = ana.client.get(address).content.decode()
    assert "call the landlord tomorrow" in form
    day = re.search(r'<input type="date"[^>]*>', form)[0]
    assert "value=" not in day
    hint = re.search(r'aria-describedby="([^"]*)"', day)[1]
    assert re.search(rf'id="{hint}">([^<]*)<', form)[1] == (
        "The day that your words name, Monday 30 November 2026, is over. Pick one that is still to come."
    )


def keep(room, clock, who, to, seen, times):
    """Promise something and say how it went, so many times."""
    for _ in range(times):
        day = (clock.now + timedelta(days=1)).date().isoformat()
        row = room.offer(who, to, day=day, deed="care")
        room.accept(to, row)
        clock.go(days=2)
        assert room.say(who, row, seen, on=day).status_code == 302


def test_ones_own_deeds_are_a_range_in_words_for_oneself_and_too_few_at_first(ana, ben, room, clock):
    keep(room, clock, ana, ben, "kept", 4)
    assert "Too few to tell." in main_of(ana.client.get(reverse("promises:deeds")).content.decode())
    keep(room, clock, ana, ben, "not", 2)
    page = ana.client.get(reverse("promises:deeds")).content.decode()
    assert "Kept between “about half of the time” and “most of the time”." in page
    assert '<rect class="range"' in page
    assert "%" not in page.split("<main")[1]
    assert not re.search(r"\d", main_of(page).split("What your own deeds say")[1])
    assert "Nothing yet." in ben.client.get(reverse("promises:deeds")).content.decode()


def test_there_is_no_page_of_anybody_elses_deeds_and_none_about_them(ana, ben, room, clock):
    keep(room, clock, ana, ben, "kept", 5)
    assert deed_ranges(ben.person, again(ben), now=clock.now) == []
    page = main_of(ana.client.get(reverse("promises:deeds")).content.decode())
    assert "Ben" not in page
    assert ACT not in page


def test_changed_in_time_counts_neither_way(ana, ben, room, clock):
    keep(room, clock, ana, ben, "kept", 5)
    before = deed_ranges(ana.person, again(ana), now=clock.now)
    row = room.offer(ana, ben, day="2026-12-20", deed="care")
    room.accept(ben, row)
    room.post(ana, "send_change", row.pk, **{**TERMS, "day": "2026-12-28"})
    (after,) = deed_ranges(ana.person, again(ana), now=clock.now)
    assert (after.words, after.left, after.width) == (before[0].words, before[0].left, before[0].width)
    assert after.has_moved


@pytest.fixture
def story_of_nobody(ana, space):
    """A breakdown after which nobody said anything yet."""
    return Story(begin_breakdown(keyring=again(ana), person=ana.person, space=space, name="Another evening", day=None))

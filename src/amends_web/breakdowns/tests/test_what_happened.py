from __future__ import annotations

import uuid
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from amends_web.breakdowns.models import Breakdown


def begin(who, space, **data):
    fields = {"name": "The late dinner", "day": "", "submission": uuid.uuid4(), **data}
    return who.client.post(reverse("breakdowns:create", args=[space.pk]), fields)


def test_the_name_says_before_typing_who_will_see_it(ana, space):
    page = ana.client.get(reverse("breakdowns:begin", args=[space.pk]))
    assert page.content.decode().count("Shared with Ben") == 2


def test_ana_logs_a_misread_text_in_two_pages_and_gets_which_way_did_you_mean_it(ana, space):
    begun = begin(ana, space)
    breakdown = Breakdown.objects.get()
    assert begun.url == reverse("breakdowns:kinds", args=[breakdown.pk])
    kept = ana.client.post(
        reverse("breakdowns:keep_kinds", args=[breakdown.pk]), {"kinds": ["misread"], "channel": "messages"}
    )
    assert kept.url == reverse("breakdowns:ask", args=[breakdown.pk])
    assert "Which way did you mean it?" in ana.client.get(kept.url).content.decode()


def test_hidden_gets_the_honest_note_on_deception_instead(ana, story):
    kept = story.post(ana, "keep_kinds", kinds=["misread", "hidden"])
    assert kept.url == story.url("honesty")
    page = ana.client.get(kept.url).content.decode()
    assert "may never be whole again" in page
    assert "Schweitzer, Hershey and Bradlow, 2006" in page
    assert "Which way did you mean it?" not in page


def test_the_other_kinds_lead_straight_to_ones_own_side(ana, story):
    assert story.post(ana, "keep_kinds", kinds=["tone"]).url == story.url("question", "facts")
    assert story.post(ana, "keep_kinds").url == story.url("question", "facts")


def test_a_kind_that_is_not_offered_is_not_taken(ana, story):
    assert story.post(ana, "keep_kinds", kinds=["guilty"]).status_code == 422
    assert story.side(ana) == {}


def test_the_question_to_ask_holds_ones_own_words_and_goes_nowhere(ana, ben, story):
    kept = story.post(ana, "keep_ask", line="Fine. Do what you want.", one="You are angry", two="I may choose")
    page = ana.client.get(kept.url).content.decode()
    assert "About “Fine. Do what you want.”: which way did you mean it?" in page
    assert "Do what you want" not in story.get(ben, "ask").content.decode()


def test_a_form_that_is_sent_twice_begins_one_breakdown(ana, space):
    key = uuid.uuid4()
    first, second = begin(ana, space, submission=key), begin(ana, space, submission=key)
    assert first.url == second.url
    assert Breakdown.objects.count() == 1


def test_a_day_to_come_and_an_empty_name_are_asked_again_and_nothing_is_lost(ana, space):
    tomorrow = timezone.localdate() + timedelta(days=2)
    response = begin(ana, space, day=tomorrow.isoformat())
    assert response.status_code == 422
    assert "This day has not been yet." in response.content.decode()
    assert "The late dinner" in response.content.decode()
    assert begin(ana, space, name="  ").status_code == 422
    assert not Breakdown.objects.exists()


def test_both_see_the_name_on_the_page_of_the_space(ana, ben, story, space):
    for who in (ana, ben):
        page = who.client.get(reverse("spaces:space", args=[space.pk])).content.decode()
        assert "The late dinner" in page
        assert reverse("breakdowns:begin", args=[space.pk]) in page

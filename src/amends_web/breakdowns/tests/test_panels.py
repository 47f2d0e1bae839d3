"""What home and the space page show; and that no page asks the database more often when there is more."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amends.content.my_side import my_side
from amends_web.breakdowns.actions import begin_breakdown
from amends_web.breakdowns.models import Share
from amends_web.breakdowns.tests.conftest import Story, again


def home(who):
    return who.client.get("/").content.decode()


def go_past_all(story, who):
    for question in my_side().questions:
        story.answer(who, question.name, text="words")


def test_a_new_breakdown_is_a_step_for_both_and_tells_of_nobody(ana, ben, story):
    for who in (ana, ben):
        page = home(who)
        assert story.url("question", "facts") in page
        assert "Write your side of The late dinner" in page


def test_whoever_has_written_everything_is_led_to_choose(ana, story):
    go_past_all(story, ana)
    assert story.url("choose") in home(ana)


def test_whoever_has_shared_has_nothing_to_do_and_is_not_reminded(ana, told):
    told.share(ana, "meant")
    page = home(ana)
    assert told.url("choose") not in page
    assert told.url("question", "facts") not in page


def test_after_the_reveal_home_leads_to_the_map_until_something_was_marked(ana, ben, told):
    told.share(ana, "meant")
    told.share(ben, "meant")
    assert told.url("map") in home(ana)
    told.post(ana, "known", Share.objects.get(person=ben.person).pk, "meant")
    assert told.url("map") not in home(ana)


def test_the_way_stands_at_hear_each_other_only_after_the_reveal(ana, ben, told, space):
    page = reverse("spaces:space", args=[space.pk])
    before = ben.client.get(page).content
    told.share(ana, "meant")
    assert ben.client.get(page).content.count(b"You are here") == 1
    assert len(ben.client.get(page).content) == len(before)
    told.share(ben, "meant")
    assert len(ben.client.get(page).content) != len(before)


def queries(who, url):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert who.client.get(url).status_code == 200
    # Reads: once a minute a page also notes that somebody was here.
    return sum(query["sql"].startswith("SELECT") for query in seen)


@pytest.mark.parametrize("where", ["home", "space", "breakdown", "map"])
def test_more_breakdowns_and_more_shares_cost_no_more_queries(ana, ben, told, space, where):
    told.share(ana, "meant")
    told.share(ben, "meant")
    urls = {"home": "/", "space": reverse("spaces:space", args=[space.pk])}
    url = urls.get(where) or told.url(where)
    queries(ana, url)
    few = queries(ana, url)
    for number in range(4):
        more = Story(
            begin_breakdown(keyring=again(ana), person=ana.person, space=space, name=f"Another {number}", day=None)
        )
        more.answer(ana, "meant", text="words")
        more.answer(ana, "impact", text="words")
        more.share(ana, "meant", "impact")
    assert queries(ana, url) == few

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
from amends_web.spaces.actions import add_member


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


@pytest.mark.parametrize("has_come", [False, True])
def test_whoever_has_to_share_again_is_led_there_and_nobody_else(ana, ben, actor, told, space, has_come):
    told.share(ana, "meant")
    if has_come:
        add_member(keyring=again(ana), space=space, person=actor("Cleo").person)
    assert ("Share your side of The late dinner again" in home(ana)) is has_come
    assert "Share your side" not in home(ben)
    if has_come:
        told.share(ana, "meant")
        assert "Share your side of The late dinner again" not in home(ana)


def test_whoever_took_their_share_back_is_led_to_choose(ana, ben, told):
    go_past_all(told, ana)
    told.share(ana, "meant")
    told.post(ana, "take_back")
    assert told.url("choose") in home(ana)


def test_the_card_of_what_has_opened_names_those_who_can_see_it(ana, ben, actor, told, space):
    page = reverse("spaces:space", args=[space.pk])
    told.share(ana, "meant")
    assert "Each side is its writer’s own until all share" in ana.client.get(page).content.decode()
    told.share(ben, "meant")
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    assert "Open to you, and to Ben" in ana.client.get(page).content.decode()
    assert "Open to you, and to Ana" in ben.client.get(page).content.decode()
    assert "Between those who were here then" in cleo.client.get(page).content.decode()


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

    def share_another(number):
        more = Story(
            begin_breakdown(keyring=again(ana), person=ana.person, space=space, name=f"Another {number}", day=None)
        )
        more.answer(ana, "meant", text="words")
        more.answer(ana, "impact", text="words")
        more.share(ana, "meant", "impact")

    share_another(0)
    queries(ana, url)
    few = queries(ana, url)
    for number in range(1, 5):
        share_another(number)
    assert queries(ana, url) == few

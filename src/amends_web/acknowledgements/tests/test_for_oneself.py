"""My part, the warm-up, the act, the seven minutes: one's own, usable in any order, never compared."""

from __future__ import annotations

import re
import uuid

import pytest
from django.db import connection
from django.urls import reverse

from amends.content.own_it import own_it
from amends_web.acknowledgements import exports
from amends_web.acknowledgements.queries import own_words
from amends_web.acknowledgements.tests.conftest import again, main
from amends_web.breakdowns.models import Breakdown

SAFETY = "If you are afraid of how they would react, skip this page. You owe no part of that."


def url(name, story, *args):
    return reverse(f"acknowledgements:{name}", args=[story.breakdown.pk, *args])


def write(who, story, name, page=None, **fields):
    return who.client.post(url("next_page", story, name), {"page": page or str(uuid.uuid4()), **fields})


def own(who, story):
    return own_words(again(who), who.person, story.breakdown)


def test_ana_lists_one_item_and_nobody_is_asked_to_confirm_it_or_shown_a_split(ana, ben, story):
    assert write(ana, story, "lists", mine="I went upstairs").url == url("own", story)
    assert own(ana, story)["lists"] == {"mine": "I went upstairs", "not_mine": "", "outside": ""}
    for who in (ana, ben):
        for address in (url("own", story), url("page", story, "lists"), story.url("breakdown"), "/"):
            page = main(who.client.get(address))
            assert not re.search(r"\d ?%|percent|share of|half of|both contributed", page)
    assert "went upstairs" not in ben.client.get(url("own", story)).content.decode()


@pytest.mark.parametrize("name", ["own", *(page.name for page in own_it().pages)])
def test_the_same_safety_line_stands_at_the_top_for_everybody(ana, ben, story, name):
    address = url("own", story) if name == "own" else url("page", story, name)
    ana.client.post(url("keep_page", story, "lists"), {"mine": "x", "page": "p"})
    for who in (ana, ben):
        page = main(who.client.get(address))
        assert SAFETY in page
        # Above every field, and a plain link: nothing is asked for before somebody follows it.
        assert page.index(SAFETY) < page.index("<textarea" if name != "own" else "Only you")
        assert f'href="{reverse("support:help")}"' in page


def test_without_the_warm_up_the_step_is_still_usable(ana, story):
    assert write(ana, story, "act", act="On Sunday at nine I went upstairs without a word.").status_code == 302
    assert own(ana, story)["act"]["act"].startswith("On Sunday")
    assert "warm_up" not in own(ana, story)


def test_what_is_about_oneself_is_asked_for_one_act(ana, story):
    page = ana.client.post(
        url("next_page", story, "act"), {"act": "I'm a terrible person", "second_look": "yes", "page": "p"}
    )
    assert "That is about you. One thing you did is easier to answer." in page.content.decode()
    assert own(ana, story)["act"]["act"] == "I'm a terrible person"


def test_the_warm_up_and_the_rest_never_leave_anas_account(ana, ben, story, space):
    def seen_by_ben():
        addresses = ("/", url("own", story), story.url("breakdown"), reverse("spaces:space", args=[space.pk]))
        keys = re.compile(r'name="(?:csrfmiddlewaretoken|submission|page)" value="[^"]*"')
        return [keys.sub("", ben.client.get(address).content.decode()) for address in addresses]

    before = seen_by_ben()
    write(ana, story, "warm_up", value="zanzibar", why="zanzibar mongoose")
    write(ana, story, "observer", view="zanzibar", obstacle="", next="")
    write(ana, story, "act", act="zanzibar", set_up="zanzibar")
    assert seen_by_ben() == before
    connection.ensure_connection()
    assert b"zanzibar" not in connection.connection.serialize()


def test_a_draft_that_comes_after_its_page_was_sent_on_is_dropped(ana, story):
    write(ana, story, "lists", page="one", mine="whole")
    ana.client.post(url("keep_page", story, "lists"), {"mine": "hal", "page": "one"})
    assert own(ana, story)["lists"]["mine"] == "whole"
    ana.client.post(url("keep_page", story, "lists"), {"mine": "anew", "page": "two"})
    assert own(ana, story)["lists"]["mine"] == "anew"


def test_too_long_a_text_gets_one_sentence_and_is_not_lost(ana, story):
    response = write(ana, story, "lists", mine="x" * 5001)
    assert response.status_code == 422
    assert "x" * 5001 in response.content.decode()


def test_it_can_be_deleted_at_once_and_outlives_the_breakdown(ana, story):
    write(ana, story, "lists", mine="I went upstairs")
    Breakdown.objects.all().delete()
    rows = exports.collect(ana.person, again(ana)).rows
    assert rows[0]["name"] == "The late dinner"
    assert rows[0]["lists"]["mine"] == "I went upstairs"


def test_deleting_takes_all_of_it(ana, story):
    write(ana, story, "lists", mine="I went upstairs")
    ana.client.post(url("delete", story))
    assert own(ana, story) == {}


def test_there_is_no_page_of_another_name(ana, story):
    assert ana.client.get(url("page", story, "blame")).status_code == 404

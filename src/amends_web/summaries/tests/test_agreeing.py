"""Nothing is agreed with one approval; an edit clears every approval, and whoever had approved sees what changed."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from amends_web.breakdowns.tests.conftest import again
from amends_web.spaces.actions import add_member, create_space
from amends_web.summaries.models import Reply, Summary, Version
from amends_web.summaries.tests.conftest import TEXT, TITLE, main_of


def heading(page):
    return re.search(r"<h1[^>]*>(.*?)</h1>", page)[1]


def marked(page, tag):
    """What stands in <ins> or <del>, without what only a screen reader says."""
    found = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
    return [re.sub(r'<span class="unseen">.*?</span>', "", words) for words in found]


def test_either_begins_it_and_both_edit_it(ana, ben, desk):
    desk.begin(ben)
    assert TITLE in desk.page(ana, "summary")
    assert desk.edit(ana, "Ana waited. Ben called.", seen=1).status_code == 302
    assert "Ana waited. Ben called." in desk.page(ben, "summary")


def test_nothing_is_called_agreed_with_one_approval(ana, ben, desk):
    desk.begin(ana).agree(ana, seen=1)
    for who in (ana, ben):
        page = main_of(desk.page(who, "summary"))
        assert "A draft. Nothing in it is agreed." in page
        assert "Agreed by all of you" not in page
    desk.agree(ben, seen=1)
    for who in (ana, ben):
        assert heading(desk.page(who, "summary")) == "Agreed by all of you"


def test_bens_approval_is_cleared_by_anas_edit_and_he_sees_the_difference(ana, ben, desk):
    desk.begin(ana).agree(ben, seen=1)
    assert "Ben approved it on" in desk.page(ana, "summary")
    desk.edit(ana, TEXT.replace("an hour", "two hours"), seen=1)
    for who in (ana, ben):
        assert "Ben approved it on" not in desk.page(who, "summary")
    page = desk.page(ben, "summary")
    assert "What changed since you approved it" in page
    assert marked(page, "del") == ["an hour"]
    assert marked(page, "ins") == ["two hours"]
    assert "taken out:" in page
    assert "added:" in page
    assert "was changed since you approved it" in ben.client.get("/").content.decode()
    desk.agree(ana, ben, seen=2)
    assert heading(desk.page(ben, "summary")) == "Agreed by all of you"


def test_an_edit_that_changes_nothing_clears_nothing(ana, ben, desk):
    desk.begin(ana).agree(ben, seen=1)
    desk.edit(ana, TEXT + "  \r\n", seen=1)
    assert Version.objects.count() == 1
    assert "Ben approved it on" in desk.page(ana, "summary")


def test_a_version_that_was_followed_by_another_can_not_be_signed(ana, ben, desk):
    desk.begin(ana)
    desk.edit(ana, "Another text.", seen=1)
    response = desk.approve(ben, seen=1)
    page = response.content.decode()
    assert response.status_code == 409
    assert "nothing was signed" in page
    assert marked(page, "ins") != []
    assert not Reply.objects.exists()


def test_what_is_agreed_stays_while_another_version_is_written(ana, ben, desk):
    desk.begin(ana).agree(ana, ben, seen=1)
    desk.edit(ben, "We see it in another way now.", seen=1)
    page = desk.page(ana, "summary")
    assert "Version 1 is agreed, and stays so" in page
    assert heading(page) == "A draft"
    agreed = desk.page(ana, "version", 1)
    assert "Ana waited for an hour." in agreed
    assert "All of them have signed these words." in agreed


def test_an_approval_can_be_taken_back_until_all_have_signed(ana, ben, desk):
    desk.begin(ana).agree(ben, seen=1)
    assert desk.post(ben, "take_back").status_code == 302
    assert "Ben approved it on" not in desk.page(ana, "summary")
    desk.agree(ana, ben, seen=1)
    assert desk.post(ben, "take_back").status_code == 409
    assert heading(desk.page(ana, "summary")) == "Agreed by all of you"


def test_an_approval_that_is_sent_twice_is_one(ana, ben, desk):
    desk.begin(ana).agree(ben, seen=1).agree(ben, seen=1)
    assert Reply.objects.count() == 1


def test_somebody_stands_aside_by_name_among_three(ana, ben, cleo, desk):
    desk.begin(ana).agree(ana, ben, seen=1)
    assert "Stand aside" in desk.page(cleo, "summary")
    assert heading(desk.page(ana, "summary")) == "A draft"
    assert desk.approve(cleo, seen=1, answer="aside").status_code == 302
    page = desk.page(ana, "summary")
    assert heading(page) == "Agreed by all of you"
    assert "Cleo stands aside, so it may stand without them:" in page


def test_of_two_nobody_stands_aside(ana, ben, desk):
    desk.begin(ana).agree(ana, seen=1)
    assert "Stand aside" not in desk.page(ben, "summary")
    assert desk.approve(ben, seen=1, answer="aside").status_code == 409
    assert heading(desk.page(ana, "summary")) == "A draft"


def test_all_of_four_have_to_approve(ana, ben, cleo, actor, space, desk):
    dan = actor("Dan")
    add_member(keyring=again(ana), space=space, person=dan.person)
    desk.begin(ana).agree(ana, ben, cleo, seen=1)
    assert heading(desk.page(dan, "summary")) == "A draft"
    desk.agree(dan, seen=1)
    assert heading(desk.page(dan, "summary")) == "Agreed by all of you"


def test_two_edits_at_once_lose_nothing_and_both_texts_come_back(ana, ben, desk):
    desk.begin(ana)
    desk.edit(ana, "Ana’s edit, which was first.", seen=1)
    response = desk.edit(ben, "Ben’s edit, written meanwhile.", seen=1)
    page = main_of(response.content.decode())
    assert response.status_code == 409
    assert "Ana changed it while you were writing" in page
    assert "Ana’s edit, which was first." in page
    assert "Ben’s edit, written meanwhile." in page
    assert 'name="seen" value="2"' in response.content.decode()
    assert Version.objects.count() == 2
    assert desk.edit(ben, "Both edits.", seen=2).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_edits_that_arrive_together_one_follows_and_the_others_come_back(ana, ben, desk):
    desk.begin(ana)
    together = Barrier(4)

    def send(number):
        together.wait()
        try:
            return number, desk.edit((ana, ben)[number % 2], f"Edit {number}.", seen=1)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = dict(pool.map(send, range(4)))
    assert sorted(answer.status_code for answer in answers.values()) == [302, 409, 409, 409]
    kept = next(number for number, answer in answers.items() if answer.status_code == 302)
    assert f"Edit {kept}." in desk.page(ben, "summary")
    for number, answer in answers.items():
        if number != kept:
            assert f"Edit {number}." in answer.content.decode()
            assert f"Edit {kept}." in answer.content.decode()


def test_during_a_break_nothing_is_sent_and_the_words_stay(ana, ben, desk):
    desk.begin(ana)
    desk.take_a_break(ana)
    edited, differed = desk.edit(ben, "Words to keep.", seen=1), desk.differ(ben, "Words of mine.")
    assert (edited.status_code, differed.status_code) == (409, 409)
    assert "Words to keep." in edited.content.decode()
    assert "Words of mine." in differed.content.decode()
    response = desk.post(ben, "begin", title="Another", text="One more.", seen=0, audience=desk.audience(ben))
    assert response.status_code == 409
    assert "One more." in response.content.decode()
    assert (Summary.objects.count(), Version.objects.count()) == (1, 1)


def test_a_summary_needs_a_name_and_words_and_what_was_typed_stays(ana, desk):
    response = desk.post(ana, "begin", title="", text="Words that stay.", seen=0)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Give it a name" in page
    assert "Words that stay." in page
    assert not Summary.objects.exists()


def test_what_can_not_be_seen_is_not_signed(ana, ben, desk):
    desk.begin(
        ana,
        title="Sun\u202eday\u200b",
        text="I owe \u202ehim\u202c 5\u200b0.\nA \U0001f469\u200d\U0001f373 stays\u2066.",
    )
    text = desk.get(ben, "text", 1).content.decode()
    assert "I owe him 50.\nA \U0001f469\u200d\U0001f373 stays." in text
    assert text.startswith("Sunday\n")
    assert (
        desk.edit(ben, "I owe him 50.\u200b\nA \U0001f469\u200d\U0001f373 stays.", title="Sunday", seen=1).status_code
        == 302
    )
    assert Version.objects.count() == 1


@pytest.mark.parametrize("nothing", ["\u200b", "\u200c\u200d", "\u2800\u3164", "\u0301\ufeff"])
def test_words_of_which_nothing_shows_are_none(ana, desk, nothing):
    for words in ({"title": nothing, "text": "x"}, {"title": "x", "text": nothing}):
        assert desk.post(ana, "begin", seen=0, audience=desk.audience(ana), **words).status_code == 422
    assert not Summary.objects.exists()


def test_a_summary_that_is_sent_twice_is_one(ana, desk):
    key = "6f1c0a8e-7d3a-4a3e-9a57-3d6f5a7c1b2d"
    for _ in range(2):
        desk.begin(ana, submission=key)
    assert Summary.objects.count() == 1


def test_alone_nobody_begins_one(actor, desk):
    dan = actor("Dan")
    alone = create_space(keyring=dan.keyring, person=dan.person, relation="friends", name="Alone")
    page = dan.client.get(reverse("summaries:summaries", args=[alone.pk])).content.decode()
    assert "Nobody else is here yet" in page
    sent = {"title": "x", "text": "Words that stay.", "seen": 0, "submission": "6f1c0a8e-7d3a-4a3e-9a57-3d6f5a7c1b2d"}
    response = dan.client.post(reverse("summaries:begin", args=[alone.pk]), sent)
    assert response.status_code == 409
    assert "Nobody else is here yet" in response.content.decode()
    assert "Words that stay." in response.content.decode()
    assert not Summary.objects.exists()


def test_it_can_be_taken_away_only_as_long_as_nobody_else_touched_it(ana, ben, desk):
    desk.begin(ana)
    assert desk.post(ben, "withdraw").status_code == 409
    desk.differ(ben, "I see it otherwise.")
    assert desk.post(ana, "withdraw").status_code == 409
    Summary.objects.all().delete()
    desk.begin(ana)
    assert desk.post(ana, "withdraw").status_code == 302
    assert not Summary.objects.exists()


def test_the_second_look_without_scripts_keeps_and_sends_nothing(ana, ben, desk):
    words = {"title": "Sunday", "text": "You never listen.", "seen": 0, "second_look": "yes"}
    response = desk.post(ana, "begin", **words)
    assert response.status_code == 200
    assert '<span class="mark">never</span>' in response.content.decode()
    assert not Summary.objects.exists()

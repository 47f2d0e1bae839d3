"""When people have worked at it: one calm line for those whom it concerns; what one marked alone stays one's own."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from amends.content.someone import someone_words
from amends_web.accounts.actions import delete_account
from amends_web.breakdowns.actions import begin_breakdown, keep_kinds
from amends_web.listening.tests.conftest import again, asked
from amends_web.spaces.actions import add_member, create_space
from amends_web.support import signs
from amends_web.support.models import PutAway

SUGGESTION = someone_words().suggestion
SOMEONE = reverse("support:someone")


@pytest.fixture
def space(ana, ben):
    space = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="The flat")
    add_member(keyring=again(ana), space=space, person=ben.person)
    return space


@pytest.fixture
def fell_out(ana, space):
    """Notes that it went wrong, under these names."""

    def noted(*names):
        return [
            begin_breakdown(keyring=again(ana), person=ana.person, space=space, name=name, day=None) for name in names
        ]

    return noted


def page(actor, url):
    content = actor.client.get(url).content.decode()
    return re.sub(r'name="(?:csrfmiddlewaretoken|submission)" value="[^"]*"', "", content)


def room(actor, space):
    return page(actor, reverse("spaces:space", args=[space.pk]))


def here(space, name="someone_here"):
    return reverse(f"support:{name}", args=[space.pk])


def ended_with_not_yet(ana, ben, space):
    talk = asked(ana, space)
    talk.post(ben, "yes")
    talk.say(ana, "I sat there alone.")
    talk.back(ben, "You were bored.")
    talk.post(ana, "leave_it")


def test_the_same_three_times_in_eight_weeks_shows_both_the_same_calm_line(ana, ben, space, fell_out):
    fell_out("The dishes", "the dishes again")
    for who in (ana, ben):
        assert SUGGESTION not in room(who, space)
    fell_out("The dishes")
    for who in (ana, ben):
        assert SUGGESTION in room(who, space)
        assert "came up at least three times in eight weeks" in page(who, here(space))
    assert page(ana, here(space)) == page(ben, here(space)).replace("Ben", "Ana")


def test_two_rounds_that_end_with_not_yet_show_both_the_same_line(ana, ben, space):
    ended_with_not_yet(ana, ben, space)
    assert SUGGESTION not in room(ana, space)
    ended_with_not_yet(ana, ben, space)
    for who in (ana, ben):
        assert SUGGESTION in room(who, space)
        assert "ended with “not yet”" in page(who, here(space))


def test_a_promise_that_was_changed_twice_and_missed_shows_the_line(ana, space, monkeypatch):
    monkeypatch.setattr(signs, "stuck_promises", lambda *_: ["one"])
    assert SUGGESTION in room(ana, space)
    assert "changed twice before its day" in page(ana, here(space))


def test_what_ana_marked_for_herself_shows_ben_nothing_at_all(ana, ben, space, fell_out):
    moments = fell_out("Sunday", "The train", "The call")
    before = {url: page(ben, url) for url in (reverse("spaces:space", args=[space.pk]), here(space), SOMEONE, "/")}
    for moment in moments:
        keep_kinds(keyring=again(ana), person=ana.person, breakdown=moment, kinds=["tone"], channel="")
    assert "only you see this" in room(ana, space)
    assert "What you marked for yourself" in page(ana, here(space))
    assert {url: page(ben, url) for url in before} == before


def test_it_can_be_put_away_for_a_season_and_the_others_line_stays(ana, ben, space, fell_out, monkeypatch):
    fell_out(*["The dishes"] * 3)
    before = room(ben, space)
    for _ in range(2):
        assert ana.client.post(here(space, "put_away")).url == reverse("spaces:space", args=[space.pk])
    assert SUGGESTION not in room(ana, space)
    assert room(ben, space) == before
    later = timezone.localdate() + timedelta(weeks=12)
    fell_out(*["The dishes"] * 3)
    monkeypatch.setattr("amends_web.support.panels.timezone.localdate", lambda: later)
    assert not signs.is_put_away(ana.person, space, again(ana), today=later)
    assert bytes(PutAway.objects.get().sealed).find(str(space.pk).encode()) == -1


def test_in_a_second_space_nothing_is_put_away_by_it(ana, ben, space, fell_out):
    other = create_space(keyring=again(ana), person=ana.person, relation="family", name="Home")
    for name in ("Rent",) * 3:
        begin_breakdown(keyring=again(ana), person=ana.person, space=other, name=name, day=None)
    fell_out(*["The dishes"] * 3)
    ana.client.post(here(space, "put_away"))
    assert SUGGESTION in room(ana, other)


def test_a_stranger_finds_no_way_in(stranger, space):
    for name in ("someone_here", "put_away", "sheet"):
        answer = (
            stranger.client.post(here(space, name)) if name == "put_away" else stranger.client.get(here(space, name))
        )
        assert answer.status_code == 404
    assert Client().get(here(space)).url.startswith("/sign-in/")


@pytest.mark.django_db
def test_how_to_choose_stands_open_to_everybody_and_nobody_is_told_that_they_need_it():
    content = Client().get(SOMEONE).content.decode()
    assert "Do you see each of us alone first?" in content
    assert "Where it costs less" in content
    assert "People who know about this" in content
    assert "you need" not in content.lower()


def test_it_is_one_tap_from_home_and_from_the_help_page(ana):
    assert SOMEONE in page(ana, "/")
    assert SOMEONE in Client().get(reverse("support:help")).content.decode()


def test_the_sheet_holds_what_was_chosen_and_is_kept_nowhere(ana, space, fell_out):
    dishes, _ = fell_out("The dishes", "The train")
    assert "What happened: The train" in page(ana, here(space, "sheet"))
    with CaptureQueriesContext(connection) as queries:
        answer = ana.client.post(
            here(space, "sheet"), {"things": [f"breakdown:{dishes.pk}"], "wish": "An hour\na week"}
        )
    shown = answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert "What happened: The dishes" in shown
    assert "An hour<br>a week" in shown
    assert "The train" not in shown
    assert "Do you see each of us alone first?" in shown
    written = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE"))]
    assert [sql for sql in written if "django_session" not in sql and "unlockedsession" not in sql] == []


def test_a_sheet_without_a_word_is_a_sheet_and_one_too_long_is_given_back(ana, space):
    assert ana.client.post(here(space, "sheet"), {}).status_code == 200
    page_again = ana.client.post(here(space, "sheet"), {"wish": "x" * 1501})
    assert page_again.status_code == 422
    assert "x" * 1501 in page_again.content.decode()


def test_what_can_be_ticked_is_what_one_shares_in_that_space(ana, ben, stranger, space, fell_out):
    fell_out("The dishes")
    answer = ben.client.post(here(space, "sheet"), {"things": ["breakdown:00000000-0000-0000-0000-000000000000"]})
    assert answer.status_code == 422
    assert "The dishes" in page(ben, here(space, "sheet"))


def test_the_line_costs_as_many_queries_for_one_as_for_ten(ana, space, fell_out, django_assert_num_queries):
    fell_out("The dishes")
    with CaptureQueriesContext(connection) as one:
        signs.signs_for(ana.person, space, again(ana), today=timezone.localdate())
    fell_out(*["The dishes"] * 9)
    with django_assert_num_queries(len(one)):
        signs.signs_for(ana.person, space, again(ana), today=timezone.localdate())


def test_deleting_the_account_takes_what_was_put_away_along(ana, ben, space, fell_out):
    ana.client.post(here(space, "put_away"))
    delete_account(person=ana.person, keyring=again(ana))
    assert not PutAway.objects.exists()


def test_the_plan_of_a_session_is_an_hour_heard_before_owned_and_open_to_everybody(ana):
    plan = someone_words().plan
    assert sum(step.minutes for step in plan.steps) == 60
    shown = Client().get(reverse("support:plan")).content.decode()
    order = [shown.index(title) for title in ("One of us says how it was", "The others say it back", "What was mine")]
    assert order == sorted(order)
    assert "Nobody has to" in shown
    assert plan.before in html.unescape(shown)
    assert page(ana, reverse("support:plan")).count("<li>") >= len(plan.steps)
    assert reverse("support:plan") in Client().get(SOMEONE).content.decode()

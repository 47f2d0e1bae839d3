"""What was said can go once a summary of it is agreed: only as everybody in it chose, told before, and for all."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from amends_web.breakdowns.tests.conftest import again
from amends_web.commands.worker import one_round
from amends_web.listening import actions as listening
from amends_web.listening import exports as listening_exports
from amends_web.listening.models import Receipt, Round, Said
from amends_web.summaries.actions import choose_keeping
from amends_web.summaries.models import Keeping
from amends_web.summaries.queries import keepings, standing
from amends_web.summaries.tests.conftest import main_of
from amends_web.summaries.tests.test_beginning import BACK, CHUNK, heard_each_other


@pytest.fixture
def talk(ana, ben, space):
    return heard_each_other(space, ana, ben)


@pytest.fixture
def agreed(ana, ben, desk, talk):
    """A summary of the round, which both have approved."""
    desk.begin(ana, rounds=[str(talk.pk)])
    return desk.agree(ana, ben, seen=1)


def goes_at():
    return Round.objects.get().words_go_at


def go_on(**delta):
    listening.let_words_go(now=timezone.now() + timedelta(**delta))


def choose(desk, *chosen):
    for who, days in chosen:
        assert desk.post(who, "keep", days=days).status_code == 302


def test_nothing_goes_by_default(ana, agreed):
    assert goes_at() is None
    assert "As it stands, everything is kept." in agreed.page(ana, "keeping")
    go_on(days=4000)
    assert Said.objects.exists()


def test_one_word_alone_lets_nothing_go_and_a_no_is_never_told(ana, ben, agreed):
    before = agreed.page(ana, "keeping")
    choose(agreed, (ana, "30"))
    alone = main_of(agreed.page(ana, "keeping"))
    choose(agreed, (ben, ""))
    assert goes_at() is None
    assert main_of(agreed.page(ana, "keeping")) == alone
    assert main_of(before).split("Your own word")[0] == alone.split("Your own word")[0]


def test_after_the_days_the_words_are_gone_for_all_and_the_summary_stays(ana, ben, agreed, talk):
    choose(agreed, (ana, "30"), (ben, "30"))
    receipts = Receipt.objects.count()
    sealed = [bytes(row.sealed) for row in Said.objects.all()]
    go_on(days=29)
    assert CHUNK in talk.page(ana)
    go_on(days=31)
    assert not Said.objects.exists()
    connection.ensure_connection()
    stored = connection.connection.serialize()
    assert not [one for one in sealed if one in stored]
    for who in (ana, ben):
        assert "What was said here has gone" in talk.page(who)
        assert CHUNK not in talk.page(who)
        assert talk.get(who, "receipt").status_code == 200
        assert "The words have gone since" in talk.get(who, "receipt").content.decode()
        assert "Agreed by all of you" in agreed.page(who, "summary")
        assert BACK not in agreed.page(who, "new")
    assert Receipt.objects.count() == receipts


def test_whoever_opens_the_round_after_its_time_finds_the_words_gone(ana, ben, agreed, talk):
    choose(agreed, (ana, "7"), (ben, "7"))
    Round.objects.update(words_go_at=timezone.now() - timedelta(seconds=1))
    assert CHUNK not in talk.page(ana)
    assert not Said.objects.exists()


def test_the_loop_beside_the_server_lets_them_go_without_anybodys_key(ana, ben, agreed, monkeypatch):
    # The loop has a connection of its own; here it is the test's.
    monkeypatch.setattr("django.db.close_old_connections", lambda: None)
    choose(agreed, (ana, "7"), (ben, "7"))
    loop = uuid4()
    one_round(loop)
    assert Said.objects.exists()
    Round.objects.update(words_go_at=timezone.now() - timedelta(seconds=1))
    one_round(loop)
    assert not Said.objects.exists()


def test_the_longest_of_what_was_chosen_holds(ana, ben, agreed):
    choose(agreed, (ana, "7"), (ben, "180"))
    agreed_at = standing(agreed.summary, ana.person, again(ana)).now.agreed_at
    assert goes_at() == agreed_at + timedelta(days=180)


def test_everybody_is_told_a_week_before_at_home_and_on_the_round(ana, ben, agreed, talk):
    choose(agreed, (ana, "7"), (ben, "7"))
    for who in (ana, ben):
        assert "goes soon" in who.client.get("/").content.decode()
        assert "What was said here goes soon" in talk.page(who)
        page = agreed.page(who, "keeping")
        assert "Sunday evening" in page
        assert "/account/export/" in page
        assert CHUNK in str(listening_exports.collect(who.person, again(who)))


def test_what_was_agreed_long_ago_still_gets_a_week(ana, ben, agreed):
    later = timezone.now() + timedelta(days=100)
    for who in (ana, ben):
        choose_keeping(keyring=again(who), person=who.person, space=agreed.space, days=7, now=later)
    assert goes_at() == later + timedelta(days=7)


def test_anybody_can_change_their_mind_until_then(ana, ben, agreed):
    choose(agreed, (ana, "7"), (ben, "7"))
    choose(agreed, (ben, ""))
    assert goes_at() is None
    go_on(days=400)
    assert Said.objects.exists()


def test_days_that_were_chosen_before_hold_from_the_agreement_on(ana, ben, desk, talk):
    choose(desk, (ana, "30"), (ben, "30"))
    desk.begin(ana, rounds=[str(talk.pk)]).agree(ana, seen=1)
    assert goes_at() is None
    desk.agree(ben, seen=1)
    assert goes_at() is not None


def test_a_round_without_an_agreed_summary_keeps_its_words(ana, ben, desk, talk):
    choose(desk, (ana, "7"), (ben, "7"))
    desk.begin(ana).agree(ana, ben, seen=1)
    assert goes_at() is None


def test_a_word_that_ana_made_for_ben_is_none(ana, ben, agreed):
    choose(agreed, (ana, "7"), (ben, ""))
    row = Keeping.objects.get(person=ben.person)
    row.put(again(ana), row.words(again(ana)) | {"days": 7})
    row.signature = ana.keyring.sign("x")
    row.save()
    assert ben.person.pk not in keepings(agreed.space, again(ana))
    choose(agreed, (ana, "30"))
    assert goes_at() is None


def test_only_the_days_that_are_offered_can_be_chosen(ana, agreed):
    assert agreed.post(ana, "keep", days="1").status_code == 422
    assert not Keeping.objects.exists()

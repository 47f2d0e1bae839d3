"""The same round over days, and at a table with one device that goes round."""

from __future__ import annotations

from datetime import timedelta

import pytest
from conftest import unlock
from django.utils import timezone

from amends.path.floor import Step
from amends_web.listening.models import Draft, Round, Said, Thought
from amends_web.listening.tests.conftest import again, asked, main
from amends_web.spaces.actions import create_space


def home(who):
    return main(who.client.get("/"))


@pytest.mark.parametrize("pace", ["live", "slow"])
def test_home_says_that_the_floor_is_ones_own_and_nothing_while_it_is_the_others(ana, ben, space, pace):
    talk = asked(ana, space, pace=pace)
    assert "A round about Sunday evening" in home(ben)
    assert "Sunday evening" not in home(ana)
    talk.post(ben, "yes")
    assert "You have the floor: Sunday evening" in home(ana)
    assert "Sunday evening" not in home(ben)
    talk.say(ana, "one")
    assert "You have the floor: Sunday evening" in home(ben)


def test_three_days_between_two_turns_change_nothing(ana, ben, space, monkeypatch):
    talk = asked(ana, space, pace="slow")
    assert "over days" in talk.page(ben)
    talk.post(ben, "yes")
    talk.post(ana, "keep", step="speaking", words="half a thought")
    later = timezone.now() + timedelta(days=3)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    for who in (ana, ben):
        unlock(who.client, who.person, who.keyring)
    assert "half a thought" in talk.page(ana)
    talk.turn(ana, ben, "half a thought and the rest", "a thought")
    talk.turn(ben, ana, "three", "four")
    assert "Each of you was heard" in talk.page(ana)


@pytest.fixture
def table(ana, space):
    """One device on the table: Ana's. Ben is in the space, but has no phone in his hands."""
    return asked(ana, space, pace="one_phone")


def shown(talk, who):
    """The page as it is once whoever has the device says so."""
    return talk.page(who, shown=talk.now().number)


def everybody_says_yes(talk, who, count=2):
    for seat in range(count):
        talk.post(who, "yes", seat=seat)


def test_at_the_table_each_says_yes_in_turn(ana, table):
    assert "Ana, this is for you" in table.page(ana)
    table.post(ana, "yes", seat=0)
    assert "Ben, this is for you" in table.page(ana)
    assert table.say(ana, "one").status_code == 409
    table.post(ana, "yes", seat=1)
    assert "Pass it to Ana" in table.page(ana)


@pytest.mark.parametrize("seat", ["99", "\u0661\u0669", "9" * 5_000, "-1", ""])
def test_a_yes_for_a_seat_that_is_not_there_is_refused(ana, table, seat):
    assert table.post(ana, "yes", seat=seat).status_code == 409


def test_at_the_table_a_not_now_ends_it(ana, table):
    table.post(ana, "yes", seat=0)
    table.post(ana, "not_now")
    assert "Not this time" in table.page(ana)


def test_the_cover_shows_nothing_that_was_said_until_the_next_one_holds_the_device(ana, table):
    everybody_says_yes(table, ana)
    table.say(ana, "I sat there alone.")
    page = table.page(ana)
    assert "Pass it to Ben" in page
    assert "I sat there alone." not in page
    assert "I am Ben, show it" in page
    assert "I sat there alone." in shown(table, ana)
    assert "I sat there alone." not in table.page(ana, shown=table.now().number - 1)


def test_the_same_person_goes_on_without_a_cover(ana, table):
    everybody_says_yes(table, ana)
    response = table.say(ana, "one", is_last=False)
    assert response.url == f"{table.url('round')}?shown={table.now().number}"


def test_a_round_at_the_table_ends_with_both_heard_and_keeps_nothing_private_of_whoever_has_no_device(ana, ben, table):
    everybody_says_yes(table, ana)
    table.say(ana, "one")
    page = shown(table, ana)
    assert "have you got it?" not in page
    assert "kept as you type" not in page
    table.back(ana, "two")
    table.answer(ana, "got_it")
    table.post(ana, "no_more")
    table.turn(ana, ana, "three", "four")
    assert table.floor(ana).step == Step.ENDED
    assert "Each of you was heard" in table.page(ana)
    assert not Draft.objects.exists()
    assert not Thought.objects.exists()
    receipt = main(table.get(ana, "receipt"))
    assert "At a table with one device, signed with Ana’s key" in receipt
    assert "Each of you was heard" in table.page(ben)


def test_ben_cannot_act_from_his_own_device_in_a_round_at_anas_table(ana, ben, table):
    table.post(ben, "yes", seat=1)
    everybody_says_yes(table, ana)
    assert table.say(ben, "one").status_code == 409
    assert not Said.objects.exists()


def test_somebody_without_an_account_can_sit_at_the_table(actor):
    cleo = actor("Cleo")
    space = create_space(keyring=again(cleo), person=cleo.person, relation="family", name="Us")
    talk = asked(cleo, space, pace="one_phone", names="Grandpa, Dan")
    everybody_says_yes(talk, cleo, 3)
    for name, listener in (("Cleo", "Grandpa"), ("Grandpa", "Dan"), ("Dan", "Cleo")):
        assert f"Pass it to {name}" in talk.page(cleo)
        assert f"Let {listener} say it back" in shown(talk, cleo)
        talk.turn(cleo, cleo, "one", "two")
    assert "Each of you was heard" in talk.page(cleo)
    assert Round.objects.get().seats.filter(person=None).count() == 2

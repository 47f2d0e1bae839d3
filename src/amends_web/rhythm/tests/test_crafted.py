"""What somebody sends by hand: steps that nobody is at, times that no clock tells, figures of any length."""

from __future__ import annotations

import pytest

from amends_web.accounts.models import Person
from amends_web.acknowledgements.models import Acknowledgement
from amends_web.acknowledgements.tests.conftest import Owning
from amends_web.breakdowns.actions import begin_breakdown
from amends_web.breakdowns.tests.conftest import again
from amends_web.listening.tests import conftest as listening
from amends_web.rhythm.models import CheckIn, Plan, SharedAnswer


def tries_to_show(who, room, kind, about):
    """Every way by which words could go to the others of a step."""
    answers = [
        room.get(who, "answer", kind, about),
        room.post(who, "keep_answer", kind, about, change="ANA-PRESSES", show=["change"]),
        room.get(who, "preview_answer", kind, about, show="change"),
        room.post(who, "show_answer", kind, about, show="change", previewed="x"),
        room.post(who, "take_shown_back", kind, about),
    ]
    return {answer.status_code for answer in answers}


def test_of_a_round_that_was_only_asked_for_nothing_is_shown_to_whoever_has_not_said_yes(ana, ben, room, space):
    talk = listening.asked(ana, space)
    assert tries_to_show(ana, room, "round", talk.pk) == {404}
    talk.post(ben, "not_now")
    assert tries_to_show(ana, room, "round", talk.pk) == {404}


def test_of_a_round_that_goes_on_nothing_is_said_beside_its_turns(ana, ben, room, space):
    talk = listening.asked(ana, space)
    talk.post(ben, "yes")
    assert tries_to_show(ana, room, "round", talk.pk) == {404}
    talk.post(ben, "stop")
    assert room.get(ana, "answer", "round", talk.pk).status_code == 200


def test_before_the_other_answered_nothing_is_shown_of_what_was_owned(ana, ben, room):
    breakdown = begin_breakdown(keyring=again(ana), person=ana.person, space=room.space, name="The dinner", day=None)
    owning = Owning(breakdown, ana, ben).sent()
    about = Acknowledgement.objects.get().pk
    assert tries_to_show(ana, room, "acknowledgement", about) == {404}
    owning.respond("thank_you")
    assert room.get(ana, "answer", "acknowledgement", about).status_code == 200


@pytest.mark.parametrize("how", ["live", "apart"])
def test_of_a_check_in_that_is_not_over_nothing_is_shown(ana, room, how):
    assert tries_to_show(ana, room, "check-in", room.begin(ana, how=how).pk) == {404}
    assert not SharedAnswer.objects.exists()


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
@pytest.mark.parametrize("first", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_first_time_at_an_end_of_the_calendar_is_asked_for_again_and_breaks_nobodys_pages(
    ana, ben, room, zone, first
):
    Person.objects.filter(pk=ana.person.pk).update(time_zone=zone)
    Person.objects.filter(pk=ben.person.pk).update(time_zone="Pacific/Kiritimati")
    assert room.post(ana, "propose", first=first, weeks="1", minutes="15").status_code in (409, 422)
    assert not Plan.objects.exists()
    for who in (ana, ben):
        assert who.client.get("/").status_code == 200


@pytest.mark.parametrize("to", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_move_to_an_end_of_the_calendar_is_asked_for_again(ana, ben, room, to):
    room.agree(ana, ben)
    Person.objects.filter(pk=ana.person.pk).update(time_zone="Asia/Tokyo")
    assert room.post(ana, "propose_move", to=to).status_code in (409, 422)
    Person.objects.filter(pk=ana.person.pk).update(time_zone="America/New_York")
    assert room.post(ana, "propose_move", to=to).status_code in (409, 422)


@pytest.mark.parametrize("place", ["", "x", "-1", "²", "9" * 5000])
def test_a_place_of_any_length_leads_nobody_on(ana, ben, room, live, place):
    for who in (ana, ben):
        room.give(who, live, "thanks")
    assert room.go_on(ana, live, place).status_code == 409
    assert CheckIn.objects.get().words(again(ben))["place"] == 0

"""Who goes, and who comes back: what they had given, and what was given without them."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from amends_web.accounts.models import Person
from amends_web.breakdowns.tests.conftest import again
from amends_web.reminders.models import Reminder
from amends_web.rhythm import exports
from amends_web.rhythm.models import CheckIn, Plan
from amends_web.spaces.actions import add_member, leave_space


@pytest.fixture
def cleo(ana, ben, actor, room):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=room.space, person=cleo.person)
    return cleo


def leave(who, room):
    leave_space(keyring=again(who), person=who.person, space=room.space, is_told=True, now=timezone.now())


def come_back(who, room, asker):
    add_member(keyring=again(asker), space=room.space, person=who.person)


@pytest.mark.parametrize("goes", ["out of it", "out of the space"])
def test_live_what_nobody_had_seen_when_its_giver_went_opens_to_nobody(ana, ben, cleo, room, goes):
    live = room.begin(ana, how="live")
    for who in (ana, ben, cleo):
        room.give(who, live, "thanks", words=f"{who.person.name}-THANKS")
    room.go_on(ana, live, 0)
    room.give(cleo, live, "went_right", words="CLEO-UNSEEN")
    if goes == "out of it":
        room.post(cleo, "go_out", live.pk)
    else:
        leave(cleo, room)
    for who in (ana, ben):
        room.give(who, live, "went_right", words=f"{who.person.name}-RIGHT")
    for place in (1, None):
        page = room.page(ana, "check_in", live.pk)
        assert "Ben-RIGHT" in page
        assert "CLEO-UNSEEN" not in page
        if place:
            room.go_on(ben, live, place)
            room.post(ben, "end", live.pk)
    assert "Cleo-THANKS" in room.page(ana, "check_in", live.pk)
    assert "CLEO-UNSEEN" not in str(exports.collect(ben.person, again(ben)))


def test_live_what_was_open_when_its_giver_went_stays(ana, ben, cleo, room):
    live = room.begin(ana, how="live")
    for who in (ana, ben, cleo):
        room.give(who, live, "thanks", words=f"{who.person.name}-THANKS")
    room.post(cleo, "go_out", live.pk)
    assert "Cleo-THANKS" in room.page(ana, "check_in", live.pk)
    room.go_on(ana, live, 0)
    room.post(ana, "end", live.pk)
    assert "Cleo-THANKS" in room.page(ben, "check_in", live.pk)


@pytest.mark.parametrize("how", ["apart", "live"])
def test_whoever_comes_back_does_not_read_what_was_given_without_them(ana, ben, cleo, room, how):
    check_in = room.begin(ana, how=how)
    leave(cleo, room)
    for who in (ana, ben):
        if how == "live":
            room.give(who, check_in, "thanks", words=f"{who.person.name}-THANKS")
        else:
            room.fill_in(who, check_in, thanks=f"{who.person.name}-THANKS")
            room.share(who, check_in)
    assert "Ben-THANKS" in room.page(ana, "check_in", check_in.pk)
    if how == "live":
        room.post(ana, "end", check_in.pk)
    come_back(cleo, room, ana)
    assert "THANKS" not in room.get(cleo, "check_in", check_in.pk).content.decode()
    assert room.get(cleo, "answer", "check-in", check_in.pk).status_code == 404
    assert "THANKS" not in str(exports.collect(cleo.person, again(cleo)))
    assert "Ben-THANKS" in room.page(ana, "check_in", check_in.pk)


@pytest.mark.parametrize("key", ["people", "by"])
def test_a_time_whose_people_or_author_were_changed_in_the_database_counts_for_nobody(ana, ben, cleo, room, key):
    plan = room.propose(ana)
    room.post(ben, "yes", plan.pk)
    plan = Plan.objects.get()
    words = plan.words(again(ana))
    changed = {"people": sorted(str(who.person.pk) for who in (ana, ben)), "by": str(ben.person.pk)}
    plan.put(again(ana), words | {key: changed[key]})
    plan.save()
    assert room.rhythm(ana).time is None
    assert "Ben proposes this time." not in room.page(ana)


def test_an_answer_about_a_check_in_that_was_broken_keeps_nobody_from_home(ana, ben, room, held):
    response = room.answer(ana, "check-in", held.pk, change="mine", show=["change"])
    page = ana.client.get(response.url).content.decode()
    previewed = page.split('name="previewed" value="')[1][:32]
    room.post(ana, "show_answer", "check-in", held.pk, show="change", previewed=previewed)
    CheckIn.objects.update(sealed=b"broken")
    assert ben.client.get("/").status_code == 200
    assert room.post(ana, "take_shown_back", "check-in", held.pk).status_code == 409


def test_a_yes_to_a_time_that_was_taken_away_meanwhile_is_not_there(ana, ben, room, monkeypatch):
    plan = room.propose(ana)
    monkeypatch.setattr("amends_web.rhythm.time_views.plan_for", lambda *_: plan)
    Plan.objects.filter(pk=plan.pk).delete()
    assert room.post(ben, "yes", plan.pk).status_code == 404


def test_whoever_left_and_came_back_is_not_in_the_time_that_they_had_agreed_to(ana, ben, cleo, room):
    plan = room.agree(ana, ben, cleo)
    leave(cleo, room)
    come_back(cleo, room, ana)
    for who in (ana, cleo):
        assert room.rhythm(who).time.people.keys() == {ana.person.pk, ben.person.pk}
    room.post(cleo, "yes", plan.pk)
    assert cleo.person.pk in room.rhythm(ana).time.people


def test_a_time_of_two_ends_where_one_left_and_comes_back_until_they_say_yes_again(ana, ben, room):
    plan = room.agree(ana, ben)
    leave(ben, room)
    come_back(ben, room, ana)
    assert room.rhythm(ana).time is room.rhythm(ben).time is None
    assert [one.has_my_yes for one in room.rhythm(ben).proposals] == [False]
    room.post(ben, "yes", plan.pk)
    assert room.rhythm(ana).time.people.keys() == {ana.person.pk, ben.person.pk}


def test_nobody_who_came_back_is_reminded_of_what_they_had_agreed_to_before(ana, ben, room):
    room.agree(ana, ben)
    assert Reminder.objects.filter(person=ben.person).exists()
    leave(ben, room)
    come_back(ben, room, ana)
    assert not Reminder.objects.filter(person=ben.person).exists()


@pytest.mark.parametrize("is_told", [True, False])
def test_whoever_left_and_told_it_is_a_former_member_at_what_they_gave_and_showed(ana, ben, room, held, is_told):
    room.answer(ben, "check-in", held.pk, heard="no", show=["heard"])
    parts = room.get(ben, "preview_answer", "check-in", held.pk, show="heard").content.decode()
    previewed = re.search(r'name="previewed" value="(\w+)"', parts)[1]
    assert room.post(ben, "show_answer", "check-in", held.pk, show=["heard"], previewed=previewed).status_code == 302
    leave_space(keyring=again(ben), person=ben.person, space=room.space, is_told=is_told, now=timezone.now())
    Person.objects.filter(pk=ben.person.pk).update(name="Somebody new")
    pages = [room.page(ana, "check_in", held.pk), room.page(ana, "answer", "check-in", held.pk)]
    for told in (*pages, str(exports.collect(ana.person, again(ana))), ana.client.get("/").content.decode()):
        assert ("Somebody new" in told) is not is_told
    assert "BEN-THANKS" in pages[0]

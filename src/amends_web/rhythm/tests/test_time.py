"""When people check in: a time that all said yes to, moved and left out with no reason."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import F
from django.utils import timezone

from amends_web.accounts.models import Person
from amends_web.breakdowns.tests.conftest import again
from amends_web.reminders.models import Reminder
from amends_web.rhythm.models import CheckIn, Plan
from amends_web.rhythm.signing import sign_yes
from amends_web.rhythm.tests.conftest import Room, in_, main_of
from amends_web.spaces.actions import add_member, create_space, leave_space


def next_sunday_at_seven(zone):
    now = datetime.now(ZoneInfo(zone))
    return (now + timedelta(days=(6 - now.weekday()) % 7 or 7)).replace(hour=19, minute=0, second=0, microsecond=0)


def earlier(plan, **ago):
    """Let a plan have been made, and its first check-in have been, so long ago."""
    Plan.objects.filter(pk=plan.pk).update(made_at=timezone.now() - timedelta(**ago))


def test_both_set_sunday_at_seven_and_see_it(ana, ben, room):
    sunday = next_sunday_at_seven("UTC")
    plan = room.propose(ana, first=f"{sunday:%Y-%m-%dT%H:%M}")
    assert "Sunday 19:00, every week Shared with Ben" in room.page(ana)
    assert "Ana proposes this time. About 30 minutes" in room.page(ben)
    assert room.rhythm(ben).time is None
    assert room.post(ben, "yes", plan.pk).status_code == 302
    for who in (ana, ben):
        assert f"{sunday:%A, %-d %B, 19:00}" in room.page(who)


def test_each_sees_it_on_their_own_clock(ana, ben, room):
    Person.objects.filter(pk=ana.person.pk).update(time_zone="Europe/Berlin")
    Person.objects.filter(pk=ben.person.pk).update(time_zone="Asia/Tokyo")
    sunday = next_sunday_at_seven("Europe/Berlin")
    room.agree(ana, ben, first=f"{sunday:%Y-%m-%dT%H:%M}")
    assert "Sunday 19:00, every week" in room.page(ana)
    there = sunday.astimezone(ZoneInfo("Asia/Tokyo"))
    assert f"Monday {there:%H:%M}, every week" in room.page(ben)


def test_it_counts_only_once_everybody_has_said_yes(ana, ben, actor, room):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=room.space, person=cleo.person)
    plan = room.propose(ana)
    room.post(ben, "yes", plan.pk)
    assert room.rhythm(ana).time is None
    room.post(cleo, "yes", plan.pk)
    assert set(room.rhythm(ana).time.people) == {ana.person.pk, ben.person.pk, cleo.person.pk}


def test_whoever_waits_is_not_told_who_has_said_yes(ana, ben, actor, room):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=room.space, person=cleo.person)
    plan = room.propose(ana)
    before = room.page(ana)
    room.post(ben, "yes", plan.pk)
    assert room.page(ana) == before


def test_a_yes_that_somebody_else_sealed_in_counts_for_nothing(ana, ben, room):
    plan = room.propose(ana)
    words = plan.words(again(ana))
    words["yes"][str(ben.person.pk)] = words["yes"][str(ana.person.pk)]
    plan.put(again(ana), words)
    plan.save()
    assert room.rhythm(ana).time is None
    room.post(ben, "yes", plan.pk)
    assert room.rhythm(ana).time is not None
    words = Plan.objects.get().words(again(ana))
    words["terms"]["minutes"] = 15
    plan.put(again(ana), words)
    plan.save()
    assert room.rhythm(ben).time is None


def test_a_no_takes_it_away_and_asks_for_no_reason(ana, ben, room):
    plan = room.propose(ana)
    assert room.post(ben, "let_go", plan.pk).status_code == 302
    assert not Plan.objects.exists()
    assert "None is planned." in room.page(ana)
    assert "Ben" not in room.page(ana)


def test_the_one_before_stays_until_all_agreed_on_the_new_one(ana, ben, room):
    room.agree(ana, ben)
    new = room.propose(ben, first=in_(days=3), minutes="15")
    assert room.rhythm(ana).time.terms.minutes == 30
    room.post(ana, "yes", new.pk)
    assert room.rhythm(ana).time.terms.minutes == 15
    assert Plan.objects.count() == 1


def test_one_is_moved_without_guilt_and_the_rest_stay(ana, ben, room):
    room.agree(ana, ben, first=in_(days=2))
    planned = room.rhythm(ana).upcoming
    later = planned.at + timedelta(days=1, hours=1)
    assert room.post(ben, "propose_move", to=f"{later:%Y-%m-%dT%H:%M}").status_code == 302
    assert "Ben proposes this in the place of" in room.page(ana)
    move = Plan.objects.latest("made_at")
    room.post(ana, "yes", move.pk)
    moved = room.rhythm(ana).upcoming
    assert moved.planned_at == planned.planned_at
    assert moved.at == later
    assert "why" not in room.page(ben, "move").lower()
    assert "Nobody is asked for a reason." in room.page(ben, "move")


@pytest.mark.parametrize(("to", "status"), [({"days": -1}, 409), ({"days": 40}, 409)])
def test_a_move_into_the_past_or_far_away_is_asked_for_again(ana, ben, room, to, status):
    room.agree(ana, ben, first=in_(days=2))
    response = room.post(ben, "propose_move", to=in_(**to))
    assert response.status_code == status
    assert "Pick another time that is still to come" in main_of(response)
    assert Plan.objects.count() == 1


def test_a_first_time_that_is_past_is_asked_for_again_with_what_was_picked(ana, ben, room):
    response = room.post(ana, "propose", first=in_(days=-1), weeks="2", minutes="30")
    assert response.status_code == 409
    page = response.content.decode()
    assert "This time is past." in page
    assert 'value="2" required id="id_weeks_1" checked' in page or 'value="2" id="id_weeks_1" checked' in page


def test_leaving_one_out_needs_no_reason_and_says_only_that(ana, ben, room):
    room.agree(ana, ben)
    planned = room.rhythm(ben).now
    assert room.post(ben, "leave_out", planned=planned.planned_at.isoformat()).status_code == 302
    assert CheckIn.objects.get().planned_at == planned.planned_at
    for who in (ana, ben):
        later = room.rhythm(who)
        assert later.now is None
        assert later.upcoming.planned_at - planned.planned_at == timedelta(days=7)
    assert "goes without Ben. You can have one at another time." in room.page(ana)
    assert "goes without you." in room.page(ben)


def test_an_old_page_leaves_out_nothing(ana, ben, room):
    room.agree(ana, ben)
    response = room.post(ben, "leave_out", planned="2026-01-01T00:00:00+00:00")
    assert response.status_code == 409
    assert not CheckIn.objects.exists()


def test_with_three_the_others_go_on_without_whoever_leaves_it_out(ana, ben, actor, room):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=room.space, person=cleo.person)
    room.agree(ana, ben, cleo)
    room.post(ben, "leave_out", planned=room.rhythm(ben).now.planned_at.isoformat())
    assert room.rhythm(ben).now is None
    check_in = room.begin(ana)
    assert room.get(cleo, "check_in", check_in.pk).status_code == 200
    assert room.get(ben, "check_in", check_in.pk).status_code == 404


def test_after_two_that_were_left_out_both_are_asked_once_whether_to_change_the_time(ana, ben, room):
    plan = room.agree(ana, ben, first=in_(minutes=5))
    asked = "Would another time suit better?"
    words = plan.words(again(ana))
    words["terms"]["start"] = (datetime.fromisoformat(words["terms"]["start"]) - timedelta(weeks=2)).isoformat()
    assert asked not in room.page(ana)
    resign(room, plan, words, ana, ben)
    earlier(plan, weeks=3)
    for who in (ana, ben):
        assert asked in room.page(who)
    Reminder.objects.all().delete()
    assert room.post(ben, "keep_time", plan.pk).status_code == 302
    assert Reminder.objects.filter(person=ana.person).count() == 4
    assert asked not in room.page(ben)
    assert asked in room.page(ana)


def test_after_missed_weeks_it_says_welcome_back_and_counts_nothing(ana, ben, room):
    plan = room.agree(ana, ben, first=in_(minutes=5))
    words = plan.words(again(ana))
    words["terms"]["start"] = (datetime.fromisoformat(words["terms"]["start"]) - timedelta(weeks=5)).isoformat()
    resign(room, plan, words, ana, ben)
    earlier(plan, weeks=6)
    page = room.page(ana)
    assert "Welcome back" in page
    assert not any(word in page for word in ("missed", "5 weeks", "five", "overdue", "last time was", "streak"))


def resign(room, plan, words, *people):
    """Let these people have agreed to other words of a plan, by their own hands."""
    for who in people:
        words["yes"][str(who.person.pk)] = sign_yes(again(who), plan, words)
    plan.put(again(people[0]), words)
    plan.save()


def test_stopping_is_one_tap_for_anybody_and_leaves_nothing_behind(ana, ben, room):
    plan = room.agree(ana, ben, first=in_(days=2))
    room.post(ana, "propose_move", to=in_(days=3))
    assert "Doing without is a good sign too" in room.page(ben)
    room.post(ben, "let_go", plan.pk)
    assert room.rhythm(ana).time is None
    assert not Reminder.objects.exists()
    assert not Plan.objects.exists()


def test_letting_a_proposal_go_leaves_the_time_that_stands(ana, ben, room):
    room.agree(ana, ben, first=in_(days=2))
    room.post(ana, "let_go", room.propose(ben, first=in_(days=4)).pk)
    assert room.rhythm(ana).time is not None
    assert Reminder.objects.exists()


def test_each_is_told_an_hour_before_and_nobody_of_one_that_is_left_out(ana, ben, room):
    room.agree(ana, ben, first=in_(days=2))
    meeting = room.rhythm(ana).upcoming
    told = Reminder.objects.filter(person=ben.person, kind="checkin_soon").order_by("due_at")
    assert told.first().due_at == meeting.at - timedelta(hours=1)
    assert told.count() == Reminder.objects.filter(person=ana.person).count() == 4
    room.post(ben, "leave_out", planned=meeting.planned_at.isoformat())
    assert not Reminder.objects.filter(due_at=meeting.at - timedelta(hours=1)).exists()
    assert told.count() == 3 + 1


def test_a_reminder_of_one_that_moved_moves_with_it(ana, ben, room):
    room.agree(ana, ben, first=in_(days=2))
    room.post(ben, "propose_move", to=in_(days=3))
    room.post(ana, "yes", Plan.objects.latest("made_at").pk)
    meeting = room.rhythm(ana).upcoming
    for who in (ana, ben):
        first = Reminder.objects.filter(person=who.person).order_by("due_at").first()
        assert first.due_at == meeting.at - timedelta(hours=1)


def test_somebody_who_comes_later_is_asked_too_and_changes_nothing_before(ana, ben, actor, room):
    plan = room.agree(ana, ben)
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=room.space, person=cleo.person)
    assert room.rhythm(ana).time is not None
    assert "The others agreed on this time." in room.page(cleo)
    assert room.rhythm(cleo).now is None
    assert room.rhythm(ana).now is not None
    room.post(cleo, "yes", plan.pk)
    assert cleo.person.pk in room.rhythm(ana).time.people


@pytest.fixture
def cleo_came_later(ana, ben, actor, room):
    """A time that Ana and Ben agreed on before Cleo came."""
    room.agree(ana, ben, first=in_(days=2))
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=room.space, person=cleo.person)
    return cleo


ASKED = "A time for check-ins"


def test_home_asks_somebody_who_comes_later_whether_the_time_suits_them_until_they_say_yes(ana, room, cleo_came_later):
    home = cleo_came_later.client.get("/").content.decode()
    assert ASKED in home
    assert f'href="{room.url("check_ins")}"' in home
    assert ASKED not in ana.client.get("/").content.decode()
    room.post(cleo_came_later, "yes", Plan.objects.get().pk)
    assert ASKED not in cleo_came_later.client.get("/").content.decode()


def test_a_no_of_somebody_who_comes_later_is_theirs_alone_and_ends_the_asking_until_another_time(
    ana, ben, room, cleo_came_later
):
    assert "Yes, it suits me No, without me" in room.page(cleo_came_later)
    before = room.page(ana)
    assert room.post(cleo_came_later, "decline", Plan.objects.get().pk).status_code == 302
    assert ASKED not in cleo_came_later.client.get("/").content.decode()
    assert "Yes, it suits me" in room.page(cleo_came_later)
    assert "No, without me" not in room.page(cleo_came_later)
    assert room.page(ana) == before
    room.agree(ana, ben, first=in_(days=3))
    assert ASKED in cleo_came_later.client.get("/").content.decode()


def test_nobody_who_comes_later_is_reminded_before_they_have_said_yes(ana, ben, room, cleo_came_later):
    check_ins = Plan.objects.get()
    room.post(ben, "keep_time", check_ins.pk)
    assert not Reminder.objects.filter(person=cleo_came_later.person).exists()
    room.post(cleo_came_later, "yes", check_ins.pk)
    assert Reminder.objects.filter(person=cleo_came_later.person).exists()


def test_one_is_moved_among_those_who_are_in_the_time_whoever_came_later(ana, ben, room, cleo_came_later):
    to = room.rhythm(ana).upcoming.at + timedelta(days=1)
    assert "Ben will read your new time" in room.page(ana, "move")
    room.post(ana, "propose_move", to=f"{to:%Y-%m-%dT%H:%M}")
    assert "in the place of" not in room.page(cleo_came_later)
    assert "Another time for a check-in" not in cleo_came_later.client.get("/").content.decode()
    room.post(ben, "yes", Plan.objects.latest("made_at").pk)
    assert room.rhythm(ana).upcoming.at == to


def test_a_new_time_is_put_to_all_and_waits_for_nobody_who_is_not_in_the_one_before(ana, ben, room, cleo_came_later):
    new = room.propose(ana, first=in_(days=4), minutes="15")
    assert "Ana proposes this time." in room.page(cleo_came_later)
    room.post(ben, "yes", new.pk)
    assert room.rhythm(ana).time.terms.minutes == 15
    assert set(room.rhythm(ana).time.people) == {ana.person.pk, ben.person.pk}
    assert "The others agreed on this time." in room.page(cleo_came_later)


def test_whoever_came_later_proposes_another_time_and_is_in_it_once_those_before_say_yes(
    ana, ben, room, cleo_came_later
):
    new = room.propose(cleo_came_later, first=in_(days=4), minutes="15")
    room.post(ana, "yes", new.pk)
    assert room.rhythm(ana).time.terms.minutes == 30
    room.post(ben, "yes", new.pk)
    assert room.rhythm(ana).time.terms.minutes == 15
    assert len(room.rhythm(ana).time.people) == 3


def test_whoever_has_not_said_yes_to_the_time_moves_none_and_leaves_none_out(ana, ben, room, cleo_came_later):
    meeting = room.rhythm(ana).upcoming
    to = f"{meeting.at + timedelta(days=1):%Y-%m-%dT%H:%M}"
    assert room.post(cleo_came_later, "propose_move", to=to).status_code == 302
    assert room.get(cleo_came_later, "move").status_code == 302
    planned = meeting.planned_at.isoformat()
    assert room.post(cleo_came_later, "leave_out", planned=planned).status_code == 409
    assert Plan.objects.count() == 1
    assert not CheckIn.objects.exists()


def test_whoever_said_yes_after_somebody_left_one_out_is_in_it(ana, ben, actor, room):
    cleo = actor("Cleo")
    plan = room.agree(ana, ben)
    planned = room.rhythm(ben).now.planned_at
    room.post(ben, "leave_out", planned=planned.isoformat())
    add_member(keyring=again(ana), space=room.space, person=cleo.person)
    assert room.rhythm(ana).now is None
    room.post(cleo, "yes", plan.pk)
    for who in (ana, cleo):
        assert room.rhythm(who).now.planned_at == planned
    check_in = room.begin(ana)
    assert room.get(cleo, "check_in", check_in.pk).status_code == 200
    assert room.get(ben, "check_in", check_in.pk).status_code == 404


def test_a_yes_while_one_goes_on_is_for_the_next_one(ana, ben, actor, room):
    cleo = actor("Cleo")
    plan = room.agree(ana, ben)
    check_in = room.begin(ana, how="live")
    add_member(keyring=again(ana), space=room.space, person=cleo.person)
    room.post(cleo, "yes", plan.pk)
    assert room.rhythm(cleo).now is None
    assert room.rhythm(cleo).upcoming.planned_at == check_in.planned_at + timedelta(days=7)
    assert room.begin(cleo).planned_at is None
    assert CheckIn.objects.get(pk=check_in.pk).words(again(ana))["how"] == "live"


def test_a_time_holds_among_two_who_said_yes_also_where_one_of_them_came_later(ana, ben, room, cleo_came_later):
    room.post(cleo_came_later, "yes", Plan.objects.get().pk)
    leave_space(keyring=again(ben), person=ben.person, space=room.space, is_told=True, now=timezone.now())
    assert set(room.rhythm(ana).time.people) == {ana.person.pk, cleo_came_later.person.pk}


def test_alone_there_is_nobody_to_agree_with(ana):
    alone = Room(create_space(keyring=again(ana), person=ana.person, relation="couple", name="Us"))
    assert alone.post(ana, "propose", first=in_(days=1), weeks="1", minutes="15").status_code == 409
    assert "Nobody else is here yet." in alone.page(ana, "time")


def test_a_yes_of_somebody_who_came_later_takes_away_nothing_that_the_others_agreed_on_or_wait_for(
    ana, ben, actor, room
):
    plan = room.agree(ana, ben, first=in_(days=2))
    room.post(ben, "propose_move", to=in_(days=3))
    room.post(ana, "yes", Plan.objects.latest("made_at").pk)
    moved = room.rhythm(ana).upcoming
    waiting = room.propose(ana, first=in_(days=4))
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=room.space, person=cleo.person)
    for who in (cleo, ben):  # the second one on a page from before
        room.post(who, "yes", plan.pk)
        assert room.rhythm(who).upcoming == moved
    assert Plan.objects.filter(pk=waiting.pk).exists()
    assert first_told(cleo) == moved.at - timedelta(hours=1)


def test_a_move_that_is_taken_back_on_an_old_page_takes_its_reminder_back_too(ana, ben, room):
    room.agree(ana, ben, first=in_(days=2))
    planned = room.rhythm(ana).upcoming
    room.post(ben, "propose_move", to=in_(days=3))
    move = Plan.objects.latest("made_at")
    room.post(ana, "yes", move.pk)
    room.post(ben, "let_go", move.pk)
    assert room.rhythm(ana).upcoming == planned
    for who in (ana, ben):
        assert first_told(who) == planned.at - timedelta(hours=1)


def test_nobody_is_told_of_one_that_was_moved_to_within_the_hour_after_it_has_begun(ana, ben, room):
    room.agree(ana, ben, first=in_(hours=8))
    room.post(ben, "propose_move", to=in_(minutes=20))
    room.post(ana, "yes", Plan.objects.latest("made_at").pk)
    for who in (ana, ben):
        assert first_told(who) > timezone.now() + timedelta(days=6)


@pytest.mark.parametrize("where", ["/", "check_ins"])
def test_whoever_comes_is_told_of_the_next_ones_too_also_where_none_was_begun_here(ana, ben, room, where):
    room.agree(ana, ben, first=in_(days=2))
    last = Reminder.objects.filter(person=ben.person).latest("due_at")
    Reminder.objects.filter(about__startswith=last.about.rpartition(":")[0]).delete()
    assert ana.client.get("/" if where == "/" else room.url(where)).status_code == 200
    for who in (ana, ben):
        assert Reminder.objects.filter(person=who.person).latest("due_at").due_at == last.due_at


def test_where_a_clock_was_changed_by_law_whoever_comes_is_told_at_the_new_hour(ana, ben, room):
    room.agree(ana, ben, first=in_(days=2))
    due = first_told(ben)
    Reminder.objects.update(due_at=F("due_at") + timedelta(hours=1))  # planned by the law before
    ana.client.get("/")
    assert first_told(ben) == due
    assert Reminder.objects.filter(person=ben.person).count() == 4


def first_told(who):
    return Reminder.objects.filter(person=who.person, kind="checkin_soon").earliest("due_at").due_at

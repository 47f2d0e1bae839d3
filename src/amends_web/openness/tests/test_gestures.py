"""Small things: whoever receives chooses what lands; a giver's reminder is theirs alone; nothing is ever counted."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from amends.content.reminders import reminder_words
from amends_web.accounts.models import Person
from amends_web.breakdowns.tests.conftest import again
from amends_web.openness.models import Plan, SharedThings, Things
from amends_web.openness.tests.conftest import THINGS, main_of, part_of
from amends_web.reminders.models import Reminder
from amends_web.shell.exports import all_sections
from amends_web.spaces.actions import leave_space

NEUTRAL = reminder_words().sentences["own_reminder"]


def due(who, room, **words):
    """A reminder whose time has come."""
    plan = room.remind(who, at=timezone.now() + timedelta(hours=1), **words)
    Reminder.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    return plan


def home_of(who):
    return who.client.get("/").content.decode()


def space_page(who, room):
    return who.client.get(f"/spaces/{room.space.pk}/").content.decode()


def test_what_lands_with_ana_is_hers_alone_until_she_shows_it(ana, ben, room):
    room.post(ana, "keep_things", items="\n".join(THINGS))
    assert THINGS[0] in room.page(ana, "own_things")
    assert THINGS[0] not in room.page(ben, "openness") + room.page(ben, "own_things")
    response = room.post(ana, "preview_things", to=[ben.person.pk])
    preview = main_of(response.content.decode())
    assert all(thing in preview for thing in THINGS)
    assert not SharedThings.objects.exists()
    row = room.show(ana, ben)
    assert THINGS[0] in room.page(ben, "things", row.pk)


def test_chosen_members_see_it_and_nobody_else(ana, ben, cleo, room):
    row = room.show(ana, ben)
    assert room.get(ben, "things", row.pk).status_code == 200
    assert room.get(cleo, "things", row.pk).status_code == 404
    again_shown = room.show(ana, cleo)
    assert room.get(ben, "things", again_shown.pk).status_code == 404
    assert room.get(ben, "things", row.pk).status_code == 404
    assert THINGS[0] in room.page(cleo, "things", again_shown.pk)


def test_what_is_changed_in_private_is_not_seen_before_it_is_shown(ana, ben, room):
    row = room.show(ana, ben)
    room.post(ana, "keep_things", items="a walk")
    assert "a walk" not in room.page(ben, "things", row.pk)


def test_ana_takes_it_back_and_may_keep_an_empty_list(ana, ben, room):
    row = room.show(ana, ben)
    assert room.post(ana, "take_back_things").status_code == 302
    assert room.get(ben, "things", row.pk).status_code == 404
    assert room.post(ana, "take_back_things").status_code == 302
    assert THINGS[0] in room.page(ana, "own_things")
    assert room.post(ana, "keep_things", items=" ").status_code == 302
    assert not Things.objects.exists()


def test_a_gesture_that_would_watch_somebody_is_declined_with_alternatives(ana, room):
    response = room.post(ana, "keep_things", items=f"{THINGS[0]}\ntell me where you are every hour")
    page = response.content.decode()
    assert response.status_code == 422
    assert "can’t be about seeing where somebody is" in page
    assert "Some people put something like this there instead:" in page
    assert "tell me where you are every hour" in page
    assert not Things.objects.exists()


def test_bens_reminder_appears_for_ben_alone_worded_for_him_and_only_once_its_time_has_come(ana, ben, room):
    plan = room.remind(ben, at=timezone.now() + timedelta(hours=1))
    assert "a small thing you chose" not in home_of(ben)
    Reminder.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    shown = home_of(ben)
    assert "Ben, a small thing you chose: a coffee brought upstairs" in shown
    assert room.url("plan", plan.pk) in shown
    assert NEUTRAL not in shown
    assert "coffee" not in home_of(ana) + space_page(ana, room) + room.page(ana, "openness")
    assert room.get(ana, "plan", plan.pk).status_code == 404


def test_what_goes_out_for_it_holds_no_words(ben, room):
    due(ben, room, act="a coffee brought upstairs")
    (reminder,) = Reminder.objects.values()
    assert reminder["kind"] == "own_reminder"
    assert re.fullmatch(r"gesture:[0-9a-f-]{36}", reminder["about"])
    assert mail.outbox == []


def test_a_reminder_begins_with_the_thing_that_was_tapped(ana, ben, room):
    row = room.show(ana, ben)
    assert "Set a reminder for yourself" in room.page(ben, "things", row.pk)
    assert THINGS[1] in room.page(ben, "new_plan", things=row.pk, thing="1")
    for wrong in ({"things": row.pk, "thing": "9"}, {"things": row.pk}, {"things": "x", "thing": "0"}):
        assert room.get(ben, "new_plan", **wrong).status_code == 404
    assert room.get(ana, "new_plan", things=row.pk, thing="1").status_code == 404


def test_a_time_is_in_the_zone_of_whoever_sets_it(ben, room):
    Person.objects.filter(pk=ben.person.pk).update(time_zone="Pacific/Auckland")
    day = timezone.localdate() + timedelta(days=40)
    response = room.post(ben, "keep_plan", act="call", cue="", at=f"{day}T07:30")
    there = datetime.combine(day, time(7, 30), tzinfo=ZoneInfo("Pacific/Auckland"))
    assert Reminder.objects.get().due_at == Plan.objects.get().due_at == there
    assert "07:30" in main_of(ben.client.get(response.headers["Location"]).content.decode())


def test_ana_sees_what_she_shows_as_ben_sees_it(ana, ben, room):
    row = room.show(ana, ben)
    room.post(ana, "keep_things", items="a walk")
    own = part_of(room.page(ana, "own_things"), "shown")
    assert re.findall(r"<li>(.*?)</li>", own) == list(THINGS)
    assert re.findall(r'class="h2">(.*?)</span>', room.page(ben, "things", row.pk)) == list(THINGS)


def test_an_if_then_plan_with_a_cue_alone_reminds_of_nothing_and_is_kept(ben, room):
    plan = room.remind(ben, cue="I have made my own coffee")
    page = main_of(room.page(ben, "plan", plan.pk))
    assert "When … I have made my own coffee" in page
    assert not Reminder.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"act": ""}, "Write what you mean to do."),
        ({"at": ""}, "Give it a cue or a time"),
        ({"at": "2020-01-01T10:00"}, "Pick a time that is still to come"),
        ({"at": "soon"}, "Pick a day and a time"),
    ],
)
def test_a_reminder_that_can_not_be_gets_one_sentence_and_nothing_is_lost(ben, room, fields, sentence):
    later = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    fields = {"act": "call", "cue": "", "at": later, **fields}
    response = room.post(ben, "keep_plan", **fields)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Plan.objects.exists()


def test_another_time_moves_the_reminder_and_putting_it_away_ends_it(ben, room):
    plan = due(ben, room)
    assert "a small thing you chose" in home_of(ben)
    at = (timezone.now() + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M")
    assert room.post(ben, "change_plan", plan.pk, act="call", cue="", at=at).status_code == 302
    assert Reminder.objects.get().due_at > timezone.now() + timedelta(days=6)
    assert "a small thing you chose" not in home_of(ben)
    assert room.post(ben, "change_plan", plan.pk, act="call", cue="", at="").status_code == 422
    assert room.post(ben, "change_plan", plan.pk, act="call", cue="at six", at="").status_code == 302
    assert not Reminder.objects.exists()
    assert room.post(ben, "put_plan_away", plan.pk).status_code == 302
    assert not Plan.objects.exists()


def test_three_quiet_weeks_produce_no_scolding_and_no_reminder_beyond_the_one_that_was_set(ana, ben, room):
    room.show(ana, ben)
    room.remind(ben, at=timezone.now() + timedelta(hours=1))
    before = [main_of(page) for who in (ana, ben) for page in (space_page(who, room), home_of(who))]
    for model in (Plan, Reminder):
        model.objects.update(due_at=timezone.now() - timedelta(weeks=3))
    assert [main_of(page) for who in (ana, ben) for page in (space_page(who, room), home_of(who))] == before
    assert Reminder.objects.count() == 1
    assert mail.outbox == []


def test_nobody_sees_a_count_anywhere(ana, ben, room):
    row = room.show(ana, ben)
    notes = [room.write(ana, ben, kind="noticed", text="You waited for me.") for _ in range(7)]
    agreement = room.offer(ana, ben)
    room.answer(ben, agreement)
    plan = room.remind(ben, cue="when I get home")
    pages = [(ana, "openness"), (ben, "openness"), (ben, "things", row.pk), (ana, "own_things"), (ben, "plan", plan.pk)]
    pages += [(who, "list", agreement.pk) for who in (ana, ben)] + [(ben, "note", notes[0].pk)]
    days = r"\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)"
    for who, *address in pages:
        text = re.sub(rf"{days}|about \d min", "", main_of(room.page(who, *address)))
        assert not re.search(r"\d", text), (address, re.findall(r".{20}\d.{20}", text))


def test_bens_export_holds_his_reminder_and_anas_holds_nothing_of_it(ana, ben, room):
    due(ben, room, act="bring her the blue mug")
    assert "blue mug" in str(all_sections(ben.person, again(ben)))
    assert "blue mug" not in str(all_sections(ana.person, again(ana)))


@pytest.mark.parametrize("at", ["0001-01-01T00:00", "9999-12-31T23:59", "2027-02-30T10:00", "٢٠٢٧"])
def test_a_time_that_nobody_means_is_answered_with_one_sentence(ben, room, at):
    Person.objects.filter(pk=ben.person.pk).update(time_zone="Pacific/Auckland")
    assert room.post(ben, "keep_plan", act="call", cue="", at=at).status_code == 422


def test_what_is_ones_own_stays_in_ones_export_after_one_left(ana, ben, room):
    room.post(ben, "keep_things", items="a walk on Sunday")
    room.remind(ben, act="bring the blue mug", cue="at six")
    leave_space(keyring=again(ben), space=room.space, person=ben.person, is_told=True, now=timezone.now())
    mine = str(all_sections(ben.person, again(ben)))
    assert [words in mine for words in ("a walk on Sunday", "bring the blue mug")] == [True, True]

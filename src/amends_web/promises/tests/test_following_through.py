"""The day comes: both are asked, each says how they saw it, both views stand; what was missed can be mended."""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amends.path.places import Place
from amends.path.promise import is_stuck
from amends_web.breakdowns.tests.conftest import again
from amends_web.promises import exports, queries
from amends_web.promises.models import Step
from amends_web.promises.panels import reached
from amends_web.promises.queries import stuck_promises
from amends_web.promises.tests.conftest import ACT, CUE, FRIDAY, TERMS, main_of
from amends_web.reminders.models import Reminder
from amends_web.shell.exports import all_sections

PLAN = {"own": "I stayed on for one more call.", "impact": "You stood there alone.", "plan": "I set an alarm at five."}


def asked(who, kind="promise_asks"):
    return sorted(Reminder.objects.filter(person=who.person, kind=kind).values_list("due_at", flat=True))


def test_on_the_day_both_get_the_same_neutral_ask(ana, ben, room, clock, agreed):
    assert asked(ana) == asked(ben)
    assert [at.isoformat() for at in asked(ana)] == ["2026-12-04T18:00:00+00:00"]
    assert "A promise is ready to be looked at" not in ana.client.get("/").content.decode()
    clock.go(days=4, hours=10)
    for who in (ana, ben):
        assert "A promise is ready to be looked at" in who.client.get("/").content.decode()
        assert "How was it, as you saw it?" in room.page(who, "promise", agreed.pk)
        assert "How did it go?" in room.page(who, "promises")


def test_its_maker_alone_is_reminded_the_evening_before(ana, ben, agreed):
    assert [at.isoformat() for at in asked(ana, "promise_due")] == ["2026-12-03T19:00:00+00:00"]
    assert asked(ben, "promise_due") == []


def test_every_time_is_asked_about_also_where_nobody_says_anything_for_months(ana, ben, room):
    row = room.offer(ana, ben, repeat="FREQ=WEEKLY", times="20")
    room.accept(ben, row)
    for who in (ana, ben):
        assert [(at - asked(who)[0]).days for at in asked(who)] == [7 * week for week in range(20)]
    assert len(asked(ana, "promise_due")) == 20


def test_the_evening_before_stays_on_its_makers_home_whatever_the_other_does_until_the_day_comes(ana, ben, room, clock):
    row = room.offer(ana, ben, repeat="FREQ=WEEKLY", times="2")
    room.accept(ben, row)
    clock.go(days=10, hours=12)  # Thursday evening before the second one
    warned = asked(ana, "promise_due")[-1]
    room.say(ben, row, "kept")
    assert asked(ana, "promise_due") == [warned]
    clock.go(days=1)
    room.say(ana, row, "kept")
    assert asked(ana, "promise_due") == []


def test_nobody_is_reminded_of_the_evening_before_once_it_is_over(ana, ben, room, clock, offered):
    clock.go(days=3, hours=12)
    room.accept(ben, offered)
    assert asked(ana, "promise_due") == []
    assert len(asked(ana)) == 1


def test_nothing_is_planned_before_it_is_agreed_and_nothing_after_it_was_let_go(ana, ben, room, offered):
    assert not Reminder.objects.exists()
    room.accept(ben, offered)
    assert Reminder.objects.count() == 3
    room.post(ana, "let_go", offered.pk)
    assert not Reminder.objects.exists()


def test_whoever_said_how_it_went_is_asked_no_more_and_the_other_still_is(ana, ben, room, due):
    room.say(ana, due, "kept")
    assert asked(ana) == []
    assert len(asked(ben)) == 1
    room.say(ben, due, "kept")
    assert asked(ben) == []


def test_ana_says_kept_and_ben_says_not_for_me_and_both_views_stand(ana, ben, room, due):
    assert room.say(ana, due, "kept").status_code == 302
    assert room.say(ben, due, "not", text="It was half past seven.").status_code == 302
    for who, mine, other in ((ana, "You: kept", "Ben: not for me"), (ben, "You: not for me", "Ana: kept")):
        page = main_of(room.page(who, "promise", due.pk))
        assert mine in page
        assert other in page
        assert "It was half past seven." in page
        assert "It was half past seven." in room.page(who, "history", due.pk)
        assert not re.search(r"\b(?:missed|broken|disputed|disagree\w*|wrong|true)\b", page)


def test_no_page_holds_a_number_of_what_was_kept(ana, ben, room, clock, due):
    room.say(ana, due, "kept")
    room.say(ben, due, "not")
    for name, *args in (("promises",), ("promise", due.pk), ("history", due.pk)):
        for who in (ana, ben):
            assert "%" not in main_of(room.page(who, name, *args))


def test_nobody_says_how_it_went_before_its_time(ana, ben, room, agreed):
    for who in (ana, ben):
        response = room.say(who, agreed, "kept", text="We were early")
        assert response.status_code == 409
    assert room.state(ana, agreed).views == {}


def test_what_one_said_can_be_said_another_way_and_both_stay_in_the_history(ana, ben, room, due):
    room.say(ben, due, "not")
    room.say(ben, due, "kept")
    assert "You: kept" in main_of(room.page(ben, "promise", due.pk))
    history = main_of(room.page(ana, "history", due.pk))
    assert "not for me" in history
    assert "kept" in history


def test_a_missed_one_opens_three_lines_by_its_maker_and_they_reach_ben(ana, ben, room, due):
    assert "Three lines about it" not in room.page(ana, "promise", due.pk)
    room.say(ana, due, "not")
    assert "Three lines about it" in room.page(ana, "promise", due.pk)
    assert "Three lines about it" not in room.page(ben, "promise", due.pk)
    page = room.page(ana, "mend", due.pk, 1, FRIDAY)
    fields = [name for name in re.findall(r'name="([a-z]+)"', main_part(page)) if name in PLAN]
    assert fields == ["own", "impact", "plan"]
    assert room.post(ana, "send_mending", due.pk, 1, FRIDAY, **PLAN).status_code == 302
    assert "A word from Ana about a promise" in ben.client.get("/").content.decode()
    for page in (room.page(ben, "promise", due.pk), room.page(ben, "history", due.pk)):
        assert all(line in page for line in PLAN.values())
    assert room.get(ana, "mend", due.pk, 1, FRIDAY).status_code == 404


def test_the_plan_of_a_mending_begins_a_new_promise_of_its_maker_alone(ana, ben, room, due):
    room.say(ana, due, "not")
    room.post(ana, "send_mending", due.pk, 1, FRIDAY, **PLAN)
    (address,) = re.findall(r'href="([^"]*\?plan=[^"]*)"', room.page(ana, "promise", due.pk))
    assert PLAN["plan"] in ana.client.get(address).content.decode()
    assert "?plan=" not in room.page(ben, "promise", due.pk)
    assert ben.client.get(address).status_code == 404
    assert ana.client.get(room.url("make") + "?plan=x").status_code == 404


def test_a_line_that_is_missing_is_asked_for_and_nothing_is_lost(ana, room, due):
    room.say(ana, due, "not")
    response = room.post(ana, "send_mending", due.pk, 1, FRIDAY, **{**PLAN, "impact": ""})
    assert response.status_code == 422
    assert PLAN["own"] in response.content.decode()


def test_the_second_look_at_the_three_lines_sends_nothing(ana, room, due):
    room.say(ana, due, "not")
    words = {**PLAN, "own": "I’m sorry but you never wait."}
    response = room.post(ana, "send_mending", due.pk, 1, FRIDAY, second_look="yes", **words)
    assert response.status_code == 200
    assert '<span class="mark">' in response.content.decode()
    assert room.state(ana, due).mended == frozenset()


def test_ben_can_not_mend_what_ana_promised(ben, room, due):
    room.say(ben, due, "not")
    assert room.get(ben, "mend", due.pk, 1, FRIDAY).status_code == 404
    assert room.post(ben, "send_mending", due.pk, 1, FRIDAY, **PLAN).status_code == 404


def test_a_weekly_promise_is_looked_at_each_time_and_has_an_end(ana, ben, room, clock):
    row = room.offer(ana, ben, repeat="FREQ=WEEKLY", times="4")
    room.accept(ben, row)
    assert [at.day for at in asked(ben)] == [4, 11, 18, 25]
    clock.go(days=12)
    page = main_of(room.page(ben, "promise", row.pk))
    assert "every week from Friday 4 December, 18:00, 4 times" in page
    assert page.count("How was it, as you saw it?") == 2
    room.say(ben, row, "kept")
    room.say(ben, row, "not", on="2026-12-11")
    assert room.state(ben, row).views == {
        (1, day, ben.person.pk): kept for day, kept in zip(days("2026-12-04", "2026-12-11"), (True, False), strict=True)
    }


def test_a_time_is_shown_on_the_readers_own_clock(ana, ben, room, offered):
    ben.person.time_zone = "Asia/Tokyo"
    ben.person.save(update_fields=["time_zone"])
    assert "Saturday 5 December, 03:00" in room.page(ben, "promise", offered.pk)
    assert "Friday 4 December, 18:00" in room.page(ana, "promise", offered.pk)


def test_a_day_without_an_hour_is_asked_about_in_its_makers_evening(ana, ben, room):
    ana.person.time_zone = "Asia/Tokyo"
    ana.person.save(update_fields=["time_zone"])
    row = room.offer(ana, ben, at="")
    room.accept(ben, row)
    assert [at.isoformat() for at in asked(ben)] == ["2026-12-04T10:00:00+00:00"]


def test_the_export_shows_the_history_with_who_wrote_what(ana, ben, room, due):
    room.say(ana, due, "not")
    room.say(ben, due, "kept", text="You called, late.")
    room.post(ana, "send_mending", due.pk, 1, FRIDAY, **PLAN)
    for who, me, other in ((ana, "You", "Ben"), (ben, "Ana", "You")):
        (row,) = exports.collect(who.person, again(who)).rows
        assert (row["by"], row["to"], row["when"], row["will"]) == ("Ana", "Ben", CUE, ACT)
        assert [(step["by"], step["what"]) for step in row["history"]] == [
            (me, "offered"),
            (other, "said yes"),
            (me, "said of Friday 4 December: not this time"),
            (other, "said of Friday 4 December: kept"),
            (me, "wrote three lines about Friday 4 December"),
        ]
        assert row["history"][3]["words"] == [{"line": "", "text": "You called, late."}]
        assert [line["text"] for line in row["history"][4]["words"]] == list(PLAN.values())
        assert any(section.name == "promises" for section in all_sections(who.person, again(who)))


def test_changed_twice_and_still_missed_is_known_to_both_and_only_then(ana, ben, room, clock, agreed):
    for number, day in ((2, "2026-12-05"), (3, "2026-12-06")):
        room.post(ana, "send_change", agreed.pk, **{**TERMS, "day": day})
        room.accept(ben, agreed, offer=number)
    clock.go(days=7)
    room.say(ben, agreed, "not", on="2026-12-06", offer=3)
    assert stuck_promises(room.space, ana.person, again(ana)) == []
    room.say(ana, agreed, "not", on="2026-12-06", offer=3)
    for who in (ana, ben):
        (stuck,) = stuck_promises(room.space, who.person, again(who))
        assert is_stuck(stuck.state)


def test_agreed_and_looked_at_by_both_are_places_on_the_way(ana, ben, room, clock, agreed):
    space = reverse("spaces:space", args=[room.space.pk])
    assert "Promises" in ana.client.get(space).content.decode()
    clock.go(days=4, hours=10)
    room.say(ana, agreed, "kept")
    room.say(ben, agreed, "not")
    request = SimpleNamespace(user=ana.person, keyring=again(ana))
    assert set(reached(request, room.space)) == {Place.AGREE, Place.FOLLOW_THROUGH}


def test_a_list_takes_as_many_queries_for_five_promises_as_for_one(ana, ben, room):
    def asks(name, *args):
        with CaptureQueriesContext(connection) as seen:
            assert ana.client.get(room.url(name, *args) if name != "/" else "/").status_code == 200
        return len(seen)

    room.accept(ben, room.offer(ana, ben))
    one = [asks(name) for name in ("promises", "/")]
    for _ in range(4):
        row = room.offer(ana, ben)
        room.accept(ben, row)
    assert [asks(name) for name in ("promises", "/")] == one
    before = asks("promise", row.pk)
    room.post(ana, "send_warning", row.pk, text="It may get later.")
    assert asks("promise", row.pk) == before


@pytest.fixture
def opened_steps(monkeypatch):
    """How many steps were unsealed since it was last asked."""
    unsealed, words = [], Step.words

    def counted(step, keyring):
        unsealed.append(step.pk)
        return words(step, keyring)

    def since():
        seen = len(unsealed)
        unsealed.clear()
        return seen

    monkeypatch.setattr(Step, "words", counted)
    return since


def test_home_opens_what_moved_in_the_last_weeks_however_much_there_has_been(ana, ben, room, clock, opened_steps):
    old = [room.offer(ana, ben, day="2027-02-01") for _ in range(3)]
    room.accept(ben, old[0])
    clock.go(weeks=4)
    new = room.offer(ana, ben, day="2027-02-01")
    opened_steps()
    home = ben.client.get("/").content.decode()
    assert opened_steps() == 1
    assert reverse("promises:promise", args=[new.pk]) in home
    asked_for = room.page(ben, "promises").split('id="asks"')[1].split("</section>")[0]
    assert all(reverse("promises:promise", args=[row.pk]) in asked_for for row in (*old[1:], new))


def test_whatever_moves_again_is_on_home_again(ana, ben, room, clock):
    row = room.offer(ana, ben, day="2027-02-01")
    where = reverse("promises:promise", args=[row.pk])
    clock.go(weeks=4)
    assert where not in ben.client.get("/").content.decode()
    assert room.post(ana, "send_change", row.pk, **{**TERMS, "day": "2027-02-02"}).status_code == 302
    assert where in ben.client.get("/").content.decode()


def test_home_opens_a_few_at_most(ben, ana, room, monkeypatch, opened_steps):
    monkeypatch.setattr(queries, "MOST_OPENED", 2)
    for _ in range(4):
        room.offer(ana, ben)
    opened_steps()
    assert ben.client.get("/").status_code == 200
    assert opened_steps() == 2


def test_the_page_of_a_space_opens_one_that_everybody_looked_at_and_none_that_nobody_answered(
    ana, ben, room, clock, opened_steps
):
    rows = [room.offer(ana, ben) for _ in range(4)]
    for row in rows[:3]:
        room.accept(ben, row)
    clock.go(days=4, hours=10)
    for row in rows[:3]:
        for who in (ana, ben):
            room.say(who, row, "kept")
    request = SimpleNamespace(user=ben.person, keyring=again(ben))
    opened_steps()
    assert set(reached(request, room.space)) == {Place.AGREE, Place.FOLLOW_THROUGH}
    assert opened_steps() == 4


def test_when_it_last_moved_lies_open_as_a_week(ana, ben, room, clock):
    until = {room.offer(ana, ben).fresh_until.isoformat()}
    clock.go(days=6, hours=14)
    until.add(room.offer(ana, ben, day="2026-12-20").fresh_until.isoformat())
    clock.go(hours=2)
    assert until == {"2026-12-21"}
    assert room.offer(ana, ben, day="2026-12-20").fresh_until.isoformat() == "2026-12-28"


def test_a_step_takes_as_many_queries_after_many_as_after_few(ana, ben, room, due):
    def queries_of(seen):
        with CaptureQueriesContext(connection) as counted:
            assert room.say(ana, due, seen).status_code == 302
        return len(counted)

    for who in (ana, ben):
        room.say(who, due, "kept")
    few = queries_of("not")
    for seen in ("kept", "not", "kept"):
        room.say(ben, due, seen)
    assert queries_of("not") == few


def main_part(page):
    return page.split("<main")[1].split("</main>")[0]


def days(*texts):
    return [date.fromisoformat(text) for text in texts]

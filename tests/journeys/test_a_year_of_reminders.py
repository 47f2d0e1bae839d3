"""A year of two people in two time zones: a check-in and a promise every week, and when each of them is told."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from conftest import make_actor
from django.utils import timezone

from amends.path import checkin, promise
from amends.path.quiet import QuietHours, is_quiet
from amends_web.accounts.models import Person
from amends_web.promises.actions import offer, say
from amends_web.promises.models import Promise
from amends_web.promises.queries import opened
from amends_web.promises.tests.conftest import Room
from amends_web.reminders.models import Channel, Delivery, Reminder
from amends_web.reminders.notices import seal_address
from amends_web.reminders.outbox import work
from amends_web.reminders.queries import due_reminders
from amends_web.rhythm.actions import propose_time, say_yes
from amends_web.rhythm.panels import steps as check_in_steps
from amends_web.spaces.actions import add_member, create_space
from amends_web.vault.keyring import Keyring

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
# With all four changes of the clock: Berlin in March and October, New York in March and November.
FROM, UNTIL = datetime(2026, 2, 2, 9, tzinfo=UTC), datetime(2027, 2, 1, 9, tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def again(actor):
    return Keyring(person_id=actor.person.pk, seed=actor.keyring.seed)


class Year:
    """Two people, the time that passes, and what went out to whom: {(person, key, due time): [when]}."""

    def __init__(self, monkeypatch):
        self.now = FROM
        monkeypatch.setattr(timezone, "now", lambda: self.now)
        self.ana, self.ben = make_actor("Ana"), make_actor("Ben")
        self.sent, self.due = defaultdict(list), set()
        for actor, zone in ((self.ana, BERLIN), (self.ben, NEW_YORK)):
            Person.objects.filter(pk=actor.person.pk).update(time_zone=zone.key)
            channel = Channel(person=actor.person, kind=Channel.Kind.MAIL, confirmed_at=FROM)
            seal_address(channel, f"{actor.person.sign_in_name}@example.org")
            channel.save()
        self.space = create_space(keyring=self.ana.keyring, person=self.ana.person, relation="couple", name="Us")
        add_member(keyring=again(self.ana), space=self.space, person=self.ben.person)

    def agree_on_check_ins(self):
        """Every Thursday at half past eight in the evening in Berlin."""
        terms = checkin.Terms(start=datetime(2026, 2, 5, 20, 30), zone=BERLIN.key, weeks=1, minutes=30)  # noqa: DTZ001
        plan = propose_time(
            keyring=again(self.ana), person=self.ana.person, space=self.space, terms=terms, now=self.now
        )
        for actor in (self.ana, self.ben):
            say_yes(keyring=again(actor), person=actor.person, plan=plan, now=self.now)

    def promise(self):
        """Ben's, for every Friday at six in New York, which is midnight for Ana."""
        terms = promise.Terms(
            act="call you",
            cue="work is over",
            day=date(2026, 2, 6),
            at=time(18),
            zone=NEW_YORK.key,
            rule="FREQ=WEEKLY;COUNT=52",
        )
        row = offer(
            keyring=again(self.ben),
            person=self.ben.person,
            space=self.space,
            to=[self.ana.person],
            terms=terms,
            now=self.now,
        )
        Room(self.space).accept(self.ana, row)

    def look_back(self):
        """Every other Sunday Ana opens home. Until summer both say how they saw Friday, then nobody says anything."""
        request = SimpleNamespace(user=self.ana.person, keyring=again(self.ana))
        assert all(step.url for step in check_in_steps(request))
        if self.now >= SUMMER:
            return
        row = Promise.objects.get()
        for actor in (self.ana, self.ben):
            for occasion in promise.asked_about(opened(row, again(actor)).state, who=actor.person.pk, now=self.now):
                say(
                    keyring=again(actor),
                    person=actor.person,
                    row=row,
                    offer=1,
                    on=occasion.on,
                    is_kept=True,
                    text="",
                    now=self.now,
                )

    def moments_of(self, day):
        """Return when something could go out: as it is due, as quiet hours end, and a minute before."""
        edges = [datetime.combine(day, time(8), tzinfo=zone) for zone in (BERLIN, NEW_YORK)]
        midnight = datetime.combine(day, time(0), tzinfo=UTC)
        due = Reminder.objects.filter(due_at__gte=midnight, due_at__lt=midnight + timedelta(days=1))
        edges += due.values_list("due_at", flat=True)
        return sorted({edge.astimezone(UTC) + step * MINUTE for edge in edges for step in (-1, 0)})

    def pass_to(self, now):
        self.now = now
        work(now=now, send=lambda *_, **__: None)
        for row in Delivery.objects.filter(state="sent", sent_at=now).select_related("reminder"):
            self.sent[(row.reminder.person_id, row.reminder.about, row.due_at)].append(row.sent_at)
        due = Reminder.objects.filter(due_at__lte=now, due_at__gt=now - timedelta(days=2))
        self.due |= set(due.values_list("person_id", "about", "due_at", "kind"))
        for actor in (self.ana, self.ben):
            shown = [reminder.about for reminder in due_reminders(actor.person, now=now)]
            assert len(shown) == len(set(shown))

    def live(self):
        day = FROM.date()
        while day < UNTIL.date():
            for moment in self.moments_of(day):
                self.pass_to(moment)
            if (day - FROM.date()).days % 14 == 6:
                self.now = datetime.combine(day, time(19), tzinfo=UTC)
                self.look_back()
            day += timedelta(days=1)


def told_at(due_at, zone):
    """When it should go out: as it is due, or at eight, where that falls into the night of the person."""
    local = due_at.astimezone(zone)
    if not is_quiet(QuietHours(), local=local):
        return due_at
    morning = datetime.combine(local.date() + timedelta(days=local.hour >= 21), time(8), tzinfo=zone)
    return morning.astimezone(UTC)


@pytest.mark.slow
@pytest.mark.django_db
def test_in_a_year_of_two_people_in_two_zones_no_reminder_is_lost_doubled_or_at_a_wrong_hour(monkeypatch):
    year = Year(monkeypatch)
    year.agree_on_check_ins()
    year.promise()
    year.live()

    zones = {year.ana.person.pk: BERLIN, year.ben.person.pk: NEW_YORK}
    of_kind = defaultdict(list)
    for person, about, due_at, kind in sorted(year.due, key=lambda one: one[2]):
        of_kind[(person, kind)].append(due_at)
        assert year.sent[(person, about, due_at)] == [told_at(due_at, zones[person])], (about, due_at)
    assert set(year.sent) == {(person, about, due_at) for person, about, due_at, _ in year.due}

    # Each of the fifty-two weeks, on the clock of whoever it was agreed with.
    for person in zones:
        assert weekly(of_kind[(person, "checkin_soon")], BERLIN) == {"Thu 19:30"}
        assert weekly(of_kind[(person, "promise_asks")], NEW_YORK) == {"Fri 18:00"}
    assert weekly(of_kind[(year.ben.person.pk, "promise_due")], NEW_YORK) == {"Thu 19:00"}
    assert (year.ana.person.pk, "promise_due") not in of_kind
    assert {key: len(times) for key, times in of_kind.items()} == dict.fromkeys(of_kind, 52)
    # For Ben the check-in is at another hour in the four weeks in which only one of the two clocks has changed.
    hours = [at.astimezone(NEW_YORK).hour for at in of_kind[(year.ben.person.pk, "checkin_soon")]]
    assert (hours.count(13), hours.count(14)) == (48, 4)


def weekly(times, zone):
    """Return the day and hour that these times show on the clock of a place; each week has one of them."""
    days = [at.astimezone(zone).date() for at in times]
    assert {(later - earlier).days for earlier, later in pairwise(days)} == {7}
    return {f"{at.astimezone(zone):%a %H:%M}" for at in times}

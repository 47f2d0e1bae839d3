from __future__ import annotations

import uuid
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from amends.outside.notices import NoticeFailed
from amends.outside.notices.apart import SECONDS
from amends.path.trying import LONGEST_WAIT, MOST_TRIES
from amends_web.accounts.models import Person
from amends_web.pauses.actions import take_pause
from amends_web.pauses.models import Pause
from amends_web.reminders.actions import forget, put_away, remind
from amends_web.reminders.lease import RUNS_FOR as LEASE_RUNS_FOR
from amends_web.reminders.lease import hold, let_go
from amends_web.reminders.models import Channel, Delivery, Reminder, Wishes
from amends_web.reminders.outbox import KEPT_FOR, queue, work
from amends_web.reminders.own import switch_channel
from amends_web.spaces.actions import leave_space

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
JUMPS = [timedelta(hours=1), timedelta(days=1), timedelta(days=365)]


class Post:
    """Takes notices in place of the network; fails as often as it is told to."""

    def __init__(self):
        self.sent, self.tried, self.failures = [], [], []

    def __call__(self, channel, notice, *, now):
        self.tried.append((now, notice.id))
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append((channel.pk, notice))

    @property
    def count(self):
        return len(self.sent)


@pytest.fixture
def post():
    return Post()


@pytest.fixture
def due(ana):
    """Plans something for Ana at noon, or at another time."""

    def planned(at=NOON, kind="own_reminder", who=ana, **where):
        about = f"note:{uuid.uuid4()}"
        remind(person=who.person, kind=kind, at=at, about=about, **where)
        return about

    return planned


def test_what_is_due_goes_out_once_by_each_channel_and_not_before(ana, channel, due, post):
    channel(ana)
    channel(ana, Channel.Kind.CHAT, "ntfys://ntfy.example.org/topic")
    due()
    work(now=NOON - timedelta(seconds=1), send=post)
    assert post.count == 0
    for minutes in range(5):
        work(now=NOON + timedelta(minutes=minutes), send=post)
    assert post.count == 2


def test_a_round_in_which_services_hang_ends_before_another_process_could_begin_and_nobody_is_left_out(
    ana, ben, channel, due, post
):
    """Each of five hangs for as long as one send can; the rest goes in the next round, before any again."""
    for number in range(5):
        channel(ana, Channel.Kind.CHAT, f"ntfys://ntfy.example.org/{number}")
    mail = channel(ben)
    due()
    due(who=ben)
    gone_by = 0

    def hanging(row, notice, *, now):
        nonlocal gone_by
        gone_by += SECONDS if row.kind == Channel.Kind.CHAT else 0
        post.failures = [NoticeFailed("failed")] if row.kind == Channel.Kind.CHAT else []
        post(row, notice, now=now)

    work(now=NOON, send=hanging, clock=lambda: gone_by)
    assert gone_by < LEASE_RUNS_FOR.total_seconds()
    work(now=NOON + timedelta(seconds=gone_by), send=hanging, clock=lambda: gone_by)
    assert len({message for _at, message in post.tried}) == 6
    assert [row for row, _notice in post.sent] == [mail.pk]


def test_nothing_goes_by_a_channel_that_is_not_confirmed_or_is_off(ana, channel, due, post):
    channel(ana)
    Channel.objects.update(confirmed_at=None)
    channel(ana)
    Channel.objects.exclude(confirmed_at=None).update(is_on=False)
    due()
    work(now=NOON, send=post)
    assert post.count == 0


def test_without_a_channel_it_is_on_home_alone_and_is_not_sent_later(ana, channel, due, post):
    due()
    work(now=NOON, send=post)
    channel(ana)
    work(now=NOON + HOUR, send=post)
    assert post.count == 0


def test_several_things_that_are_due_are_one_neutral_sentence(ana, channel, due, post):
    channel(ana)
    for kind in ("own_reminder", "promise_due", "checkin_soon"):
        due(kind=kind)
    work(now=NOON, send=post)
    assert post.count == 1
    assert Delivery.objects.filter(state="sent").count() == 3


@pytest.mark.parametrize("kind", Reminder.Kind.values)
def test_no_notice_tells_what_it_is_about(ana, channel, due, post, kind):
    channel(ana)
    about = due(kind=kind)
    # A break is told of while it lasts; no such break is here.
    Reminder.objects.filter(kind="pause_over").update(kind="own_reminder")
    work(now=NOON, send=post)
    (_, notice), *_ = post.sent
    assert (notice.title, notice.text) == ("Something is ready", "There is something for you in Amends.")
    assert about.partition(":")[2] not in f"{notice.title}{notice.text}{notice.id}"


def test_the_words_are_the_ones_that_the_person_picked(ana, channel, due, post):
    Wishes.objects.create(person=ana.person, notice="note")
    channel(ana)
    due()
    work(now=NOON, send=post)
    assert post.sent[0][1].title == "A note"


def test_a_failure_is_tried_again_later_with_the_same_message(ana, channel, due, post):
    channel(ana)
    due()
    post.failures = [NoticeFailed("failed"), NoticeFailed("failed")]
    for minutes in range(10):
        work(now=NOON + timedelta(minutes=minutes), send=post)
    assert post.count == 1
    assert len(post.tried) == 3
    assert len({message for _, message in post.tried}) == 1
    assert [(at - NOON) // timedelta(minutes=1) for at, _ in post.tried] == [0, 1, 3]


def test_what_a_services_client_raises_stops_nobody_elses(ana, ben, channel, due, post, caplog):
    channel(ana)
    channel(ben)
    due()
    due(who=ben)
    post.failures = [RuntimeError("ana@example.org has no such thing")]
    work(now=NOON, send=post)
    assert post.count == 1
    work(now=NOON + HOUR, send=post)
    assert post.count == 2


def test_after_two_days_of_failures_it_is_given_up_and_its_owner_is_told(ana, channel, due, post):
    channel(ana)
    Wishes.objects.create(person=ana.person, quiet_from=time(3), quiet_until=time(3))
    due()
    post.failures = [NoticeFailed("failed")] * 1000
    now = NOON
    while Delivery.objects.filter(state="waiting").exists() or now == NOON:
        work(now=now, send=post)
        now += LONGEST_WAIT / 2
        assert now < NOON + timedelta(days=4)
    assert len(post.tried) == MOST_TRIES
    assert now > NOON + timedelta(days=2)
    assert Channel.objects.get().has_failed
    assert Channel.objects.get().is_on


def test_a_channel_that_is_gone_is_switched_off(ana, channel, due, post):
    channel(ana)
    due()
    post.failures = [NoticeFailed("gone")]
    work(now=NOON, send=post)
    work(now=NOON + HOUR, send=post)
    assert (post.count, len(post.tried)) == (0, 1)
    row = Channel.objects.get()
    assert (row.is_on, row.has_failed) == (False, True)


def test_what_else_waited_for_a_channel_that_is_gone_waits_no_more(ana, channel, due, post):
    row = channel(ana)
    due()
    post.failures = [NoticeFailed("failed"), NoticeFailed("gone")]
    work(now=NOON, send=post)

    def another_becomes_due(*arguments, now):
        due(now)
        queue(now=now)
        post(*arguments, now=now)

    work(now=NOON + HOUR, send=another_becomes_due)
    assert not Channel.objects.get().is_on
    switch_channel(channel=row, is_on=True)
    work(now=NOON + 2 * HOUR, send=post)
    assert post.count == 0


@pytest.mark.parametrize("reason", ["failed", "gone"])
def test_a_way_that_its_owner_switches_off_while_something_fails_stays_off(ana, channel, due, post, reason):
    row = channel(ana)
    due()

    def meanwhile(*_, **__):
        switch_channel(channel=row, is_on=False)
        raise NoticeFailed(reason)

    post.failures = [NoticeFailed("failed")]
    work(now=NOON, send=post)
    Delivery.objects.update(tries=MOST_TRIES - 1)
    work(now=NOON + HOUR, send=meanwhile)
    assert not Channel.objects.get().is_on


def test_an_address_sealed_by_a_copy_with_another_secret_is_not_used(ana, channel, due, settings):
    channel(ana)
    settings.SECRET_KEY = "another" * 10
    due()
    work(now=NOON)
    assert Channel.objects.get().has_failed


@pytest.mark.parametrize("leap", JUMPS)
def test_a_clock_that_goes_back_repeats_nothing_and_leaves_nothing_out(ana, channel, due, post, leap):
    channel(ana)
    due()
    work(now=NOON, send=post)
    due(NOON + timedelta(minutes=10))
    for now in (NOON - leap, NOON - leap + HOUR, NOON, NOON + timedelta(minutes=11), NOON + HOUR):
        work(now=now, send=post)
    assert post.count == 2
    assert Delivery.objects.filter(state="sent").count() == 2


@pytest.mark.parametrize("leap", JUMPS)
def test_a_clock_that_goes_ahead_and_comes_back_repeats_nothing_and_leaves_nothing_out(ana, channel, due, post, leap):
    channel(ana)
    for minutes in (0, 30, 90):
        due(NOON + timedelta(minutes=minutes))
    for now in (NOON, NOON + leap, NOON + leap + HOUR, NOON, NOON + 2 * HOUR):
        work(now=now, send=post)
    # What was due at noon; then the two others, in one, or one after the other where an hour lets them.
    assert post.count == (3 if leap == HOUR else 2)
    assert not Delivery.objects.filter(state="waiting").exists()


@pytest.mark.parametrize("leap", JUMPS)
def test_a_claim_from_a_clock_that_was_ahead_holds_nothing_for_longer_than_an_hour(ana, channel, due, post, leap):
    channel(ana)
    due()
    post.failures = [NoticeFailed("failed")]
    work(now=NOON + leap, send=post)
    assert post.count == 0
    for minutes in (0, 30, 61):
        work(now=NOON + timedelta(minutes=minutes), send=post)
    assert post.count == 1


def test_nothing_goes_out_in_quiet_hours_and_all_of_it_once_they_are_over(ana, channel, due, post):
    Person.objects.update(time_zone="America/New_York")
    channel(ana)
    night = datetime(2026, 12, 1, 2, 30, tzinfo=UTC)  # 21:30 in New York
    due(night)
    due(night + HOUR)
    now = night
    while now < datetime(2026, 12, 1, 13, tzinfo=UTC):
        work(now=now, send=post)
        now += timedelta(minutes=15)
        assert post.count == 0
    work(now=now, send=post)
    assert post.count == 1
    assert Delivery.objects.filter(state="sent").count() == 2


@pytest.mark.parametrize("zone", ["Atlantis/Poseidonis", "Europe", "../UTC", ""])
def test_somebody_whose_zone_is_none_is_told_by_the_clock_of_utc_and_holds_up_nobody(
    ana, ben, channel, due, post, zone
):
    Person.objects.filter(pk=ana.person.pk).update(time_zone=zone)  # written past the pages
    channel(ana)
    channel(ben)
    night = datetime(2026, 12, 1, 2, tzinfo=UTC)
    due(night)
    due(night, who=ben)
    work(now=night, send=post)
    assert post.count == 0
    assert work(now=night + 8 * HOUR, send=post) == 2


@pytest.mark.parametrize("day", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
def test_quiet_hours_end_at_eight_on_the_persons_clock_on_the_days_when_it_changes(ana, channel, due, post, day):
    Person.objects.update(time_zone="Europe/Berlin")
    channel(ana)
    due(day)
    sent_at = next(
        at for at in (day + timedelta(minutes=5 * step) for step in range(200)) if work(now=at, send=post) == 1
    )
    assert sent_at == day + timedelta(hours=6 if day.month == 3 else 7)


def test_what_was_put_away_or_taken_away_in_the_night_is_not_sent_in_the_morning(ana, channel, due, post):
    channel(ana)
    night = datetime(2026, 11, 30, 23, tzinfo=UTC)
    about = due(night)
    due(night)
    work(now=night, send=post)
    forget(about_prefix=about)
    put_away(reminder=Reminder.objects.get(), now=night)
    work(now=night + 12 * HOUR, send=post)
    assert post.count == 0


def test_what_was_moved_in_the_night_is_sent_at_its_new_time_alone(ana, channel, due, post):
    channel(ana)
    night = datetime(2026, 11, 30, 23, tzinfo=UTC)
    about = due(night)
    work(now=night, send=post)
    remind(person=ana.person, kind="own_reminder", at=night + 14 * HOUR, about=about)
    work(now=night + 12 * HOUR, send=post)
    assert post.count == 0
    work(now=night + 14 * HOUR, send=post)
    assert post.count == 1


def test_what_was_sent_and_then_moved_is_sent_again_at_its_new_time(ana, channel, due, post):
    channel(ana)
    about = due()
    work(now=NOON, send=post)
    remind(person=ana.person, kind="own_reminder", at=NOON + HOUR, about=about)
    work(now=NOON + HOUR, send=post)
    assert post.count == 2
    assert len({notice.id for _, notice in post.sent}) == 2


def test_whoever_left_the_space_is_not_told_of_it(ana, space, channel, due, post):
    channel(ana)
    due(space=space)
    leave_space(keyring=ana.keyring, person=ana.person, space=space, is_told=False, now=NOON)
    work(now=NOON, send=post)
    assert post.count == 0
    assert not Delivery.objects.exists()


def test_long_after_it_is_erased_unless_it_still_has_to_go_out(ana, channel, due, post):
    channel(ana)
    due()
    due(NOON + 10 * HOUR)
    work(now=NOON, send=post)
    late = NOON + KEPT_FOR + timedelta(days=1, hours=11)  # within quiet hours
    work(now=late, send=post)
    assert post.count == 1
    assert Reminder.objects.count() == 1
    work(now=late + 12 * HOUR, send=post)
    assert post.count == 2
    assert not Reminder.objects.exists()


def test_a_round_with_nothing_to_do_costs_a_handful_of_queries(ana, channel, due, post, django_assert_max_num_queries):
    channel(ana)
    for _ in range(20):
        due()
    work(now=NOON, send=post)
    with django_assert_max_num_queries(12):
        work(now=NOON + HOUR, send=post)


def test_the_loop_needs_no_key_and_its_rows_hold_no_words(ana, channel, due, post):
    words = {
        "Reminder": {"kind", "about"},
        "Delivery": {"state"},
        "Channel": {"kind", "code_hash"},
        "Wishes": {"notice", "left_out"},
    }
    for model in (Reminder, Delivery, Channel, Wishes):
        texts = {f.name for f in model._meta.fields if f.get_internal_type() in ("CharField", "TextField")}
        assert texts == words[model.__name__]
    channel(ana, address="where.ana.reads@example.org")
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM reminders_channel")
        (stored,) = cursor.fetchone()
    assert b"ana" not in bytes(stored)


def test_one_process_at_a_time_works_and_one_that_died_is_followed(db):
    one, two = uuid.uuid4(), uuid.uuid4()
    assert hold(one, now=NOON)
    assert not hold(two, now=NOON + timedelta(seconds=60))
    assert hold(one, now=NOON + timedelta(seconds=60))
    assert hold(two, now=NOON + timedelta(minutes=3))
    assert not hold(one, now=NOON + timedelta(minutes=3))
    let_go(two)
    assert hold(one, now=NOON + timedelta(minutes=3))


@pytest.mark.parametrize("leap", JUMPS)
def test_a_lease_from_a_clock_that_was_ahead_keeps_nobody_out_for_much_longer_than_an_hour(db, leap):
    assert hold(uuid.uuid4(), now=NOON + leap)
    assert hold(uuid.uuid4(), now=NOON + timedelta(minutes=62))


def test_two_loops_at_once_send_it_once(ana, channel, due, post):
    """The second comes while the first one is sending: what the first holds, it leaves alone."""
    channel(ana)
    due()

    def sends_while_another_works(*arguments, now):
        work(now=now, send=post)
        post(*arguments, now=now)

    work(now=NOON, send=sends_while_another_works)
    assert post.count == 1


def test_the_end_of_a_break_is_told_to_everybody_in_the_space_once(ana, ben, space, channel, post, always):
    always(ana, ben)
    channel(ana)
    channel(ben)
    now = timezone.now()
    take_pause(keyring=ana.keyring, person=ana.person, space=space, back_at=now + HOUR, now=now)
    work(now=now, send=post)
    assert post.count == 0
    back_at = Pause.objects.get().back_at
    for minutes in (0, 5, -60, 0, 10):
        work(now=back_at + timedelta(minutes=minutes), send=post)
    assert post.count == 2


def test_a_break_that_was_ended_is_told_of_no_more(ana, ben, space, channel, post, always):
    always(ana, ben)
    now = timezone.now()
    take_pause(keyring=ana.keyring, person=ana.person, space=space, back_at=now + HOUR, now=now)
    Pause.objects.update(ended_at=now)
    channel(ben)
    work(now=now + HOUR, send=post)
    assert post.count == 0


@pytest.mark.parametrize("changed", ["ended", "moved"])
def test_a_break_that_changes_in_the_night_is_not_told_of_as_over_in_the_morning(
    ana, ben, space, channel, post, always, changed
):
    always(ana, ben)
    channel(ben)
    now = timezone.now()
    take_pause(keyring=ana.keyring, person=ana.person, space=space, back_at=now + HOUR, now=now)
    local = now.astimezone(ZoneInfo(ben.person.time_zone))
    night = {"quiet_from": (local - HOUR).time(), "quiet_until": (local + 3 * HOUR).time()}
    Wishes.objects.filter(person=ben.person).update(**night)
    back_at = Pause.objects.get().back_at
    work(now=back_at, send=post)
    assert Delivery.objects.filter(state="waiting").count() == 1
    Pause.objects.update(**({"ended_at": back_at} if changed == "ended" else {"back_at": back_at + 12 * HOUR}))
    work(now=back_at + 3 * HOUR, send=post)
    assert post.count == 0

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from amends.content.reminders import reminder_words
from amends_web.accounts.actions import delete_account
from amends_web.reminders.actions import forget, remind
from amends_web.reminders.models import Reminder
from amends_web.spaces.actions import leave_space

DUE = reverse("reminders:due")
NOTE = reminder_words().sentences["own_reminder"]
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def page(actor, url=DUE):
    """A page without what is random in it: the token and the key of each form."""
    return re.sub(
        r'name="(?:csrfmiddlewaretoken|submission)" value="[^"]*"', "", actor.client.get(url).content.decode()
    )


def test_every_kind_has_its_neutral_sentence():
    assert set(reminder_words().sentences) == set(reminder_words().kinds) == set(Reminder.Kind.values)


def test_the_same_call_again_plans_nothing_new(ana):
    for _ in range(3):
        remind(person=ana.person, kind="promise_due", at=NOON, about="promise:1:due")
    assert Reminder.objects.get().due_at == NOON


def test_another_time_moves_it_and_a_reminder_that_was_put_away_comes_back(ana, plan):
    about = plan(ana)
    ana.client.post(reverse("reminders:put_away", args=[Reminder.objects.get().pk]))
    remind(person=ana.person, kind="own_reminder", at=timezone.now() + timedelta(days=1), about=about)
    row = Reminder.objects.get()
    assert row.put_away_at is None
    assert row.due_at > timezone.now()
    assert NOTE not in page(ana)


def test_one_thing_may_remind_two_people_and_in_two_ways(ana, ben):
    for who in (ana, ben):
        remind(person=who.person, kind="promise_asks", at=NOON, about="promise:1:due")
    remind(person=ana.person, kind="promise_due", at=NOON, about="promise:1:due")
    assert Reminder.objects.count() == 3


@pytest.mark.parametrize(
    ("kind", "about", "at"),
    [
        ("nag", "promise:1", NOON),
        ("promise_due", "say sorry to Ben", NOON),
        ("promise_due", "", NOON),
        ("promise_due", "promise", NOON),
        ("promise_due", "promise:1", NOON.replace(tzinfo=None)),
    ],
)
def test_words_in_a_key_an_unknown_kind_and_a_naive_time_are_refused(ana, kind, about, at):
    with pytest.raises(ValueError, match="opaque key"):
        remind(person=ana.person, kind=kind, at=at, about=about)
    assert not Reminder.objects.exists()


def test_forgetting_a_thing_takes_it_away_for_everybody_and_nothing_else(ana, ben):
    one, other = uuid.uuid4(), uuid.uuid4()
    for who in (ana, ben):
        remind(person=who.person, kind="promise_asks", at=NOON, about=f"promise:{one}:due")
    remind(person=ana.person, kind="promise_asks", at=NOON, about=f"promise:{other}:due")
    forget(about_prefix=f"promise:{one}")
    assert [row.about for row in Reminder.objects.all()] == [f"promise:{other}:due"]


@pytest.mark.parametrize("prefix", ["", "promise", "promise:", "%", "_"])
def test_forgetting_needs_the_key_of_one_thing(ana, plan, prefix):
    plan(ana)
    with pytest.raises(ValueError, match="one thing"):
        forget(about_prefix=prefix)
    assert Reminder.objects.exists()


def test_what_is_due_stands_on_home_and_what_is_not_yet_does_not(ana, plan):
    plan(ana, kind="checkin_soon", ago=timedelta(hours=-1))
    assert reminder_words().sentences["checkin_soon"] not in page(ana, "/")
    plan(ana, kind="own_reminder")
    assert NOTE in page(ana, "/")


def test_the_end_of_a_break_is_told_on_home_by_its_own_area_and_not_twice(ana, space, plan):
    plan(ana, kind="pause_over", about=f"pause:{uuid.uuid4()}", space=space)
    assert reminder_words().sentences["pause_over"] not in page(ana, "/")
    assert reminder_words().sentences["pause_over"] in page(ana)


def test_it_is_seen_by_its_owner_alone(ana, ben, stranger, space, plan):
    plan(ana, space=space)
    address = reverse("reminders:put_away", args=[Reminder.objects.get().pk])
    for other in (ben, stranger):
        for url in (DUE, "/", reverse("spaces:space", args=[space.pk])):
            assert NOTE not in page(other, url)
        assert other.client.post(address).status_code == 404
    assert Reminder.objects.get().put_away_at is None


def test_what_ben_gets_is_the_same_whether_ana_planned_something_or_not(ana, ben, space, plan):
    before = {url: page(ben, url) for url in (DUE, "/", reverse("spaces:space", args=[space.pk]))}
    plan(ana, space=space)
    assert {url: page(ben, url) for url in before} == before


def test_putting_it_away_is_one_tap_and_counts_once(ana, plan):
    plan(ana)
    address = reverse("reminders:put_away", args=[Reminder.objects.get().pk])
    ana.client.post(address)
    at = Reminder.objects.get().put_away_at
    ana.client.post(address)
    assert Reminder.objects.get().put_away_at == at
    assert NOTE not in page(ana)
    assert NOTE not in page(ana, "/")


def test_it_falls_away_by_itself_after_a_week(ana, plan):
    plan(ana, ago=timedelta(days=8))
    assert NOTE not in page(ana)


def test_it_leads_to_the_space_and_ends_when_the_person_leaves(ana, space, plan):
    plan(ana, space=space)
    assert reverse("spaces:space", args=[space.pk]) in page(ana)
    leave_space(keyring=ana.keyring, person=ana.person, space=space, is_told=False, now=timezone.now())
    assert NOTE not in page(ana)
    assert ana.client.post(reverse("reminders:put_away", args=[Reminder.objects.get().pk])).status_code == 404


def test_it_leads_to_the_page_of_what_it_is_about(ana, space, plan):
    promise = uuid.uuid4()
    plan(ana, kind="promise_asks", about=f"promise:{promise}:asks:1", space=space)
    plan(ana, kind="checkin_soon", about=f"checkin:{space.pk}:20261201T1930", space=space)
    plan(ana, kind="look_back", about="promise:1", space=space)
    shown = page(ana)
    assert f'href="{reverse("promises:promise", args=[promise])}"' in shown
    assert f'href="{reverse("rhythm:check_ins", args=[space.pk])}"' in shown
    assert f'href="{reverse("spaces:space", args=[space.pk])}"' in shown


def test_an_account_that_is_deleted_takes_its_reminders_along(ana, ben, plan):
    plan(ana)
    plan(ben)
    delete_account(person=ana.person, keyring=ana.keyring)
    assert [row.person_id for row in Reminder.objects.all()] == [ben.person.pk]


def test_what_is_due_costs_as_many_queries_for_one_as_for_twenty(ana, space, plan, django_assert_num_queries):
    plan(ana, space=space)
    with CaptureQueriesContext(connection) as one:
        page(ana)
    for _ in range(19):
        plan(ana, space=space)
    with django_assert_num_queries(len(one)):
        page(ana)


def test_no_column_of_a_reminder_could_hold_words():
    kinds = {field.name: field.get_internal_type() for field in Reminder._meta.fields}
    assert {name for name, kind in kinds.items() if kind in ("CharField", "TextField")} == {"kind", "about"}

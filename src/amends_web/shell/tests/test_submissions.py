from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import SuspiciousOperation
from django.db import connection
from django.test import RequestFactory

from amends_web.shell import submissions
from amends_web.shell.models import Host, Submission
from amends_web.shell.submissions import once


def form(key=None, *, user=None):
    request = RequestFactory().post("/", {} if key is None else {"submission": key})
    request.user = user or AnonymousUser()
    return request


class Act:
    def __init__(self, url="/done/"):
        self.url = url
        self.times = 0

    def __call__(self):
        self.times += 1
        return self.url


@pytest.mark.django_db
def test_a_form_does_its_work_and_leads_on():
    act = Act()

    assert once(form(str(uuid.uuid4())), act) == "/done/"
    assert act.times == 1


@pytest.mark.django_db
def test_the_same_form_again_leads_to_the_same_place_and_does_nothing():
    key = str(uuid.uuid4())
    act = Act()
    once(form(key), act)

    assert once(form(key), Act("/elsewhere/")) == "/done/"
    assert act.times == 1


@pytest.mark.django_db
def test_another_form_does_its_own_work():
    act = Act()
    once(form(str(uuid.uuid4())), act)
    once(form(str(uuid.uuid4())), act)

    assert act.times == 2


def test_a_key_of_another_person_opens_nothing(ana, stranger):
    key = str(uuid.uuid4())
    once(form(key, user=ana.person), Act("/hers/"))

    assert once(form(key, user=stranger.person), Act("/own/")) == "/own/"


@pytest.mark.django_db
@pytest.mark.parametrize("key", [None, "", "not-a-key", "0" * 31])
def test_a_form_without_a_proper_key_is_refused(key):
    act = Act()

    with pytest.raises(SuspiciousOperation):
        once(form(key), act)
    assert act.times == 0


@pytest.mark.django_db
def test_what_failed_can_be_sent_again():
    key = str(uuid.uuid4())

    def fails():
        Host.objects.create(pk=1, name="written before the fault")
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011  (any error of the action's own)
        once(form(key), fails)
    assert not Host.objects.exists()
    assert not Submission.objects.exists()
    assert once(form(key), Act()) == "/done/"


@pytest.mark.django_db(transaction=True)
def test_two_copies_that_arrive_at_once_do_the_work_once():
    key = str(uuid.uuid4())
    act = Act()
    together = Barrier(8)

    def send(_number):
        together.wait()
        try:
            return once(form(key), act)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(send, range(8))) == {"/done/"}
    assert act.times == 1


def test_what_is_kept_of_a_person_goes_into_their_export_and_out_with_them(ana, ben):
    once(form(str(uuid.uuid4()), user=ana.person), Act("/hers/"))
    once(form(str(uuid.uuid4()), user=ben.person), Act("/his/"))

    assert [row["led_to"] for row in submissions.collect(ana.person, ana.keyring).rows] == ["/hers/"]
    submissions.erase(ana.person, ana.keyring)
    assert [row.url for row in Submission.objects.all()] == ["/his/"]

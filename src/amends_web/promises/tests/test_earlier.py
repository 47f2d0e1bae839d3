"""A list of promises opens what moves or is still to come; the rest waits on pages of its own, however much it is."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from amends_web.promises import promise_views, queries
from amends_web.promises.queries import opened

LATER = "2027-02-26"


@pytest.fixture
def listed(room):
    """The promises that a page links to, in its order."""

    def listed(who, name="promises", **data):
        return re.findall(r'href="/promises/one/([0-9a-f-]{36})/"', room.page(who, name, **data))

    return listed


def test_what_has_been_still_for_weeks_is_on_a_page_of_its_own_and_what_is_to_come_stays(ana, ben, room, clock, listed):
    to_come, still = room.offer(ana, ben, day=LATER), room.offer(ana, ben)
    room.accept(ben, to_come)
    room.post(ben, "decline", still.pk, offer=1)
    assert set(listed(ana)) == {str(still.pk), str(to_come.pk)}
    assert "What has been still" not in room.page(ana, "promises")
    clock.go(weeks=5)
    for who in (ana, ben):
        assert listed(who) == [str(to_come.pk)]
        assert "What has been still" in room.page(who, "promises")
        assert listed(who, "earlier") == [str(still.pk)]


def test_a_list_opens_no_more_than_so_many_and_loses_none(ana, ben, room, monkeypatch, listed):
    count = []
    monkeypatch.setattr(queries, "MOST_LISTED", 2)
    monkeypatch.setattr(promise_views, "_EARLIER_ON_A_PAGE", 2)
    monkeypatch.setattr(queries, "opened", lambda *args: count.append(1) or opened(*args))
    rows = {str(room.offer(ana, ben).pk) for _ in range(5)}
    count.clear()
    pages = [listed(ben), listed(ben, "earlier"), listed(ben, "earlier", page="2")]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert {pk for page in pages for pk in page} == rows
    assert len(count) == 5


def test_the_page_of_earlier_ones_is_for_those_of_the_space(room, stranger):
    assert stranger.client.get(reverse("promises:earlier", args=[room.space.pk])).status_code == 404


def test_a_page_that_is_not_there_is_the_nearest(ana, ben, room):
    for page in ("0", "x", "99"):
        assert room.get(ana, "earlier", page=page).status_code == 200

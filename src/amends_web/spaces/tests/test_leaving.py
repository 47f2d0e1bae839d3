"""Leaving: one step, at once, and what the others see of it is the leaver's choice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from amends.errors import NoGrant
from amends_web.shell.exports import erase_all
from amends_web.spaces.models import Consent, Invite, Member, Space
from amends_web.spaces.queries import shown_name
from amends_web.spaces.tests.at_the_door import again, invited, joined, let_in, opened
from amends_web.vault.models import Box, Grant


def leave(actor, space, **choice):
    return actor.client.post(reverse("spaces:leave_now", args=[space.pk]), choice)


def seen_by(actor, space):
    """The space's page without what differs by chance."""
    lines = actor.client.get(reverse("spaces:space", args=[space.pk])).content.decode().split("\n")
    return [line for line in lines if "csrf" not in line]


def test_leaving_is_one_step_and_the_space_is_gone_for_the_leaver(ben, shared):
    assert leave(ben, shared).url == reverse("spaces:left")
    assert "left." in ben.client.get(reverse("spaces:left")).content.decode()
    assert ben.client.get(reverse("spaces:space", args=[shared.pk])).status_code == 404
    with pytest.raises(NoGrant):
        shared.words(again(ben))


def test_the_page_offers_a_copy_and_somebody_to_talk_to_and_nothing_is_ticked(ben, shared):
    shown = ben.client.get(reverse("spaces:leave", args=[shared.pk])).content.decode()
    assert reverse("accounts:export") in shown
    assert reverse("support:help") in shown
    assert "checked" not in shown
    assert "sure" not in shown


def test_what_is_written_later_has_a_key_that_the_leaver_never_had(ana, ben, shared):
    kept = list(Grant.objects.filter(box=shared.box, person=ben.person).values())
    leave(ben, shared)
    shared.box.refresh_from_db()
    shared.put(again(ana), {"name": "Later"})
    shared.save()
    Grant.objects.bulk_create(Grant(**grant) for grant in kept)
    assert Space.objects.get(pk=shared.pk).words(again(ana)) == {"name": "Later"}
    with pytest.raises(NoGrant):
        Space.objects.get(pk=shared.pk).words(again(ben))


def test_without_telling_nothing_looks_different_to_the_others(ana, ben, shared):
    before = seen_by(ana, shared)
    leave(ben, shared)
    assert seen_by(ana, shared) == before


def test_with_telling_the_others_read_it(ana, ben, shared):
    leave(ben, shared, is_told="on")
    shown = "\n".join(seen_by(ana, shared))
    assert "Ben has left this space." in shown
    assert "Only you so far" in shown
    assert shown_name(shared, ben.person) == "a former member"
    assert shown_name(shared, ana.person) == "Ana"


def test_pressing_leave_twice_is_leaving_once(ben, shared):
    assert {leave(ben, shared).url for _ in range(2)} == {reverse("spaces:left")}
    assert Box.objects.get(pk=shared.box_id).version == 2


def test_a_stranger_cannot_leave_what_they_were_never_in(stranger, shared):
    assert leave(stranger, shared).status_code == 404


def test_whoever_left_takes_their_open_invites_along(ben, shared, stranger):
    _, token, _ = invited(ben, shared)
    leave(ben, shared)
    assert opened(stranger.client, token=token).status_code == 404
    assert not Invite.objects.filter(asked_by=ben.person).exists()


def test_whoever_left_can_be_asked_in_again_and_is_one_person(ana, ben, shared):
    leave(ben, shared, is_told="on")
    _, token, _ = invited(ana, shared)
    let_in(ana, joined(ben, token))
    shown = "\n".join(seen_by(ana, shared))
    assert "You and Ben" in shown
    assert "has left" not in shown
    assert shared.words(again(ben)) == {"name": "The flat"}


def test_a_space_that_everybody_left_is_erased_after_thirty_days(ana, ben, shared, stranger):
    leave(ben, shared)
    leave(ana, shared)
    Space.objects.filter(pk=shared.pk).update(emptied_at=timezone.now() - timedelta(days=29))
    stranger.client.get(reverse("spaces:list"))
    assert Space.objects.filter(pk=shared.pk).exists()
    Space.objects.filter(pk=shared.pk).update(emptied_at=timezone.now() - timedelta(days=31))
    stranger.client.get(reverse("spaces:list"))
    assert not Space.objects.filter(pk=shared.pk).exists()
    assert not Box.objects.filter(pk=shared.box_id).exists()
    assert not Consent.objects.exists()


def test_a_space_with_somebody_in_it_is_not_marked_as_empty(ben, shared):
    leave(ben, shared)
    assert Space.objects.get(pk=shared.pk).emptied_at is None


def test_deleting_an_account_leaves_every_space(ana, ben, shared):
    erase_all(ben.person, again(ben))
    assert not Member.objects.filter(person=ben.person, left_at=None).exists()
    assert not Grant.objects.filter(box=shared.box, person=ben.person).exists()
    assert not Consent.objects.filter(person=ben.person).exists()
    assert shared.words(again(ana)) == {"name": "The flat"}

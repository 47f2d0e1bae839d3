"""With a space that everybody left, what was between some of its people alone is erased as well."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from amends.path.promise import Terms
from amends_web.acknowledgements.tests.conftest import Owning
from amends_web.breakdowns.actions import begin_breakdown
from amends_web.breakdowns.tests.conftest import again
from amends_web.clarifying.tests import conftest as clarifying
from amends_web.openness.tests import conftest as openness
from amends_web.promises.actions import offer
from amends_web.spaces.actions import add_member, create_space, leave_space
from amends_web.spaces.models import Space
from amends_web.vault.models import Box

BETWEEN = (Box.Kind.PAIR, Box.Kind.REQUEST)


@pytest.fixture
def shared(ana, ben):
    """Makes a space of Ana and Ben in which something lies between the two in every area that has such a thing."""

    def shared(name):
        keyring, now = again(ana), timezone.now()
        space = create_space(keyring=keyring, person=ana.person, relation="friends", name=name)
        add_member(keyring=keyring, space=space, person=ben.person)
        asking, telling = clarifying.Room(space), openness.Room(space)
        asking.ask(ana, ben)
        asking.guess_first(ana, ben)
        telling.offer(ana, ben)
        telling.write(ana, ben)
        telling.post(ana, "show_things", to=[ben.person.pk], items="a coffee brought upstairs")
        terms = Terms(act="call you from the station", day=(now + timedelta(days=3)).date(), zone="UTC")
        offer(keyring=again(ana), person=ana.person, space=space, to=[ben.person], terms=terms, now=now)
        happened = begin_breakdown(keyring=again(ana), person=ana.person, space=space, name="The dinner", day=None)
        Owning(happened, ana, ben).sent()
        return space

    return shared


def test_with_an_erased_space_the_boxes_of_two_go_and_those_of_another_space_stay(ana, ben, shared, stranger):
    kept, erased = shared("The flat"), shared("The garden")
    boxes = Box.objects.filter(kind__in=BETWEEN)
    assert boxes.count() == 14
    for who in (ben, ana):
        leave_space(keyring=again(who), person=who.person, space=erased, is_told=False, now=timezone.now())
    Space.objects.filter(pk=erased.pk).update(emptied_at=timezone.now() - timedelta(days=31))
    stranger.client.get(reverse("spaces:list"))
    assert list(Space.objects.all()) == [kept]
    assert boxes.count() == 7
    assert clarifying.Room(kept).get(ben, "clarifying").status_code == 200

from __future__ import annotations

import uuid

import pytest
from django.http import Http404

from amends_web import spaces
from amends_web.spaces.access import space_for
from amends_web.spaces.actions import add_member
from amends_web.spaces.models import Space
from amends_web.spaces.queries import members, name_list, others, you_and
from amends_web.spaces.tests.at_the_door import again


def test_a_space_opens_to_its_maker(ana, space):
    assert space_for(ana.person, space.pk).words(again(ana)) == {"name": "The flat"}


def test_a_space_of_others_and_one_that_is_not_there_look_the_same(stranger, space):
    answers = []
    for space_id in (space.pk, uuid.uuid4()):
        with pytest.raises(Http404) as refusal:
            space_for(stranger.person, space_id)
        answers.append(str(refusal.value))
    assert answers[0] == answers[1]


def test_whoever_was_added_reads_the_name(ana, ben, space):
    add_member(keyring=again(ana), space=space, person=ben.person)
    assert space_for(ben.person, space.pk).words(again(ben)) == {"name": "The flat"}
    assert name_list(others(space, ana.person)) == "Ben"


def test_members_cost_one_query_however_many_they_are(ana, space, actor, django_assert_num_queries):
    for name in ("Ben", "Cleo", "Dan"):
        add_member(keyring=again(ana), space=space, person=actor(name).person)
    with django_assert_num_queries(1):
        assert [member.person.name for member in members(space)] == ["Ana", "Ben", "Cleo", "Dan"]


def test_names_are_joined_as_a_person_would_say_them(ana, ben, stranger):
    people = [ana.person, ben.person, stranger.person]
    assert [name_list(people[:count]) for count in range(4)] == ["", "Ana", "Ana and Ben", "Ana, Ben and Stranger"]
    assert [you_and(people[:count]) for count in range(3)] == ["Only you so far", "You and Ana", "You, Ana and Ben"]


def test_every_relation_has_its_words():
    assert [spaces.words(relation).id for relation in Space.Relation.values] == Space.Relation.values


def test_no_pack_but_the_couple_pack_has_words_for_couples():
    for relation in set(Space.Relation.values) - {"couple"}:
        pack = spaces.words(relation)
        text = " ".join(getattr(pack, field) for field in pack.__slots__).lower()
        assert not [word for word in ("partner", "love", "couple", "romantic", "two of you") if word in text]

"""People with a browser each, in one space; made without the pages of signing up, which have their own journey."""

from __future__ import annotations

from conftest import make_actor
from tests.journeys.visitor import Visitor

from amends_web.spaces.actions import add_member, create_space
from amends_web.vault.keyring import Keyring


def at_home(name):
    """Somebody with a browser; and their id."""
    actor = make_actor(name)
    visitor = Visitor()
    visitor.client = actor.client
    return visitor, actor


def people_in(relation, names):
    """Return the people, their ids and the space's address."""
    visitors, actors = zip(*map(at_home, names), strict=True)
    first = actors[0]
    space = create_space(keyring=first.keyring, person=first.person, relation=relation, name="Us")
    for other in actors[1:]:
        keyring = Keyring(person_id=first.person.pk, seed=first.keyring.seed)
        add_member(keyring=keyring, space=space, person=other.person)
    return list(visitors), [str(actor.person.pk) for actor in actors], f"/spaces/{space.pk}/"

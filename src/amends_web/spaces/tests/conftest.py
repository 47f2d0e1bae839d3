from __future__ import annotations

import pytest

from amends_web.spaces.actions import create_space
from amends_web.spaces.models import Space
from amends_web.spaces.tests.at_the_door import invited, joined, let_in


@pytest.fixture
def space(ana) -> Space:
    return create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="The flat")


@pytest.fixture
def shared(ana, ben, space) -> Space:
    """A space with Ana and Ben in it."""
    _, token, _ = invited(ana, space)
    let_in(ana, joined(ben, token))
    return space

"""A break, and owning a part, as two people walk it through the pages; what one keeps reaches nobody and nothing."""

from __future__ import annotations

import logging
import re
import secrets
import string

import pytest
from conftest import make_actor
from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import reverse
from tests.journeys.first_session import ANA, BEN, OWN_PAGES, share_my_side, write_my_side
from tests.journeys.visitor import Visitor

from amends_web.breakdowns.actions import begin_breakdown
from amends_web.spaces.actions import add_member, create_space
from amends_web.vault.keyring import Keyring

pytestmark = pytest.mark.django_db(transaction=True)

COUPLE_WORDS = r"\b(partner|spouse|husband|wife|love|romantic|couple)\b"


def canary():
    """Letters that nothing else has; a word in a sentence, so that a second look has something to look at."""
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(18))


def at_home(name):
    visitor = Visitor()
    actor = make_actor(name)
    visitor.client = actor.client
    return visitor, actor


@pytest.mark.parametrize("relation", ["couple", "family", "coparents", "colleagues"])
def test_from_a_break_to_an_answer_and_what_was_kept_reaches_nobody(relation, caplog):
    caplog.set_level(logging.DEBUG)
    (ana, of_ana), (ben, of_ben) = at_home("Ana"), at_home("Ben")
    space = create_space(keyring=of_ana.keyring, person=of_ana.person, relation=relation, name="The flat")
    add_member(keyring=of_ana.keyring, space=space, person=of_ben.person)
    keys = Keyring(person_id=of_ana.person.pk, seed=of_ana.keyring.seed)
    row = begin_breakdown(keyring=keys, person=of_ana.person, space=space, name="The late dinner", day=None)
    breakdown, kept, told = f"/breakdowns/{row.pk}/", [], []
    for person, side in ((ana, ANA), (ben, BEN)):
        write_my_side(person, breakdown, side)
    for person, side in ((ana, ANA), (ben, BEN)):
        share_my_side(person, breakdown, side)

    # A break of Ana's, told to Ben with its end, and over with a sentence.
    ana.go(reverse("spaces:space", args=[space.pk])).follow("Pause").press("In 20 minutes")
    ben.go(reverse("spaces:space", args=[space.pk]))
    assert "Ana is taking a break and means to be back:" in ben.text
    told.append(canary())
    ana.press("I’m back", own=told[-1])
    assert told[-1] in ben.go(reverse("spaces:space", args=[space.pk])).text

    # For herself: every page, every field.
    for title, fields in OWN_PAGES.items():
        words = {field: f"On Sunday {canary()}" for field in fields}
        kept += [text.split()[-1] for text in words.values()]
        ana.go(breakdown).follow("Own it").follow(title).press("Done", **words).follow(title)
        assert all(text in ana.text for text in words.values())

    # What it was like for Ben, from his card; not yet, then confirmed.
    ana.go(breakdown).follow("Own it").follow("What it was like for Ben")
    assert BEN.impact in ana.text
    told.append(canary())
    ana.press("See what Ben would be asked", text=f"You drove, and {told[-1]}.").press("Ask Ben")
    ben.go(breakdown).follow("Something from Ana")
    assert told[-1] in ben.text
    told.append(canary())
    ben.press("Not yet", missing=told[-1])
    assert told[-1] in ana.go(ana.path).text

    # Words that are read aloud first, and go once Ben would rather hear them now.
    kept.append(canary())
    ana.go(breakdown).follow("Own it").follow("Your own words to Ben")
    ana.press("Read it aloud", text=f"I never rang. {kept[-1]}")
    told.append(canary())
    ana.follow("Back to your words").press("See what Ben would get", text=f"I did not ring on Sunday. {told[-1]}")
    assert "Ben has not said yet that they feel heard" in ana.text
    assert told[-1] not in ben.go(breakdown).follow("Something from Ana").text
    ben.press("I’d rather hear it now")
    ana.go(ana.path).press("Send it to Ben")
    assert "Ben is taking time" in ana.text
    ben.go("/").follow("There is something from Ana")
    assert told[-1] in ben.text
    ben.press("I need time")
    assert "Ben needs time." in ana.go(ana.path).text

    for word in kept:
        assert word.encode() not in ben.seen
    connection.ensure_connection()
    stored = connection.connection.serialize()
    sessions = str([session.get_decoded() for session in Session.objects.all()])
    for word in kept + told:
        assert word.encode() not in stored
        assert word not in caplog.text
        assert word not in sessions
    if relation != "couple":
        for person in (ana, ben):
            assert not re.findall(COUPLE_WORDS, person.seen.decode(), re.IGNORECASE)

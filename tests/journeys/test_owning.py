"""A break, and owning a part, as people walk it through the pages; what one keeps reaches nobody and nothing."""

from __future__ import annotations

import logging
import re
import secrets
import string

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from tests.journeys import owning
from tests.journeys.first_session import ANA, BEN, Side, name_the_breakdown, share_my_side, write_my_side
from tests.journeys.people import at_home, people_in
from tests.journeys.rounds import take_a_turn

pytestmark = pytest.mark.django_db(transaction=True)

COUPLE_WORDS = r"\b(partner|spouse|husband|wife|love|romantic|couple)\b"
CLEO = Side(
    facts="I came at nine and the hall was dark.",
    expected="That somebody rings me when it gets late.",
    how="unsaid",
    feelings=["worried"],
    needs=["told"],
    need="A call.",
    story="That I am the last to know.",
    question="Did you think of ringing me?",
    meant="I meant to help with the boxes.",
    thought="You did not want me there.",
    impact="I stood before a closed door with the keys in my hand.",
)


def canary():
    """Letters that nothing else has; a word in a sentence, so that a second look has something to look at."""
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(18))


def noting(found):
    """Return what puts a canary into words, and notes it in `found`."""

    def note(words="On Sunday {}"):
        found.append(canary())
        return words.format(found[-1])

    return note


def begun(visitors, sides, space):
    """A breakdown that all of them wrote and shared their side of; returns its address."""
    breakdown = name_the_breakdown(visitors[0], space)
    for person, side in zip(visitors, sides, strict=True):
        write_my_side(person, breakdown, side)
    for person, side in zip(visitors, sides, strict=True):
        share_my_side(person, breakdown, side)
    return breakdown


def places_of_owning(breakdown, ids):
    """Every page between these people about this breakdown."""
    own = breakdown.replace("breakdowns", "own")
    for other in ids:
        yield from (f"{own}to/{other}/{page}/" for page in ("impact", "words", "aloud", "sent"))
        yield f"{own}from/{other}/"
    yield from (breakdown, own)


def gets_nothing(stranger, breakdown, ids, words):
    """Whoever is not in the space gets no page of it, and none of its words anywhere they may look."""
    for address in places_of_owning(breakdown, ids):
        assert stranger.go(address).status == 404
    for address in ("/", "/spaces/", "/account/"):
        stranger.go(address)
    for word in words:
        assert word.encode() not in stranger.seen


@pytest.mark.parametrize("relation", ["couple", "coparents"])
def test_from_a_break_to_an_answer_and_what_was_kept_reaches_nobody(relation, caplog):
    caplog.set_level(logging.DEBUG)
    (ana, ben), ids, space = people_in(relation, ["Ana", "Ben"])
    breakdown = begun([ana, ben], [ANA, BEN], space)
    kept, told = [], []
    keep, tell = noting(kept), noting(told)

    # A break of Ana's, told to Ben with its end, and over with a sentence.
    ana.go(space).follow("Pause").press("In 20 minutes")
    assert "Ana is taking a break and means to be back:" in ben.go(space).text
    ana.press("I’m back", own=tell("{}"))
    assert told[-1] in ben.go(space).text

    owning.write_for_oneself(ana, breakdown, lambda _field: keep())

    # What it was like for Ben, from his card: not yet.
    owning.tell_back(ana, breakdown, "Ben", tell("You drove, and {}."))
    assert told[-1] in ben.go(breakdown).follow("Something from Ana").text
    owning.answer_impact(ben, breakdown, "Ana", "Not yet", missing=tell("{}"))
    assert told[-1] in ana.go(breakdown).follow("Own it").follow("What it was like for Ben").text

    # Words that are read aloud first, and go once Ben would rather hear them now.
    ana.go(breakdown).follow("Own it").follow("Your own words to Ben").press("Read it aloud", text=keep())
    owning.write_words(ana, breakdown, "Ben", tell("I did not ring on Sunday. {}"))
    assert "Ben has not said yet that they feel heard" in ana.text
    assert told[-1] not in ben.go(breakdown).follow("Something from Ana").text
    ben.press("I’d rather hear it now")
    owning.send_words(ana, "Ben")
    owning.respond(ben, "Ana", "I need time")
    assert told[-1] in ben.text
    assert "Ben needs time." in ana.go(ana.path).text

    assert_kept(kept, told, others=[ben], caplog=caplog)
    gets_nothing(at_home("Stranger")[0], breakdown, ids, kept + told)
    if relation != "couple":
        assert_no_words_of_a_couple([ana, ben])


def test_three_siblings_own_a_part_towards_each_alone_and_the_third_gets_none_of_it(caplog):
    caplog.set_level(logging.DEBUG)
    (ana, ben, cleo), ids, space = people_in("family", ["Ana", "Ben", "Cleo"])
    breakdown = begun([ana, ben, cleo], [ANA, BEN, CLEO], space)
    kept, to_ben, to_cleo = [], [], []
    keep, tell_ben, tell_cleo = noting(kept), noting(to_ben), noting(to_cleo)

    owning.write_for_oneself(ana, breakdown, lambda _field: keep())

    # Ben: not yet, told back anew, confirmed; held until he feels heard; sent; answered with a part that is missing.
    owning.tell_back(ana, breakdown, "Ben", tell_ben("You drove home, and {}."))
    owning.answer_impact(ben, breakdown, "Ana", "Not yet", missing=tell_ben("{}"))
    assert to_ben[-1] in ana.go(breakdown).follow("Own it").follow("What it was like for Ben").text
    owning.tell_back(ana, breakdown, "Ben", tell_ben("You drove home slowly, and {}."))
    owning.answer_impact(ben, breakdown, "Ana", "Yes, that is it")
    owning.write_words(ana, breakdown, "Ben", tell_ben("I went to bed without a word on Sunday. {}"))
    assert "Confirmed by Ben" in ana.text
    assert "Ben has not said yet that they feel heard" in ana.text
    preview = ana.path
    assert to_ben[-1] not in ben.go(breakdown).follow("Something from Ana").text
    ben.press("I feel heard")
    # His word is about Ana's words to him, and opens nothing towards Cleo.
    owning.write_words(ana, breakdown, "Cleo", tell_cleo("I did not ring you on Sunday. {}"))
    assert "Cleo has not said yet that they feel heard" in ana.text
    ana.go(preview)
    owning.send_words(ana, "Ben")
    ben.go("/").follow("There is something from Ana")
    assert to_ben[-1] in ben.text
    assert "Confirmed by Ben" in ben.text
    ben.press("Say that this is missing", part="change")
    assert "Ben says that something is missing: what will change." in ana.go(ana.path).text

    # Cleo: nothing told back, heard now, thanked.
    cleo.go(breakdown).follow("Own it").follow("If Ana ever writes to you").press("I’d rather hear it now")
    owning.write_words(ana, breakdown, "Cleo", f"I did not ring you on Sunday. {to_cleo[-1]}")
    owning.send_words(ana, "Cleo")
    owning.respond(cleo, "Ana", "Thank you")
    assert to_cleo[-1] in cleo.text
    assert "Cleo says: thank you." in ana.go(ana.path).text

    assert "There is something from Ana" not in ben.go("/").text
    for word in to_ben:
        assert word.encode() not in cleo.seen
    for word in to_cleo:
        assert word.encode() not in ben.seen
    assert_kept(kept, to_ben + to_cleo, others=[ben, cleo], caplog=caplog)
    gets_nothing(at_home("Stranger")[0], breakdown, ids, kept + to_ben + to_cleo)
    assert_no_words_of_a_couple([ana, ben, cleo])


def test_two_founders_hear_each_other_in_a_round_and_then_both_own_a_part(caplog):
    caplog.set_level(logging.DEBUG)
    (ana, ben), ids, space = people_in("colleagues", ["Ana", "Ben"])
    breakdown = begun([ana, ben], [ANA, BEN], space)
    kept, told = [], []
    keep, tell = noting(kept), noting(told)

    owning.write_for_oneself(ana, breakdown, lambda _field: keep())
    owning.tell_back(ana, breakdown, "Ben", tell("You drove, and {}."))
    owning.answer_impact(ben, breakdown, "Ana", "Yes, that is it")
    owning.write_words(ana, breakdown, "Ben", tell("I shut the laptop while you were talking. {}"))
    assert "Ben has not said yet that they feel heard" in ana.text
    preview = ana.path

    # Heard: by “got it” at the end of his turn in a round about it, with Ana as the one who said it back.
    ana.go(space).follow("Ask for a round").press("Ask for it", about=breakdown.split("/")[2], pace="slow")
    address = ana.path
    ben.go("/").follow("A round about The late dinner").press("Yes")
    take_a_turn(ana, ben, address, 0)
    assert "Ben has not said yet that they feel heard" in ana.go(preview).text
    take_a_turn(ben, ana, address, 1)
    owning.send_words(ana.go(preview), "Ben")
    owning.respond(ben, "Ana", "Thank you")
    assert told[-1] in ben.text
    assert "Confirmed by Ben" in ben.text
    assert "Ben says: thank you." in ana.go(ana.path).text

    # And the other way: Ana's turn was got too, so Ben's words may go; she answers nothing, which is an answer.
    owning.tell_back(ben, breakdown, "Ana", tell("You sat at a laid table, and {}."))
    owning.answer_impact(ana, breakdown, "Ben", "Mostly", missing=tell("{}"))
    assert told[-1] in ben.go(breakdown).follow("Own it").follow("What it was like for Ana").text
    owning.write_words(ben, breakdown, "Ana", tell("I wrote to you at half past eight, and not before. {}"))
    assert "Confirmed by Ana" not in ben.text
    owning.send_words(ben, "Ana")
    assert told[-1] in ana.go("/").follow("There is something from Ben").text

    assert_kept(kept, told, others=[ben], caplog=caplog)
    gets_nothing(at_home("Stranger")[0], breakdown, ids, kept + told)
    assert_no_words_of_a_couple([ana, ben])


def assert_kept(kept, told, *, others, caplog):
    """What one kept for oneself reached nobody, and neither that nor what was told lies anywhere in the open."""
    for other in others:
        for word in kept:
            assert word.encode() not in other.seen
    connection.ensure_connection()
    stored = connection.connection.serialize()
    sessions = str([session.get_decoded() for session in Session.objects.all()])
    for word in kept + told:
        assert word.encode() not in stored
        assert word not in caplog.text
        assert word not in sessions


def assert_no_words_of_a_couple(people):
    for person in people:
        assert not re.findall(COUPLE_WORDS, person.seen.decode(), re.IGNORECASE)

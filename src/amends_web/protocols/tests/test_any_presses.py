"""Whatever people press, in whatever order: nothing holds without a yes of everybody here to exactly these words."""

from __future__ import annotations

import random

import pytest

from amends_web.protocols.models import Protocol, Version


@pytest.mark.parametrize("seed", range(3))
def test_no_sequence_of_presses_makes_live_what_somebody_did_not_accept(ana, ben, cleo, room, seed):
    """Each press comes from a page that may be old: any number, with the words that stand under it."""
    chance = random.Random(seed)
    here, said_yes, held = [ana, ben], set(), 0
    protocol = room.propose(ana)
    said_yes.add((ana.person.pk, 1))
    for turn in range(30):
        who, newest = chance.choice(here), Version.objects.count()
        number = chance.randint(1, newest)
        press = chance.choice(("accept", "accept", "accept", "change", "retire", "set_aside"))
        if press == "accept":
            if room.accept(who, protocol, number).status_code == 302:
                said_yes.add((who.person.pk, number))
        elif press == "change":
            if room.change(who, protocol, after=number, what=f"Turn {turn}").status_code == 302:
                said_yes.add((who.person.pk, newest + 1))
        elif press == "retire" and turn % 3 == 0:
            room.post(who, "retire", protocol.pk)
            assert room.live(who, protocol) is None
        else:
            room.post(who, "set_aside", protocol.pk, number)
        if turn == 15:
            room.join(cleo, ana)
            here.append(cleo)
        live = {room.live(reader, protocol) for reader in here}
        assert len(live) == 1
        (number,) = live
        if number is not None:
            held += 1
            assert {(one.person.pk, number) for one in here} <= said_yes
            assert not Version.objects.get(number=number).ended_on
    assert held
    assert Protocol.objects.count() == 1

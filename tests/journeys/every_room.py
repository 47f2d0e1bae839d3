"""Two people who have come into a space use every room of it once."""

from __future__ import annotations

from tests import test_canary as rooms
from tests.journeys import first_session as steps
from tests.journeys.visitor import Visitor
from tests.test_canary import Canaries

TALK = "Ana: Dinner at seven?\nBen: lovely\nAna: Ben?\nBen: sorry, got held up\n"


def use_every_room(ana: Visitor, ben: Visitor, space: str) -> Canaries:
    """Return what Ana typed on the way."""
    of_ana, of_ben = Canaries(), Canaries()
    of_ana.shared["line that was asked for"] = "sorry, got held up"
    breakdown = steps.name_the_breakdown(ana, space)
    ana.go("/conversations/new/").press("Read it", text=TALK).press("Go on", me="0")
    conversation = ana.path
    for person, side in ((ana, steps.ANA), (ben, steps.BEN)):
        steps.write_my_side(person, breakdown, side)
        person.go(f"{breakdown}choose/").press("preview", parts=["felt", "meant", "impact"]).press("Share")
    rooms.share_lines(ana, ben, conversation, space, of_ana)
    rooms.hear_each_other(ana, ben, space, of_ana, of_ben)
    rooms.own_a_part(ana, ben, breakdown, of_ana, of_ben)
    rooms.write_a_summary(ana, ben, space, of_ana, of_ben)
    rooms.ask_instead_of_guessing(ana, ben, space, of_ana, of_ben)
    rooms.answer_what_was_shared(ben, breakdown, of_ben)
    rooms.look_below(ana, ben, space, of_ana, of_ben)
    rooms.agree_how_to_talk(ana, ben, space, of_ana, of_ben)
    rooms.be_open(ana, ben, space, of_ana, of_ben)
    rooms.promise_something(ana, ben, space, of_ana, of_ben)
    rooms.practise(ana, ben, space, of_ana, of_ben)
    rooms.check_in(ana, ben, space, of_ana, of_ben)
    return of_ana

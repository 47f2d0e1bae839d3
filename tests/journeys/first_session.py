"""PRODUCT 5.1 as two people walk it: from nothing to the revealed map. Each step is its own function."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.journeys.visitor import Visitor

TALK = """\
22/11/2026, 17:58 - Messages and calls are end-to-end encrypted.
22/11/2026, 17:58 - Ana: Dinner at seven? I'm making the thing with the aubergines
22/11/2026, 18:03 - Ben: lovely. should be out by six thirty
22/11/2026, 19:40 - Ana: Ben? {canary}
22/11/2026, 20:31 - Ben: sorry, got held up. leaving now
22/11/2026, 20:34 - Ana: You never think about what I've planned
22/11/2026, 20:36 - Ben: It's one dinner. you always do this
22/11/2026, 20:39 - Ben: whatever. I'm driving
22/11/2026, 21:22 - Ben: I'm outside. Can we start again?
22/11/2026, 21:24 - Ana: I've put it in the fridge. I'm going to bed
23/11/2026, 08:20 - Ben: I'll ring you at five tomorrow
"""

# The pages that one writes for oneself before owning anything, with their fields.
OWN_PAGES = {
    "Something you care about": ("value", "why"),
    "What was yours, and what was not": ("mine", "not_mine", "outside"),
    "One thing you did, or left undone": ("act", "set_up"),
    "Seven minutes as somebody neutral": ("view", "obstacle", "next"),
}

RECOVERY_KEY = re.compile(r"(?:[0-9A-Z]{4}-){8}[0-9A-Z]{4}")


@dataclass
class Side:
    """What one person writes; `shared` are the parts that they share."""

    facts: str
    expected: str
    how: str
    feelings: list[str]
    needs: list[str]
    need: str
    story: str
    question: str
    meant: str
    thought: str
    impact: str
    shared: tuple[str, ...] = ("expected", "felt", "needs", "meant", "thought", "impact")


ANA = Side(
    facts="I wrote at six that dinner would be at seven. He wrote at half past eight.",
    expected="Sunday dinner is ours.",
    how="assumed",
    feelings=["hurt", "lonely"],
    needs=["told", "matter"],
    need="To hear when the plan changes.",
    story="That work comes first.",
    question="Did dinner matter to you?",
    meant="I wanted an hour with you.",
    thought="Work matters more than this.",
    impact="I sat at a laid table.",
)
BEN = Side(
    facts="My review ran until eight.",
    expected="Weekends are loose.",
    how="assumed",
    feelings=["ashamed"],
    needs=["rest"],
    need="A little time.",
    story="One more thing I did wrong.",
    question="Were you waiting all that time?",
    meant="I was ashamed about the review.",
    thought="Another thing I got wrong.",
    impact="I drove home slowly.",
)


def sign_up(name: str, *, first: bool = False, visitor: Visitor | None = None) -> Visitor:
    visitor = visitor or Visitor().go("/sign-up/")
    fields = {"name": name, "noted": "on"} | ({"runs_it": "me"} if first else {})
    visitor.passphrase = visitor.page.forms[-1].values["passphrase"][0]
    visitor.press("Begin", **fields)
    visitor.recovery_key = RECOVERY_KEY.search(visitor.text)[0]
    visitor.follow("I have it on paper")
    visitor.press("Check it", recovery_key=visitor.recovery_key)
    return visitor


def make_space(visitor: Visitor, *, relation: str = "couple", name: str = "Our talks") -> str:
    visitor.go("/spaces/new/").press("Make the space", relation=relation, name=name)
    return visitor.path


def bring_the_conversation(visitor: Visitor, *, canary: str = "", me: str = "0") -> str:
    file = SimpleUploadedFile("WhatsApp Chat with Ben.txt", TALK.format(canary=canary).encode())
    visitor.go("/conversations/new/").press("Read it", file=file)
    visitor.press("Go on", me=me)
    return visitor.path


def name_the_breakdown(visitor: Visitor, space: str, *, name: str = "The late dinner") -> str:
    visitor.go(space).follow("What happened?").press("Next", name=name)
    visitor.press("Next", kinds=["promise"], channel="messages")
    return "/".join(visitor.path.split("/")[:3]) + "/"


def write_my_side(visitor: Visitor, breakdown: str, side: Side) -> None:
    visitor.go(f"{breakdown}side/facts/").press("Next", text=side.facts)
    visitor.go(f"{breakdown}side/expected/").press("Next", text=side.expected, how=side.how)
    strengths = {f"strength-{feeling}": "strong" for feeling in side.feelings}
    visitor.press("Next", feelings=side.feelings, **strengths)
    visitor.press("Next", needs=side.needs, text=side.need)
    visitor.press("Next", you=side.story, question=side.question)
    visitor.press("Next", text=side.meant)
    visitor.press("Next", text=side.thought)
    visitor.press("Next", text=side.impact)


def share_my_side(visitor: Visitor, breakdown: str, side: Side) -> None:
    visitor.go(f"{breakdown}choose/").press("preview", parts=list(side.shared))
    visitor.press("Share")


def invite(visitor: Visitor, space: str) -> tuple[str, str]:
    """Return the token of the link and the six words."""
    visitor.go(f"{space}invite/").press("Make the invite")
    token = re.search(r"/join/#([a-z0-9]+)", visitor.text)[1]
    words = re.search(r"six words ((?:[a-z-]+ ){5}[a-z-]+)", visitor.text)[1]
    return token, words


def join(name: str, words: str) -> Visitor:
    """Open an invite by its words, sign up on the way, and ask to be let in."""
    visitor = Visitor().go("/join/").press("Open the invite", typed=words).follow("Join")
    return sign_up(name, visitor=visitor).press("Join")


def let_in(asker: Visitor, guest: Visitor, space: str) -> None:
    asker.go(space).follow("would like to come in").press("They match")
    guest.go(guest.path).press("They match")


def whole_first_session(*, canary: str = "") -> tuple[Visitor, Visitor, dict[str, str]]:
    ana = sign_up("Ana", first=True)
    conversation = bring_the_conversation(ana, canary=canary)
    space = make_space(ana)
    breakdown = name_the_breakdown(ana, space)
    write_my_side(ana, breakdown, ANA)
    _, words = invite(ana, space)
    ben = join("Ben", words)
    let_in(ana, ben, space)
    write_my_side(ben, breakdown, BEN)
    share_my_side(ana, breakdown, ANA)
    share_my_side(ben, breakdown, BEN)
    return ana, ben, {"space": space, "breakdown": breakdown, "conversation": conversation}

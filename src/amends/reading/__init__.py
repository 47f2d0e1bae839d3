"""What happened over a conversation: one module a question, and a Reading that holds the answers.

Every claim points at message numbers and says how sure it is (0 to 1). A Reading is for the rules and for
measuring; what a person may see of it is `seen_from()` their own seat.
"""

from amends.reading.change import Direction, Months, OwnChange
from amends.reading.concerns import Concern
from amends.reading.course import CoursePoint
from amends.reading.languages import Languages
from amends.reading.missed_bids import MissedBid
from amends.reading.open_questions import OpenQuestion
from amends.reading.outcome import Outcome
from amends.reading.promises import PromiseFound
from amends.reading.read import Reading, make_ready, read_conversation
from amends.reading.seat import SeatReading, Stretch, seen_from
from amends.reading.silences import Silence
from amends.reading.talks import Talk, TalkProposal, part_of, proposals_of, talks_of
from amends.reading.turning_point import TurningPoint

__all__ = [
    "Concern",
    "CoursePoint",
    "Direction",
    "Languages",
    "MissedBid",
    "Months",
    "OpenQuestion",
    "Outcome",
    "OwnChange",
    "PromiseFound",
    "Reading",
    "SeatReading",
    "Silence",
    "Stretch",
    "Talk",
    "TalkProposal",
    "TurningPoint",
    "make_ready",
    "part_of",
    "proposals_of",
    "read_conversation",
    "seen_from",
    "talks_of",
]

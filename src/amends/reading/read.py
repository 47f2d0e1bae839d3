from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from amends.content import load_toml
from amends.moves import MarkedMessage, Move, mark_messages
from amends.reading.answers import answers_in
from amends.reading.concerns import Concern, concerns_of
from amends.reading.course import CoursePoint, course_of, tone_of
from amends.reading.missed_bids import MissedBid, missed_bids_of
from amends.reading.open_questions import OpenQuestion, open_questions_of
from amends.reading.outcome import Outcome, outcome_of
from amends.reading.promises import PromiseFound, promises_of
from amends.reading.rules import rules_of
from amends.reading.silences import Silence, silences_of
from amends.reading.turning_point import TurningPoint, turning_point_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from amends.conversation import Conversation
    from amends.moves import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was found in a conversation. It names everybody's moves, so no page shows it: see `seen_from`.

    `shown_from` is the confidence from which a mark of a move may be shown to the one who wrote the words; a move
    that is not in it may always be.
    """

    marked: tuple[MarkedMessage, ...]
    course: tuple[CoursePoint, ...]
    turning_point: TurningPoint | None
    silences: tuple[Silence, ...]
    open_questions: tuple[OpenQuestion, ...]
    missed_bids: tuple[MissedBid, ...]
    promises: tuple[PromiseFound, ...]
    outcome: Outcome
    concerns: Mapping[str, tuple[Concern, ...]]
    shown_from: Mapping[Move, float] = field(default_factory=dict)


def read_conversation(
    conversation: Conversation,
    *,
    language: str = "en",
    progress: Callable[[int], None] | None = None,
    rules: Rules | None = None,
) -> Reading:
    """Read a conversation; `progress` is told how many messages are read, the last time all of them.

    `rules` stand in for those of the language, so that weights which are not shipped can be measured.
    """
    used = rules or rules_of(language)
    marked = mark_messages(conversation, rules=used, progress=progress)
    words = load_toml("reading", language)
    answers, tone = answers_in(conversation), tone_of(marked)
    turning_point = turning_point_of(conversation, marked, tone, words=words["turning_point"])
    missed_bids = missed_bids_of(conversation, marked, answers, tone, words=words["missed_bids"])
    return Reading(
        marked=marked,
        course=course_of(tone),
        turning_point=turning_point,
        silences=silences_of(conversation),
        open_questions=open_questions_of(conversation, marked, answers, tone, words=words["open_questions"]),
        missed_bids=missed_bids,
        promises=promises_of(conversation, marked, language=language),
        outcome=outcome_of(marked, tone, turning_point=turning_point, missed=len(missed_bids), words=words["outcome"]),
        concerns=concerns_of(conversation, words=words["concerns"]),
        shown_from=MappingProxyType({move: used.shown_from(move) for move in Move}),
    )

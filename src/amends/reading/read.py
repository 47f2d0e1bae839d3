from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from amends.content import load_toml
from amends.moves import MarkedMessage, Move, mark_messages
from amends.reading.answers import answers_in
from amends.reading.concerns import Concern, concerns_of
from amends.reading.course import CoursePoint, Tone, course_of, tone_of
from amends.reading.missed_bids import MissedBid, missed_bids_of
from amends.reading.open_questions import OpenQuestion, open_questions_of
from amends.reading.outcome import Outcome, outcome_of
from amends.reading.promises import PromiseFound, promises_of
from amends.reading.rules import rules_of
from amends.reading.silences import Silence, silences_of
from amends.reading.talks import Talk, TalkProposal, part_of, proposals_of, talks_of
from amends.reading.turning_point import TurningPoint, turning_points_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from amends.conversation import Conversation
    from amends.moves import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was found in a conversation. It names everybody's moves, so no page shows it: see `seen_from`.

    `turning_point` is the likeliest place where it turned, `second_turning_point` the next likely one, where another is
    likely at all. `talks` are those of a history, the tensest first; none where the conversation is one talk.
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
    second_turning_point: TurningPoint | None = None
    talks: tuple[TalkProposal, ...] = ()
    shown_from: Mapping[Move, float] = field(default_factory=dict)


def read_conversation(
    conversation: Conversation,
    *,
    language: str = "en",
    progress: Callable[[int], None] | None = None,
    rules: Rules | None = None,
    marked: Sequence[MarkedMessage] | None = None,
) -> Reading:
    """Read a conversation; `progress` is told how many messages are read, the last time all of them.

    `rules` stand in for those of the language, so that weights which are not shipped can be measured. `marked` stand in
    for what the rules mark, where something else took the pass: one for each message, in order.
    """
    used = rules or rules_of(language)
    marked = tuple(marked or mark_messages(conversation, rules=used, progress=progress))
    words = load_toml("reading", language)
    tone = tone_of(marked)
    told = _questions(conversation, marked, tone, words=words)
    return Reading(
        marked=marked,
        course=course_of(tone),
        turning_point=next(iter(told.turning_points), None),
        second_turning_point=next(iter(told.turning_points[1:]), None),
        silences=silences_of(conversation),
        open_questions=told.open_questions,
        missed_bids=told.missed_bids,
        promises=promises_of(conversation, marked, language=language),
        outcome=told.outcome,
        concerns=concerns_of(conversation, words=words["concerns"]),
        talks=_talks(conversation, marked, tone, words=words),
        shown_from=MappingProxyType({move: used.shown_from(move) for move in Move}),
    )


class _Told(NamedTuple):
    """What the questions of a whole talk found."""

    turning_points: tuple[TurningPoint, ...]
    open_questions: tuple[OpenQuestion, ...]
    missed_bids: tuple[MissedBid, ...]
    outcome: Outcome


def _questions(
    conversation: Conversation, marked: Sequence[MarkedMessage], tone: Tone, *, words: Mapping[str, Any]
) -> _Told:
    answers = answers_in(conversation)
    turned = turning_points_of(conversation, marked, tone, words=words["turning_point"])
    missed = missed_bids_of(conversation, marked, answers, tone, words=words["missed_bids"])
    outcome = outcome_of(
        marked, tone, turning_point=next(iter(turned), None), missed=len(missed), words=words["outcome"]
    )
    open_questions = open_questions_of(conversation, marked, answers, tone, words=words["open_questions"])
    return _Told(turning_points=turned, open_questions=open_questions, missed_bids=missed, outcome=outcome)


def _talks(
    conversation: Conversation, marked: Sequence[MarkedMessage], tone: Tone, *, words: Mapping[str, Any]
) -> tuple[TalkProposal, ...]:
    """Return the talks of a history; a conversation that is one talk has none in it. Those that got tense are asked
    how they ended, each by itself.
    """
    talks = talks_of(conversation)
    if len(talks) < 2:
        return ()

    def broke_down(talk: Talk) -> bool:
        span = slice(talk.first, talk.last + 1)
        part = part_of(conversation, first=talk.first, last=talk.last)
        marks = [replace(one, n=n) for n, one in enumerate(marked[span])]
        alone = Tone(tension=tone.tension[span], warmth=tone.warmth[span], hurts=tone.hurts[span])
        return _questions(part, marks, alone, words=words).outcome is Outcome.BROKEN

    return tuple(replace(one, broke_down=one.got_tense and broke_down(one.talk)) for one in proposals_of(talks, marked))

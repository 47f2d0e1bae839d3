from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from amends.collecting import uncollected
from amends.content import load_toml
from amends.moves import Feeling, MarkedMessage, Move, mark_messages
from amends.reading.answers import Answer, answers_in
from amends.reading.concerns import Concern, concerns_of
from amends.reading.course import CoursePoint, Tone, course_of, tone_of
from amends.reading.languages import Languages, languages_of
from amends.reading.missed_bids import MissedBid, missed_bids_of
from amends.reading.open_questions import OpenQuestion, open_questions_of
from amends.reading.outcome import Outcome, outcome_of
from amends.reading.promises import PromiseFound, promises_of
from amends.reading.rules import rules_of
from amends.reading.silences import Silence, silences_of
from amends.reading.talks import Talk, TalkProposal, part_of, proposals_of, talks_of
from amends.reading.turning_point import TurningPoint, turning_points_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from amends.conversation import Conversation
    from amends.moves import Rules

Unanswered = TypeVar("Unanswered", MissedBid, OpenQuestion)

CAREFUL = 1_000  # messages that are read with the encoder: one talk and what led to it, in some six seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was found in a conversation. It names everybody's moves, so no page shows it: see `seen_from`.

    `turning_point` is the likeliest place where it turned, `second_turning_point` the next likely one, where another is
    likely at all. `talks` are those of a history, the tensest first; none where the conversation is one talk. `hurting`
    are the messages in which something hurts: no person is shown a claim about one of them alone.
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
    languages: Languages = field(default_factory=Languages)
    hurting: frozenset[int] = frozenset()
    shown_from: Mapping[Move, float] = field(default_factory=dict)


@uncollected()
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

    What is in another language is not looked at: nothing in the reading stands on it, but the times.
    """
    used = rules or rules_of(language)
    talks = talks_of(conversation)
    languages = languages_of(conversation, talks, language=language)
    conversation = _readable(conversation, languages.unread)
    marked = marked or _marked(conversation, rules=used, language=language, progress=progress)
    marked = tuple(_unmarked(one) if one.n in languages.unread else one for one in marked)
    careful = any(one.in_context for one in marked)
    words, weighed = load_toml("reading", language), load_toml("weighed", language)
    tone = tone_of(marked)
    of_pass = weighed["careful"] if careful else weighed
    answers = answers_in(conversation)
    ending = _ending(conversation, marked, tone, answers=answers, words=of_pass)
    questions = open_questions_of(conversation, marked, answers, tone, words=of_pass["open_questions"])
    return Reading(
        marked=marked,
        course=course_of(tone),
        turning_point=next(iter(ending.turning_points), None),
        second_turning_point=next(iter(ending.turning_points[1:]), None),
        silences=silences_of(conversation),
        open_questions=_surely_answered_by_none(questions, answers, unread=languages.unread),
        missed_bids=_surely_answered_by_none(ending.missed_bids, answers, unread=languages.unread),
        promises=promises_of(conversation, marked, language=language),
        outcome=ending.outcome,
        concerns=concerns_of(conversation, words=words["concerns"]),
        talks=_proposals(conversation, talks, marked, tone, unread=languages.unread, words=weighed),
        languages=languages,
        hurting=frozenset(one.n for one, hurts in zip(marked, tone.hurts, strict=True) if hurts),
        shown_from=MappingProxyType({move: used.shown_from(move, careful=careful) for move in Move}),
    )


def make_ready(*, language: str = "en") -> None:
    """Load what a reading needs, which takes half a second, so that the first one does not wait for it."""
    import amends.moves.deciding  # noqa: F401  (and NumPy with it: see mark_messages)

    rules_of(language)
    load_toml("reading", language)
    load_toml("weighed", language)


def _marked(
    conversation: Conversation, *, rules: Rules, language: str, progress: Callable[[int], None] | None
) -> tuple[MarkedMessage, ...]:
    """Mark a talk with care, and a long history fast."""
    if not rules.careful or len(conversation.messages) > CAREFUL:
        return mark_messages(conversation, rules=rules, progress=progress)
    # Here, as NumPy takes a quarter of a second to load, which "amends --help" would pay for, too.
    from amends.moves.careful import mark_carefully

    return mark_carefully(conversation, rules=rules, language=language, progress=progress)


def _readable(conversation: Conversation, unread: AbstractSet[int]) -> Conversation:
    """Return the conversation without the words of these messages."""
    if not unread:
        return conversation
    messages = tuple(replace(one, text="") if one.n in unread else one for one in conversation.messages)
    return replace(conversation, messages=messages)


def _unmarked(one: MarkedMessage) -> MarkedMessage:
    return MarkedMessage(n=one.n, marks=(), feeling=Feeling.NEUTRAL, feeling_confidence=1.0)


def _surely_answered_by_none(
    found: Iterable[Unanswered], answers: Sequence[Answer], *, unread: AbstractSet[int]
) -> tuple[Unanswered, ...]:
    """Leave out what may have been answered in words that are not read."""
    return tuple(one for one in found if unread.isdisjoint(answers[one.message].messages))


class _Ending(NamedTuple):
    """How a talk ended, and what that stands on."""

    turning_points: tuple[TurningPoint, ...]
    missed_bids: tuple[MissedBid, ...]
    outcome: Outcome


def _ending(
    conversation: Conversation,
    marked: Sequence[MarkedMessage],
    tone: Tone,
    *,
    answers: Sequence[Answer],
    words: Mapping[str, Any],
) -> _Ending:
    turned = turning_points_of(conversation, marked, tone, words=words["turning_point"])
    missed = missed_bids_of(conversation, marked, answers, tone, words=words["missed_bids"])
    outcome = outcome_of(
        marked, tone, turning_point=next(iter(turned), None), missed=len(missed), words=words["outcome"]
    )
    return _Ending(turning_points=turned, missed_bids=missed, outcome=outcome)


def _proposals(
    conversation: Conversation,
    talks: Sequence[Talk],
    marked: Sequence[MarkedMessage],
    tone: Tone,
    *,
    unread: AbstractSet[int],
    words: Mapping[str, Any],
) -> tuple[TalkProposal, ...]:
    """Return the talks of a history; a conversation that is one talk has none in it.

    Those that got tense are asked how they ended, each by itself, where all of it was read.
    """
    if len(talks) < 2:
        return ()

    def broke_down(talk: Talk) -> bool:
        if not unread.isdisjoint(range(talk.first, talk.last + 1)):
            return False
        span = slice(talk.first, talk.last + 1)
        part = part_of(conversation, first=talk.first, last=talk.last)
        # What the encoder says of how it ends is about all that it has read, and not about this talk.
        marks = [one._replace(n=n, in_context=None) for n, one in enumerate(marked[span])]
        alone = Tone(tension=tone.tension[span], warmth=tone.warmth[span], hurts=tone.hurts[span])
        ending = _ending(part, marks, alone, answers=answers_in(part), words=words)
        return ending.outcome is Outcome.BROKEN

    return tuple(replace(one, broke_down=one.got_tense and broke_down(one.talk)) for one in proposals_of(talks, marked))

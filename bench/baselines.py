"""Two simple readers to set ours beside: words weighed alone, and a lexicon."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from amends.moves import Feeling, Mark, MarkedMessage, Move, chance
from amends.moves.context import scores_of
from amends.moves.marking import is_written, names_in, spoken_by_all
from amends.moves.rules import SENSES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from amends.conversation import Conversation
    from amends.moves import Rules

LEAST = 0.5
LEXICON: Mapping[Move, str] = {
    Move.CRITICISM: r"you (?:always|never)|selfish|lazy|useless|your problem",
    Move.CONTEMPT: r"pathetic|idiot|stupid|ridiculous|whatever you say|grow up|joke",
    Move.DEFENSIVENESS: r"not my fault|i didn't|wasn't me|i was just|what about you",
    Move.STONEWALLING: r"^(?:fine|whatever|k|ok)\.?$|leave me alone|i'm done|forget it",
    Move.MIND_READING: r"you just want|you don't care|you think i|you did (?:it|that) (?:to|on purpose)",
    Move.NONAPOLOGY: r"sorry (?:if|but|you feel)",
    Move.OWNERSHIP: r"my fault|my bad|i was wrong|i shouldn't have|i should have",
    Move.REMORSE: r"\bsorry\b|i regret|i feel (?:bad|awful|terrible)",
    Move.REPAIR_OFFER: r"make it up|can i help|how can i|let me fix",
    Move.VALIDATION: r"makes sense|i understand|i get (?:it|that)|i hear you|you're right",
    Move.REFLECTION: r"so you|what i'm hearing|sounds like",
    Move.CLARIFYING_QUESTION: r"what do you mean|are you ok|how do you feel|what do you need",
    Move.FEELING_STATEMENT: r"i(?:'m| am| feel| felt) (?:so |really )?(?:sad|hurt|scared|angry|lonely|upset|worried)",
    Move.REQUEST: r"could you|can you|would you|please|i need",
    Move.VULNERABILITY: r"i'm scared|i don't know how|i'm afraid|i need help",
    Move.PAUSE: r"need a (?:break|minute)|talk later|give me (?:an hour|some time)",
    Move.APPRECIATION: r"thank|appreciate|proud of you|love you",
    Move.PROMISE: r"i promise|i'll|i will",
    Move.REPAIR_ATTEMPT: r"start over|truce|let's not fight|can we",
}
FEELINGS: Mapping[Feeling, str] = {
    Feeling.ANGER: r"angry|furious|hate|!!|sick of",
    Feeling.HURT: r"hurt|sad|alone|crying|let down",
    Feeling.FEAR: r"scared|afraid|worried|nervous",
    Feeling.SHAME: r"ashamed|embarrass|guilty|my fault|sorry",
    Feeling.JOY: r"haha|lol|happy|great|yay|😂",
    Feeling.AFFECTION: r"love|miss you|❤|xx|thank",
    Feeling.CONFUSION: r"confused|don't understand|what do you mean",
}
_MOVES = {move: re.compile(pattern) for move, pattern in LEXICON.items()}
_FEELINGS = {feeling: re.compile(pattern) for feeling, pattern in FEELINGS.items()}


def by_words_alone(conversation: Conversation, *, rules: Rules) -> tuple[MarkedMessage, ...]:
    """Mark by the fitted weights of words, pairs and patterns, and by nothing that stands around."""
    people = names_in(conversation.people)
    written = [message for message in conversation.messages if is_written(message)]
    scores = scores_of(one.weighed.row for one in spoken_by_all(written, people=people, rules=rules))
    found = {}
    for message, row in zip(written, scores.tolist(), strict=True):
        odds = dict(zip(SENSES, map(chance, row), strict=True))
        moves = [(move, odds[move]) for move in Move if odds[move] >= LEAST]
        found[message.n] = _marked(message.n, moves, max(Feeling, key=lambda feeling: odds[feeling]))
    return _of_all(conversation, found)


def by_lexicon(conversation: Conversation) -> tuple[MarkedMessage, ...]:
    """Mark by a short list of words for each move and feeling."""
    found = {}
    for message in conversation.messages:
        text = message.text.lower().replace("’", "'")
        moves = [(move, 1.0) for move, pattern in _MOVES.items() if pattern.search(text)]
        felt = next((feeling for feeling, pattern in _FEELINGS.items() if pattern.search(text)), Feeling.NEUTRAL)
        if is_written(message):
            found[message.n] = _marked(message.n, moves, felt)
    return _of_all(conversation, found)


def _marked(n: int, moves: Sequence[tuple[Move, float]], feeling: Feeling) -> MarkedMessage:
    marks = tuple(Mark(move=move, confidence=sure, start=0, end=0) for move, sure in moves)
    return MarkedMessage(n=n, marks=marks, feeling=feeling, feeling_confidence=1.0)


def _of_all(conversation: Conversation, found: Mapping[int, MarkedMessage]) -> tuple[MarkedMessage, ...]:
    return tuple(found.get(message.n) or _marked(message.n, (), Feeling.NEUTRAL) for message in conversation.messages)
